"""The draft of the notice that personal data got into wrong hands; the law gives hours, so the paper is ready."""

from hn_desk.actions.freezing import form_of
from hn_desk.actions.letters import letter_of
from hn_desk.actions.office import Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.retention import retention_rules
from hn_desk.forms import breach_notice as form
from hn_desk.i18n import _


def breach_notice(office: Office) -> Paper:
    """A notice with blanks for what happened, when, which data, how many people, what was done."""
    office.require("rights.write")
    with office.database.read() as session:
        letter = letter_of(session, "VP-DLCN")
    pdf = form.draw(form_of(office, form.LAYOUT), form.BreachNotice(letter, retention_rules().breach_hours))
    return Paper("THONG-BAO-VI-PHAM-DU-LIEU.pdf", pdf, _("Draft of a breach notice"))
