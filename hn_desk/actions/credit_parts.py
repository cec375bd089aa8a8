"""What an application carries besides its facts: workers, the representative, papers, the receipt of the intake."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final

from hn_desk.actions.credit_facts import ApplicationDraft, Intake, Paper, Representative
from hn_desk.actions.credit_plan import credit_plan
from hn_desk.actions.remarks import Remarks
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.models.tables import LoanApplication
from hn_desk.rules.dates import parse_birth
from hn_desk.rules.facts import ESTABLISHMENT, PERSON
from hn_desk.rules.identifiers import birth_year_in, check_citizen_id, check_phone
from hn_desk.rules.plain_values import from_plain, to_plain
from hn_desk.rules.text import clean_line
from hn_desk.rules.workers import MOST_WORKERS, Worker, contract_problem, count_workers, repeated

_OF_WORKER: Final = tuple(field.name for field in fields(Worker))


def checked_parts(draft: ApplicationDraft, kept: Representative, today: date, remarks: Remarks) -> ApplicationDraft:
    """The draft with its parts cleaned; what is wrong or doubtful in them goes to `remarks`.

    What was doubtful about the representative `kept` so far was answered then.
    """
    _check_meeting(draft, remarks)
    workers, by = draft.workers, Representative()
    if draft.applicant == PERSON:
        workers, by = (), _checked_representative(draft, kept, today, remarks.within("representative."))
    return replace(
        draft,
        workers=_checked_workers(workers, today, remarks),
        representative=by,
        papers=_checked_papers(draft, today, remarks),
        intake=_checked_intake(draft, remarks.within("intake.")),
    )


def known_of(draft: ApplicationDraft) -> dict[str, object]:
    """The facts that follow from the parts: who signs, how many workers are named."""
    known: dict[str, object] = {}
    if draft.applicant == PERSON and draft.representative.name:
        known["has_representative"] = True
    if draft.applicant == ESTABLISHMENT and draft.workers:
        counted = count_workers(draft.workers)
        known |= {"workers_total": counted.total, "workers_qualifying": counted.qualifying}
    return known


def write_parts(row: LoanApplication, draft: ApplicationDraft) -> None:
    """Keep a checked draft's parts with its application."""
    row.papers = {code: to_plain(paper) for code, paper in sorted(draft.papers.items())}
    row.representative = to_plain(draft.representative) if draft.representative.name else None
    row.intake = to_plain(draft.intake) if draft.intake != Intake() else None
    row.workers = [list(to_plain(worker).values()) for worker in draft.workers]


def parts_of(row: LoanApplication) -> dict[str, Any]:
    """The parts that are kept, by their names in the draft."""
    return {
        "papers": papers_of(row),
        "representative": representative_of(row),
        "intake": intake_of(row.intake),
        "workers": workers_of(row),
    }


def representative_of(row: LoanApplication) -> Representative:
    """Who signs for the applicant; empty for nobody."""
    return from_plain(Representative, row.representative or {})


def papers_of(row: LoanApplication) -> dict[str, Paper]:
    """What stands on the documents of a file, by their codes."""
    return {code: from_plain(Paper, kept) for code, kept in (row.papers or {}).items()}


def intake_of(kept: dict[str, Any] | None) -> Intake:
    """The receipt as it is kept in its column; empty for none."""
    return from_plain(Intake, kept or {})


def workers_of(row: LoanApplication) -> tuple[Worker, ...]:
    """The establishment's workers, in the order of their table."""
    return tuple(from_plain(Worker, dict(zip(_OF_WORKER, kept, strict=False))) for kept in row.workers or [])


def _check_meeting(draft: ApplicationDraft, remarks: Remarks) -> None:
    """A review meeting has a day and somebody present, and comes before its file."""
    is_told = draft.review_place or draft.review_result or draft.review_present is not None
    if is_told and draft.review_on is None:
        remarks.problem("review_on", _("Type the day of the meeting."))
    if draft.review_present == 0:
        remarks.problem("review_present", _("Nobody was present: a meeting needs people."))
    if draft.review_on and draft.received_on and draft.review_on > draft.received_on:
        remarks.warn("review_on", "late", _("The meeting was held after the file was received."))


