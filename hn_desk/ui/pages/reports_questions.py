"""Questions that an officer puts together: at the left what is asked, at the right the answer as chart and table."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QSplitter, QVBoxLayout, QWidget

from hn_desk.actions.kept_questions import KeptQuestion, delete_question, kept_questions
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.questions import (
    NOW,
    Answered,
    Paper,
    Question,
    Subject,
    Words,
    ask_question,
    export_question,
    print_question,
    question_subjects,
    question_values,
    times,
)
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.dialogs.keep_question import KeepQuestionDialog
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.report_table import put_table
from hn_desk.ui.widgets import question as dialogs
from hn_desk.ui.widgets.chart import ChartView
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField, FlagField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.wide_table import WideTable

_FIELDS: Final = {"groups": "first", "filters": "only"}
"""Where a mistake of the question stands in the form, when its field is called otherwise."""
_SIZES: Final = (400, 760)


class Questions(QWidget):
    """The tab of questions."""

    said = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self._subjects: dict[str, Subject] = {}
        self._values: Words = {}
        self._offered = ""
        self._kept: dict[str, KeptQuestion] = {}
        self._wanted: Question | None = None
        self.dialog: KeepQuestionDialog | None = None
        self.form = self._form()
        self.told = QLabel(self)
        self.told.setObjectName("hint")
        self.told.setWordWrap(True)
        self.chart = ChartView()
        self.table = WideTable()
        both = QSplitter(Qt.Orientation.Horizontal, self)
        both.setChildrenCollapsible(False)
        both.addWidget(self.form)
        both.addWidget(self._answer())
        both.setSizes(_SIZES)
        both.setStretchFactor(1, 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(both)

    def reload(self) -> None:
        """Read again which questions are kept, and ask the one shown once more."""
        if not self._subjects:
            self.jobs.run_latest("question subjects", question_subjects, self.office, then=self._offer_subjects)
        self.jobs.run_latest("kept questions", kept_questions, self.office, then=self._offer_kept)
        self._ask()

    def question(self) -> Question | None:
        """What is asked now; None while a day can't be read."""
        values = self.form.values()
        if values is None or not values["subject"] or None in (values["start"], values["end"]):
            return None
        return Question(
            values["subject"],
            values["start"],
            values["end"],
            values["day"],
            tuple(values[name] for name in ("first", "second") if values[name]),
            tuple(code for code in self.measures.codes() if code in values["measures"]),
            {values["only"]: values["value"]} if values["only"] else {},
            is_posted=values["is_posted"],
        )

    def ask_paper(self) -> None:
        """Draw the answer for printing."""
        asked = self.question()
        if asked is not None:
            self.jobs.run(print_question, self.office, asked, then=self._preview, on_refused=self._refuse)

    def export_into(self, folder: Path) -> None:
        """Keep the answer as a workbook in `folder`."""
        asked = self.question()
        if asked is not None:
            self.jobs.run(export_question, self.office, asked, folder, then=self._exported, on_refused=self._refuse)

    def _form(self) -> Form:
        form, today = Form(keeps_drafts=False), self.office.today()
        self.kept = form.add("kept", _("&Kept questions"), ChoiceField([("", _("(a new question)"))], has_empty=False))
        self.subject = form.add("subject", _("What is &counted"), ChoiceField(has_empty=False))
        self.day = form.add("day", _("&Day that counts"), ChoiceField(has_empty=False))
        form.add("start", _("F&rom"), DateField(self.office.today), is_required=True)
        form.beside("end", _("T&o"), DateField(self.office.today), is_required=True)
        self.first = form.add("first", _("Divided &by"), ChoiceField(has_empty=False))
        self.second = form.beside("second", _("a&nd by"), ChoiceField(has_empty=False))
        self.only = form.add("only", _("O&nly where"), ChoiceField(has_empty=False))
        self.value = form.beside("value", _("i&s"), ChoiceField(has_empty=False))
        self.measures = form.add("measures", _("&Figures"), ChoicesField())
        form.add("is_posted", _("Use"), FlagField(_("For &posting (figures under 5 hidden)")))
        self.delete_button = form.add_button(_("&Delete…"), self._ask_delete)
        self.keep_button = form.add_button(_("&Keep the question…"), self._begin_keeping, is_main=True)
        self.delete_button.hide()
        form.put({"start": date(today.year, 1, 1), "end": date(today.year, 12, 31), "is_posted": False})
        self.kept.edited.connect(self._open_kept)
        self.subject.edited.connect(self._change_subject)
        self.only.edited.connect(self._change_only)
        form.edited.connect(self._ask)
        return form

    def _answer(self) -> QWidget:
        answer = QWidget(self)
        room = QVBoxLayout(answer)
        room.setContentsMargins(12, 8, 12, 12)
        room.setSpacing(6)
        self.chart_room = QScrollArea(answer)
        self.chart_room.setObjectName("chart")
        self.chart_room.setWidget(self.chart)
        self.chart_room.setWidgetResizable(True)
        self.chart_room.setFrameShape(QFrame.Shape.NoFrame)
        self.chart_room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.chart_room.hide()
        room.addWidget(self.told)
        room.addWidget(self.chart_room, 1)
        room.addWidget(self.table, 1)
        return answer

    def _offer_subjects(self, subjects: Sequence[Subject]) -> None:
        self._subjects = {one.code: one for one in subjects}
        self.subject.offer([(one.code, one.label) for one in subjects])
        self._change_subject()

    def _offer_kept(self, kept: Sequence[KeptQuestion]) -> None:
        self._kept = {one.id: one for one in kept}
        self.kept.offer([("", _("(a new question)")), *((one.id, one.name) for one in kept)])
        self._show_delete()

    def _open_kept(self) -> None:
        self._show_delete()
        kept = self._kept.get(str(self.kept.value()))
        if kept is not None:
            self._wanted = kept.question
            self.subject.put(kept.question.subject)
            self._change_subject()

    def _change_subject(self) -> None:
        """Offer what the subject knows; its values come later, and the question with them."""
        subject = self._subjects.get(str(self.subject.value()))
        if subject is None:
            return
        self._values, self._offered = {}, subject.code
        self.day.offer(list(subject.days.items()))
        groups = [*times().items(), *subject.groups.items()]
        for field in (self.first, self.second):
            field.offer([("", _("(not divided)")), *groups])
        self.only.offer([("", _("(all)")), *subject.groups.items()])
        self.measures.offer(list(subject.measures.items()))
        first = self._wanted or self._usual(subject)
        self._put(first)
        self.jobs.run_latest("question values", question_values, self.office, subject.code, then=self._know)

    def _usual(self, subject: Subject) -> Question:
        """The question that a subject begins with, in the period that is typed."""
        values = self.form.values() or {}
        today = self.office.today()
        start, end = values.get("start") or today.replace(day=1, month=1), values.get("end") or today
        asked = Question(subject.code, start, end, next(iter(subject.days)), (next(iter(subject.groups)),))
        return replace(asked, measures=subject.usual, filters=subject.only)

    def _know(self, values: Words) -> None:
        self._values = values
        asked, self._wanted = self._wanted or self.question(), None
        self._offer_values()
        if asked is not None:
            self._put(asked)
        self._ask()

    def _change_only(self) -> None:
        self._offer_values()
        self._ask()

    def _offer_values(self) -> None:
        """The values of the grouping that is filtered by."""
        words: Mapping[str, str] = self._values.get(str(self.only.value()), {})
        self.value.offer(list(words.items()))

    def _put(self, asked: Question) -> None:
        only, value = next(iter(asked.filters.items()), ("", ""))
        first, second, *_more = (*asked.groups, "", "")
        self.only.put(only)
        self._offer_values()
        self.value.offer([*self._values.get(only, {value: value} if only else {}).items()])
        values: dict[str, Any] = {"subject": asked.subject, "day": asked.day, "first": first, "second": second}
        days = {"start": asked.start, "end": asked.end, "is_posted": asked.is_posted}
        chosen = {"only": only, "value": value, "measures": asked.measures, "kept": self.kept.value()}
        self.form.put({**values, **days, **chosen})
        self._show_fields()

    def _show_fields(self) -> None:
        self.form.show_field("value", is_shown=bool(self.only.value()))
        for name in ("start", "end"):
            self.form.show_field(name, is_shown=self.day.value() != NOW)

    def _ask(self) -> None:
        self._show_fields()
        asked = self.question() if self._values and self._offered == self.subject.value() else None
        if asked is not None:
            ask = partial(self.jobs.run_latest, "question", ask_question, self.office, asked)
            ask(then=self._show, on_refused=self._refuse)

    def _show(self, answer: Answered) -> None:
        self.form.summary.forget()
        self.told.setText("\n".join(answer.notes))
        self.chart.put(answer.chart)
        self.chart_room.setVisible(answer.chart is not None)
        self.chart_room.setMaximumHeight(self.chart.sizeHint().height() + 2 * self.chart_room.frameWidth())
        put_table(self.table, answer.table)

    def _refuse(self, error: DeskError) -> None:
        problems = error.problems if isinstance(error, InputError) else ()
        named = tuple(Problem(_FIELDS.get(one.field, one.field), one.what) for one in problems)
        self.form.refuse(InputError(error.what, do=error.do, problems=named) if named else error)

    def _begin_keeping(self) -> None:
        asked = self.question()
        if asked is not None:
            self.dialog = KeepQuestionDialog(self, self.office, self.jobs, asked)
            self.dialog.kept.connect(self._is_kept)
            self.dialog.begin(self._kept.get(str(self.kept.value())))

    def _is_kept(self, id_: str) -> None:
        self.said.emit(_("Saved."))
        self.jobs.run(kept_questions, self.office, then=partial(self._choose_kept, id_))

    def _choose_kept(self, id_: str, kept: Sequence[KeptQuestion]) -> None:
        self._offer_kept(kept)
        self.kept.put(id_)
        self._show_delete()

    def _show_delete(self) -> None:
        kept = self._kept.get(str(self.kept.value()))
        self.delete_button.setVisible(kept is not None and kept.is_mine)

    def _ask_delete(self) -> None:
        kept = self._kept[str(self.kept.value())]
        told = _("The question “{name}” is deleted; no record is touched.").format(name=kept.name)
        asked = dialogs.Question(told, yes=_("&Delete the question"), no=_("&Keep it"))
        dialogs.ask(self, asked, partial(self._delete, kept.id))

    def _delete(self, id_: str) -> None:
        self.jobs.run(delete_question, self.office, id_, then=self._deleted, on_refused=self._refuse)

    def _deleted(self, _changed: Changed) -> None:
        self.said.emit(_("Deleted."))
        self.kept.put("")
        self.reload()

    def _preview(self, paper: Paper) -> None:
        PreviewDialog(paper, lambda _copies: None, self).open()

    def _exported(self, changed: Changed) -> None:
        self.said.emit(_("Kept as {name}.").format(name=changed.id))
