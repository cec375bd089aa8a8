"""What waits for an officer, by roles: papers to confirm, to number, to send, to mend; events to close."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from hn_desk.actions.home_facts import Waiting
from hn_desk.actions.labels import PLANNED
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.models.tables import (
    BeneficiaryList,
    Confirmation,
    Conversion,
    HouseholdBusiness,
    LoanApplication,
    OutreachEvent,
    PacketRow,
)
from hn_desk.rules import conversion
from hn_desk.rules.credit import CHECKED, ISSUED, PRESENTED, RETURNED, SIGNED

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


def waiting_for(session: Session, office: Office) -> tuple[Waiting, ...]:
    """Everything that waits for the officer signed in; no text names a person."""
    return tuple(waiting for kind in _kinds() if office.may(kind.action) for waiting in _named(session, office, kind))


def _named(session: Session, office: Office, kind: Kind) -> Iterator[Waiting]:
    records = kind.records(office)
    found = session.execute(records.limit(MOST + 1)).all()
    for id_, what in found[:MOST]:
        yield Waiting(kind.name, id_, kind.sentence().format(what=what), kind.page)
    if len(found) > MOST:
        total = session.scalar(select(func.count()).select_from(records.order_by(None).subquery())) or 0
        yield Waiting(kind.name, "", _("{n} more of the same wait.").format(n=total - MOST), kind.page)


def _kinds() -> tuple[Kind, ...]:
    return (
        Kind("confirm", "credit.confirm", "credit", _presented, lambda: _("{what} waits for your confirmation.")),
        Kind("number", "credit.record_signature", "credit", _signed, lambda: _("{what} is signed: record its number.")),
        Kind("send", "credit.record_signature", "credit", _issued, lambda: _("{what} is issued: send it on.")),
        Kind("present", "credit.present", "credit", _checked, lambda: _("{what} is checked: present it.")),
        Kind("mend", "credit.enter", "credit", _returned, lambda: _("{what} came back: mend it.")),
        Kind("close", "outreach.write", "outreach", _past_events, lambda: _("“{what}” has passed: was it held?")),
        Kind("resubmit", "conversions.write", "households", _returned_dossiers, _returned_dossier),
        Kind("hand_over", "packets.seal", "packets", _packed, lambda: _("Packet {what} waits to be handed over.")),
    )


def _returned_dossier() -> str:
    return _("The dossier of “{what}” came back.")


def _presented(office: Office) -> Select[str, str]:
    me = office.officer.id
    others = or_(LoanApplication.entered_by.is_(None), LoanApplication.entered_by != me)
    others_list = or_(BeneficiaryList.entered_by.is_(None), BeneficiaryList.entered_by != me)
    return _papers(Confirmation.state == PRESENTED, others, others_list)


def _signed(_office: Office) -> Select[str, str]:
    return _papers(Confirmation.state == SIGNED)


def _issued(_office: Office) -> Select[str, str]:
    return _papers(Confirmation.state == ISSUED)


def _papers(*conditions: ColumnElement[bool]) -> Select[str, str]:
    """The confirmations that fit, by the id and file code of what they confirm."""
    code = func.coalesce(LoanApplication.file_code, BeneficiaryList.file_code)
    joined = (
        select(Confirmation.subject_id, code)
        .outerjoin(LoanApplication, LoanApplication.id == Confirmation.subject_id)
        .outerjoin(BeneficiaryList, BeneficiaryList.id == Confirmation.subject_id)
    )
    return joined.where(*conditions).order_by(Confirmation.presented_at, Confirmation.id)


def _checked(_office: Office) -> Select[str, str]:
    """Single applications and whole lists; a list's lines go with their list."""
    return _files(LoanApplication.state == CHECKED, LoanApplication.list_id.is_(None), lists=CHECKED)


def _returned(_office: Office) -> Select[str, str]:
    return _files(LoanApplication.state == RETURNED, lists=RETURNED)


def _files(*conditions: ColumnElement[bool], lists: str) -> Select[str, str]:
    applications = select(LoanApplication.id, LoanApplication.file_code).where(*conditions)
    whole = select(BeneficiaryList.id, BeneficiaryList.file_code).where(BeneficiaryList.state == lists)
    both = applications.union_all(whole).subquery()
    return select(both.c.id, both.c.file_code).order_by(both.c.file_code)


def _past_events(office: Office) -> Select[str, str]:
    last_day = func.coalesce(OutreachEvent.ends_on, OutreachEvent.starts_on)
    past = select(OutreachEvent.id, OutreachEvent.title).where(OutreachEvent.state == PLANNED)
    return past.where(last_day < office.today()).order_by(OutreachEvent.starts_on, OutreachEvent.id)


def _returned_dossiers(_office: Office) -> Select[str, str]:
    joined = select(HouseholdBusiness.id, HouseholdBusiness.name).join(
        Conversion, Conversion.household_id == HouseholdBusiness.id
    )
    returned = joined.where(Conversion.state == conversion.RETURNED)
    return returned.order_by(HouseholdBusiness.sort_key, HouseholdBusiness.id)


def _packed(_office: Office) -> Select[str, str]:
    packed = select(PacketRow.id, PacketRow.file_name).where(PacketRow.state == "packed")
    return packed.order_by(PacketRow.made_at, PacketRow.id)
