"""Answering a question of the city in words; about a person also whether, and where, the person moved."""

from PySide6.QtWidgets import QWidget

from hn_desk.actions.asked import answer_question
from hn_desk.actions.asked_facts import IN, OUT, AnswerDraft, Asked
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import MultiLine


class CityAnswerDialog(RecordDialog):
    """The question above, the answer below; what was answered before stands in the fields."""

    size_at_first = (600, 420)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, asked: Asked) -> None:
        self.asked = asked
        super().__init__(parent, office, jobs)
        self.what.setText(told(asked))

    def ask(self) -> None:
        """The answer, and for a person the moving."""
        self.form.add("text", _("&Answer"), MultiLine(rows=5)).put(self.asked.answer)
        if self.asked.is_about_person:
            moves = [(OUT, _("Moved away, to")), (IN, _("Came here, from"))]
            self.form.add("move", _("The &person"), ChoiceField(moves)).put(self.asked.move)
            communes = [(one.code, one.full_name) for one in self.office.book.communes if one.code != self.office.code]
            self.form.beside("office", _("&Ward or commune"), ChoiceField(communes)).put(self.asked.office)
        self.form.keep()

    def save(self) -> None:
        """Keep the answer."""
        values = self.form.values()
        if values is not None:
            draft = AnswerDraft(self.asked.id, **values)
            self.jobs.run(answer_question, self.office, draft, then=self.kept, on_refused=self.form.refuse)


def told(asked: Asked) -> str:
    """The question with who asks and since when."""
    words = _("{desk} asks ({day}): {text}")
    return words.format(desk=asked.desk, day=format_date(asked.asked_on), text=asked.text)
