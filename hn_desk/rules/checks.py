"""The vocabulary of checks: each compares facts with a programme's numbers, by whole numbers, and says why."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from hn_desk.i18n import _
from hn_desk.rules.dates import add_years, age_on, birthday, format_date
from hn_desk.rules.facts import Facts, field_label
from hn_desk.rules.figures import percent
from hn_desk.rules.findings import ASK, PASS, WARN, Finding
from hn_desk.rules.money import format_dong
from hn_desk.rules.programme import ApplicantRules, Check, Programme

WARNING_DAYS: Final = 60


@dataclass(frozen=True, slots=True)
class Case:
    """One check on one application: what a check function sees."""

    check: Check
    programme: Programme
    rules: ApplicantRules
    facts: Facts
    day: date

    @property
    def limit(self) -> int:
        """The check's number as the law stands on the day."""
        return self.programme.numbers[self.check.limit].on(self.day)

    @property
    def law_since(self) -> date | None:
        """The first day of the period whose number decides; None for a check without a number."""
        period = self.programme.numbers[self.check.limit].period_on(self.day) if self.check.limit else None
        return period.since if period else None

    @property
    def loan_day(self) -> date:
        """The day the loan starts; the day of judging when it is not known."""
        return self.facts.loan_on or self.day

    def fact(self, name: str) -> Any:
        """One fact by its name."""
        return getattr(self.facts, name)

    def passes(self, sentence: str, figure: str = "") -> Finding:
        """Finding of a check that is met."""
        return Finding(self.check.name, PASS, sentence, figure, self.check.article)

    def fails(self, sentence: str, figure: str = "") -> Finding:
        """Finding of a check that is not met: refuse, or warn where the programme says so."""
        return Finding(self.check.name, self.check.failing, sentence, figure, self.check.article)

    def asks(self, field: str) -> Finding:
        """Finding of a check whose fact is not yet known."""
        sentence = _("Still to be filled in: {field}.").format(field=field_label(field))
        return Finding(self.check.name, ASK, sentence, "", self.check.article)


@dataclass(frozen=True, slots=True)
class CheckKind:
    """A check's function, the parameters its file must give, and the facts it can't do without."""

    judge: Callable[[Case], Finding]
    parameters: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


def judge(case: Case) -> Finding:
    """Answer one check, asking first for the facts it needs."""
    kind = CHECKS[case.check.name]
    needed = (*kind.needs, case.check.field) if case.check.field else kind.needs
    missing = next((name for name in needed if case.fact(name) is None), None)
    return case.asks(missing) if missing else replace(kind.judge(case), since=case.law_since)


def _listed_and_confirmed(case: Case) -> Finding:
    if not case.facts.listed:
        return case.fails(_("Not named in the list that the commune police handed over."))
    if case.facts.list_confirmed:
        return case.passes(_("Named in the list of the commune police, which this office has confirmed."))
    return case.passes(_("Named in the list of the commune police; this office's confirmation follows."))


def _declared(case: Case) -> Finding:
    stated = field_label(case.check.field)
    if case.fact(case.check.field):
        return case.passes(_("Stated in the file: {field}.").format(field=stated))
    return case.fails(_("Not met: {field}.").format(field=stated))


def _years_since(case: Case) -> Finding:
    since: date = case.fact(case.check.field)
    until = add_years(since, case.limit)
    figure = f"{format_date(since)} + {case.limit} năm = {format_date(until)}"
    if since > case.loan_day:
        return case.fails(_("The day {day} lies after the loan.").format(day=format_date(since)), figure)
    if case.loan_day > until:
        sentence = _("More than {n} years ago; was eligible until {day}.")
        return replace(case.fails(sentence.format(n=case.limit, day=format_date(until)), figure), until=until)
    found = case.passes(_("Eligible until {day}.").format(day=format_date(until)), figure)
    left = until - case.loan_day
    if left > timedelta(days=WARNING_DAYS):
        return replace(found, until=until)
    hurry = _("Eligible until {day}: only {n} days left.").format(day=format_date(until), n=left.days)
    return replace(found, verdict=WARN, sentence=hurry, until=until)


def _age_at_least(case: Case) -> Finding:
    born = case.facts.born or ""
    age = age_on(born, case.loan_day)
    if age >= case.limit:
        return case.passes(_("Old enough."), f"{age} tuổi ≥ {case.limit} tuổi")
    reached = format_date(birthday(born, case.limit))
    return case.fails(_("Too young; old enough from {day} on.").format(day=reached), f"{age} tuổi < {case.limit} tuổi")


def _representative_if_under(case: Case) -> Finding:
    age = age_on(case.facts.born or "", case.loan_day)
    if age >= case.limit:
        return case.passes(_("Of age; no representative is needed."), f"{age} tuổi ≥ {case.limit} tuổi")
    if case.facts.has_representative is None:
        return case.asks("has_representative")
    figure = f"{age} tuổi < {case.limit} tuổi"
    if case.facts.has_representative:
        return case.passes(_("Under age; a representative signs."), figure)
    return case.fails(_("Under age: a representative must sign."), figure)


