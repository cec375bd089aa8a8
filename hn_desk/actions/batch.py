"""Several papers in one go: presented all or none, drawn one after another, and noted as printed together."""

from collections.abc import Callable, Sequence

from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_steps import present_application
from hn_desk.actions.lists import present_listed
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.papers import keep_printed, print_form
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


def draw_several(office: Office, subjects: Sequence[Subject], *, report: Report) -> tuple[Paper, ...]:
    """The papers of these confirmations, in their order; `report(done, total)` after each may stop it by raising."""
    drawn: list[Paper] = []
    report(0, len(subjects))
    for subject in subjects:
        drawn.append(print_form(office, subject))
        report(len(drawn), len(subjects))
    return tuple(drawn)


def note_several(office: Office, subjects: Sequence[Subject], *, copies: int) -> Changed:
    """Log of each of these papers that it left the printer, in one transaction. As `note_printed`."""
    office.require("forms.print", "applications")
    office.require("credit.read", "applications")
    with office.write() as session:
        for subject in subjects:
            keep_printed(session, subject.kind, subject.id, copies)
        return Changed(SUBJECTS)
