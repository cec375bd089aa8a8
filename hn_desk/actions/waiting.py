"""What waits for an officer, by roles: papers to confirm, to number, to send, to mend; events to close."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from hn_desk.actions.asked import asked_of
from hn_desk.actions.credit_plan import credit_plan
from hn_desk.actions.credit_work import CreditWork, credit_work
from hn_desk.actions.follow_ups import due_households
from hn_desk.actions.home_facts import Waiting
from hn_desk.actions.key_outlook import key_notices, key_outlook
from hn_desk.actions.labels import PLANNED
from hn_desk.actions.next_steps import due_steps
from hn_desk.actions.office import Office
from hn_desk.actions.reference_store import waiting_number
from hn_desk.actions.unseen import seen_events
from hn_desk.actions.workdays import day_exceptions_of
from hn_desk.i18n import _
from hn_desk.models.tables import Conversion, HouseholdBusiness, OutreachEvent, PacketRow
from hn_desk.rules import conversion
from hn_desk.rules.credit import ISSUED, SIGNED
from hn_desk.rules.workdays import workdays_on

CREDIT: Final = "credit"
HOME: Final = "home"
NEXT_STEPS: Final = "?next_due=today"
ALIVE_DUE: Final = "?due=alive"
"""Instead of a record: the filter that the page's list is to open with."""
ASKED: Final = "?asked"
"""Instead of a packet: the list of what the city asks."""
KEY_PAGES: Final = {"keys.write": "admin", "packets.seal": "packets"}
SECOND_KEY: Final = "second_key"
MOST: Final = 10
"""Most single records that one kind of waiting names; the page's list has the rest."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of waiting: whose it is, where it is done, which records (id, what to call it), and the sentence."""

    name: str
    action: str
    page: str
    records: Callable[[Office], Select[str, str]]
    sentence: Callable[[], str]


@dataclass(frozen=True, slots=True)
class CreditKind:
    """One kind of waiting on credit's page, whose records are told by who holds the second key."""

    name: str
    action: str
    records: Callable[[CreditWork], list[tuple[str, str]]]
    sentence: Callable[[], str]


def waiting_for(session: Session, office: Office) -> tuple[Waiting, ...]:
    """Everything that waits for the officer signed in; no text names a person."""
    return (
        *_of_keys(session, office),
        *_of_rules(session, office),
        *_of_city(session, office),
        *_of_credit(session, office),
        *_of_others(session, office),
        *_of_next_steps(session, office),
    )


def _of_city(session: Session, office: Office) -> Iterator[Waiting]:
    """The questions of the city that nobody has answered yet."""
    found = [one for one in asked_of(session, office) if one.is_open]
    for one in found[:MOST]:
        words = _("{desk} asks about {what}.").format(desk=one.desk, what=one.what)
        yield Waiting("asked", one.record_id or ASKED, words, one.page)
    if len(found) > MOST:
        yield Waiting("asked", ASKED, _("{n} more of the same wait.").format(n=len(found) - MOST), "packets")


def _of_keys(session: Session, office: Office) -> Iterator[Waiting]:
    """What is to be done about the office's keys: for who looks after them, and for who seals packets by them."""
    page = next((page for action, page in KEY_PAGES.items() if office.may(action)), None)
    if page is not None:
        for notice in key_notices(key_outlook(session, office.now()), office.today()):
            yield Waiting("keys", "", notice, page)


def _of_rules(session: Session, office: Office) -> Iterator[Waiting]:
    """Rules that the city sent and nobody applied yet: for who may apply them."""
    number = waiting_number(session) if office.may("reference.apply") else 0
    if number:
        page = "packets" if office.may("packets.read") else "admin"
        yield Waiting(
            "rules", "", _("Look at the city's rules in trust pack {n} and apply them.").format(n=number), page
        )


def _of_credit(session: Session, office: Office) -> Iterator[Waiting]:
    kinds = [kind for kind in _credit_kinds() if office.may(kind.action)]
    if not kinds:
        return
    if office.keys.second is None:
        yield Waiting(SECOND_KEY, "", _("The key to the credit files has not been handed to you yet."), HOME)
        return
    day = office.today()
    soon = workdays_on(day, credit_plan().promised_workdays, day_exceptions_of(session, office))
    work = credit_work(session, office.officer.id, day, soon)
    for kind in kinds:
        found = kind.records(work)
        for id_, what in found[:MOST]:
            yield Waiting(kind.name, id_, kind.sentence().format(what=what), CREDIT)
        if len(found) > MOST:
            yield _more(kind.name, len(found) - MOST, CREDIT)