def _amount_at_most(case: Case) -> Finding:
    return _money_within(case, case.facts.amount or 0, case.limit, "")


def _amount_per_month_at_most(case: Case) -> Finding:
    if case.facts.amount_per_month is not None:
        return _money_within(case, case.facts.amount_per_month, case.limit, "/tháng")
    if case.facts.amount is None:
        return case.asks("amount")
    if not case.facts.training_months:
        return case.asks("training_months")
    return _money_shared(case, case.facts.training_months, "tháng")


def _amount_per_worker_at_most(case: Case) -> Finding:
    workers: int = case.fact(case.check.field)
    if not workers:
        return case.fails(_("There are no workers to share the amount among."), "0 lao động")
    return _money_shared(case, workers, "lao động")


def _worker_share_at_least(case: Case) -> Finding:
    total, counted = case.facts.workers_total or 0, case.facts.workers_qualifying or 0
    if not total or counted > total:
        return case.fails(_("The numbers of workers do not fit each other."), f"{counted}/{total} lao động")
    is_enough = 100 * counted >= case.limit * total
    sign = "≥" if is_enough else "<"
    figure = f"{counted}/{total} lao động = {percent(counted, total)} % {sign} {case.limit} %"
    if is_enough:
        return case.passes(_("Enough workers with a contract are those the programme is for."), figure)
    return case.fails(_("Too few workers with a contract are those the programme is for."), figure)


def _term_at_most(case: Case) -> Finding:
    term = case.facts.term_months or 0
    if not term:
        return case.fails(_("The term is 0."), "0 tháng")
    if term <= case.limit:
        return case.passes(_("The term is within the limit."), f"{term} tháng ≤ {case.limit} tháng")
    return case.fails(_("The term is too long."), f"{term} tháng > {case.limit} tháng")


def _document_required(case: Case) -> Finding:
    label = case.rules.document_label(case.check.document)
    if case.check.document in (case.facts.documents or ()):
        return case.passes(_("In the file: {document}.").format(document=label))
    return case.fails(_("Missing from the file: {document}.").format(document=label))


def _resident_here(case: Case) -> Finding:
    if case.facts.resides_here:
        return case.passes(_("Lives lawfully in this ward or commune."))
    return case.fails(_("Does not live lawfully in this ward or commune."))


def _no_open_loan_same_purpose(case: Case) -> Finding:
    if case.facts.purpose in (case.facts.open_loan_purposes or ()):
        return case.fails(_("A loan for the same purpose is still open."))
    return case.passes(_("No loan for the same purpose is open."))


def _priority_group_one_of(case: Case) -> Finding:
    group = next((one.label for one in case.programme.priority_groups if one.code == case.facts.priority_group), None)
    if group:
        return case.passes(_("Priority group: {group}.").format(group=group))
    return case.fails(_("In none of the programme's priority groups."))


def _money_within(case: Case, amount: int, limit: int, unit: str) -> Finding:
    sign = "≤" if amount <= limit else ">"
    figure = f"{format_dong(amount)} đồng{unit} {sign} {format_dong(limit)} đồng{unit}"
    if not amount:
        return case.fails(_("The amount is 0."), figure)
    if amount <= limit:
        return case.passes(_("The amount is within the limit."), figure)
    return case.fails(_("The amount is above the limit."), figure)


def _money_shared(case: Case, shares: int, unit: str) -> Finding:
    amount = case.facts.amount or 0
    most = case.limit * shares
    sign = "≤" if amount <= most else ">"
    figure = f"{format_dong(amount)} đồng {sign} {shares} {unit} × {format_dong(case.limit)} đồng"
    figure += f" = {format_dong(most)} đồng"
    if amount <= most:
        return case.passes(_("The amount is within the limit."), figure)
    return case.fails(_("The amount is above the limit."), figure)


CHECKS: Final[Mapping[str, CheckKind]] = {
    "listed_and_confirmed": CheckKind(_listed_and_confirmed, needs=("listed",)),
    "declared": CheckKind(_declared, ("field",)),
    "years_since": CheckKind(_years_since, ("field", "limit")),
    "age_at_least": CheckKind(_age_at_least, ("limit",), ("born",)),
    "representative_if_under": CheckKind(_representative_if_under, ("limit",), ("born",)),
    "amount_at_most": CheckKind(_amount_at_most, ("limit",), ("amount",)),
    "amount_per_month_at_most": CheckKind(_amount_per_month_at_most, ("limit",)),
    "amount_per_worker_at_most": CheckKind(_amount_per_worker_at_most, ("limit", "field"), ("amount",)),
    "worker_share_at_least": CheckKind(_worker_share_at_least, ("limit",), ("workers_total", "workers_qualifying")),
    "term_at_most": CheckKind(_term_at_most, ("limit",), ("term_months",)),
    "document_required": CheckKind(_document_required, ("document",), ("documents",)),
    "resident_here": CheckKind(_resident_here, needs=("resides_here",)),
    "no_open_loan_same_purpose": CheckKind(_no_open_loan_same_purpose, needs=("open_loan_purposes",)),
    "priority_group_one_of": CheckKind(_priority_group_one_of, needs=("priority_group",)),
}
