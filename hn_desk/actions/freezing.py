"""What is presented for signature, frozen: the form's words and every fact of the paper, as plain values."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy.orm import Session

from hn_desk.actions.credit_parts import representative_of
from hn_desk.actions.frozen_records import application_record, list_record, open_facts
from hn_desk.actions.letters import letter_of, month_day, police_signer
from hn_desk.actions.office import Office
from hn_desk.forms import confirm_overlay, confirmation_person, confirmation_plan, list_beneficiaries
from hn_desk.forms import facts as paper
from hn_desk.forms.text import FormText, Layout, read_form
from hn_desk.models.tables import BeneficiaryList, Establishment, LoanApplication, Person
from hn_desk.packets.officer_signatures import SALT_BYTES
from hn_desk.rules.facts import Facts, facts_from
from hn_desk.rules.identifiers import FEMALE, MALE
from hn_desk.rules.plain_values import from_plain, to_plain
from hn_desk.rules.programme import Programme

PROGRAMME_WORDS: Final = frozenset({"person_statement", "plan_statement", "list_title", "list_date_heading"})
SEX_WORDS: Final = {MALE: "Nam", FEMALE: "Nữ"}
OVERLAY: Final = "overlay"
REPRESENTED: Final = "Người đại diện: {name}"
PaperFacts = paper.PersonConfirmation | paper.PlanConfirmation | paper.BeneficiaryList


@dataclass(frozen=True, slots=True)
class Frozen:
    """The frozen content of a confirmation, how many lines it has and the sum in đồng."""

    content: dict[str, Any]
    lines: int
    amount: int


def freeze_application(session: Session, office: Office, row: LoanApplication) -> Frozen:
    """A person's application or an establishment's plan, as it stands now."""
    programme = office.book.programmes[row.programme]
    letter = letter_of(session, row.file_code)
    if row.person is None:
        return _frozen(office, confirmation_plan.LAYOUT, _plan_confirmation(letter, programme, row), [row])
    facts = _person_confirmation(letter, programme, row, row.person)
    frozen = _frozen(office, confirmation_person.LAYOUT, facts, [row])
    overlay = to_plain(form_of(office, confirm_overlay.LAYOUT))
    return replace(frozen, content={**frozen.content, OVERLAY: overlay})


def freeze_list(
    session: Session, office: Office, row: BeneficiaryList, lines: Sequence[LoanApplication], correction: str = ""
) -> Frozen:
    """A police list with those of its lines that are presented, as they stand now, and what it corrects."""
    facts = replace(list_on_paper(session, office, row, lines), correction=correction)
    frozen = _frozen(office, list_beneficiaries.LAYOUT, facts, lines)
    record = list_record(row, frozen.content["salt"])
    return replace(frozen, content={**frozen.content, "record": record})


def list_on_paper(
    session: Session, office: Office, row: BeneficiaryList, lines: Sequence[LoanApplication]
) -> paper.BeneficiaryList:
    """A police list with these lines as its paper shows them, not yet frozen."""
    programme = office.book.programmes[row.programme]
    letter = letter_of(session, row.file_code)
    return paper.BeneficiaryList(
        letter,
        programme_on_paper(programme),
        tuple(_line(programme, line, line.person) for line in lines if line.person),
        police_signer(letter.office),
        month_day(row.month),
        row.police_number,
        row.police_on,
    )


def thaw(content: dict[str, Any]) -> tuple[FormText, PaperFacts]:
    """The form's words and the paper's facts out of a frozen content."""
    kinds: dict[str, type[PaperFacts]] = {
        confirmation_person.LAYOUT.code: paper.PersonConfirmation,
        confirmation_plan.LAYOUT.code: paper.PlanConfirmation,
        list_beneficiaries.LAYOUT.code: paper.BeneficiaryList,
    }
    return from_plain(FormText, content["form"]), from_plain(kinds[content["layout"]], content["facts"])


def overlay_form(office: Office, content: dict[str, Any]) -> FormText:
    """The overlay's words as they were presented, at the places where it is printed today."""
    today = form_of(office, confirm_overlay.LAYOUT)
    return replace(from_plain(FormText, content[OVERLAY]), spots=today.spots) if OVERLAY in content else today


