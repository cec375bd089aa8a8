"""All rows of a workbook as they would be taken in: a model over the preview, a cell is worded only when looked at."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor

from hn_desk.actions.import_facts import ERROR, POSSIBLE, RowOutcome
from hn_desk.i18n import _
from hn_desk.intake.fields import GROUP, ID_NUMBER, INDUSTRY, MONEY, NAME, NOTE, OLD_ID, TEXT, WHOLE
from hn_desk.rules.identifiers import masked
from hn_desk.rules.money import format_dong
from hn_desk.ui import theme
from hn_desk.ui.dialogs.import_steps.words import outcome_label, rule_label, shown_value

BEFORE: Final = 2
"""Columns before the fields: the sheet's row, and what becomes of it."""
COVERED: Final = frozenset({ID_NUMBER, OLD_ID})
_NUMBERS: Final = frozenset({MONEY, WHOLE})
_LONG: Final = frozenset({NAME, TEXT, NOTE, INDUSTRY, GROUP})
_DOUBTS: Final = {ERROR: theme.WRONG, POSSIBLE: theme.TRAINING}
_WRONG: Final = "✗ "
_DOUBTFUL: Final = "⚠ "
_OTHERWISE: Final = "≈ "
_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole


@dataclass(frozen=True, slots=True)
class FieldColumn:
    """A field of the subject that a column of the sheet is read into."""

    code: str
    title: str
    kind: str
    words: Mapping[str, str] = field(default_factory=dict)
    """What is shown for a code, where the field holds codes."""

    @property
    def letters(self) -> int:
        """The width it asks for."""
        return 26 if self.kind in _LONG else 15


