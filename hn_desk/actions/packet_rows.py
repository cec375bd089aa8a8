"""The rows of a desk's packet, drawn from the office's records by what the desk may know. PACKET §1."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from sqlalchemy import Date, func, select

from hn_desk.actions.group_lives import is_active_on
from hn_desk.actions.packet_answers import answers
from hn_desk.actions.packet_credit_rows import cases, paper_lines, papers
from hn_desk.actions.packet_example_counts import example_counts
from hn_desk.actions.packet_figures import figures
from hn_desk.actions.packet_officers import officers
from hn_desk.actions.packet_source import PUT, Source, amount, code, day, text
from hn_desk.models.tables import (
    Contact,
    Conversion,
    EventGroup,
    GroupSuccession,
    HouseholdBusiness,
    OutreachEvent,
    ResidentialGroup,
)
from hn_desk.packets.subjects import (
    ContactCountRow,
    ConversionRow,
    EventGroupRow,
    EventRow,
    GroupRow,
    GroupSuccessionRow,
    Row,
)
from hn_desk.rules.conversion import REGISTERED, support_condition
from hn_desk.rules.desks import (
    ANSWERS,
    CASES,
    CONTACT_COUNTS,
    CONVERSIONS,
    EVENT_GROUPS,
    EVENTS,
    EXAMPLE_COUNTS,
    FIGURES,
    GROUP_SUCCESSIONS,
    GROUPS,
    OFFICERS,
    PAPER_LINES,
    PAPERS,
)

PERSONAL_CODE_LENGTH: Final = 12
"""A business code of 12 digits is its owner's ID number and goes to no desk."""


def rows_of(source: Source) -> dict[str, list[Row]]:
    """All rows that this desk would hold if it held everything; versions are those of the records, 1 for sums."""
    makers: Mapping[str, Callable[[Source], Iterable[Row]]] = {
        GROUPS: groups,
        GROUP_SUCCESSIONS: group_successions,
        EVENTS: events,
        EVENT_GROUPS: event_groups,
        CONVERSIONS: conversions,
        CONTACT_COUNTS: contact_counts,
        CASES: cases,
        PAPERS: papers,
        PAPER_LINES: paper_lines,
        FIGURES: figures,
        EXAMPLE_COUNTS: example_counts,
        OFFICERS: officers,
        ANSWERS: answers,
    }
    made = {subject: list(makers[subject](source)) for subject in source.desk.sheets}
    return {subject: rows for subject, rows in made.items() if rows or subject != ANSWERS}


def groups(source: Source) -> Iterator[Row]:
    """Every residential group."""
    for row in source.session.scalars(select(ResidentialGroup).order_by(ResidentialGroup.sort_key)):
        yield GroupRow(
            id=row.id,
            version=row.version,
            operation=PUT,
            name=text(row.name),
            kind=code(row.kind),
            active=1 if is_active_on(row, source.office.today()) else 0,
            started_on=day(row.started_on),
            ended_on=day(row.ended_on),
        )


def group_successions(source: Source) -> Iterator[Row]:
    """Which residential group followed which, so that the city counts groups that were split or merged right."""
    order = (GroupSuccession.day, GroupSuccession.old_id, GroupSuccession.new_id)
    for row in source.session.scalars(select(GroupSuccession).order_by(*order)):
        yield GroupSuccessionRow(
            id=source.derived_id("group_succession", row.old_id, row.new_id),
            version=1,
            operation=PUT,
            old_id=row.old_id,
            old_name=source.group_name(row.old_id),
            new_id=row.new_id,
            new_name=source.group_name(row.new_id),
            day=day(row.day),
        )


def events(source: Source) -> Iterator[Row]:
    """Events of the desk's topics; those of a protected topic without place, leader and words of their own."""
    protected = source.protected_topics
    statement = select(OutreachEvent).where(OutreachEvent.topic.in_(source.topics))
    for row in source.session.scalars(statement.order_by(OutreachEvent.starts_on, OutreachEvent.id)):
        is_open = row.topic not in protected
        yield EventRow(
            id=row.id,
            version=row.version,
            operation=PUT,
            topic=code(row.topic),
            title=text(row.title if is_open else source.topic_name(row.topic)),
            form=code(row.form),
            state=code(row.state),
            starts_on=day(row.starts_on),
            ends_on=day(row.ends_on),
            place=text(row.place) if is_open else None,
            leader=text(row.leader) if is_open else None,
            people=amount(row.people),
            women=amount(row.women),
            times=amount(row.times),
            broadcasts=amount(row.broadcasts),
            posts=amount(row.posts),
            leaflets=amount(row.leaflets),
            cost=amount(row.cost),
        )


