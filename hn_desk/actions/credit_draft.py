"""A typed application before it is kept: cleaned, every wrong field named, judged by its programme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions import warnings as doubts
from hn_desk.actions.credit_facts import ApplicationDraft, EstablishmentDraft, Judgement, Representative
from hn_desk.actions.credit_parts import checked_parts, known_of, representative_of
from hn_desk.actions.freezing import loan_amount
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft, check_person
from hn_desk.actions.remarks import Remarks
from hn_desk.actions.same_person import SAME_PERSON, Asking, other_applications
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication
from hn_desk.rules.checks import CHECKS
from hn_desk.rules.credit import CHECKED, DRAFT, ISSUED, PRESENTED, RETURNED, SENT
from hn_desk.rules.dates import parse_birth
from hn_desk.rules.facts import ESTABLISHMENT, FIELDS, PERSON, Facts, FieldKind, facts_from
from hn_desk.rules.findings import WARN, Finding, eligible_until, judgement
from hn_desk.rules.identifiers import check_business_code
from hn_desk.rules.judging import findings, lending_rate
from hn_desk.rules.money import MOST
from hn_desk.rules.programme import BY_LIST, ApplicantRules, Choice, Programme
from hn_desk.rules.text import clean_line, clean_text

COMPUTED: Final = frozenset({"born", "listed", "list_confirmed", "has_representative"})
"""Facts that the office's own records answer; no screen asks for them."""
NO_GROUP: Final = "none"
CONFIRMED: Final = (ISSUED, SENT)
OPEN_LISTS: Final = (DRAFT, CHECKED, PRESENTED, RETURNED)


@dataclass(frozen=True, slots=True)
class CheckedApplication:
    """A cleaned draft with the rules it falls under and what they say of it."""

    draft: ApplicationDraft
    programme: Programme
    rules: ApplicantRules
    facts: Facts
    judged: Judgement


def checked_application(office: Office, session: Session, draft: ApplicationDraft) -> CheckedApplication:
    """The draft cleaned and judged. InputError with every wrong field, WarningsError with every unanswered doubt."""
    programme, rules = _programme_of(office, draft)
    remarks = Remarks()
    cleaned = _cleaned(draft, office.today(), remarks)
    cleaned = replace(
        checked_parts(cleaned, _kept_representative(session, draft.id), office.today(), remarks),
        person=_checked_person(session, office, cleaned, remarks),
        establishment=_checked_establishment(cleaned, remarks),
        facts=_checked_facts(cleaned.facts, programme, rules, remarks),
    )
    _check_list(session, cleaned, rules, remarks)
    known = _facts(session, cleaned)
    if loan_amount(known) >= MOST:
        remarks.problem("amount_per_month", _("The number is too large."))
    others = _others(office, session, cleaned)
    judged = judged_by(programme, known, office.today(), others)
    remarks.warnings.extend(_warnings(judged, rules))
    remarks.settle(cleaned.accepted)
    return CheckedApplication(cleaned, programme, rules, known, judged)


def judged_draft(office: Office, session: Session, draft: ApplicationDraft) -> Judgement:
    """What the checks say of a draft that may be half typed; nothing is refused but an unknown programme."""
    programme, rules = _programme_of(office, draft)
    facts = _checked_facts(draft.facts, programme, rules, Remarks())
    person = draft.person and replace(draft.person, birth=_birth(draft.person, office.today()))
    read = replace(draft, facts=facts, person=person)
    return judged_by(programme, _facts(session, read), office.today(), _others(office, session, read))


def judged_by(programme: Programme, facts: Facts, day: date, others: tuple[Finding, ...] = ()) -> Judgement:
    """The programme's findings on `day` and `others`, each with the code under which a doubt is accepted."""
    found = (*findings(programme, facts, day), *others)
    codes = warning_codes([finding.check for finding in found])
    rate = lending_rate(programme, facts, day)
    return Judgement(judgement(found), found, codes, eligible_until(found), rate, day)


def warning_codes(names: Sequence[str]) -> tuple[str, ...]:
    """The code of each finding's doubt, from the names of the checks in their order: `check.name`, `check.name.2` …."""
    return tuple(
        f"check.{name}" if names.index(name) == n else f"check.{name}.{names[:n].count(name) + 1}"
        for n, name in enumerate(names)
    )


def list_facts(session: Session, list_id: str | None) -> dict[str, object]:
    """The facts that the office's own lists answer of an application on the list `list_id`."""
    if list_id is None:
        return {"listed": False}
    editions = select(Confirmation.state).where(Confirmation.pseudonym.in_(pseudonyms(session, BY_LIST, list_id)))
    return {"listed": True, "list_confirmed": any(state in CONFIRMED for state in session.scalars(editions))}


def choices_of(programme: Programme, rules: ApplicantRules, name: str) -> tuple[Choice, ...]:
    """What may be chosen for one fact; nothing for facts that are not chosen."""
    groups = (*programme.priority_groups, Choice(NO_GROUP, _("None of these groups")))
    documents = tuple(Choice(document.code, document.label) for document in rules.documents)
    chosen: Mapping[str, tuple[Choice, ...]] = {
        "purpose": rules.purposes,
        "open_loan_purposes": rules.purposes,
        "documents": documents,
        "priority_group": groups,
    }
    return chosen.get(name, ())


def needed_fields(rules: ApplicantRules) -> frozenset[str]:
    """The facts without which an application can't be judged, whatever it is for."""
    always = [check for check in rules.checks if not check.purposes]
    return frozenset({"purpose"}.union(*({*CHECKS[check.name].needs, check.field} for check in always))) - {""}


