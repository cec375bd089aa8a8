"""One column's cells read as one field: each distinct cell once, with what was changed in it and what is wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake import fields as kinds
from hn_desk.intake import numbers, values
from hn_desk.intake.fields import FieldSpec, SubjectFields
from hn_desk.intake.headings import Headings
from hn_desk.intake.letters import Encoding, begin_words, decode
from hn_desk.intake.opening import Cell, Sheet, cell_text
from hn_desk.intake.units import unit_of
from hn_desk.rules.text import clean_line, clean_text, nfc

Value = str | int | date | None
NOTHING: Final = (None, "")
SPACES: Final = "spaces"
NFC: Final = "nfc"
LEGACY: Final = "legacy"
SAME_AS_ABOVE: Final = "same-as-above"
EMPTY_MARK: Final = "empty-mark"
NOTHING_ABOVE: Final = "nothing-above"
CELL_ERROR: Final = "cell-error"
DAY_IN_TEXT: Final = "day-in-text"
MOST_KEPT: Final = 20_000
_ERROR: Final = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|CALC!|SPILL!|GETTING_DATA)", re.IGNORECASE)
_NUMBERS: Final = {
    kinds.ID_NUMBER: numbers.read_citizen_number,
    kinds.OLD_ID: numbers.read_old_number,
    kinds.TAX_CODE: numbers.read_tax_code,
    kinds.BUSINESS_CODE: numbers.read_business_code,
    kinds.PHONE: numbers.read_phone,
}


@dataclass(frozen=True, slots=True)
class Normalisation:
    """A field whose cell was read otherwise than it stands: what stood there, what was read, by which rule (a code)."""

    field: str
    before: str
    after: str
    rule: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a field; equal mistakes have one `code`, `what` is a sentence."""

    field: str
    code: str
    what: str


@dataclass(frozen=True, slots=True)
class CellRead:
    """What a cell is read as."""

    value: Value
    normalised: tuple[Normalisation, ...] = ()
    problems: tuple[Problem, ...] = ()


_EMPTY: Final = CellRead(None)


def readers(
    sheet: Sheet,
    headings: Headings,
    encodings: Mapping[int, Encoding],
    mapping: Mapping[str, int],
    fields: SubjectFields,
    today: date,
) -> "list[Reading]":
    """One reader for each mapped field, in the subject's order."""
    mapped = [spec for spec in fields.fields if spec.code in mapping]
    return [
        Reading(
            spec,
            mapping[spec.code],
            Encoding(encodings.get(mapping[spec.code], Encoding.UNICODE)),
            fields,
            today,
            unit=unit_of(sheet, headings, mapping[spec.code]) if spec.kind in (kinds.MONEY, kinds.BAND) else 1,
            is_1904=sheet.is_1904,
        )
        for spec in mapped
    ]


