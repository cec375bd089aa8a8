"""A small filled office for trying acts as one role after another: records of every kind, in the state asked for.

What an act used up is made anew by the officers whose work it is; nothing here asks the table of roles.
"""

import shutil
from collections.abc import Collection
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, select

from hn_desk.actions.confirmations import NumberDraft, Subject, confirm, mark_sent, record_number
from hn_desk.actions.credit import check, present, refuse, save_application
from hn_desk.actions.household_distinct import keep_apart
from hn_desk.actions.household_merging import MergeDraft, merge
from hn_desk.actions.kept_questions import keep_question
from hn_desk.actions.keyring import install_trust
from hn_desk.actions.lists import present_list, save_list
from hn_desk.actions.office import Office, open_keys, unlock
from hn_desk.actions.office_report_facts import FROZEN, ReportFreeze, ReportNumber
from hn_desk.actions.office_report_freezing import freeze, number_report
from hn_desk.actions.outreach import EventDraft, save_event
from hn_desk.actions.packets import copy_packet, packet_rows, seal_packet
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.reference_store import brought, is_waiting
from hn_desk.actions.saved_filters import save_filter
from hn_desk.actions.visit_facts import code_of
from hn_desk.city.authority import export_trust, trust_pack
from hn_desk.city.collect import collect
from hn_desk.city.receipts import receipts
from hn_desk.city.reference_values import NewValue, add_value
from hn_desk.errors import RoleError
from hn_desk.models.tables import (
    AuditEntry,
    BeneficiaryList,
    HouseholdBusiness,
    LoanApplication,
    OfficeReport,
    ReceiptRow,
    ResidentialGroup,
    TrustRow,
)
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.packets.trust_keeping import root_words
from hn_desk.reports.questions import Question
from hn_desk.rules.roles import ROLES
from hn_desk.sheets import SheetColumn, make_workbook
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import GAP, LINE, PLAN, POLICE_LIST, TODAY, WORK
from tests.actions.records import add_contact, add_conversion, add_household
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

SUBJECTS = {"applications": "application", "plans": "plan", "lists": "list"}
STATES = ("draft", "checked", "presented", "signed", "issued", "sent")
LOGINS = {"economy": "lan", "social": "lan", "police": "lan", "approver": "hung", "head": "mai", "records": "mai"}
"""Who stands in for a role; the clerk who enters is never the approver or the records clerk."""


