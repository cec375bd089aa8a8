"""Outcomes counted and put together: totals that add up, equal mistakes in one group."""

from collections import Counter
from collections.abc import Iterable

from hn_desk.actions.import_facts import ERROR, OUTCOMES, POSSIBLE, ROWS, SKIPPED, Preview, ProblemGroup, RowOutcome


def preview_of(rows: tuple[RowOutcome, ...]) -> Preview:
    """The rows with their totals and groups."""
    counted = Counter(row.outcome for row in rows)
    totals = {ROWS: len(rows), **{outcome: counted[outcome] for outcome in OUTCOMES}}
    return Preview(rows, totals, _groups(rows))


def _groups(rows: Iterable[RowOutcome]) -> tuple[ProblemGroup, ...]:
    """Equal mistakes and doubts together: those that keep rows from being written first, then the most frequent."""
    found: dict[str, tuple[str, str, list[int]]] = {}
    blocking: set[str] = set()
    for row in rows:
        if row.outcome == SKIPPED or not row.reasons:
            continue
        if row.outcome in (ERROR, POSSIBLE):
            blocking.update(one.code for one in row.reasons[: 1 if row.outcome == POSSIBLE else None])
        for one in row.reasons:
            numbers = found.setdefault(one.code, (one.what, one.field, []))[2]
            if not numbers or numbers[-1] != row.row:
                numbers.append(row.row)
    groups = [
        ProblemGroup(code, what, field, len(numbers), tuple(numbers)) for code, (what, field, numbers) in found.items()
    ]
    return tuple(sorted(groups, key=lambda group: (group.code not in blocking, -group.count, group.code)))
