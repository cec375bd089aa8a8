"""The household businesses to be visited, printed with room for notes or as a workbook to be filled in on the way."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import select

from hn_desk import files
from hn_desk.actions import labels
from hn_desk.actions.letters import letter_of
from hn_desk.actions.listing import in_order
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.visit_facts import Visited, code_of
from hn_desk.errors import InputError
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import full_name
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import HouseholdBusiness, Person
from hn_desk.reports import printed
from hn_desk.reports.table import Column, Table
from hn_desk.rules.dates import format_date
from hn_desk.sheets import SheetColumn, make_workbook

PRINTED: Final = ("name", "owner", "address", "phone", "last", "notes")
TAKEN: Final = (
    *("code", "name", "owner", "address", "phone", "last", "day", "way", "intention", "obstacles", "said"),
    *("next_step", "next_on"),
)
BLANK_NOTES: Final = " \n \n "


def print_work_list(office: Office, ids: Sequence[str]) -> Paper:
    """These household businesses on paper, in their order, with room for notes. InputError: none, or too many."""
    found = _visited(office, ids)
    headings = office.book.households.headings
    columns = tuple(Column(headings[name], "blank" if name == "notes" else "text") for name in PRINTED)
    rows = tuple(
        (f"{one.name}\n{code_of(one.id)}", one.owner, one.address, one.phone, one.last, BLANK_NOTES) for one in found
    )
    with office.database.read() as session:
        letter = letter_of(session, "")
    day = _("{day}; household businesses: {n}").format(day=format_date(office.today()), n=len(found))
    name = full_name(letter.office).upper()
    pdf = printed.draw(printed.ReportPage(name, (day,), page_marks(letter), Table(headings["title"], columns, rows)))
    _log(office, "households.print_list", len(found))
    return Paper(f"DANH-SACH-{office.today():%Y%m%d}.pdf", pdf, headings["title"])


def take_along(office: Office, ids: Sequence[str], path: Path) -> Changed:
    """Write the workbook that is filled in on the way and read back by `visits`. InputError: none, or too many."""
    found = _visited(office, ids)
    lists = office.book.households
    offered = {
        "way": labels.contact_ways(office),
        "intention": labels.intentions(office),
        "obstacles": labels.obstacles(office),
    }
    columns = [
        SheetColumn(
            lists.headings[name],
            "date" if name in {"day", "next_on"} else "text",
            tuple(offered[name].values()) if name in offered else (),
        )
        for name in TAKEN
    ]
    empty = (None,) * (len(TAKEN) - 6)
    rows = [(code_of(one.id), one.name, one.owner, one.address, one.phone, one.last, *empty) for one in found]
    files.write_whole(path, make_workbook(lists.headings["title"], columns, rows))
    _log(office, "households.take_along", len(found))
    return Changed(frozenset({"log"}))


def _visited(office: Office, ids: Sequence[str]) -> tuple[Visited, ...]:
    office.require("households.write", "households")
    most = office.book.households.most_visits
    if not ids or len(ids) > most:
        raise InputError(
            _("A work list holds 1 to {most} household businesses; there are {n}.").format(most=most, n=len(ids)),
            do=_("Choose with Filters whom to visit next, then make the list again."),
            reason="too-many",
        )
    statement = (
        select(
            HouseholdBusiness.id,
            HouseholdBusiness.name,
            Person.name,
            HouseholdBusiness.address,
            Person.phone,
            HouseholdBusiness.last_contact_on,
            HouseholdBusiness.intention,
        )
        .join(Person, Person.id == HouseholdBusiness.owner_id)
        .where(HouseholdBusiness.id.in_(ids), HouseholdBusiness.merged_into.is_(None))
    )
    intentions = labels.intentions(office)
    with office.database.read() as session:
        rows = session.execute(statement).all()
    found = (
        Visited(*row[:5], f"{format_date(row[5])}: {intentions.get(row[6], row[6])}" if row[5] else "") for row in rows
    )
    return in_order(ids, found)


def _log(office: Office, action: str, so_many: int) -> None:
    with office.write() as session:
        audit.log(session, Act(action, "households", content={"households": so_many}))
