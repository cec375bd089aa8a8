"""The board as a workbook: an office a row, what is missing, the year's sums where the desk receives them."""

from typing import Final

from hn_desk.city.board import Board, OfficeState, day_of
from hn_desk.city.board_sums import Sums, YearSums
from hn_desk.city.board_words import office_words, state_label
from hn_desk.i18n import _
from hn_desk.rules import desks
from hn_desk.rules.gaps import run_words
from hn_desk.sheets import Content, SheetColumn, SheetTable, make_workbook

COUNTED: Final = "count"


def board_sheet(found: Board, sums: YearSums) -> bytes:
    """The .xlsx of a desk's board with the sums of a year."""
    title = _("{desk}: packets of the offices on {day:%d/%m/%Y}, sums of {year}").format(
        desk=found.name, day=found.day, year=sums.year
    )
    rows = [(*_state(office), *_sums(sums, sums.offices.get(office.code, Sums()))) for office in found.offices]
    return make_workbook(title, (*_state_columns(), *_sum_columns(sums)), rows)


def packets_sheet(found: Board) -> SheetTable:
    """How each office's packets stand, as one sheet of a workbook."""
    title = _("Packets on {day:%d/%m/%Y}").format(day=found.day)
    return SheetTable(title, _state_columns(), [_state(office) for office in found.offices], _("Packets"))


def missing_words(office: OfficeState) -> str:
    """The numbers of the missing packets; "" for none."""
    return run_words([(gap.first, gap.last) for gap in office.gaps])


def _state_columns() -> tuple[SheetColumn, ...]:
    return (
        SheetColumn(_("Code")),
        SheetColumn(_("Office")),
        SheetColumn(_("State")),
        SheetColumn(_("Missing packets")),
        SheetColumn(_("Packets waiting"), COUNTED),
        SheetColumn(_("Kept aside"), COUNTED),
        SheetColumn(_("Last received"), "date"),
        SheetColumn(_("Days since"), COUNTED),
        SheetColumn(_("What has come")),
    )


def _state(office: OfficeState) -> tuple[Content, ...]:
    return (
        office.code,
        office.name,
        state_label(office.state),
        missing_words(office),
        office.waiting,
        office.quarantined,
        day_of(office.last_received) if office.last_received else None,
        office.days,
        office_words(office),
    )


def _sum_columns(sums: YearSums) -> tuple[SheetColumn, ...]:
    columns = []
    if desks.CONVERSIONS in sums.subjects:
        columns += [SheetColumn(_("Enterprises registered"), COUNTED), SheetColumn(_("Dossiers handed in"), COUNTED)]
    if desks.CONTACT_COUNTS in sums.subjects:
        columns.append(SheetColumn(_("Contacts"), COUNTED))
    if desks.EVENT_GROUPS in sums.subjects:
        columns.append(SheetColumn(_("Residential groups reached"), COUNTED))
        columns.append(SheetColumn(_("Residential groups owed"), COUNTED))
    if desks.CASES in sums.subjects:
        columns += [SheetColumn(_("Cases confirmed"), COUNTED), SheetColumn(_("Amount confirmed"), "money")]
    return tuple(columns)


def _sums(sums: YearSums, one: Sums) -> list[Content]:
    """The cells of `_sum_columns`, in the same order."""
    values: list[Content] = []
    if desks.CONVERSIONS in sums.subjects:
        values += [one.registered, one.submitted]
    if desks.CONTACT_COUNTS in sums.subjects:
        values.append(one.contacts)
    if desks.EVENT_GROUPS in sums.subjects:
        values += [one.reached, one.groups]
    if desks.CASES in sums.subjects:
        values += [sum(case.cases for case in one.cases.values()), sum(case.amount for case in one.cases.values())]
    return values
