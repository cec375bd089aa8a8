"""Mending all alike: one answer for equal doubts and unknown words, or each wrong text replaced wherever it stands."""

from collections import Counter
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from hn_desk.actions.import_facts import ProblemGroup
from hn_desk.actions.staff import list_groups
from hn_desk.actions.staff_facts import GroupRow
from hn_desk.i18n import _
from hn_desk.ui.dialogs.import_steps.answers import Answers, answers_for
from hn_desk.ui.dialogs.import_steps.course import Course
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.fitting import fit
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField, FlagField
from hn_desk.ui.widgets.search_choice import SearchChoice

SIZE: Final = (720, 480)
FEW: Final = 10
"""Answers that fit into a list; of more, one is searched."""
MOST: Final = 300
"""Different texts that can be replaced one by one; who has more mends them in the file."""
_IN_FILE, _ROWS, _INSTEAD = range(3)


class MendDialog(QDialog):
    """Answers or replaces, then all rows are looked through again."""

    def __init__(self, parent: QWidget, course: Course, group: ProblemGroup) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self.setMinimumWidth(SIZE[0])
        self._course, self._group = course, group
        self._answers: Answers = answers_for(course, group)
        self.answer = self._answer_field()
        self.for_all = FlagField(self._answers.all_words)
        self.texts = QTableWidget(0, 3)
        self.mend_button = button(_("&Mend them"), is_main=True)
        self.close_button = button(_("&Cancel"))
        self._lay_out()
        self.mend_button.clicked.connect(self.mend)
        self.close_button.clicked.connect(self.reject)
        if self._answers.wants_groups:
            course.jobs.run(list_groups, course.office, then=self._offer_groups)

    def _answer_field(self) -> ChoiceField | SearchChoice:
        choices = self._answers.choices
        return SearchChoice(choices) if len(choices) > FEW else ChoiceField(choices)

    def mend(self) -> None:
        """Hand over what was answered or typed."""
        if self._answers.choices:
            if not self.answer.value():
                self.cell.show_problem(_("Choose what is to be done with them."))
                self.answer.setFocus()
                return
            codes = self._answers.all_codes if self._is_for_all() else (self._group.code,)
            self._course.mend({}, dict.fromkeys(codes, self.answer.value()))
        else:
            self._course.mend(self._edits(), {})
        self.accept()

    def _is_for_all(self) -> bool:
        return self.for_all.value() and len(self._answers.all_codes) > 1

    def _edits(self) -> dict[tuple[int, str], str]:
        facts = self._course.facts()
        instead: dict[str, str] = {}
        for place in range(self.texts.rowCount()):
            before, after = (_text_of(self.texts.item(place, column)) for column in (_IN_FILE, _INSTEAD))
            if after != before:
                instead[before] = after
        field = self._group.field
        stands = {row: facts.stands_at(row, field) for row in self._group.rows} if facts else {}
        return {(row, field): instead[text] for row, text in stands.items() if text in instead}

    def _offer_groups(self, groups: tuple[GroupRow, ...]) -> None:
        if isinstance(self.answer, ChoiceField):
            self.answer.offer([*self._answers.choices, *((row.id, row.label) for row in groups)])

    def _fill(self) -> None:
        facts = self._course.facts()
        if facts is None or self._group.field not in facts.plan.mapping:
            return
        found = Counter(facts.stands_at(row, self._group.field) for row in self._group.rows).most_common(MOST)
        self.texts.setRowCount(len(found))
        for place, (text, count) in enumerate(found):
            for column, shown in enumerate((text, str(count), text)):
                item = QTableWidgetItem(shown)
                if column != _INSTEAD:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable)
                self.texts.setItem(place, column, item)
        self.texts.setCurrentCell(0, _INSTEAD)

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(18, 14, 18, 14)
        room.addWidget(label(self._group.what, "section"))
        room.addWidget(label(_("Rows with it: {n}").format(n=self._group.count)))
        self.cell = Cell(_("&What is to be done"), self.answer)
        for part in (self.cell, self.for_all):
            room.addWidget(part)
        self.cell.setVisible(bool(self._answers.choices))
        self.for_all.setVisible(len(self._answers.all_codes) > 1)
        self.texts.setVisible(not self._answers.choices)
        if self._answers.choices:
            room.addStretch(1)
        else:
            fit(self, *SIZE)
            self._dress()
            self._fill()
            room.addWidget(self.texts, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for each in (self.mend_button, self.close_button):
            buttons.addWidget(each)
        room.addLayout(buttons)
        (self.answer if self._answers.choices else self.texts).setFocus()

    def _dress(self) -> None:
        self.texts.setHorizontalHeaderLabels([_("In the file"), _("Rows"), _("Instead, wherever it stands")])
        self.texts.setAccessibleName(_("Texts to replace"))
        self.texts.setTabKeyNavigation(False)
        self.texts.verticalHeader().hide()
        header = self.texts.horizontalHeader()
        for column in (_IN_FILE, _INSTEAD):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)


def _text_of(item: QTableWidgetItem | None) -> str:
    return item.text() if item is not None else ""
