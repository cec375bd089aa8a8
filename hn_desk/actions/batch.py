"""Several papers in one go: presented all or none, drawn one after another, and noted as printed together."""

from collections.abc import Callable, Iterator, Sequence

from sqlalchemy.orm import Session

from hn_desk.actions.check_code import check_codes
from hn_desk.actions.confirmation_rows import required_each
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_steps import present_application
from hn_desk.actions.freezing import PaperFacts
from hn_desk.actions.lists import present_listed
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Papers, file_name
from hn_desk.actions.papers import form_to_print, keep_printed
from hn_desk.forms.confirmation import press_several
from hn_desk.forms.text import FormText
from hn_desk.rules.programme import BY_LIST

SUBJECTS = frozenset({"applications", "confirmations", "lists"})
Report = Callable[[int, int], None]


def present_several(office: Office, subjects: Sequence[Subject]) -> Changed:
    """Freeze applications, plans and lists and lay them before the approver, all or none. As `present`."""
    office.require("credit.present")
    with office.write() as session:
        for subject in subjects:
            if subject.kind == BY_LIST:
                present_listed(session, office, subject.id)
            else:
                present_application(session, office, subject.id)
        return Changed(SUBJECTS)


def draw_several(office: Office, subjects: Sequence[Subject], *, report: Report) -> Papers:
    """The papers of these confirmations, at least one, in their order and in one PDF, each as it is printed alone.

    `report(done, total)` after each may stop it by raising. As `print_form`.
    """
    office.require("forms.print", "applications")
    office.require("credit.read")
    codes: list[str] = []

    def papers(session: Session) -> Iterator[tuple[FormText, PaperFacts]]:
        writer = check_codes(session, office)
        for row in required_each(session, subjects):
            report(len(codes), len(subjects))
            form, facts = form_to_print(row, writer)
            codes.append(facts.letter.file_code)
            yield form, facts
        report(len(codes), len(subjects))

    with office.database.read() as session:
        pdf, ends = press_several(papers(session))
    return Papers(file_name(codes[0], len(codes)), pdf, ends)


def note_several(office: Office, subjects: Sequence[Subject], *, copies: int) -> Changed:
    """Log of each of these papers that it left the printer, in one transaction. As `note_printed`."""
    office.require("forms.print", "applications")
    office.require("credit.read", "applications")
    with office.write() as session:
        for subject in subjects:
            keep_printed(session, subject.kind, subject.id, copies)
        return Changed(SUBJECTS)
