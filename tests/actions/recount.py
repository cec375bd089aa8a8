"""The figures of official reports counted once more, by hand: plain loops over all rows, none of the program's queries.

Each count answers the ids of the records and what each adds; a percentage is a number alone.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.models import tables
from hn_desk.models.columns import Table

Added = dict[str, int]
CREDIT = ("qd22", "qd08", "gqvl")
EVERY = ("sme", "kh296", "kh297", "qd22", "qd08", "gqvl", "other")


@dataclass(frozen=True)
class Recount:
    """All rows of an office, and the days that count."""

    rows: Mapping[type[Table], list[Any]]
    first: date
    last: date

    def all(self, table: type[Table]) -> list[Any]:
        return self.rows[table]

    def inside(self, day: date | None) -> bool:
        return day is not None and day >= self.first and not day > self.last

    # Outreach

    def events(self, *topics: str, form: str = "", audience: str = "", adds: str = "") -> Added:
        found: Added = {}
        for row in self.all(tables.OutreachEvent):
            if row.state != "done" or row.topic not in topics or not self.inside(row.starts_on):
                continue
            if (form and row.form != form) or (audience and audience not in row.audiences):
                continue
            value = 1 if not adds else getattr(row, adds)
            if value:
                found[row.id] = value
        return found

    def groups(self) -> Added:
        found: Added = {}
        for row in self.all(tables.ResidentialGroup):
            begins, ends = row.started_on or date.min, row.ended_on or date.max
            is_aside = row.ended_on is None and not row.is_active
            if not is_aside and begins <= self.last and ends >= self.first:
                found[row.id] = 1
        return found

    def reached(self, *topics: str) -> Added:
        found: Added = {}
        lives = {row.id: row for row in self.all(tables.ResidentialGroup) if row.id in self.groups()}
        for event in self.all(tables.OutreachEvent):
            if event.state != "done" or event.topic not in topics:
                continue
            for group in (lives[one.group_id] for one in event.groups if one.group_id in lives):
                begins = max(event.starts_on, self.first, group.started_on or date.min)
                ends = min(event.ends_on or event.starts_on, self.last, group.ended_on or date.max)
                if begins <= ends:
                    found[group.id] = 1
        return found

    def share(self, *topics: str) -> int:
        every = len(self.groups())
        return len(self.reached(*topics)) * 100 // every if every else 100

    # Household businesses

    def merged(self) -> set[str]:
        return {row.gone_id for row in self.all(tables.HouseholdMerge) if not row.is_undone}

    def households(self) -> Added:
        rows = self.all(tables.HouseholdBusiness)
        return {row.id: 1 for row in rows if row.status == "active" and row.id not in self.merged()}

    def talks(self) -> list[Any]:
        gone = self.merged()
        return [row for row in self.all(tables.Contact) if self.inside(row.day) and row.household_id not in gone]

    def contacts(self) -> Added:
        return {row.id: 1 for row in self.talks()}

    def met(self, intention: str = "") -> Added:
        return {row.household_id: 1 for row in self.talks() if intention in ("", row.intention)}

    def newest(self) -> dict[str, Any]:
        by_household: dict[str, list[Any]] = defaultdict(list)
        for row in self.talks():
            by_household[row.household_id].append(row)
        return {id_: max(rows, key=lambda one: (one.day, one.change, one.id)) for id_, rows in by_household.items()}

    def naming(self, field: str, code: str = "") -> Added:
        said = {id_: getattr(row, field) for id_, row in self.newest().items()}
        return {id_: 1 for id_, codes in said.items() if (code in codes if code else codes)}

    def wanted_capital(self) -> Added:
        return {id_: row.capital_demand for id_, row in self.newest().items() if row.capital_demand}

    def conversions(self) -> list[Any]:
        return [row for row in self.all(tables.Conversion) if row.household_id not in self.merged()]

    def submitted(self) -> Added:
        return {
            row.id: 1
            for row in self.conversions()
            if any(step.state == "submitted" and self.inside(step.day) for step in row.steps)
        }

    def converted(self, adds: str = "", kind: str = "") -> Added:
        found: Added = {}
        for row in self.conversions():
            is_whole = row.state == "registered" and row.enterprise_code and row.enterprise_kind
            if is_whole and self.inside(row.certificate_on) and kind in ("", row.enterprise_kind):
                value = getattr(row, adds) if adds else 1
                if value:
                    found[row.id] = value
        return found

    def supported(self) -> Added:
        known = {row.id for row in self.conversions()}
        rows = self.all(tables.FollowUp)
        return {
            row.conversion_id: 1
            for row in rows
            if row.kind == "support" and self.inside(row.day) and row.conversion_id in known
        }

    # Policy credit

    def live(self, application: str) -> list[dict[str, Any]]:
        kept: list[dict[str, Any]] = []
        rows = [row for row in self.all(tables.BankEvent) if row.application_id == application]
        for row in sorted(rows, key=lambda one: int(one.position)):
            if row.content["kind"] == "taken_back":
                del kept[-1:]
            else:
                kept.append({**row.content, "day": date.fromisoformat(row.content["day"])})
        return kept

    def in_force(self) -> set[str]:
        return {row.id for row in self.all(tables.BeneficiaryList) if row.state in ("issued", "sent")}

    def copies(self) -> set[str]:
        return {row.id for row in self.all(tables.BeneficiaryList) if row.corrects_id in self.in_force()}

    def number_day(self, *subjects: str | None) -> date | None:
        for subject in subjects:
            days: list[date | None] = [
                row.issued_on for row in self.all(tables.Confirmation) if subject and row.subject_id == subject
            ]
            if any(days):
                return min(day for day in days if day)
        return None

    def lists(self, *programmes: str) -> Added:
        return {
            row.id: 1
            for row in self.all(tables.BeneficiaryList)
            if row.id in self.in_force() - self.copies()
            and row.programme in programmes
            and self.inside(self.number_day(row.id))
        }

    def loans(self, stage: str, *programmes: str, applicant: str = "") -> Added:
        """Every loan at a stage with its đồng, also 0."""
        found: Added = {}
        for row in self.all(tables.LoanApplication):
            is_asked = row.programme in programmes and applicant in ("", row.applicant)
            amount = self.at(stage, row) if is_asked and row.list_id not in self.copies() else None
            if amount is not None:
                found[row.id] = amount
        return found

    def at(self, stage: str, row: Any) -> int | None:
        entries = self.live(row.id)
        if stage == "wanted":
            is_wanted = row.state not in ("draft", "withdrawn") and self.inside(row.received_on)
            return row.amount or 0 if is_wanted else None
        if stage == "confirmed":
            issued = ("issued", "sent", "bank_approved", "bank_refused", "disbursed", "followed", "settled")
            is_in = row.state in issued and self.inside(self.number_day(row.id, row.list_id))
            return row.amount or 0 if is_in else None
        kinds = {"paid": "paid_out", "bank_refused": "refused", "recovered": "recovery", "repaid": "repaid"}
        if stage in kinds:
            wanted = [one for one in entries if one["kind"] == kinds[stage] and self.inside(one["day"])]
            return sum(one.get("amount", 0) for one in wanted) if wanted else None
        return self.owing(stage, [one for one in entries if one["day"] <= self.last])

    def owing(self, stage: str, entries: list[dict[str, Any]]) -> int | None:
        owed, debt, state = 0, "", "sent"
        for one in entries:
            kind = one["kind"]
            amount = one.get("amount", 0)
            owed = owed + amount if kind == "paid_out" else {"debt": amount, "repaid": 0}.get(kind, owed)
            debt = one["debt"] if kind == "debt" else debt
            after = {"approved": "bank_approved", "refused": "bank_refused", "debt": "followed", "repaid": "settled"}
            paid = "disbursed" if kind == "paid_out" and state == "bank_approved" else state
            state = after.get(kind, paid)
        debt = "" if state == "settled" else debt
        if stage == "owed":
            return owed or None
        if stage == "late":
            return (owed or None) if debt == "overdue" else None
        return owed if debt == stage else None

    # Registers

    def plans(self, *duties: str, author: str = "") -> Added:
        years = range(self.first.year, self.last.year + 1)
        return {
            row.id: 1
            for row in self.all(tables.OfficePlan)
            if row.duty in duties
            and author in ("", row.author)
            and row.year in years
            and row.issued_on is not None
            and row.issued_on <= self.last
        }

    def acts(self, duties: Collection[str]) -> Added:
        return {row.id: 1 for row in self.all(tables.DutyAct) if row.duty in duties and self.inside(row.day)}

    def examples(self, topic: str, kind: str = "", group: str = "", adds: str = "") -> Added:
        found: Added = {}
        for row in self.all(tables.Example):
            is_there = row.started_on <= self.last and not (row.ended_on and row.ended_on < self.first)
            is_asked = row.topic == topic and kind in ("", row.kind) and (not group or group in row.groups)
            value = getattr(row, adds) if adds else 1
            if is_there and is_asked and value:
                found[row.id] = value
        return found

    def difficulties(self, *topics: str, day: str = "day") -> Added:
        rows = self.all(tables.Difficulty)
        return {row.id: 1 for row in rows if row.topic in topics and self.inside(getattr(row, day))}

    def budget(self, topic: str, field: str) -> Added:
        years = range(self.first.year, self.last.year + 1)
        rows = [row for row in self.all(tables.BudgetLine) if row.topic == topic and row.year in years]
        return {row.id: getattr(row, field) for row in rows if getattr(row, field)}


Count = Callable[[Recount], Added | int]


def number(added: Callable[[Recount], Added]) -> Count:
    """The same records, each counting 1."""
    return lambda of: dict.fromkeys(added(of), 1)


def money(added: Callable[[Recount], Added]) -> Count:
    """The same records without those that add nothing."""
    return lambda of: {id_: value for id_, value in added(of).items() if value}


def both(code: str, added: Callable[[Recount], Added]) -> dict[str, Count]:
    """The number of loans and their sum."""
    return {code: number(added), f"{code}_sum": money(added)}


def recount_of(session: Session, first: date, last: date) -> Recount:
    """Every row of the tables that are counted."""
    wanted: Iterable[type[Table]] = (
        tables.BankEvent,
        tables.BeneficiaryList,
        tables.BudgetLine,
        tables.Confirmation,
        tables.Contact,
        tables.Conversion,
        tables.Difficulty,
        tables.DutyAct,
        tables.Example,
        tables.FollowUp,
        tables.HouseholdBusiness,
        tables.HouseholdMerge,
        tables.LoanApplication,
        tables.OfficePlan,
        tables.OutreachEvent,
        tables.ResidentialGroup,
    )
    return Recount({table: list(session.scalars(select(table))) for table in wanted}, first, last)


def loans_of(programme: str, stages: Iterable[str], prefix: str = "") -> dict[str, Count]:
    """Number and sum of each of these stages."""
    found: dict[str, Count] = {}
    names = {"due": "due", "late": "late", "risk": "at_risk"}
    for code in stages:
        found |= both(f"{prefix}{code}", at_stage(names.get(code, code), programme))
    return found


def at_stage(stage: str, programme: str) -> Callable[[Recount], Added]:
    """The loans of a programme at a stage."""
    return lambda of: of.loans(stage, programme)


COUNTS: Mapping[str, Mapping[str, Count]] = {
    "sme": {
        "plans": lambda of: of.plans("D3"),
        "events": lambda of: of.events("sme"),
        "people": lambda of: of.events("sme", adds="people"),
        "broadcasts": lambda of: of.events("sme", adds="broadcasts"),
        "leaflets": lambda of: of.events("sme", adds="leaflets"),
        "groups": lambda of: of.groups(),
        "groups_reached": lambda of: of.reached("sme"),
        "coverage": lambda of: of.share("sme"),
        "households": lambda of: of.households(),
        "contacts": lambda of: of.contacts(),
        "met": lambda of: of.met(),
        "agreed": lambda of: of.met("agreed"),
        "submitted": lambda of: of.submitted(),
        "converted": lambda of: of.converted(),
        "capital": lambda of: of.converted("enterprise_capital"),
        "workers": lambda of: of.converted("enterprise_workers"),
        "supported": lambda of: of.supported(),
        "hindered": lambda of: of.naming("obstacles"),
        "wishing": lambda of: of.naming("supports"),
        "capital_wanted": lambda of: of.wanted_capital(),
        "difficulties": lambda of: of.difficulties("sme"),
    },
    "kh297": {
        "plans.ubnd": lambda of: of.plans("D5", author="ubnd"),
        "plans.police": lambda of: of.plans("D5", author="police"),
        "plans": lambda of: of.plans("D5"),
        "acts": lambda of: of.acts({"D5"}),
        "events": lambda of: of.events("kh297"),
        "people": lambda of: of.events("kh297", adds="people"),
        "radio": lambda of: of.events("kh297", form="broadcast"),
        "broadcasts": lambda of: of.events("kh297", adds="broadcasts"),
        "posts": lambda of: of.events("kh297", adds="posts"),
        "groups": lambda of: of.groups(),
        "groups_reached": lambda of: of.reached("kh297"),
        "models": lambda of: of.examples("kh297", "model"),
        "collectives": lambda of: of.examples("kh297", "collective"),
        "persons": lambda of: of.examples("kh297", "person"),
        "examples": lambda of: of.examples("kh297"),
        "helped": lambda of: of.examples("kh297", adds="helped"),
        "budget.planned": lambda of: of.budget("kh297", "planned"),
        "budget.spent": lambda of: of.budget("kh297", "spent"),
        "credit.events": lambda of: of.events("qd22"),
        "credit.wanted": number(lambda of: of.loans("wanted", "qd22")),
        "credit.lists": lambda of: of.lists("qd22"),
        "credit.persons": number(lambda of: of.loans("confirmed", "qd22", applicant="person")),
        "credit.plans": number(lambda of: of.loans("confirmed", "qd22", applicant="establishment")),
        **loans_of("qd22", ("paid", "owed", "late"), "credit."),
        "credit.recovered": number(lambda of: of.loans("recovered", "qd22")),
        "difficulties": lambda of: of.difficulties("kh297", "qd22"),
    },
    "qd08": {
        "plans": lambda of: of.plans("D10"),
        "events": lambda of: of.events("qd08"),
        "people": lambda of: of.events("qd08", adds="people"),
        "broadcasts": lambda of: of.events("qd08", adds="broadcasts"),
        "groups": lambda of: of.groups(),
        "groups_reached": lambda of: of.reached("qd08"),
        "lists": lambda of: of.lists("qd08"),
        **loans_of("qd08", ("wanted", "paid", "owed", "due", "late", "risk")),
        "persons": number(lambda of: of.loans("confirmed", "qd08", applicant="person")),
        "establishments": number(lambda of: of.loans("confirmed", "qd08", applicant="establishment")),
        "refused": number(lambda of: of.loans("bank_refused", "qd08")),
        "recovered": number(lambda of: of.loans("recovered", "qd08")),
        "examples": lambda of: of.examples("qd08"),
        "difficulties": lambda of: of.difficulties("qd08"),
    },
    "gqvl": {
        "plans": lambda of: of.plans("D11"),
        "events": lambda of: of.events("gqvl"),
        "people": lambda of: of.events("gqvl", adds="people"),
        **loans_of("gqvl", ("wanted", "paid", "owed", "late")),
        "persons": number(lambda of: of.loans("confirmed", "gqvl", applicant="person")),
        "establishments": number(lambda of: of.loans("confirmed", "gqvl", applicant="establishment")),
        "due": number(lambda of: of.loans("due", "gqvl")),
        "repaid": number(lambda of: of.loans("repaid", "gqvl")),
        "recovered": number(lambda of: of.loans("recovered", "gqvl")),
        "refused": number(lambda of: of.loans("bank_refused", "gqvl")),
        "difficulties": lambda of: of.difficulties("gqvl"),
    },
    "month": {
        "events": lambda of: of.events(*EVERY),
        "people": lambda of: of.events(*EVERY, adds="people"),
        "sme.events": lambda of: of.events("sme"),
        "groups": lambda of: of.groups(),
        "groups_reached": lambda of: of.reached("sme"),
        "covered": lambda of: of.reached(*EVERY),
        "contacts": lambda of: of.contacts(),
        "met": lambda of: of.met(),
        "agreed": lambda of: of.met("agreed"),
        "submitted": lambda of: of.submitted(),
        "converted": lambda of: of.converted(),
        "wanted": number(lambda of: of.loans("wanted", *CREDIT)),
        "confirmed": number(lambda of: of.loans("confirmed", *CREDIT)),
        "lists": lambda of: of.lists("qd22", "qd08"),
        "paid": number(lambda of: of.loans("paid", *CREDIT)),
        "paid_sum": money(lambda of: of.loans("paid", *CREDIT)),
        "late": number(lambda of: of.loans("late", *CREDIT)),
        "acts": lambda of: of.acts({f"D{n}" for n in range(1, 16)}),
        "difficulties": lambda of: of.difficulties(*EVERY),
        "settled": lambda of: of.difficulties(*EVERY, day="settled_on"),
    },
}
"""Report → figure → its count."""
OF_ROWS: Mapping[tuple[str, str], Callable[[Recount, str], Added]] = {
    ("sme", "hindered"): lambda of, row: of.naming("obstacles", row),
    ("sme", "wishing"): lambda of, row: of.naming("supports", row),
    ("sme", "converted"): lambda of, row: of.converted(kind=row),
    ("sme", "events"): lambda of, row: of.events("sme", form=row),
    ("sme", "people"): lambda of, row: of.events("sme", form=row, adds="people"),
    ("kh297", "examples"): lambda of, row: of.examples("kh297", group=row),
    ("kh297", "helped"): lambda of, row: of.examples("kh297", group=row, adds="helped"),
    ("month", "events"): lambda of, row: of.events(row),
    ("month", "people"): lambda of, row: of.events(row, adds="people"),
    ("month", "covered"): lambda of, row: of.reached(row),
    ("month", "wanted"): lambda of, row: dict.fromkeys(of.loans("wanted", row), 1),
    ("month", "confirmed"): lambda of, row: dict.fromkeys(of.loans("confirmed", row), 1),
    ("month", "paid"): lambda of, row: dict.fromkeys(of.loans("paid", row), 1),
    ("month", "paid_sum"): lambda of, row: {id_: one for id_, one in of.loans("paid", row).items() if one},
    ("month", "late"): lambda of, row: dict.fromkeys(of.loans("late", row), 1),
}
"""Report and figure → the count of one row of a table; outreach by form or audience is counted by the row's code."""
