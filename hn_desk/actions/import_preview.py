"""Outcomes counted and put together: totals that add up, equal mistakes in one group."""

from collections import Counter
from collections.abc import Iterable

from hn_desk.actions.import_facts import (
    ERROR,
    OUTCOMES,
    POSSIBLE,
    ROWS,
    SKIPPED,
    Preview,
    ProblemGroup,
    Reason,
    RowOutcome,
)
from hn_desk.actions.import_titles import title_of_several


class _Alike:
    """The rows that have one code; `is_varied` once they are not all told in the same words."""

    __slots__ = ("first", "is_varied", "rows")

    def __init__(self, first: Reason) -> None:
        self.first = first
        self.is_varied = False
        self.rows: list[int] = []

    def add(self, row: int, reason: Reason) -> None:
        """Count a row, once."""
        self.is_varied = self.is_varied or reason.what != self.first.what
        if not self.rows or self.rows[-1] != row:
            self.rows.append(row)

    def group(self) -> ProblemGroup:
        """The group as it is shown."""
        first = self.first
        title = title_of_several(first.code, first.what) if self.is_varied else first.what
        return ProblemGroup(first.code, title, first.field, len(self.rows), tuple(self.rows))


def preview_of(rows: tuple[RowOutcome, ...]) -> Preview:
    """The rows with their totals and groups."""
    counted = Counter(row.outcome for row in rows)
    totals = {ROWS: len(rows), **{outcome: counted[outcome] for outcome in OUTCOMES}}
    return Preview(rows, totals, _groups(rows))


def _groups(rows: Iterable[RowOutcome]) -> tuple[ProblemGroup, ...]:
    """Equal mistakes and doubts together: those that keep rows from being written first, then the most frequent."""
    found: dict[str, _Alike] = {}
    blocking: set[str] = set()
    for row in rows:
        if row.outcome == SKIPPED or not row.reasons:
            continue
        if row.outcome in (ERROR, POSSIBLE):
            blocking.update(one.code for one in row.reasons[: 1 if row.outcome == POSSIBLE else None])
        for one in row.reasons:
            alike = found.get(one.code)
            if alike is None:
                alike = found[one.code] = _Alike(one)
            alike.add(row.row, one)
    groups = [alike.group() for alike in found.values()]
    return tuple(sorted(groups, key=lambda group: (group.code not in blocking, -group.count, group.code)))
