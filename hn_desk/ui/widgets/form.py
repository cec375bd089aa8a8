"""A form: labelled fields with their mistakes under them, a summary that jumps to them, buttons that stay in sight.

    form = Form()
    form.section(_("Business"))
    form.add("name", _("&Name"), TextField(), is_required=True)
    form.add("registered_on", _("Registered &on"), DateField(office.today))
    form.beside("capital", _("&Capital"), MoneyField())
    form.add_button(_("&Save"), self._save, is_main=True)

    def _save(self) -> None:
        values = self._form.values()
        if values is not None:
            draft = HouseholdDraft(**values, id=…, version=…, accepted=self._form.accepted())
            self._jobs.run(save_household, self._office, draft, then=self._saved, on_refused=self._form.refuse)

Field names are the names in the draft; those of a draft within have a dot (`owner.name`), as in `Problem.field`.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.field import Field
from hn_desk.ui.widgets.shortcuts import bind
from hn_desk.ui.widgets.summary import Summary

AnyField = TypeVar("AnyField", bound=Field)
_SHARE: Final = 2
_WIDE_SHARE: Final = 3


class Form(QWidget):
    """Fields, summary and buttons of one record."""

    edited = Signal()
    """The officer typed or chose something."""

    def __init__(self, parent: QWidget | None = None, *, keeps_drafts: bool = True) -> None:
        """Without `keeps_drafts` the form only chooses what is shown: nothing typed here is worth keeping."""
        super().__init__(parent)
        self.keeps_drafts = keeps_drafts
        self.is_locked = False
        self._before: dict[str, str | bool | list[str]] = {}
        self._cells: dict[str, Cell] = {}
        self._kept: dict[str, object] = {}
        self._row: QHBoxLayout | None = None
        self._rows: dict[str, QHBoxLayout] = {}
        self.summary = Summary(self)
        self.summary.jumped.connect(self.jump)
        self._sheet = QWidget()
        self._sheet.setObjectName("sheet")
        self._lines = QVBoxLayout(self._sheet)
        self._lines.setContentsMargins(16, 8, 16, 16)
        self._lines.setSpacing(10)
        self._lines.addStretch(1)
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(16, 8, 16, 8)
        self._buttons.setSpacing(8)
        self._buttons.addStretch(1)
        self._lay_out()

    def section(self, title: str) -> QLabel:
        """Begin a group of fields under a heading."""
        heading = QLabel(title, self._sheet)
        heading.setObjectName("section")
        heading.setWordWrap(True)
        self.add_widget(heading)
        return heading

    def add(self, name: str, label: str, field: AnyField, *, is_required: bool = False) -> AnyField:
        """Put a field on a line of its own; `label` may carry a mnemonic (`&`)."""
        self._row = QHBoxLayout()
        self._row.setSpacing(12)
        self._lines.insertLayout(self._lines.count() - 1, self._row)
        return self.beside(name, label, field, is_required=is_required)

    def beside(self, name: str, label: str, field: AnyField, *, is_required: bool = False) -> AnyField:
        """Put a field to the right of the one before."""
        if self._row is None:
            return self.add(name, label, field, is_required=is_required)
        cell = Cell(f"{label} *" if is_required else label, field)
        self._cells[name] = cell
        self._row.addWidget(cell, _SHARE)
        self._rows[name] = self._row
        field.edited.connect(self.edited)
        self._keep(name, field)
        return field

    def widen(self, name: str) -> None:
        """Give a field with long words half as much again of its line as each field beside it."""
        self._rows[name].setStretchFactor(self._cells[name], _WIDE_SHARE)

    def add_widget(self, widget: QWidget) -> None:
        """Put any other widget on a line of its own."""
        self._row = None
        self._lines.insertWidget(self._lines.count() - 1, widget)

    def add_button(self, text: str, pressed: Callable[[], object], *, is_main: bool = False) -> QPushButton:
        """Add a button below the form, from left to right; the main one answers to Ctrl+Enter too."""
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        if is_main:
            button.setObjectName("main")
            bind(button, "Ctrl+Return", self).setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._buttons.addWidget(button)
        return button

    def field(self, name: str) -> Field:
        """The field called `name`."""
        return self._cells[name].field

    def names(self) -> tuple[str, ...]:
        """Names of all fields in their order."""
        return tuple(self._cells)

    def rename(self, name: str, label: str) -> None:
        """Give a field that isn't required another label, which may carry a mnemonic."""
        self._cells[name].rename(label)

    def show_field(self, name: str, *, is_shown: bool) -> None:
        """Show or hide a field with its label; what is hidden keeps its value and is never in the way of saving."""
        self._cells[name].setVisible(is_shown)

    def values(self) -> dict[str, Any] | None:
        """All values by field name, or None when something typed can't be read: then it is marked and jumped to."""
        wrong = [(name, cell.field.problem()) for name, cell in self._cells.items() if not cell.isHidden()]
        wrong = [(name, sentence) for name, sentence in wrong if sentence]
        self._mark(wrong)
        return None if wrong else {name: cell.field.value() for name, cell in self._cells.items()}

    def put(self, values: Mapping[str, Any]) -> None:
        """Show a record: fields not named are emptied, marks and reasons go, nothing counts as changed."""
        self.summary.forget()
        for name, cell in self._cells.items():
            cell.field.put(values.get(name))
            cell.show_problem("")
        self.keep()

    def keep(self) -> None:
        """Take what stands here now as the saved state."""
        for name, cell in self._cells.items():
            self._keep(name, cell.field)

    def unsaved(self) -> dict[str, str | bool | list[str]]:
        """What differs from what was put or kept, by field name, as a draft keeps it; never a secret."""
        fields = {name: cell.field for name, cell in self._cells.items() if not cell.field.is_secret}
        return {name: field.typed() for name, field in fields.items() if field.raw() != self._kept[name]}

    def before(self) -> dict[str, str | bool | list[str]]:
        """What was put or kept last, by field name, as `unsaved` gives it."""
        return dict(self._before)

    def type_again(self, typed: Mapping[str, Any]) -> None:
        """Type a draft over what stands here, field by field: what follows from one field is there for the next."""
        fields = {name: cell.field for name, cell in self._cells.items() if name in typed and not cell.field.is_secret}
        for name, field in fields.items():
            if field.typed() != typed[name]:
                field.type_again(typed[name])
                field.edited.emit()
        for name, field in fields.items():
            if field.typed() != typed[name]:
                field.type_again(typed[name])

    def title_of(self, name: str) -> str:
        """The label of a field without its mnemonic."""
        return self._cells[name].title()

    def is_changed(self) -> bool:
        """Whether anything differs from what was put or kept."""
        return any(cell.field.raw() != self._kept[name] for name, cell in self._cells.items())

    def lock(self, *, is_locked: bool) -> None:
        """Show the record without letting it be changed."""
        self.is_locked = is_locked
        for cell in self._cells.values():
            cell.field.lock(is_locked=is_locked)

    def refuse(self, error: DeskError) -> None:
        """Show a refusal where it belongs: its problems at their fields, its warnings with a line for the reason."""
        problems = [(problem.field, _with_row(problem.what, problem.row)) for problem in error.at_fields]
        warnings = getattr(error, "warnings", ())
        if problems or not warnings:
            self._mark(problems or [("", str(error))])
        else:
            self._mark([])
            self.summary.ask_reasons(warnings)

    def accepted(self) -> dict[str, str]:
        """The reasons typed for warnings, by code: hand them to the draft."""
        return self.summary.reasons()

    def jump(self, name: str) -> None:
        """Bring the field into sight and give it the focus."""
        cell = self._cells.get(name)
        if cell is not None:
            self._scroll.ensureWidgetVisible(cell, 20, 40)
            cell.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def bring(self, widget: QWidget) -> None:
        """Bring any widget of the form into sight once it has its size."""
        QTimer.singleShot(0, widget, lambda: self._scroll.ensureWidgetVisible(widget, 20, 20))

    def problem_at(self, name: str) -> str:
        """The sentence shown under a field."""
        return self._cells[name].shown_problem()

    def _keep(self, name: str, field: Field) -> None:
        self._kept[name] = field.raw()
        if not field.is_secret:
            self._before[name] = field.typed()

    def _mark(self, wrong: list[tuple[str, str]]) -> None:
        by_name: dict[str, str] = {}
        for name, sentence in wrong:
            by_name[name] = f"{by_name[name]} {sentence}" if name in by_name else sentence
        for name, cell in self._cells.items():
            cell.show_problem(by_name.get(name, ""))
        entries = [self._entry(name, sentence) for name, sentence in wrong]
        if len(entries) == 1 and not entries[0][0]:
            self.summary.show_mistakes(entries[0][1], ())
        else:
            self.summary.show_mistakes(_count(len(entries)), entries)
        first = next((name for name in by_name if name in self._cells), "")
        self.jump(first)

    def _entry(self, name: str, sentence: str) -> tuple[str, str]:
        cell = self._cells.get(name)
        return (name, f"{cell.title()}: {sentence}") if cell is not None else ("", sentence)

    def _lay_out(self) -> None:
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._sheet)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(self.summary)
        room.addWidget(self._scroll, 1)
        room.addLayout(self._buttons)


def _with_row(what: str, row: int | None) -> str:
    return what if row is None else _("Line {row}: {what}").format(row=row + 1, what=what)


def _count(mistakes: int) -> str:
    if not mistakes:
        return ""
    return _("Not saved yet. To put right: {n}").format(n=mistakes)
