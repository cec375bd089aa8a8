"""The desk's handover book: what came and what went out, on what, by whom, to whom, and when that was received."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.handover import LONGEST_NAME, LONGEST_NOTE, medium_label
from hn_desk.actions.office import Changed, stamp
from hn_desk.actions.remarks import Remarks, gone
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.collected import Collected
from hn_desk.city.desk import CityDesk
from hn_desk.city.receipts import issue_receipt
from hn_desk.city.trust_page import city_words
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.places import medium_of
from hn_desk.models.tables import CityHandover, CityOfficer
from hn_desk.paper import PageMarks
from hn_desk.reports import printed
from hn_desk.reports.table import Column, Table
from hn_desk.rules.dates import format_date
from hn_desk.rules.text import clean_line

PACKET: Final = "packet"
RECEIPT: Final = "receipt"
TRUST: Final = "trust"
REQUEST: Final = "request"
KINDS: Final = (PACKET, RECEIPT, TRUST, REQUEST)
MEDIA: Final = ("stick", "mail", "share", "folder")
MOST: Final = 2_000
SUBJECTS: Final = frozenset({"handovers", "log"})


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One line; `at` is when it was written (ISO), `by` who wrote it, `days` since then, None once it is received."""

    id: str
    office: str
    office_name: str
    kind: str
    reference: str
    medium: str
    person: str
    at: str
    by: str
    received_on: date | None
    note: str
    days: int | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class HandoverDraft:
    """What is typed: a new line without `id`; of one that is there only person, day and note change."""

    office: str = ""
    kind: str = TRUST
    reference: str = ""
    medium: str = "stick"
    person: str = ""
    received_on: date | None = None
    note: str = ""
    id: str | None = None


@dataclass(frozen=True, slots=True)
class HandoverPages:
    """The printed book and the name of its file."""

    name: str
    pdf: bytes


def kind_label(kind: str) -> str:
    """What the book calls a kind of line; KeyError for an unknown one."""
    return {
        PACKET: _("Packet (came)"),
        RECEIPT: _("Receipt (went out)"),
        TRUST: _("Trust pack (went out)"),
        REQUEST: _("Request (went out)"),
    }[kind]


def handover_book(desk: CityDesk) -> tuple[HandoverLine, ...]:
    """The newest 2 000 lines, the newest first; what went out and nobody confirmed for days is late."""
    desk.require("handovers.read")
    names = {one.code: one.full_name for one in rule_book().communes}
    with desk.database.read() as session:
        officers = dict(session.execute(select(CityOfficer.id, CityOfficer.name)).all())
        rows = session.scalars(select(CityHandover).order_by(CityHandover.change.desc(), CityHandover.at.desc()))
        return tuple(_line(desk, row, names, officers) for row in rows.fetchmany(MOST))


def write_handover(desk: CityDesk, draft: HandoverDraft) -> Changed:
    """Keep a line: a new one, or who took it, when it was received and a note. InputError names every bad field."""
    desk.require("handovers.write")
    with desk.write() as session:
        row = session.get(CityHandover, draft.id) if draft.id else _new(desk, draft)
        if row is None:
            raise gone()
        _check(desk, draft, row)
        row.person, row.received_on, row.note = clean_line(draft.person), draft.received_on, clean_line(draft.note)
        session.add(row)
        session.flush()
        act = "city.handover_received" if draft.id and draft.received_on else "city.handover"
        audit.log(session, Act(act, "handovers", row.id, {"office": row.office, "kind": row.kind}))
        return Changed(SUBJECTS, row.id)


def hand_out_receipts(desk: CityDesk, offices: Sequence[str], folder: Path) -> tuple[str, ...]:
    """Write the receipt of each office into a folder, and each into the book; the files' names."""
    desk.require("receipts.issue")
    issued = [(office, issue_receipt(desk, office)) for office in offices]
    names = tuple(files.copy_out(one.pdf, folder, one.name).name for _office, one in issued)
    with desk.write() as session:
        for office, one in issued:
            went_out(session, desk, (office, RECEIPT, one.name.removesuffix(".pdf")), medium_of(folder))
    return names


