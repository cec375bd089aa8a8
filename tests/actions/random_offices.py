"""Small offices filled at random, by a seed: records of every kind that official reports count, good and bad ones."""

from datetime import date, timedelta
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.models.tables import (
    BankEvent,
    BeneficiaryList,
    BudgetLine,
    Confirmation,
    Contact,
    Conversion,
    ConversionStep,
    Difficulty,
    DutyAct,
    EventGroup,
    Example,
    FollowUp,
    HouseholdBusiness,
    HouseholdMerge,
    Instruction,
    LoanApplication,
    OfficePlan,
    OutreachEvent,
    Person,
    ResidentialGroup,
)
from hn_desk.rules.bank import Entry, to_plain
from hn_desk.rules.credit import STATES

FIRST = date(2025, 10, 1)
DAYS = 415
TOPICS = ("sme", "kh296", "kh297", "qd22", "qd08", "gqvl", "other")
FORMS = ("conference", "group_meeting", "broadcast", "social_network", "leaflet", "combined")
AUDIENCES = ("group_sentence", "group_school", "families", "residents", "managed_persons", "employers", "associations")
PROGRAMMES = ("qd22", "qd08", "gqvl")
DUTIES = ("D3", "D5", "D10", "D11", "D14")
KINDS = ("approved", "refused", "paid_out", "paid_out", "debt", "debt", "recovery", "repaid", "taken_back")


def fill(office: Office, seed: int) -> None:
    """Fill the office: the same seed fills it alike."""
    with office.write() as session:
        filling = Filling(session, office.officer.id, seed)
        filling.groups()
        for number in range(22):
            filling.event(number)
        for number in range(10):
            filling.household(number)
        filling.merge()
        for number in range(14):
            filling.application(number)
        for number in range(6):
            filling.registers(number)


