"""The way of each duty from nothing to done: what an officer does for it, and what takes each piece of evidence away.

Where no action takes a record away (a contact, a packet handed over, a report that was sent), its table does.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import delete, select

from hn_desk.actions.bank import BankDraft, record_bank
from hn_desk.actions.confirmations import Subject, mark_sent
from hn_desk.actions.conversions import ConversionDraft, move_conversion
from hn_desk.actions.credit import check, save_application, withdraw
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.households import save_contact, save_household
from hn_desk.actions.lists import present_list, save_list, withdraw_list
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import ReportFreeze, ReportNumber, ReportSending
from hn_desk.actions.office_report_freezing import freeze, number_report, send_report, withdraw_report
from hn_desk.actions.outreach import EventDraft, event, save_event
from hn_desk.actions.packets import copy_packet, seal_packet
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.register_acts import ActDraft, delete_act, save_act
from hn_desk.actions.register_instructions import InstructionDraft, delete_instruction, save_instruction
from hn_desk.actions.register_plans import PlanDraft, delete_plan, save_plan
from hn_desk.actions.surveys import SurveyDraft, save_survey
from hn_desk.models.tables import Contact, Conversion, NeedSurvey, OfficeReport, PacketRow
from tests.actions import credit_samples as samples
from tests.actions.credit_samples import TODAY
from tests.actions.records import group_ids
from tests.pair import KEY_PASSPHRASE, Pair

Act = Callable[[], None]
LISTED_UNDER_08 = {
    "decision_on": date(2024, 6, 1),
    "obeys_law": True,
    "purpose": "business",
    "amount": 80_000_000,
    "term_months": 60,
    "open_loan_purposes": frozenset[str](),
    "documents": frozenset({"completion_paper"}),
}
WAY = ("listed", "contacted", "agreed", "preparing", "submitted")
UNCHECKED = {"dossier.missing": "Hồ sơ nộp tại bộ phận một cửa"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done for a duty, and how its evidence is taken away again."""

    do: Act
    undo: Act