def form_of(office: Office, layout: Layout) -> FormText:
    """The words of a form that the office uses now."""
    return read_form(layout, office.form_data(layout.code), f"{layout.code}.toml")


def loan_amount(facts: Facts) -> int:
    """What is asked for in đồng; a monthly amount counts for each month of training."""
    if facts.amount is not None:
        return facts.amount
    return (facts.amount_per_month or 0) * (facts.training_months or 0)


def person_on_paper(row: Person) -> paper.Person:
    """A person as papers show one."""
    return paper.Person(
        row.name, row.birth, SEX_WORDS.get(row.sex, ""), row.id_number or row.old_id_number, row.address, row.phone
    )


def programme_on_paper(programme: Programme) -> paper.ProgrammeText:
    """A programme's words on paper."""
    texts = {name: words for name, words in programme.texts.items() if name in PROGRAMME_WORDS}
    return paper.ProgrammeText(programme.code, programme.name, programme.legal_name, (programme.legal_basis,), **texts)


def _frozen(office: Office, layout: Layout, facts: PaperFacts, lines: Sequence[LoanApplication]) -> Frozen:
    content = {
        "layout": layout.code,
        "form": to_plain(form_of(office, layout)),
        "facts": to_plain(facts),
        "lines": [_frozen_line(line) for line in lines],
        "salt": secrets.token_hex(SALT_BYTES),
    }
    return Frozen(content, len(lines), sum(line.amount or 0 for line in lines))


def _frozen_line(row: LoanApplication) -> dict[str, Any]:
    """An application as its signature covers it: the open facts, every other column by its hash, the line's salt."""
    salt = secrets.token_hex(SALT_BYTES)
    return {
        "id": row.id,
        "file_code": row.file_code,
        "version": row.version,
        "open": open_facts(row),
        "record": application_record(row, salt),
        "salt": salt,
    }


def _person_confirmation(
    letter: paper.Letter, programme: Programme, row: LoanApplication, person: Person
) -> paper.PersonConfirmation:
    facts = facts_from(row.facts)
    groups = {group.code for group in programme.priority_groups}
    return paper.PersonConfirmation(
        letter,
        programme_on_paper(programme),
        person_on_paper(person),
        _loan(programme, row),
        is_priority=facts.priority_group in groups,
        representative=_represented_by(row),
    )


def _plan_confirmation(letter: paper.Letter, programme: Programme, row: LoanApplication) -> paper.PlanConfirmation:
    facts, establishment = facts_from(row.facts), row.establishment or Establishment()
    loan = _loan(programme, row)
    return paper.PlanConfirmation(
        letter,
        programme_on_paper(programme),
        paper.Establishment(
            establishment.name, establishment.code, establishment.address, paper.Person(establishment.representative)
        ),
        loan,
        project=loan.purpose,
        project_place=establishment.plan_place or establishment.address,
        workers_total=facts.workers_total or 0,
        workers_qualifying=facts.workers_qualifying or 0,
        workers_supported=facts.workers_supported or 0,
        capital=establishment.project_cost or 0,
    )


def _line(programme: Programme, row: LoanApplication, person: Person) -> paper.ListRow:
    facts = facts_from(row.facts)
    loan = replace(_loan(programme, row), asked_on=None)
    by = _represented_by(row)
    note = REPRESENTED.format(name=by.name) if by else ""
    return paper.ListRow(person_on_paper(person), loan, facts.completed_on or facts.decision_on, note)


def _represented_by(row: LoanApplication) -> paper.Person | None:
    by = representative_of(row)
    return paper.Person(by.name, citizen_id=by.id_number, phone=by.phone) if by.name else None


def _loan(programme: Programme, row: LoanApplication) -> paper.Loan:
    purpose = programme.applicants[row.applicant].purpose_label(row.purpose)
    return paper.Loan(row.amount or 0, purpose, row.term_months or 0, row.received_on)