class Filling:
    """One office being filled."""

    def __init__(self, session: Session, officer: str, seed: int) -> None:
        self.session, self.officer, self.chance = session, officer, Random(seed)
        self.group_ids: list[str] = []
        self.households: list[str] = []
        self.lists: list[BeneficiaryList] = []

    def day(self) -> date:
        return FIRST + timedelta(days=self.chance.randrange(DAYS))

    def perhaps(self, most: int) -> int | None:
        return self.chance.choice((None, 0, self.chance.randint(1, most)))

    def some(self, among: tuple[str, ...]) -> list[str]:
        return sorted(self.chance.sample(among, self.chance.randint(0, 2)))

    def groups(self) -> None:
        for group in self.session.scalars(select(ResidentialGroup).order_by(ResidentialGroup.sort_key)):
            group.started_on = self.chance.choice((None, None, self.day()))
            group.ended_on = self.chance.choice((None, None, None, self.day()))
            group.is_active = group.ended_on is None and self.chance.random() < 0.9
            self.group_ids.append(group.id)

    def event(self, number: int) -> None:
        start = self.day()
        event = OutreachEvent(
            topic=self.chance.choice(TOPICS),
            title=f"Đợt {number}",
            sort_key=f"{number:03}",
            form=self.chance.choice(FORMS),
            state=self.chance.choice(("done", "done", "done", "planned", "cancelled")),
            starts_on=start,
            ends_on=self.chance.choice((None, start + timedelta(days=self.chance.randint(0, 40)))),
            audiences=self.some(AUDIENCES),
            officer_id=self.officer,
        )
        for name in ("people", "women", "times", "broadcasts", "posts", "leaflets", "cost"):
            setattr(event, name, self.perhaps(90))
        event.groups = [EventGroup(group_id=one) for one in self.some(tuple(self.group_ids))]
        self.session.add(event)

    def household(self, number: int) -> None:
        row = HouseholdBusiness(
            name=f"Quán {number}", sort_key=f"{number:03}", status=self.chance.choice(("active", "active", "closed"))
        )
        row.owner = Person(name="Vũ An", sort_key="an")
        self.session.add(row)
        self.session.flush()
        self.households.append(row.id)
        for _contact in range(self.chance.randint(0, 3)):
            self.contact(row.id)
        if self.chance.random() < 0.7:
            self.conversion(row.id)

    def contact(self, household: str) -> None:
        contact = Contact(
            household_id=household,
            day=self.day(),
            officer_id=self.officer,
            way="home",
            intention=self.chance.choice(("agreed", "considering", "refused")),
            obstacles=self.some(("cost", "capital", "procedure")),
            supports=self.some(("credit", "training")),
            capital_demand=self.perhaps(10**9),
        )
        self.session.add(contact)

    def conversion(self, household: str) -> None:
        is_whole = self.chance.random() < 0.7
        row = Conversion(
            household_id=household,
            state=self.chance.choice(("registered", "registered", "submitted")),
            listed_on=FIRST,
            enterprise_code="0101234567" if is_whole else "",
            enterprise_kind=self.chance.choice(("tnhh1", "dntn")),
            certificate_on=self.chance.choice((None, self.day(), self.day())),
            enterprise_capital=self.perhaps(10**9),
            enterprise_workers=self.perhaps(9),
        )
        states = ("submitted", "submitted", "registered")
        row.steps = [
            ConversionStep(position=place, state=state, day=self.day(), officer_id=self.officer)
            for place, state in enumerate(states[: self.chance.randint(0, 3)])
        ]
        self.session.add(row)
        self.session.flush()
        for _support in range(self.chance.randint(0, 2)):
            kind = self.chance.choice(("support", "support", "alive"))
            self.session.add(
                FollowUp(conversion_id=row.id, kind=kind, day=self.day(), support="credit", officer_id=self.officer)
            )

    def merge(self) -> None:
        kept, gone, other = self.chance.sample(self.households, 3)
        self.session.add(HouseholdMerge(kept_id=kept, gone_id=gone, content={}))
        self.session.add(HouseholdMerge(kept_id=kept, gone_id=other, content={}, is_undone=True))

    def application(self, number: int) -> None:
        programme = self.chance.choice(PROGRAMMES)
        applicant = self.chance.choice(("person", "person", "establishment"))
        row = LoanApplication(
            file_code=f"2026-{number:04}",
            sort_key="",
            entered_by=self.officer,
            received_on=self.day(),
            programme=programme,
            applicant=applicant,
            state=self.chance.choice(tuple(STATES)),
            amount=self.perhaps(10**8),
            facts={},
        )
        self.session.add(row)
        self.session.flush()
        if programme != "gqvl" and applicant == "person":
            row.list_id = self.list_of(programme)
        elif self.chance.random() < 0.7:
            self.confirmation("application", row.id, programme)
        for position in range(self.chance.randint(0, 5)):
            debt = self.chance.choice(("in_term", "due", "overdue", "at_risk"))
            entry = Entry(self.chance.choice(KINDS), self.day(), self.perhaps(10**7), debt=debt)
            self.session.add(BankEvent(application_id=row.id, position=position, content=to_plain(entry)))

    def list_of(self, programme: str) -> str:
        known = [one for one in self.lists if one.programme == programme]
        if known and self.chance.random() < 0.5:
            return self.chance.choice(known).id
        row = BeneficiaryList(
            file_code=f"2026-DS-{len(self.lists)}",
            programme=programme,
            month="2026-03",
            police_number="1",
            police_on=FIRST,
            state=self.chance.choice(("draft", "issued", "sent", "withdrawn")),
            entered_by=self.officer,
            corrects_id=self.chance.choice([None, None, *(one.id for one in known)]),
        )
        self.session.add(row)
        self.session.flush()
        self.lists.append(row)
        if self.chance.random() < 0.8:
            self.confirmation("list", row.id, programme)
        return row.id

    def confirmation(self, kind: str, subject: str, programme: str) -> None:
        for edition in range(1, self.chance.randint(2, 3)):
            row = Confirmation(kind=kind, subject_id=subject, programme=programme, edition=edition, state="issued")
            row.presented_by, row.presented_at, row.hash, row.nonce, row.frozen = self.officer, "", "", "", {}
            row.issued_on = self.chance.choice((None, self.day(), self.day()))
            self.session.add(row)

    def registers(self, number: int) -> None:
        topic, duty, chance = self.chance.choice(TOPICS), self.chance.choice(DUTIES), self.chance
        year = chance.choice((2025, 2026))
        self.session.add_all(
            (
                OfficePlan(
                    duty=duty,
                    year=year,
                    author=chance.choice(("ubnd", "police")),
                    title=f"KH {number}",
                    issued_on=chance.choice((None, self.day())),
                ),
                DutyAct(duty=duty, day=self.day(), title=f"Họp {number}"),
                BudgetLine(
                    topic=chance.choice(("kh297", topic)),
                    year=year,
                    title="Chi",
                    planned=self.perhaps(10**7),
                    spent=self.perhaps(10**6),
                ),
                Difficulty(topic=topic, day=self.day(), settled_on=chance.choice((None, self.day()))),
                Example(
                    kind=chance.choice(("model", "collective", "person")),
                    topic=chance.choice(("kh297", "qd08")),
                    groups=self.some(AUDIENCES[:2]),
                    started_on=self.day(),
                    ended_on=chance.choice((None, self.day())),
                    helped=self.perhaps(20),
                    about={},
                ),
            )
        )
        if number == 0:
            paper = Instruction(kind="standing", duty="D12", number="1", issued_on=FIRST, issuer="SNV", title="BC")
            self.session.add(paper)