class CheckRows(QAbstractTableModel):
    """Row number, outcome, a column a field, and why; a field's cell can be typed over.

    A cell with a mistake begins with ✗, one that was read otherwise than it stands in the file with ≈.
    """

    typed = Signal(int, str, str)
    """The sheet's row number, the field, and what was typed over its cell."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: tuple[FieldColumn, ...] = ()
        self._rows: Sequence[RowOutcome] = ()
        self._raw: Callable[[int, str], str] = _nothing
        self._typed: dict[tuple[int, str], str] = {}
        self._shown: list[int] = []
        self._is_lifted = False

    def put(self, fields: Sequence[FieldColumn], rows: Sequence[RowOutcome], raw: Callable[[int, str], str]) -> None:
        """Show these rows; `raw(row number, field)` says what stands in the file."""
        self.beginResetModel()
        self.fields = tuple(fields)
        self._rows, self._raw = rows, raw
        self._typed = {}
        self._shown = list(range(len(rows)))
        self.endResetModel()

    def show_only(self, wanted: Callable[[RowOutcome], bool] | None) -> None:
        """Show the rows that are wanted, or all."""
        self.beginResetModel()
        self._shown = [place for place, row in enumerate(self._rows) if wanted is None or wanted(row)]
        self.endResetModel()

    def lift(self, is_lifted: bool) -> None:
        """Show or cover people's numbers."""
        self._is_lifted = is_lifted
        self.dataChanged.emit(self.index(0, BEFORE), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def row(self, place: int) -> RowOutcome | None:
        """The row shown at a place."""
        return self._rows[self._shown[place]] if 0 <= place < len(self._shown) else None

    def place_of(self, number: int) -> int:
        """Where the sheet's row `number` is shown, or -1."""
        return next((place for place, at in enumerate(self._shown) if self._rows[at].row == number), -1)

    def field_at(self, column: int) -> FieldColumn | None:
        """The field of a column."""
        return self.fields[column - BEFORE] if 0 <= column - BEFORE < len(self.fields) else None

    def column_of(self, code: str) -> int:
        """The column of a field, or -1."""
        return next((place + BEFORE for place, field in enumerate(self.fields) if field.code == code), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        """Rows shown."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Row, outcome, the fields, why."""
        return 0 if parent is not None and parent.isValid() else len(self.fields) + BEFORE + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation != Qt.Orientation.Horizontal or role != _Role.DisplayRole:
            return None
        field = self.field_at(section)
        return field.title if field else (_("Row"), _("Outcome"), _("Why"))[min(section, BEFORE)]

    def flags(self, index: _Index) -> Qt.ItemFlag:
        """Cells of fields can be typed over."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if self.field_at(index.column()) else flags

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        """A cell as it is shown, as it is typed over, or what is said about it."""
        row = self.row(index.row())
        if row is None:
            return None
        field = self.field_at(index.column())
        if field is None:
            return self._fixed(row, index.column(), role)
        return self._cell(row, field, role)

    def setData(self, index: _Index, value: Any, role: int = _Role.EditRole) -> bool:
        """Take what was typed over a cell; what is the same as before changes nothing."""
        row, field = self.row(index.row()), self.field_at(index.column())
        if row is None or field is None or role != _Role.EditRole or str(value) == self._stands(row, field):
            return False
        self._typed[row.row, field.code] = str(value)
        self.typed.emit(row.row, field.code, str(value))
        return True

    def said_of(self, row: RowOutcome, field: FieldColumn) -> list[str]:
        """What is said of one cell: its mistakes, then how it was read."""
        return [*(reason.what for reason in row.reasons if reason.field == field.code), *self.read_as(row, field)]

    def read_as(self, row: RowOutcome, field: FieldColumn) -> list[str]:
        """How a cell was read: before → after, and in which ways."""
        ways: dict[tuple[str, str], list[str]] = {}
        for each in row.normalised:
            if each.field == field.code:
                ways.setdefault((each.before, each.after), []).append(rule_label(each.rule))
        return [self._way(before, after, rules, field) for (before, after), rules in ways.items()]

    def _way(self, before: str, after: str, rules: list[str], field: FieldColumn) -> str:
        read = format_dong(int(after)) if field.kind == MONEY and after.isdigit() else after
        shown = [self._covered(text, field) for text in (before, read)]
        return f"“{shown[0]}” → “{shown[1]}” ({', '.join(rules)})"

    def changed(self, field: FieldColumn, old: object, new: object) -> str:
        """What an update would change: kept → new."""
        shown = [self._covered(_shown(value, field), field) for value in (old, new)]
        return f"“{shown[0]}” → “{shown[1]}”"

    def _fixed(self, row: RowOutcome, column: int, role: int) -> Any:
        if role == _Role.DisplayRole:
            if column == 0:
                return str(row.row)
            return outcome_label(row.outcome) if column == 1 else "; ".join(reason.what for reason in row.reasons)
        if role == _Role.ToolTipRole:
            return "\n".join(reason.what for reason in row.reasons)
        if role == _Role.ForegroundRole and column == 1 and row.outcome in _DOUBTS:
            return QColor(_DOUBTS[row.outcome])
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter if _aligns(role) and not column else None

    def _cell(self, row: RowOutcome, field: FieldColumn, role: int) -> Any:
        if role == _Role.DisplayRole:
            return self._mark(row, field) + self._covered(self._text(row, field), field)
        if role == _Role.EditRole:
            return self._stands(row, field)
        if role == _Role.ToolTipRole:
            return "\n".join(self.said_of(row, field)) or self._covered(self._text(row, field), field)
        if role == _Role.ForegroundRole:
            return QColor(theme.WRONG) if self._mark(row, field) == _WRONG else None
        is_number = field.kind in _NUMBERS
        return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter if _aligns(role) and is_number else None

    def _mark(self, row: RowOutcome, field: FieldColumn) -> str:
        if any(reason.field == field.code for reason in row.reasons):
            return _WRONG if row.outcome == ERROR else _DOUBTFUL
        return _OTHERWISE if any(each.field == field.code for each in row.normalised) else ""

    def _text(self, row: RowOutcome, field: FieldColumn) -> str:
        typed = self._typed.get((row.row, field.code))
        if typed is not None:
            return typed
        value = row.values.get(field.code)
        if value not in (None, ""):
            return _shown(value, field)
        return _("(empty)") if self._mark(row, field) == _OTHERWISE else self._raw(row.row, field.code)

    def _stands(self, row: RowOutcome, field: FieldColumn) -> str:
        """What is typed over: the value where it could be read, else what stands in the file."""
        value = row.values.get(field.code)
        is_empty = value in (None, "") and (row.row, field.code) not in self._typed
        return self._raw(row.row, field.code) if is_empty else self._text(row, field)

    def _covered(self, text: str, field: FieldColumn) -> str:
        return masked(text) if text and field.kind in COVERED and not self._is_lifted else text


def _shown(value: object, field: FieldColumn) -> str:
    return field.words.get(str(value)) or shown_value(value, field.kind)


def _aligns(role: int) -> bool:
    return role == _Role.TextAlignmentRole


def _nothing(_row: int, _field: str) -> str:
    return ""