def _programme_of(office: Office, draft: ApplicationDraft) -> tuple[Programme, ApplicantRules]:
    programme = office.book.programmes.get(draft.programme)
    rules = programme.applicants.get(draft.applicant) if programme else None
    if programme is not None and rules is not None:
        return programme, rules
    field = "applicant" if programme else "programme"
    raise InputError(
        _("The application has no programme or kind of applicant yet."),
        do=_("Choose the programme, then who applies."),
        problems=(Problem(field, _("Choose one of the list.")),),
    )


def _cleaned(draft: ApplicationDraft, today: date, remarks: Remarks) -> ApplicationDraft:
    received = draft.received_on or today
    if received > today:
        remarks.problem("received_on", _("This day lies in the future."))
    if draft.review_on and draft.review_on > today:
        remarks.problem("review_on", _("This day lies in the future."))
    remarks.not_negative(draft, "review_present")
    person_reasons = draft.person.accepted if draft.person else {}
    return replace(
        draft,
        received_on=received,
        review_result=clean_text(draft.review_result),
        accepted={**{f"person.{code}": why for code, why in person_reasons.items()}, **draft.accepted},
        review_place=clean_line(draft.review_place),
        savings_group=clean_line(draft.savings_group),
        association=clean_line(draft.association),
    )


def _kept_representative(session: Session, application_id: str | None) -> Representative:
    row = session.get(LoanApplication, application_id) if application_id else None
    return representative_of(row) if row else Representative()


def _checked_person(session: Session, office: Office, draft: ApplicationDraft, remarks: Remarks) -> PersonDraft | None:
    if draft.applicant != PERSON:
        return None
    return check_person(session, office, draft.person or PersonDraft(), remarks.within("person."))


def _checked_establishment(draft: ApplicationDraft, remarks: Remarks) -> EstablishmentDraft | None:
    if draft.applicant != ESTABLISHMENT:
        return None
    typed = draft.establishment or EstablishmentDraft()
    within = remarks.within("establishment.")
    cleaned = replace(
        typed,
        name=clean_line(typed.name),
        code=clean_line(typed.code),
        address=clean_line(typed.address),
        representative=clean_line(typed.representative),
        plan_place=clean_line(typed.plan_place),
    )
    within.required("name", cleaned.name, _("Type the establishment's name."))
    within.not_negative(cleaned, "project_cost", "own_capital")
    if not cleaned.code:
        return cleaned
    return replace(cleaned, code=within.identifier("code", check_business_code(cleaned.code), is_new=False))


def _checked_facts(
    typed: Mapping[str, object], programme: Programme, rules: ApplicantRules, remarks: Remarks
) -> dict[str, object]:
    """The facts that the programme asks for; a wrong one is named in `remarks` and left out."""
    kept: dict[str, object] = {}
    for name in rules.fields:
        value = typed.get(name)
        if name in COMPUTED or value is None or value == "":
            continue
        wrong = _wrong(name, value, choices_of(programme, rules, name))
        if wrong:
            remarks.problem(name, wrong)
        else:
            kept[name] = frozenset(value) if isinstance(value, frozenset | set | list | tuple) else value
    return kept


def _wrong(name: str, value: object, choices: tuple[Choice, ...]) -> str:
    kind = FIELDS[name]
    codes = {choice.code for choice in choices}
    if kind is FieldKind.DATE:
        return "" if isinstance(value, date) else _("Type a day such as 5/3/2026.")
    if kind is FieldKind.FLAG:
        return "" if isinstance(value, bool) else _("Answer yes or no.")
    if kind in (FieldKind.MONEY, FieldKind.COUNT):
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            return _("Type a whole number from 0.")
        return "" if value < MOST else _("The number is too large.")
    chosen = (
        {value}
        if isinstance(value, str)
        else set(value)
        if isinstance(value, frozenset | set | list | tuple)
        else {None}
    )
    return "" if chosen <= codes else _("Choose one of the list.")


def _check_list(session: Session, draft: ApplicationDraft, rules: ApplicantRules, remarks: Remarks) -> None:
    if draft.list_id is None:
        return
    row = session.get(BeneficiaryList, draft.list_id)
    if rules.confirmation != BY_LIST or row is None or row.programme != draft.programme:
        remarks.problem("list_id", _("Choose a list of the same programme."))
    elif row.state not in OPEN_LISTS:
        remarks.problem("list_id", _("This list is already signed; choose or make another list."))


def _facts(session: Session, draft: ApplicationDraft) -> Facts:
    values = {**draft.facts, **known_of(draft), "applicant": draft.applicant}
    if draft.person and draft.person.birth:
        values["born"] = draft.person.birth
    values |= list_facts(session, draft.list_id)
    return facts_from({k: sorted(v) if isinstance(v, frozenset) else v for k, v in values.items()})


def _others(office: Office, session: Session, draft: ApplicationDraft) -> tuple[Finding, ...]:
    if draft.person is None:
        return ()
    return other_applications(session, office, Asking(draft.programme, draft.person, draft.id, draft.list_id))


def _birth(person: PersonDraft, today: date) -> str:
    try:
        return parse_birth(person.birth, today=today)
    except InputError:
        return ""


def _warnings(judged: Judgement, rules: ApplicantRules) -> list[doubts.Warning]:
    pairs = zip(judged.codes, judged.findings, strict=True)
    return [
        doubts.Warning(code, _field_of(finding, rules), f"{finding.sentence} {finding.figure}".strip())
        for code, finding in pairs
        if finding.verdict == WARN
    ]


def _field_of(finding: Finding, rules: ApplicantRules) -> str:
    if finding.check.startswith(SAME_PERSON):
        return "person.name"
    check = next((check for check in rules.checks if check.name == finding.check), None)
    needs = CHECKS[check.name].needs if check else ()
    return (check.field if check else "") or (needs[-1] if needs else "")