def _checked_workers(typed: tuple[Worker, ...], today: date, remarks: Remarks) -> tuple[Worker, ...]:
    if len(typed) > MOST_WORKERS:
        what = _("At most {most} workers can be named; empty the table and type the two numbers instead.")
        remarks.problem("workers", what.format(most=MOST_WORKERS))
    cleaned = tuple(_checked_worker(place, worker, today, remarks) for place, worker in enumerate(typed))
    again = repeated(cleaned)
    if again:
        names = ", ".join(dict.fromkeys(cleaned[place].name for place in again))
        remarks.warn("workers", "duplicate", _("Named twice with the same birth: {names}.").format(names=names))
    return cleaned


def _checked_worker(place: int, typed: Worker, today: date, remarks: Remarks) -> Worker:
    worker = replace(typed, name=clean_line(typed.name), contract_number=clean_line(typed.contract_number))
    if not worker.name:
        remarks.problem("workers", _("The worker's name is missing."), row=place)
    wrong = contract_problem(worker)
    if worker.contract_on and worker.contract_on > today:
        wrong = _("The contract's day lies in the future.")
    if wrong:
        remarks.problem("workers", wrong, row=place)
    if not worker.born:
        return worker
    try:
        return replace(worker, born=parse_birth(worker.born, today=today))
    except InputError as error:
        remarks.problem("workers", str(error), row=place)
        return worker


def _checked_representative(
    draft: ApplicationDraft, kept: Representative, today: date, within: Remarks
) -> Representative:
    typed = draft.representative
    cleaned = Representative(
        clean_line(typed.name), clean_line(typed.id_number), clean_line(typed.relation), clean_line(typed.phone)
    )
    if cleaned == Representative():
        return cleaned
    within.required("name", cleaned.name, _("Type the representative's name."))
    within.required("id_number", cleaned.id_number, _("Type the representative's ID number."))
    within.required("relation", cleaned.relation, _("Type how the representative is related to the borrower."))
    if cleaned.id_number:
        check = check_citizen_id(cleaned.id_number)
        is_new = check.value != kept.id_number
        cleaned = replace(cleaned, id_number=within.identifier("id_number", check, is_new=is_new))
        _compare_with_borrower(cleaned, draft, today, within)
    if cleaned.phone:
        phone = check_phone(cleaned.phone)
        is_new = phone.value != kept.phone
        cleaned = replace(cleaned, phone=within.identifier("phone", phone, is_new=is_new))
    return cleaned


def _compare_with_borrower(cleaned: Representative, draft: ApplicationDraft, today: date, within: Remarks) -> None:
    person = draft.person
    if person and cleaned.id_number in (person.id_number, person.old_id_number):
        within.problem("id_number", _("This is the borrower's own number: a representative is somebody else."))
    born = birth_year_in(cleaned.id_number)
    if born and today.year - born < credit_plan().representative_age:
        what = _("By this number the representative was born in {year} and is not of age.")
        within.problem("id_number", what.format(year=born))


def _checked_papers(draft: ApplicationDraft, today: date, remarks: Remarks) -> Mapping[str, Paper]:
    """The papers of the documents that are ticked, as far as anything is said of them."""
    ticked = draft.facts.get("documents")
    ticked = ticked if isinstance(ticked, frozenset | set | list | tuple) else ()
    kept = {code: _cleaned_paper(paper) for code, paper in draft.papers.items() if code in ticked}
    if any(paper.on and paper.on > today for paper in kept.values()):
        remarks.problem("documents", _("A paper's day lies in the future."))
    return {code: paper for code, paper in kept.items() if paper != Paper()}


def _cleaned_paper(typed: Paper) -> Paper:
    return Paper(clean_line(typed.kind), clean_line(typed.number), typed.on, clean_line(typed.issuer))


def _checked_intake(draft: ApplicationDraft, remarks: Remarks) -> Intake:
    intake = Intake(clean_line(draft.intake.receipt_number), draft.intake.answer_on)
    if intake.answer_on and draft.received_on and intake.answer_on < draft.received_on:
        remarks.problem("answer_on", _("The answer can't be due before the file was received."))
    return intake