@dataclass(slots=True)
class Walk:
    """The office of a test and what was made in it, by a name."""

    pair: Pair
    folder: Path
    made: dict[str, str] = field(default_factory=dict)
    papers: int = 0

    @property
    def clerk(self) -> Office:
        """lan, economy and social clerk."""
        return self.pair.office

    @property
    def head(self) -> Office:
        """mai, head of office and records clerk."""
        return self.pair.clerk

    def steps(self) -> dict[str, tuple[Step, ...]]:
        """By duty, in the order of the duties."""
        return {
            "D1": (self._event("D1", topic="sme", groups=True),),
            "D2": (Step(self._contact, self._forget_contacts), Step(self._register, self._unregister)),
            "D3": (self._plan("D3", "ubnd"), Step(self._hand_over, self._take_back)),
            "D4": (self._event("D4", topic="kh296"),),
            "D5": (
                self._plan("D5", "ubnd"),
                self._plan("D5", "police"),
                self._report("kh297", "2026-H1"),
                self._report("kh297", "2026"),
            ),
            "D6": (Step(self._list_22, self._withdraw_22), self._act("D6")),
            "D7": (Step(self._list_08, self._withdraw_08),),
            "D8": (Step(self._survey, self._forget_surveys),),
            "D9": tuple(
                self._event(f"D9 {one}", topic="qd08", audience=one)
                for one in ("managed_persons", "families", "employers")
            ),
            "D10": (
                Step(self._answer, self._ask),
                self._plan("D10", "ubnd"),
                self._report("qd08", "2026"),
            ),
            "D11": (self._plan("D11", "ubnd"), Step(self._confirm_work, self._withdraw_work)),
            "D12": (self._standing(), self._report("gqvl", "2026")),
            "D13": (Step(self._list_08, self._withdraw_08),),
            "D14": (self._act("D14"),),
            "D15": (Step(self._recover, self._unrecover),),
        }

    def draft_08(self, day: date) -> None:
        """A list of the police under Chương trình 08, handed over on `day`, that nobody has checked yet."""
        save_list(self.clerk, replace(samples.POLICE_LIST, programme="qd08", police_on=day))

    def owe_a_debt(self) -> None:
        """A loan of the list under Chương trình 08 that was paid out and is due today."""
        mark = self.made["line 08"]
        mark_sent(self.head, Subject("list", self.made["list 08"]))
        bank: tuple[tuple[str, dict[str, Any]], ...] = (
            ("approved", {"amount": 80_000_000, "term_months": 60}),
            ("paid_out", {"amount": 80_000_000}),
            ("debt", {"amount": 80_000_000, "debt": "due"}),
        )
        for kind, values in bank:
            record_bank(self.clerk, BankDraft(mark, kind, TODAY, **values))

    def ask(self) -> None:
        """A request from above for a report under Chương trình 08, by the end of the month."""
        draft = InstructionDraft(
            kind="request",
            duty="D10",
            report="qd08",
            number="77/CATP",
            issued_on=date(2026, 11, 10),
            issuer="Công an Thành phố",
            title="Báo cáo đột xuất",
            due_on=date(2026, 11, 30),
        )
        self.made["request"] = save_instruction(self.head, draft).id
        self.made["version"] = "1"

    def _event(self, name: str, *, topic: str, audience: str = "", groups: bool = False) -> Step:
        def do() -> None:
            with self.clerk.database.read() as session:
                reached = frozenset(group_ids(session)) if groups else frozenset[str]()
            draft = EventDraft(
                topic=topic,
                title=f"Hoạt động {name} {len(self.made)}",
                form="conference",
                state="done",
                starts_on=date(2026, 10, 5),
                place="",
                group_ids=reached,
                audiences=frozenset({audience} if audience else ()),
                people=30,
            )
            self.made[name] = save_event(self.clerk, draft).id

        def undo() -> None:
            kept = event(self.clerk, self.made[name]).draft
            save_event(self.clerk, replace(kept, topic="other", audiences=frozenset(), group_ids=frozenset()))

        return Step(do, undo)

    def _plan(self, duty: str, author: str) -> Step:
        name = f"plan {duty} {author}"

        def do() -> None:
            self.papers += 1
            draft = PlanDraft(
                duty=duty,
                year=2026,
                author=author,
                title="Kế hoạch năm",
                number=f"{self.papers}/KH",
                issued_on=date(2026, 1, 15),
                sent_on=date(2026, 1, 20),
                receiver="Nơi nhận",
            )
            self.made[name] = save_plan(self.clerk, draft).id

        return Step(do, lambda: _done(delete_plan(self.clerk, PlanDraft(self.made[name], 1))))

    def _act(self, duty: str) -> Step:
        name = f"act {duty}"

        def do() -> None:
            draft = ActDraft(duty=duty, day=date(2026, 11, 3), title="Giao số liệu nhu cầu vay", receiver="NHCSXH")
            self.made[name] = save_act(self.clerk, draft).id

        return Step(do, lambda: _done(delete_act(self.clerk, ActDraft(self.made[name], 1))))

    def _standing(self) -> Step:
        def do() -> None:
            draft = InstructionDraft(
                kind="standing",
                duty="D12",
                report="gqvl",
                number="5/SNV",
                issued_on=date(2026, 11, 2),
                issuer="Sở Nội vụ",
                title="Giao UBND cấp xã báo cáo hằng năm",
                receiver="Sở Nội vụ",
                due_month=12,
                due_day=14,
            )
            self.made["standing"] = save_instruction(self.head, draft).id

        return Step(do, lambda: _done(delete_instruction(self.head, InstructionDraft(self.made["standing"], 1))))

    def _report(self, code: str, period: str) -> Step:
        name = f"report {code} {period}"

        def do() -> None:
            self.papers += 1
            kept = self._version(name) if name in self.made else 0
            draft = ReportFreeze(code, period, self.made.get(name), kept)
            self.made[name] = id_ = freeze(self.head, draft).id
            number_report(self.head, ReportNumber(id_, self._version(name), str(self.papers), TODAY))
            send_report(self.head, ReportSending(id_, self._version(name), TODAY, "UBND Thành phố", "Trục liên thông"))

        def undo() -> None:
            with self.head.write() as session:
                row = session.get_one(OfficeReport, self.made[name])
                row.state, row.sent_on = "frozen", None
            withdraw_report(self.head, self.made[name], self._version(name), "Số liệu chưa đủ")

        return Step(do, undo)

    def _version(self, name: str) -> int:
        with self.head.database.read() as session:
            return session.get_one(OfficeReport, self.made[name]).version

    def _contact(self) -> None:
        self.made["shop"] = self._shop()
        visit = ContactDraft(
            household_id=self.made["shop"], day=date(2026, 11, 10), way="home", intention="considering"
        )
        save_contact(self.clerk, visit)

    def _shop(self) -> str:
        self.papers += 1
        name = f"Vũ An {self.papers}"
        draft = HouseholdDraft(name=f"Quán {name}", owner=PersonDraft(name=name), started_on=date(2020, 1, 5))
        return save_household(self.clerk, draft).id

    def _forget_contacts(self) -> None:
        with self.clerk.write() as session:
            session.execute(delete(Contact))

    def _register(self) -> None:
        day, shop = date(2026, 11, 10), self._shop()
        for state in WAY:
            move_conversion(self.clerk, ConversionDraft(shop, state, day, accepted=UNCHECKED))
        enterprise = {"enterprise_name": "Công ty An", "enterprise_code": "0100109106", "enterprise_kind": "tnhh1"}
        move_conversion(self.clerk, ConversionDraft(shop, "registered", day, certificate_on=day, **enterprise))  # type: ignore[arg-type]  # values by name

    def _unregister(self) -> None:
        with self.clerk.write() as session:
            for row in session.scalars(select(Conversion)):
                session.delete(row)

    def _hand_over(self) -> None:
        sealed = seal_packet(self.head, "STC", KEY_PASSPHRASE, kind="full")
        copy_packet(self.head, sealed.packet_id, self.folder)

    def _take_back(self) -> None:
        with self.head.write() as session:
            for row in session.scalars(select(PacketRow)):
                row.state = "packed"

    def _list_22(self) -> None:
        self._issue("22", samples.POLICE_LIST, samples.LINE)

    def _list_08(self) -> None:
        if "list 08" not in self.made:
            line = replace(samples.LINE, programme="qd08", facts=LISTED_UNDER_08)
            self._issue("08", replace(samples.POLICE_LIST, programme="qd08"), line)

    def _man(self) -> PersonDraft:
        """Somebody new."""
        name, number = f"Trần Văn Ân {self.papers}", f"001085{self.papers:06}"
        return replace(samples.MAN, name=name, id_number=number, address=f"Số {self.papers} ngõ Hội Vũ")

    def _issue(self, name: str, police: Any, line: Any) -> None:
        self.papers += 1
        numbered = replace(police, police_number=f"{self.papers}/DS-CAP")
        kept = save_list(self.clerk, numbered).id
        added = save_application(self.clerk, replace(line, list_id=kept, person=self._man())).id
        check(self.clerk, added)
        present_list(self.clerk, kept)
        self.made |= {f"list {name}": kept, f"line {name}": added}
        samples.issued(self.clerk, self.pair.as_officer, Subject("list", kept), 100 + self.papers)

    def _withdraw_22(self) -> None:
        withdraw_list(self.head, self.made.pop("list 22"), "Lập lại danh sách")

    def _withdraw_08(self) -> None:
        withdraw_list(self.head, self.made.pop("list 08"), "Lập lại danh sách")

    def _confirm_work(self) -> None:
        self.papers += 1
        subject = samples.presented(self.clerk, replace(samples.WORK, person=self._man()))
        self.made["work"] = samples.issued(self.clerk, self.pair.as_officer, subject, 100 + self.papers).id

    def _withdraw_work(self) -> None:
        withdraw(self.head, self.made["work"], "Lập lại hồ sơ")

    def _survey(self) -> None:
        save_survey(self.clerk, SurveyDraft(date(2026, 7, 10), 3, 2, 1))

    def _forget_surveys(self) -> None:
        with self.clerk.write() as session:
            for row in session.scalars(select(NeedSurvey)):
                session.delete(row)

    def _answer(self) -> None:
        self._close(TODAY)

    def _ask(self) -> None:
        self._close(None)

    def _close(self, day: date | None) -> None:
        draft = InstructionDraft(
            self.made["request"],
            int(self.made["version"]),
            kind="request",
            duty="D10",
            report="qd08",
            number="77/CATP",
            issued_on=date(2026, 11, 10),
            issuer="Công an Thành phố",
            title="Báo cáo đột xuất",
            due_on=date(2026, 11, 30),
            closed_on=day,
        )
        save_instruction(self.head, draft)
        self.made["version"] = str(int(self.made["version"]) + 1)

    def _recover(self) -> None:
        note = {"note": "Đến nhà vận động", "done_by": "Hội Phụ nữ"}
        record_bank(self.clerk, BankDraft(self.made["line 08"], "recovery", TODAY, **note))  # type: ignore[arg-type]  # values by name

    def _unrecover(self) -> None:
        record_bank(self.clerk, BankDraft(self.made["line 08"], "taken_back", TODAY, reason="Ghi nhầm"))


def _done(_changed: object) -> None:
    """Nothing is asked of what an action answers."""