class Reading:
    """Reads a column from above downwards: “as above” is what the data row before had."""

    def __init__(
        self,
        spec: FieldSpec,
        column: int,
        encoding: Encoding,
        subject: SubjectFields,
        today: date,
        *,
        unit: int = 1,
        is_1904: bool = False,
    ) -> None:
        self.field, self.column = spec.code, column
        self._spec, self._encoding, self._words, self._today = spec, encoding, subject.words, today
        self._unit, self._is_1904 = unit, is_1904
        self._above = _EMPTY
        self._kept: dict[tuple[type, Cell], CellRead] = {}
        self._reader = self._reader_of(spec.kind)

    def read(self, cell: Cell) -> CellRead:
        """What the next cell is read as."""
        if cell in NOTHING:
            self._above = _EMPTY
            return _EMPTY
        key = (cell.__class__, cell)
        done = self._kept.get(key)
        if done is None:
            done = self._read(cell, self._encoding)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = done
        if done is _DITTO:
            done = self._repeated(cell)
        self._above = done
        return done

    def read_edit(self, text: str) -> CellRead:
        """What was typed over the next cell."""
        done = self._read(text, Encoding.UNICODE) if text.strip() else _EMPTY
        self._above = self._repeated(text) if done is _DITTO else done
        return self._above

    def _repeated(self, cell: Cell) -> CellRead:
        above, said = self._above, cell_text(cell)
        if above.value is None and not above.problems:
            what = _("“{said}” repeats the row above, but nothing stands there.").format(said=said.strip())
            return CellRead(None, (), (Problem(self.field, NOTHING_ABOVE, what),))
        shown = cell_text(above.value)
        return CellRead(above.value, (Normalisation(self.field, said, shown, SAME_AS_ABOVE),), above.problems)

    def _read(self, cell: Cell, encoding: Encoding) -> CellRead:
        if not isinstance(cell, str):
            return self._reader(cell, cell_text(cell), ())
        decoded = decode(cell, encoding)
        text = clean_text(decoded) if self._spec.kind == kinds.NOTE else clean_line(decoded)
        if text == cell:
            rules: tuple[str, ...] = ()
        else:
            rules = _text_rules(cell, decoded, text, encoding)
        said = text.lower()
        if said in self._words.ditto:
            return _DITTO
        if not text or said in self._words.empty:
            return self._done(None, cell, "", (EMPTY_MARK,) if text else ())
        if text[0] == "#" and _ERROR.fullmatch(text):
            return self._wrong(CELL_ERROR, _("The cell shows the error {said} instead of a value.").format(said=text))
        return self._reader(text, cell, rules)

    def _reader_of(self, kind: str) -> Callable[[Cell, str, tuple[str, ...]], CellRead]:
        if kind in _NUMBERS:
            return self._number
        special = {
            kinds.DATE: self._day,
            kinds.BIRTH: self._birth,
            kinds.MONEY: self._money,
            kinds.BAND: self._band,
            kinds.WHOLE: self._whole,
            kinds.SEX: self._choice,
            kinds.STATUS: self._choice,
            kinds.NAME: self._name,
        }
        return special.get(kind, self._text)

    def _number(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        if isinstance(cell, bool | date):
            return self._no_text(cell, before)
        read = _NUMBERS[self._spec.kind](cell_text(cell), self._today)
        if read.code:
            return self._wrong(read.code, read.what)
        return self._done(read.value, before, read.value, read.rules or rules)

    def _text(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        if isinstance(cell, bool | date) and self._spec.kind != kinds.NOTE:
            return self._no_text(cell, before)
        text = cell_text(cell)
        return self._done(text, before, text, rules)

    def _name(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        if not isinstance(cell, str):
            return self._text(cell, before, rules)
        name = values.person_name(begin_words(cell) if self._encoding == Encoding.TCVN3 else cell)
        return self._done(name, before, name, (*rules, values.CASE) if name != cell else rules)

    def _day(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        return self._tried(lambda: values.read_day(cell, self._today, is_1904=self._is_1904), before, rules)

    def _birth(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        return self._tried(lambda: values.read_birth(cell, self._today, is_1904=self._is_1904), before, rules)

    def _money(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        return self._tried(lambda: values.read_money(cell, self._unit), before, rules)

    def _whole(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        return self._tried(lambda: values.read_whole(cell), before, rules)

    def _choice(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        return self._tried(lambda: (values.read_choice(cell_text(cell), self._spec.choices), ()), before, rules)

    def _band(self, cell: Cell, before: str, rules: tuple[str, ...]) -> CellRead:
        """A revenue: an amount where it is one, else the words, as “Dưới 500 triệu đồng”."""
        try:
            return self._money(cell, before, rules) if not isinstance(cell, str) else self._amount(cell, before, rules)
        except InputError:
            return self._text(cell, before, rules)

    def _amount(self, text: str, before: str, rules: tuple[str, ...]) -> CellRead:
        amount, own = values.read_money(text, self._unit)
        return self._done(amount, before, cell_text(amount), (*rules, *own))

    def _tried(
        self, read: Callable[[], tuple[Value, tuple[str, ...]]], before: str, rules: tuple[str, ...]
    ) -> CellRead:
        try:
            value, own = read()
        except InputError as error:
            code = error.reason if error.reason != InputError.reason else f"no-{self._spec.kind}"
            return self._wrong(code, str(error))
        return self._done(value, before, cell_text(value), own or rules)

    def _no_text(self, cell: Cell, before: str) -> CellRead:
        if isinstance(cell, date):
            what = _("The spreadsheet turned this cell into the day {said}; type what stood there.")
            return self._wrong(DAY_IN_TEXT, what.format(said=before))
        return self._wrong("no-text", _("“{said}” is no fact that can be kept here.").format(said=before))

    def _done(self, value: Value, before: str, after: str, rules: tuple[str, ...]) -> CellRead:
        if not rules and value is None:
            return _EMPTY
        return CellRead(value, tuple([Normalisation(self.field, before, after, rule) for rule in rules]))

    def _wrong(self, code: str, what: str) -> CellRead:
        return CellRead(None, (), (Problem(self.field, code, what),))


_DITTO: Final = CellRead("above")


def _text_rules(cell: str, decoded: str, text: str, encoding: Encoding) -> tuple[str, ...]:
    rules = []
    if decoded != nfc(cell):
        rules.append(LEGACY)
    elif encoding == Encoding.UNICODE and decoded != cell:
        rules.append(NFC)
    return (*rules, SPACES) if text != decoded else tuple(rules)
