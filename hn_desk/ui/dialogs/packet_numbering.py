"""Beginning a new numbering of the office's packets, for a typed reason."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QDialog, QWidget

from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.office import Changed, Office
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask_reason


def ask_new_numbering(parent: QWidget, office: Office, jobs: Jobs, then: Callable[[Changed], object]) -> QDialog:
    """Ask for the reason, then begin; `then` gets what changed."""
    question = Question(
        _("Begin a new numbering?"),
        _("Only after a restore, or when a copy of this office was found. Each desk then gets everything once more."),
        yes=_("&Begin"),
        no=_("&Cancel"),
    )
    return ask_reason(parent, question, partial(_begin, office, jobs, then))


def _begin(office: Office, jobs: Jobs, then: Callable[[Changed], object], reason: str) -> None:
    jobs.run(begin_numbering, office, reason, then=then)
