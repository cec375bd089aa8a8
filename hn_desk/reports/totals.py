"""The office's totals as they may be posted: by programme and stage, no count that is small or could be worked out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.reports.demand import NOTHING, STAGES, Figure, all_loans, counted_by_key, stage_label, summed
from hn_desk.reports.suppression import hidden_counts
from hn_desk.reports.table import Cell, Column, Period, Table

NOT_SHOWN: Final = "×"


@dataclass(frozen=True, slots=True)
class Total:
    """One figure: `programme` is the neutral name, empty for all together; `figure` is None when it is not shown."""

    programme: str
    stage: str
    figure: Figure | None


def totals(session: Session, period: Period, names: Mapping[str, str]) -> tuple[Total, ...]:
    """The figures of each programme (code → neutral name), its stages in order, then those of all together."""
    counted = counted_by_key(all_loans(session), period)
    by_programme = {code: summed(figures for key, figures in counted.items() if key[0] == code) for code in names}
    shown = {stage: dict(_of_stage(by_programme, stage)) for stage in STAGES}
    return tuple(Total(names.get(code, ""), stage, shown[stage][code]) for code in (*names, "") for stage in STAGES)


def table(session: Session, period: Period, names: Mapping[str, str]) -> Table:
    """The totals as a table, and what its mark means."""
    columns = (Column(_("Programme")), Column(_("Figure")), Column(_("Number"), "count"), Column(_("đồng"), "money"))
    rows: list[tuple[Cell, ...]] = [
        (one.programme or _("All programmes"), stage_label(one.stage), *(one.figure or (NOT_SHOWN, NOT_SHOWN)))
        for one in totals(session, period, names)
    ]
    mark = _("{mark}: not shown, because it is under 5 or would let such a number be worked out.")
    return Table(title(), columns, (*rows, (mark.format(mark=NOT_SHOWN), "", "", "")))


def title() -> str:
    """What the posted totals are called."""
    return _("Policy credit: totals of the office")


def _of_stage(counted: Mapping[str, Mapping[str, Figure]], stage: str) -> Iterator[tuple[str, Figure | None]]:
    figures = {code: by_stage.get(stage, NOTHING) for code, by_stage in counted.items()}
    hidden, is_sum_hidden = hidden_counts([count for count, _amount in figures.values()])
    for place, (code, figure) in enumerate(figures.items()):
        yield code, None if place in hidden else figure
    yield "", None if is_sum_hidden else summed([{stage: one} for one in figures.values()])[stage]
