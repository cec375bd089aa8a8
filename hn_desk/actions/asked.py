"""The city's questions: those of each desk's newest receipt, shown to who may see their record, answered in words."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import null, select
from sqlalchemy.orm import Session

from hn_desk.actions.answer_guard import answer_problem
from hn_desk.actions.asked_facts import MOST, MOVES, AnswerDraft, Asked
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.question_places import CREDIT, HOUSEHOLDS, OUTREACH, PACKETS, Place
from hn_desk.actions.remarks import Remarks, gone
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.columns import Record
from hn_desk.models.hidden import SecondKeyError
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import (
    BeneficiaryList,
    CityAnswer,
    HouseholdBusiness,
    LoanApplication,
    OutreachEvent,
    PacketRecord,
    PacketRow,
    ReceiptRow,
)
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.rules.desks import PROTECTED, WITH_NAMES
from hn_desk.rules.text import clean_text

READS: Final[Mapping[str, str]] = {
    OUTREACH: "outreach.read",
    HOUSEHOLDS: "households.read",
    CREDIT: "credit.read",
    PACKETS: "packets.read",
}
"""Page of a record → who sees it, and may answer for it."""
KINDS: Final[Mapping[str, str]] = {
    OUTREACH: "events",
    HOUSEHOLDS: "conversions",
    CREDIT: "applications",
    PACKETS: "packets",
}
CHANGED: Final = frozenset({"packets", "receipts", "applications", "conversions", "events", "lists", "log"})


def asked_questions(office: Office) -> tuple[Asked, ...]:
    """Every question that the desks' newest receipts still ask, as far as this officer may see the records."""
    office.require("home.read", "packets")
    with office.database.read() as session:
        return asked_of(session, office)


def questions_about(office: Office, page: str, record_id: str) -> tuple[Asked, ...]:
    """Those about one record, shown on `page`; the page's list of those without a record for an empty id."""
    office.require("home.read", "packets")
    with office.database.read() as session:
        return tuple(one for one in asked_of(session, office) if (one.page, one.record_id) == (page, record_id))


def answer_question(office: Office, draft: AnswerDraft) -> Changed:
    """Keep the answer to a question; it travels in the next packet for its desk. InputError names the fields.

    RoleError for who may not see the record; also for a question that is not found by who may not see all.
    """
    with office.database.read() as session:
        found = _find(session, draft.question_id)
    if found is None:
        office.require(READS[CREDIT], KINDS[CREDIT])
        raise gone()
    desk, question = found
    office.require(READS[question["page"]], KINDS[question["page"]])
    if question["is_protected"]:
        office.require(READS[CREDIT], KINDS[question["page"]])
    text = clean_text(draft.text)
    with office.database.read() as session:
        place = Place(question["page"], question["place"])
        told = answer_problem(session, office.book.desks.get(desk), place, text)
    _check(office, draft, text, told)
    with office.write() as session:
        row = _kept(session, draft.question_id) or CityAnswer(question_id=draft.question_id)
        row.desk, row.subject, row.record_id = desk, question["subject"], question["record"]
        if question["is_protected"]:
            row.text, row.open_text = text, ""
        else:
            row.text, row.open_text = null(), text
        row.move, row.office = draft.move, draft.office if draft.move else ""
        row.answered_on, row.answered_by = office.today(), office.officer.id
        session.add(row)
        session.flush()
        audit.log(session, Act("city.answer", "packets", draft.question_id, {"desk": desk}))
    return Changed(CHANGED, question["place"])


def asked_of(session: Session, office: Office) -> tuple[Asked, ...]:
    """Every open or answered question, in the caller's transaction: the oldest first."""
    found = [(receipt, one) for receipt in newest_receipts(session) for one in _seen(office, receipt)]
    answers = _answers(session, [one["id"] for _receipt, one in found])
    names = _names(session, office, [one for _receipt, one in found])
    asked = (_asked(session, office, receipt, one, answers.get(one["id"]), names) for receipt, one in found)
    return tuple(sorted(asked, key=lambda one: (one.asked_on, one.desk, one.id)))


def is_asked(session: Session, subject: str, record_id: str) -> bool:
    """Whether an open question waits for this record, named by its row in packets or by itself."""
    return not asked_records(session).isdisjoint({("", record_id), (subject, record_id)})


def asked_records(session: Session) -> frozenset[tuple[str, str]]:
    """What open questions wait for: each record's row in packets (subject, id), and ("", id) of its place here."""
    found = [
        one
        for receipt in newest_receipts(session)
        for one in (*receipt.open_questions, *_hidden(receipt))
        if _kept(session, one["id"]) is None and not _is_corrected(session, receipt, one)
    ]
    return frozenset(name for one in found for name in (("", one["place"]), (one["subject"], one["record"])))