def note_packets(desk: CityDesk, came: Sequence[tuple[Collected, Path]]) -> None:
    """Write packets that a clerk took into the book, with that on which they lay."""
    desk.require("packets.take")
    with desk.write() as session:
        for one, path in came:
            if one.office and not one.is_repeat:
                row = _row(desk, (one.office, PACKET, str(one.number)), medium_of(path.parent))
                row.received_on = desk.today()
                session.add(row)


def went_out(session: Session, desk: CityDesk, what: tuple[str, str, str], medium: str) -> None:
    """Write that something went out: office, kind, reference."""
    session.add(_row(desk, what, medium))
    session.flush()


def handover_pages(desk: CityDesk) -> HandoverPages:
    """The book on paper, A4 across, with a column to sign in; it is logged."""
    lines = handover_book(desk)
    words = city_words()
    table = _table(lines)
    printed_on = _("Printed on {day}").format(day=format_date(desk.today()))
    warning = words["request"]["training"] if desk.environment == "training" else ""
    page = printed.ReportPage(desk.name.upper(), (printed_on,), PageMarks(desk.code, warning), table)
    pdf = printed.draw(page)
    with desk.write() as session:
        audit.log(session, Act("city.handover_print", "handovers", content={"rows": len(lines)}))
    return HandoverPages(f"SO-GIAO-NHAN-{desk.code}-{desk.today():%Y%m%d}.pdf", pdf)


def _row(desk: CityDesk, what: tuple[str, str, str], medium: str) -> CityHandover:
    office, kind, reference = what
    return CityHandover(
        office=office, kind=kind, reference=reference, medium=medium, person="", at=stamp(desk.now()), note=""
    )


def _new(desk: CityDesk, draft: HandoverDraft) -> CityHandover:
    return _row(desk, (clean_line(draft.office), draft.kind, clean_line(draft.reference)), draft.medium)


def _check(desk: CityDesk, draft: HandoverDraft, row: CityHandover) -> None:
    remarks = Remarks()
    if not draft.id:
        known = {one.code for one in rule_book().communes}
        remarks.required("office", row.office if row.office in known else "", _("Choose the office."))
        remarks.one_of("kind", row.kind, KINDS)
        remarks.one_of("medium", row.medium, MEDIA)
        remarks.required("reference", row.reference, _("Write which paper or file it is."))
    for name, text, most in (("person", draft.person, LONGEST_NAME), ("note", draft.note, LONGEST_NOTE)):
        if len(clean_line(text)) > most:
            remarks.problem(name, _("At most {n} characters fit here.").format(n=most))
    written = datetime.fromisoformat(row.at).astimezone().date()
    if draft.received_on and not written <= draft.received_on <= desk.today():
        words = _("It was written down on {first}; the day lies between that day and today.")
        remarks.problem("received_on", words.format(first=format_date(written)))
    remarks.settle({})


def _line(desk: CityDesk, row: CityHandover, names: dict[str, str], officers: dict[str, str]) -> HandoverLine:
    written = datetime.fromisoformat(row.at).astimezone().date()
    days = None if row.received_on else max((desk.today() - written).days, 0)
    return HandoverLine(
        row.id,
        row.office,
        names.get(row.office, row.office),
        row.kind,
        row.reference,
        row.medium,
        row.person,
        row.at,
        officers.get(row.written_by, ""),
        row.received_on,
        row.note,
        days,
        days is not None and rule_book().handover.is_late(days, desk.today()),
    )


def _table(lines: Sequence[HandoverLine]) -> Table:
    headings = (_("Written"), _("Office"), _("What"), _("Which"), _("On what, by whom"), _("Handed to or brought by"))
    columns = (
        *(Column(heading, "text") for heading in headings),
        Column(_("Received on"), "date"),
        Column(_("Note"), "text"),
        Column(_("Signature"), "blank"),
    )
    rows = tuple(
        (
            f"{datetime.fromisoformat(one.at).astimezone():%d/%m/%Y %H:%M}",
            f"{one.office} {one.office_name}",
            kind_label(one.kind),
            one.reference,
            f"{medium_label(one.medium)}, {one.by}",
            one.person,
            one.received_on,
            one.note,
            None,
        )
        for one in lines
    )
    return Table(_("Handover book"), columns, rows)
