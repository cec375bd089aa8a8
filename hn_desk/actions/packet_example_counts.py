"""Models and exemplary persons as counts by year, for the desks that receive them: no name, no story, no record."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from hn_desk.actions.packet_source import PUT, Source, amount, code
from hn_desk.actions.register_examples import KINDS
from hn_desk.models.tables import Example
from hn_desk.packets.subjects import ExampleCountRow, Row


def example_counts(source: Source) -> Iterator[Row]:
    """For each of the desk's topics, each year and each kind what stood as an example on a day of that year."""
    columns = (Example.topic, Example.kind, Example.groups, Example.started_on, Example.ended_on, Example.helped)
    kept = source.session.execute(select(*columns).where(Example.topic.in_(source.topics))).all()
    today = source.office.today()
    counts: defaultdict[tuple[str, int, str], list[tuple[list[str], int]]] = defaultdict(list)
    for topic, kind, groups, started, ended, helped in kept:
        for year in range(started.year, min(ended or today, today).year + 1):
            counts[topic, year, kind].append((groups, helped or 0))
    for topic, year, kind in sorted(counts, key=lambda key: (key[0], key[1], KINDS.index(key[2]))):
        found = counts[topic, year, kind]
        of_groups = Counter(group for groups, _helped in found for group in groups)
        yield ExampleCountRow(
            id=source.derived_id("example_count", topic, str(year), kind),
            version=1,
            operation=PUT,
            topic=code(topic),
            year=year,
            kind=kind,  # type: ignore[arg-type]  # one of KINDS
            examples=len(found),
            helped=amount(sum(helped for _groups, helped in found)),
            groups="\n".join(f"{group}={of_groups[group]}" for group in sorted(of_groups)) or None,
        )
