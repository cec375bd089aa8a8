"""The handover book's own entries: to whom a copy was handed, when it was received; the book on paper and in Excel."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.actions.city_states import city_state_label
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.packet_facts import CopyLine, PacketRow
from hn_desk.actions.packets import packet_rows
from hn_desk.actions.paper_file import Paper
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CopyRow
from hn_desk.reports import printed
from hn_desk.reports.table import Cell, Column, Table
from hn_desk.rules.dates import format_date
from hn_desk.rules.text import clean_line
from hn_desk.sheets import SheetColumn, make_workbook

SUBJECTS: Final = frozenset({"packets", "log"})
LONGEST_NAME: Final = 120
LONGEST_NOTE: Final = 300


@dataclass(frozen=True, slots=True)
class Handed:
    """What is written down of a copy: to whom it was handed, when it was received (None: not yet known), a note."""

    handed_to: str
    received_on: date | None = None
    note: str = ""


def medium_label(medium: str) -> str:
    """What the book calls that on which a copy lies."""
    return {"stick": _("USB stick"), "share": _("network share"), "mail": _("mail")}.get(medium, _("folder"))


def hand_over(office: Office, copy_id: str, handed: Handed) -> Changed:
    """Write down to whom a copy was handed and when it was received. InputError names every bad field."""
    office.require("packets.seal")
    with office.write() as session:
        row = session.get(CopyRow, copy_id)
        if row is None:
            raise DeskError(_("This copy is not in the handover book."), do=_("Open the list again."), reason="gone")
        copied = datetime.fromisoformat(row.at).astimezone().date()
        problems = _problems(handed, copied, office.today())
        if problems:
            raise InputError(_("The handover is not written down yet."), problems=problems)
        row.handed_to, row.received_on, row.note = (
            clean_line(handed.handed_to),
            handed.received_on,
            clean_line(handed.note),
        )
        session.flush()
        audit.log(session, Act("packets.hand", "packets", row.packet_id, {"received": _iso(handed.received_on)}))
        return Changed(SUBJECTS, row.packet_id)


def handover_page(office: Office) -> Paper:
    """The book on paper, A4 across, with a column to sign in; it is logged."""
    table = _table(packet_rows(office), has_signature=True)
    with office.database.read() as session:
        letter = letter_of(session, "")
    lines = (_("Printed on {day}").format(day=format_date(office.today())),)
    page = printed.ReportPage(full_name(letter.office).upper(), lines, page_marks(letter), table)
    _log(office, "packets.print")
    return Paper(f"SO-GIAO-NHAN-{office.today():%Y%m%d}.pdf", printed.draw(page), table.title)


def export_handover(office: Office, folder: Path) -> Changed:
    """Keep the book as a workbook in `folder`; `id` is the file's name."""
    table = _table(packet_rows(office), has_signature=False)
    columns = [SheetColumn(column.heading, column.kind) for column in table.columns]
    name = f"SO-GIAO-NHAN-{office.today():%Y%m%d}.xlsx"
    files.copy_out(make_workbook(table.title, columns, table.rows), folder, name)
    _log(office, "packets.export")
    return Changed(frozenset({"log"}), name)


def _problems(handed: Handed, copied: date, today: date) -> tuple[Problem, ...]:
    found: list[Problem] = []
    if not clean_line(handed.handed_to):
        found.append(Problem("handed_to", _("Write to whom it was handed.")))
    elif len(clean_line(handed.handed_to)) > LONGEST_NAME:
        found.append(Problem("handed_to", _("At most {n} characters fit here.").format(n=LONGEST_NAME)))
    if handed.received_on is not None and not copied <= handed.received_on <= today:
        words = _("It was copied on {first}; the day lies between that day and today.")
        found.append(Problem("received_on", words.format(first=format_date(copied))))
    if len(clean_line(handed.note)) > LONGEST_NOTE:
        found.append(Problem("note", _("At most {n} characters fit here.").format(n=LONGEST_NOTE)))
    return tuple(found)


def _table(rows: tuple[PacketRow, ...], *, has_signature: bool) -> Table:
    signature = (Column(_("Signature"), "blank"),) if has_signature else ()
    columns = (
        Column(_("Packet"), "text"),
        Column(_("Rows"), "count"),
        Column(_("Sealed"), "text"),
        Column(_("Copied"), "text"),
        Column(_("Handed to"), "text"),
        Column(_("Received on"), "date"),
        Column(_("State"), "text"),
        Column(_("Note"), "text"),
        *signature,
    )
    lines = [_cells(row, line) for row in rows for line in row.lines or (None,)]
    blank: tuple[Cell, ...] = (None,) if has_signature else ()
    return Table(_("Handover book"), columns, tuple((*line, *blank) for line in lines))


def _cells(row: PacketRow, line: CopyLine | None) -> tuple[Cell, ...]:
    copied = f"{_shown(line.at)}\n{medium_label(line.medium)}, {line.by}" if line else ""
    state = city_state_label(row.state)
    if row.is_late:
        state = _("{state} ({n} days)").format(state=state, n=row.days_waiting)
    of_copy = (line.handed_to, line.received_on, state, line.note) if line else ("", None, state, "")
    return (f"{row.desk} {row.number}", row.rows, _shown(row.made_at), copied, *of_copy)


def _log(office: Office, act: str) -> None:
    with office.write() as session:
        audit.log(session, Act(act, "packets"))


def _shown(moment: str) -> str:
    return f"{datetime.fromisoformat(moment).astimezone():%d/%m/%Y %H:%M}"


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