def event_groups(source: Source) -> Iterator[Row]:
    """Which residential groups each of those events reached."""
    statement = (
        select(EventGroup.event_id, EventGroup.group_id)
        .join(OutreachEvent, OutreachEvent.id == EventGroup.event_id)
        .where(OutreachEvent.topic.in_(source.topics))
        .order_by(OutreachEvent.starts_on, EventGroup.event_id, EventGroup.group_id)
    )
    for event_id, group_id in source.session.execute(statement):
        yield EventGroupRow(
            id=source.derived_id("event_group", event_id, group_id),
            version=1,
            operation=PUT,
            event_id=event_id,
            group_id=group_id,
            group_name=source.group_name(group_id),
        )


_STARTED: Final = func.coalesce(HouseholdBusiness.started_on, HouseholdBusiness.registered_on, type_=Date)


def conversions(source: Source) -> Iterator[Row]:
    """Every conversion; the enterprise only once it is registered."""
    statement = (
        select(Conversion, HouseholdBusiness.group_id, _STARTED)
        .join(HouseholdBusiness, HouseholdBusiness.id == Conversion.household_id)
        .where(HouseholdBusiness.merged_into.is_(None))
        .order_by(Conversion.listed_on, Conversion.id)
    )
    for row, group_id, started in source.session.execute(statement):
        is_registered = row.state == REGISTERED
        is_met = _is_supported(source, started, row.certificate_on) if is_registered else None
        yield ConversionRow(
            id=row.id,
            version=row.version,
            operation=PUT,
            state=code(row.state),
            group_name=source.group_name(group_id),
            listed_on=day(row.listed_on),
            submitted_on=day(row.submitted_on),
            enterprise_name=text(row.enterprise_name) if is_registered else None,
            enterprise_code=_business_code(row.enterprise_code) if is_registered else None,
            enterprise_kind=code(row.enterprise_kind) if is_registered else None,
            certificate_on=day(row.certificate_on) if is_registered else None,
            capital=amount(row.enterprise_capital) if is_registered else None,
            workers=amount(row.enterprise_workers) if is_registered else None,
            industry=code(row.enterprise_industry) if is_registered else None,
            supported=None if is_met is None else int(is_met),  # type: ignore[arg-type]  # a bool is 0 or 1
        )


def _is_supported(source: Source, started: date | None, certificate_on: date | None) -> bool | None:
    years = source.office.book.conversion.years_for_support
    return support_condition(years, started, certificate_on, source.office.today()).is_met


def contact_counts(source: Source) -> Iterator[Row]:
    """Contacts counted by month and residential group: nothing of what one household said."""
    statement = select(
        Contact.day,
        HouseholdBusiness.group_id,
        Contact.intention,
        Contact.obstacles,
        Contact.supports,
        Contact.capital_demand,
    ).join(HouseholdBusiness, HouseholdBusiness.id == Contact.household_id)
    counted: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for on, group_id, intention, obstacles, supports, demand in source.session.execute(statement):
        counter = counted[f"{on:%Y-%m}", group_id or ""]
        counter.update(["contacts", f"intention {intention}"])
        counter.update(f"obstacle {one}" for one in obstacles)
        counter.update(f"support {one}" for one in supports)
        counter["capital_demand"] += demand or 0
    for (month, group_id), counter in sorted(counted.items()):
        yield _contact_count(source, month, group_id, counter)


def _contact_count(source: Source, month: str, group_id: str, counter: Counter[str]) -> Row:
    return ContactCountRow(
        id=source.derived_id("contact_count", month, group_id),
        version=1,
        operation=PUT,
        month=month,
        group_id=group_id or None,
        group_name=source.group_name(group_id),
        contacts=counter["contacts"],
        considering=counter["intention considering"],
        agreed=counter["intention agreed"],
        refused=counter["intention refused"],
        obstacles=_lines(counter, "obstacle "),
        supports=_lines(counter, "support "),
        capital_demand=amount(counter["capital_demand"]),
    )


def _lines(counter: Counter[str], prefix: str) -> str | None:
    lines = [f"{key.removeprefix(prefix)}={counter[key]}" for key in sorted(counter) if key.startswith(prefix)]
    return "\n".join(lines) or None


def _business_code(value: str) -> str | None:
    digits = "".join(letter for letter in value if letter.isdigit())
    return None if len(digits) == PERSONAL_CODE_LENGTH else code(value)