@dataclass(slots=True)
class Ground:
    """One copy of the office and its city, and the records made in it so far."""

    pair: Pair
    folder: Path
    numbers: "count[int]" = field(default_factory=lambda: count(1))
    first_days: "count[int]" = field(default_factory=count)
    logins: dict[str, Office] = field(default_factory=dict)
    made: dict[tuple[str, str], tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    saturdays: "count[int]" = field(default_factory=lambda: count(1))
    kept: dict[str, str] = field(default_factory=dict)
    actor: Office | None = None

    @property
    def office(self) -> Office:
        return self.pair.office

    def login(self, name: str) -> Office:
        """The office as the officer `name`, with all roles of that officer."""
        if name not in self.logins:
            keys = open_keys(self.office.folder, name, PASSPHRASE)
            self.logins[name] = replace(self.pair.as_officer(name), keys=keys)
        return self.logins[name]

    def acting(self, roles: Collection[str]) -> Office:
        """The office as an officer with exactly these roles."""
        stand_ins = [LOGINS[role] for role in ("approver", "records", "head", "social", "police") if role in roles]
        office = self.login((stand_ins or [LOGINS["economy"] if "economy" in roles else "anh"])[0])
        self.actor = replace(office, officer=replace(office.officer, roles=frozenset(roles)))
        return self.actor

    def anybody(self) -> Office:
        """The office as the officer who acted last, with every role."""
        office = self.actor or self.office
        return replace(office, officer=replace(office.officer, roles=frozenset(ROLES)))

    def person(self) -> PersonDraft:
        """Somebody new."""
        n = next(self.numbers)
        return PersonDraft(name=f"Nguyễn Văn {n}", birth="1980", sex="male", address=f"Số {n} phố Hàng Bông")

    def household(self) -> str:
        """A household business with a contact."""
        if "household" not in self.kept:
            self.kept["household"] = self.unlisted()
        return self.kept["household"]

    def visits(self) -> Path:
        """A work list that was filled in."""
        path = self.folder / f"di-{next(self.numbers)}.xlsx"
        said = SheetColumn("Nội dung trao đổi"), SheetColumn("Hình thức"), SheetColumn("Ý định")
        row = (code_of(self.unlisted()), TODAY, "Đã gặp", "Điện thoại", "Đồng ý")
        path.write_bytes(make_workbook("Đi", (SheetColumn("Mã"), SheetColumn("Ngày gặp", "date"), *said), [row]))
        return path

    def merged(self) -> str:
        """Two records made one: the id of the merge."""
        return merge(self.login("lan"), MergeDraft(self.unlisted(), self.unlisted(), 1, 1, 1, 1)).id

    def apart(self) -> tuple[str, str]:
        """Two records that were said to be two household businesses."""
        left, right = self.unlisted(), self.unlisted()
        keep_apart(self.login("lan"), left, right)
        return left, right

    def kept_filter(self) -> str:
        """A question that who acted last keeps for everybody."""
        return save_filter(self.anybody(), f"Lọc {next(self.numbers)}", {"band": "to_3b"}, is_shared=True).id

    def kept_question(self) -> str:
        """A question for reports that who acted last keeps for everybody."""
        question = Question("events", date(2026, 1, 1), TODAY, "day", ("topic",))
        return keep_question(self.anybody(), f"Câu hỏi {next(self.numbers)}", question, is_shared=True).id

    def unlisted(self) -> str:
        """A new household business of which no conversion is known."""
        n = next(self.numbers)
        household = add_household(self.office, f"Trần Thị {n}", f"0010800{n:05}")
        add_contact(self.office, household)
        return household

    def registered(self) -> str:
        """A household business that became an enterprise."""
        if "registered" not in self.kept:
            self.kept["registered"] = self.unlisted()
            add_conversion(self.office, self.kept["registered"])
        return self.kept["registered"]

    def owner(self) -> str:
        """The id of a person."""
        of_household = select(HouseholdBusiness.owner_id).where(HouseholdBusiness.id == self.household())
        with self.office.database.read() as session:
            return session.scalars(of_household).one()

    def event(self) -> str:
        """An event that was held."""
        return self.kept.get("event") or self.kept.setdefault("event", save_event(self.office, self.event_draft()).id)

    def event_draft(self) -> EventDraft:
        """A new event as typed."""
        with self.office.database.read() as session:
            group = session.scalars(select(ResidentialGroup.id).limit(1)).one()
        return EventDraft(
            topic="sme",
            title=f"Hội nghị {next(self.numbers)}",
            form="conference",
            state="done",
            starts_on=TODAY,
            place="Nhà văn hóa",
            group_ids=frozenset({group}),
            audiences=frozenset({"household_businesses"}),
            people=40,
            women=20,
        )

    def subject(self, kind: str, state: str) -> Subject:
        """What is confirmed: an application, plan or list in `state`."""
        return Subject(SUBJECTS[kind], self._in(kind, state)[0])

    def application(self, kind: str, state: str) -> str:
        """The id of an application, of a plan's, or of a list's line, in `state`."""
        return self._in(kind, state)[1]

    def saturday(self) -> date:
        """A Saturday, each time another one."""
        return date(2026, 11, 28) + timedelta(weeks=next(self.saturdays))

    def days(self) -> str:
        """A period that no report was written for."""
        first = date(2023, 1, 1) + timedelta(days=next(self.first_days))
        return f"{first}..{first}"

    def report(self, code: str, *, is_numbered: bool = False) -> tuple[str, int]:
        """Id and version of a frozen report; the last one while it is still frozen."""
        name = f"report {code} {is_numbered}"
        frozen = self._frozen(self.kept.get(name, ""))
        if frozen is None:
            self.kept[name] = made = freeze(self.login("lan"), ReportFreeze(code, self.days())).id
            if is_numbered:
                number_report(self.login("mai"), ReportNumber(made, 1, str(next(self.numbers)), TODAY))
            frozen = self._frozen(made)
        assert frozen is not None
        return frozen

    def _frozen(self, report_id: str) -> tuple[str, int] | None:
        with self.office.database.read() as session:
            row = session.get(OfficeReport, report_id)
            return (row.id, row.version) if row is not None and row.state == FROZEN else None

    def packet(self) -> str:
        """A sealed packet."""
        if "packet" not in self.kept:
            sealed = seal_packet(self.login("mai"), "STC", KEY_PASSPHRASE, allow_empty=True)
            self.kept["packet"] = sealed.packet_id
        return self.kept["packet"]

    def copy(self) -> str:
        """A packet's copy in the handover book."""
        if "copy" not in self.kept:
            copy_packet(self.login("mai"), self.packet(), self.place())
            self.kept["copy"] = packet_rows(self.login("mai"))[0].lines[0].id
        return self.kept["copy"]

    def receipt(self) -> bytes:
        """The city's receipt for a packet."""
        path = self.folder / "receipt.pdf"
        if not path.exists():
            desk = self.pair.desk("STC")
            sealed = seal_packet(self.login("mai"), "STC", KEY_PASSPHRASE, allow_empty=True)
            collect(desk, sealed.path.read_bytes())
            path.write_bytes(receipts(desk, "00070"))
        return path.read_bytes()

    def asked(self, page: str) -> str:
        """The id of a question of the city about a record of this page."""
        id_ = str(uuid4())
        plain = {"id": id_, "subject": "cases", "record": id_, "text": "?", "asked_on": "2026-11-19"}
        question = {**plain, "page": page, "place": id_, "is_protected": page == "credit", "after": [0, 0]}
        with self.login("mai").write() as session:
            n = next(self.numbers)
            row = ReceiptRow(desk="VPUB", made_at=f"2026-11-{n % 20 + 1:02}", read_at="2026", sha256=id_, pdf=b"")
            session.execute(delete(ReceiptRow).where(ReceiptRow.desk == "VPUB"))
            row.content = {"streams": [], "questions": [plain]}
            row.open_questions, row.asked = ([], [question]) if page == "credit" else ([question], [])
            session.add(row)
        return id_

    def trust_pack(self) -> bytes:
        """A trust pack of the city that is newer than what the office has; its copies are alike until it is read."""
        with self.office.database.read() as session:
            known = session.scalar(select(func.max(TrustRow.number))) or 0
        path = self.folder.parent / f"trust after {known}.pdf"
        if not path.exists():
            path.write_bytes(trust_pack(self.pair.city, CITY_PASSPHRASE, clock=at_now))
        return path.read_bytes()

    def root_words(self) -> str:
        """The four words of the city's root, as they are read out."""
        return " ".join(root_words(read_trust_folder(self.pair.city / "authority" / "trust")))

    def rules(self) -> int:
        """The number of a trust pack that was read and whose rules wait here."""
        with self.office.database.read() as session:
            found = brought(session)
            if is_waiting(session, found):
                return found.number
        since = date(2027, 1, 1) + timedelta(days=next(self.numbers))
        new = NewValue("evidence.toml", "most_pictures", "7", since, "Văn bản số 5")
        add_value(self.pair.city, new, self.office.today())
        everybody = replace(self.office, officer=replace(self.office.officer, roles=frozenset(ROLES)))
        install_trust(everybody, self.trust_pack())
        return self.rules()

    def trust_folder(self) -> Path:
        """The city's certificates as a folder."""
        if not (self.folder / "trust").exists():
            export_trust(self.pair.city, self.folder / "trust")
        return self.folder / "trust"

    def place(self) -> Path:
        """An empty folder."""
        folder = self.folder / f"place {next(self.numbers)}"
        folder.mkdir()
        return folder

    def _in(self, kind: str, state: str) -> tuple[str, str]:
        """Ids of the subject and of its application, made anew when the last ones have left `state`."""
        before = self.made.get((kind, state))
        if before is None or self._states(*before[:2]) != before[2]:
            subject, application = self._make(kind, state)
            before = self.made[kind, state] = (subject, application, self._states(subject, application))
        return before[:2]

    def _states(self, subject: str, application: str) -> tuple[str, ...]:
        with self.office.database.read() as session:
            row, parent = session.get(LoanApplication, application), session.get(BeneficiaryList, subject)
            return tuple(one.state for one in (row, parent) if one is not None)

    def _make(self, kind: str, state: str) -> tuple[str, str]:
        if kind == "lists":
            number = f"{next(self.numbers)}/DS-CAP"
            subject = save_list(self.office, replace(POLICE_LIST, police_number=number)).id
            draft = replace(LINE, person=self.person(), list_id=subject)
        else:
            subject = ""
            draft = replace(WORK, person=self.person()) if kind == "applications" else PLAN
        application = save_application(self.office, draft).id
        subject = subject or application
        self._bring(Subject(SUBJECTS[kind], subject), application, state)
        return subject, application

    def _bring(self, subject: Subject, application: str, state: str) -> None:
        if state == "refused":
            refuse(self.office, application, "Không đủ điều kiện")
            return
        for step in STATES[1 : STATES.index(state) + 1]:
            if step == "checked":
                check(self.office, application)
            elif step == "presented":
                self._present(subject)
            elif step == "signed":
                confirm(self.login("hung"), [subject], PASSPHRASE)
            elif step == "issued":
                record_number(self.login("mai"), self.number(subject))
            else:
                mark_sent(self.login("mai"), subject)

    def number(self, subject: Subject) -> NumberDraft:
        """A number that is free."""
        return NumberDraft(subject, next(self.numbers), TODAY.year, "XN-UBND", TODAY, GAP)

    def _present(self, subject: Subject) -> None:
        if subject.kind == "list":
            present_list(self.office, subject.id)
        else:
            present(self.office, (subject.id,))


def changes(office: Office) -> int:
    """Rows that this connection inserted, changed or deleted so far."""
    with office.database.read() as session:
        return int(session.connection().exec_driver_sql("SELECT total_changes()").scalar_one())


def newest(office: Office) -> AuditEntry:
    """The newest entry of the log."""
    with office.database.read() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc()).limit(1)).one()


def cost_of_a_refusal(office: Office) -> int:
    """How many rows the log's entry of a refusal alone takes."""
    nobody = replace(office, officer=replace(office.officer, roles=frozenset()))
    before = changes(office)
    with pytest.raises(RoleError):
        nobody.require("log.read")
    return changes(office) - before


def opened(template: Path, folder: Path, stack: ExitStack) -> Ground:
    """A ground in `folder`, copied from folders `office` and `city`; signed in as the clerk."""
    shutil.copytree(template, folder / "pair")
    office = unlock(folder / "pair" / "office", "lan", PASSPHRASE, clock=at_now)
    stack.callback(office.close)
    return Ground(Pair(office, folder / "pair" / "city", stack), folder)
