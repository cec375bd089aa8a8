"""An application judged by its programme: every check that applies, on the law of its day."""

from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.checks import Case, judge
from hn_desk.rules.dates import format_date
from hn_desk.rules.facts import ESTABLISHMENT, Facts, field_label
from hn_desk.rules.findings import ASK, REFUSE, Finding
from hn_desk.rules.programme import ApplicantRules, Check, Programme

RATE: Final = "rate_percent_of_poor"
PRIORITY_RATE: Final = "rate_percent_of_poor_priority"


def findings(programme: Programme, facts: Facts, day: date) -> tuple[Finding, ...]:
    """All findings in the file's order; first `programme`, `applicant` or `purpose` when something is wrong there."""
    if not programme.is_valid_on(day):
        sentence = _("The programme is not in force on {day}.").format(day=format_date(day))
        return (Finding("programme", REFUSE, sentence, article=programme.legal_basis),)
    rules = programme.applicants.get(facts.applicant)
    if rules is None:
        return (Finding("applicant", REFUSE, _("The programme is not for this kind of applicant.")),)
    checks = (Case(check, programme, rules, facts, day) for check in rules.checks if _applies(check, facts))
    return (*_purpose(rules, facts), *(judge(case) for case in checks))


def lending_rate(programme: Programme, facts: Facts, day: date) -> int | None:
    """Rate in percent of that for poor households; None where it is not known or the programme is not in force."""
    if not programme.is_valid_on(day) or RATE not in programme.numbers:
        return None
    name = RATE
    if PRIORITY_RATE in programme.numbers and facts.applicant != ESTABLISHMENT:
        if facts.priority_group is None:
            return None
        groups = {group.code for group in programme.priority_groups}
        name = PRIORITY_RATE if facts.priority_group in groups else RATE
    return programme.numbers[name].on(day)


def _applies(check: Check, facts: Facts) -> bool:
    return not check.purposes or facts.purpose in check.purposes


def _purpose(rules: ApplicantRules, facts: Facts) -> tuple[Finding, ...]:
    if facts.purpose is None:
        sentence = _("Still to be filled in: {field}.").format(field=field_label("purpose"))
        return (Finding("purpose", ASK, sentence),)
    if all(purpose.code != facts.purpose for purpose in rules.purposes):
        return (Finding("purpose", REFUSE, _("The programme does not lend for this purpose.")),)
    return ()