def newest_receipts(session: Session) -> Sequence[ReceiptRow]:
    """Each desk's newest receipt: it says all that the desk still asks, whatever came in which order."""
    newest: dict[str, tuple[str, int, str]] = {}
    for row in session.execute(select(ReceiptRow.desk, ReceiptRow.made_at, ReceiptRow.change, ReceiptRow.id)):
        newest[row.desk] = max(newest.get(row.desk, ("", 0, "")), (row.made_at, row.change, row.id))
    ids = [id_ for _at, _change, id_ in newest.values()]
    return session.scalars(select(ReceiptRow).where(ReceiptRow.id.in_(ids)).order_by(ReceiptRow.desk)).all()


def _seen(office: Office, receipt: ReceiptRow) -> Iterator[dict[str, Any]]:
    hidden = _hidden(receipt) if office.may(READS[CREDIT]) else []
    yield from (one for one in (*receipt.open_questions, *hidden) if office.may(READS[one["page"]]))


def _find(session: Session, question_id: str) -> tuple[str, dict[str, Any]] | None:
    """The question and its desk among all that are asked; the hidden ones only where the key is at hand."""
    for receipt in newest_receipts(session):
        for one in (*receipt.open_questions, *_hidden(receipt)):
            if one["id"] == question_id:
                return receipt.desk, one
    return None


def _hidden(receipt: ReceiptRow) -> list[dict[str, Any]]:
    """What it asks of protected records; nothing without the second key."""
    try:
        return receipt.asked or []
    except SecondKeyError:
        return []


def _check(office: Office, draft: AnswerDraft, text: str, told: str) -> None:
    remarks = Remarks()
    if told:
        remarks.problem("text", told)
    if draft.move:
        remarks.one_of("move", draft.move, MOVES)
        known = {one.code for one in office.book.communes} - {office.code}
        if draft.office not in known:
            remarks.problem("office", _("Choose the other ward or commune."))
    else:
        remarks.required("text", text, _("Write the answer."))
    if len(text) > MOST:
        remarks.problem("text", _("At most {n} letters.").format(n=MOST))
    remarks.settle({})


def _kept(session: Session, question_id: str) -> CityAnswer | None:
    return session.scalars(select(CityAnswer).where(CityAnswer.question_id == question_id)).first()


def _answers(session: Session, ids: Sequence[str]) -> dict[str, CityAnswer]:
    rows = session.scalars(select(CityAnswer).where(CityAnswer.question_id.in_(ids)))
    return {row.question_id: row for row in rows}


def _asked(
    session: Session,
    office: Office,
    receipt: ReceiptRow,
    one: Mapping[str, Any],
    answer: CityAnswer | None,
    names: Mapping[tuple[str, str], str],
) -> Asked:
    desk = office.book.desks.get(receipt.desk)
    sheet = SUBJECTS[one["subject"]].head.name if one["subject"] in SUBJECTS else one["subject"]
    return Asked(
        id=one["id"],
        desk=receipt.desk,
        desk_name=desk.name if desk else receipt.desk,
        page=one["page"],
        record_id=one["place"],
        what=names.get((one["page"], one["place"])) or sheet,
        text=one["text"],
        asked_on=date.fromisoformat(one["asked_on"]),
        answer=(answer.open_text or answer.text or "") if answer else "",
        move=answer.move if answer else "",
        office=answer.office if answer else "",
        answered_on=answer.answered_on if answer else None,
        is_corrected=answer is None and _is_corrected(session, receipt, one),
        is_about_person=one["subject"] in WITH_NAMES,
    )


def _names(session: Session, office: Office, found: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], str]:
    """What to call each record: a file code, an event's title, a household business; no person's name."""
    sources: tuple[tuple[str, type[Record], Any], ...] = (
        (OUTREACH, OutreachEvent, OutreachEvent.title),
        (HOUSEHOLDS, HouseholdBusiness, HouseholdBusiness.name),
        (CREDIT, LoanApplication, LoanApplication.file_code),
        (CREDIT, BeneficiaryList, BeneficiaryList.file_code),
    )
    names: dict[tuple[str, str], str] = {}
    for page, table, name in sources:
        ids = {one["place"] for one in found if one["page"] == page}
        if ids and office.may(READS[page]):
            names |= {
                (page, id_): what for id_, what in session.execute(select(table.id, name).where(table.id.in_(ids)))
            }
    return names


def _is_corrected(session: Session, receipt: ReceiptRow, one: Mapping[str, Any]) -> bool:
    """Whether the row was sent again, changed, in a packet that the receipt doesn't know of yet."""
    subject, record = one["subject"], one["record"]
    names = pseudonyms(session, subject, record) if subject in PROTECTED else (record,)
    newest = session.execute(
        select(PacketRow.epoch, PacketRow.number)
        .join(PacketRecord, PacketRecord.packet_id == PacketRow.id)
        .where(PacketRow.desk == receipt.desk)
        .where(PacketRecord.subject == subject, PacketRecord.record_id.in_(names))
        .order_by(PacketRow.epoch.desc(), PacketRow.number.desc())
        .limit(1)
    ).first()
    return newest is not None and one["after"][0] > 0 and (newest.epoch, newest.number) > tuple(one["after"])
