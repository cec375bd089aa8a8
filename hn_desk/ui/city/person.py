"""Opening a person's record: the reason is typed and logged first, then the record is shown until it is closed."""

from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QVBoxLayout, QWidget

from hn_desk.city.desk import CityDesk
from hn_desk.city.people import LONGEST_REASON, Person, open_person
from hn_desk.i18n import _
from hn_desk.ui.city.record_words import Words, shown, visible
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask_reason

Asked = tuple[tuple[str, str, str], Words]
MACHINE: Final = frozenset({"open", "private", "salt", "key_id", "signature", "issue_key_id", "issue_signature"})
"""Fields of a signed record that no person reads."""
_WIDTH: Final = 560


def ask_person(parent: QWidget, jobs: Jobs, desk: CityDesk, asked: Asked) -> QDialog:
    """Ask for the reason, open the record of `asked` (its key, what codes are called) and show it over `parent`."""
    key, called = asked
    question = Question(
        _("Why do you open this record?"),
        _("Your name, the record and this reason stand in the log. Write nobody's name into it."),
        yes=_("&Open the record"),
        no=_("&Leave it closed"),
    )

    def opening(reason: str) -> None:
        jobs.run(open_person, desk, key, reason, then=partial(_show, parent, called))

    return ask_reason(parent, question, opening, LONGEST_REASON)


def _show(parent: QWidget, called: Words, person: Person) -> None:
    PersonDialog(parent, person, called).open()


class PersonDialog(QDialog):
    """One record with its headings; closing it covers it again."""

    def __init__(self, parent: QWidget, person: Person, called: Words) -> None:
        super().__init__(parent)
        self.person = person
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.setMinimumWidth(_WIDTH)
        room = QVBoxLayout(self)
        room.setContentsMargins(20, 18, 20, 16)
        room.setSpacing(10)
        room.addWidget(label(person.title, "section"))
        lines = QFormLayout()
        lines.setHorizontalSpacing(16)
        for place in visible(person.fields):
            field, value = person.fields[place], person.values[place]
            words = "" if field in MACHINE else shown(person.subject, field, value, called)
            if words:
                lines.addRow(label(person.headings[place], "hint"), label(words, "plain"))
        room.addLayout(lines)
        self.close_button = button(_("&Close"), is_main=True)
        self.close_button.clicked.connect(self.accept)
        room.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignRight)