def _of_others(session: Session, office: Office) -> Iterator[Waiting]:
    for kind in _kinds():
        if office.may(kind.action):
            yield from _named(session, office, kind)


def _of_next_steps(session: Session, office: Office) -> Iterator[Waiting]:
    """One line for all household businesses that were promised a next step, one for enterprises to ask after."""
    if not office.may("households.write"):
        return
    steps = due_steps(session, office.today())
    if steps.due:
        sentence = _("Next steps due with household businesses: {n}; late: {late}.")
        yield Waiting("next_step", NEXT_STEPS, sentence.format(n=steps.due, late=steps.late), "households")
    asked = len(due_households(session, office))
    if asked:
        sentence = _("Enterprises to ask whether they are still in business: {n}.")
        yield Waiting("alive", ALIVE_DUE, sentence.format(n=asked), "conversions")


def _named(session: Session, office: Office, kind: Kind) -> Iterator[Waiting]:
    records = kind.records(office)
    found = session.execute(records.limit(MOST + 1)).all()
    for id_, what in found[:MOST]:
        yield Waiting(kind.name, id_, kind.sentence().format(what=what), kind.page)
    if len(found) > MOST:
        total = session.scalar(select(func.count()).select_from(records.order_by(None).subquery())) or 0
        yield _more(kind.name, total - MOST, kind.page)


def _more(name: str, count: int, page: str) -> Waiting:
    return Waiting(name, "", _("{n} more of the same wait.").format(n=count), page)


def _credit_kinds() -> tuple[CreditKind, ...]:
    return (
        CreditKind(
            "confirm", "credit.confirm", CreditWork.to_confirm, lambda: _("{what} waits for your confirmation.")
        ),
        CreditKind(
            "number",
            "credit.record_signature",
            lambda work: work.papers(SIGNED),
            lambda: _("{what} is signed: record its number."),
        ),
        CreditKind(
            "send",
            "credit.record_signature",
            lambda work: work.papers(ISSUED),
            lambda: _("{what} is issued: send it on."),
        ),
        CreditKind("present", "credit.present", CreditWork.to_present, lambda: _("{what} is checked: present it.")),
        CreditKind(
            "answer",
            "credit.bank",
            CreditWork.awaiting_bank,
            lambda: _("{what} was sent more than 30 days ago: ask the bank for its answer."),
        ),
        CreditKind(
            "recover",
            "credit.bank",
            CreditWork.to_recover,
            lambda: _("{what}: the debt is overdue or at risk; help to recover it."),
        ),
        CreditKind("mend", "credit.enter", CreditWork.to_mend, lambda: _("{what} came back: mend it.")),
        CreditKind("answer", "credit.enter", CreditWork.to_answer, lambda: _("An answer is promised: {what}.")),
        CreditKind("closing", "credit.enter", CreditWork.closing, lambda: _("Eligible for a short time only: {what}.")),
    )


def _kinds() -> tuple[Kind, ...]:
    return (
        Kind("close", "outreach.write", "outreach", _past_events, lambda: _("“{what}” has passed: was it held?")),
        Kind("resubmit", "conversions.write", "households", _returned_dossiers, _returned_dossier),
        Kind("hand_over", "packets.seal", "packets", _packed, lambda: _("Packet {what} waits to be handed over.")),
    )


def _returned_dossier() -> str:
    return _("The dossier of “{what}” came back.")


def _past_events(office: Office) -> Any:
    last_day = func.coalesce(OutreachEvent.ends_on, OutreachEvent.starts_on)
    planned = select(OutreachEvent.id, OutreachEvent.title).where(OutreachEvent.state == PLANNED)
    past = seen_events(office, planned)
    return past.where(last_day < office.today()).order_by(OutreachEvent.starts_on, OutreachEvent.id)


def _returned_dossiers(_office: Office) -> Select[str, str]:
    joined = select(HouseholdBusiness.id, HouseholdBusiness.name).join(
        Conversion, Conversion.household_id == HouseholdBusiness.id
    )
    returned = joined.where(Conversion.state == conversion.RETURNED, HouseholdBusiness.merged_into.is_(None))
    return returned.order_by(HouseholdBusiness.sort_key, HouseholdBusiness.id)


def _packed(_office: Office) -> Select[str, str]:
    packed = select(PacketRow.id, PacketRow.file_name).where(PacketRow.state == "packed")
    return packed.order_by(PacketRow.made_at, PacketRow.id)
