"""One column's cells read as one field: each distinct cell once, with what was changed in it and what is wrong."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from itertools import islice
from typing import Final, NamedTuple

from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake import fields as kinds
from hn_desk.intake import numbers, values
from hn_desk.intake.fields import FieldSpec, RowWords, SubjectFields
from hn_desk.intake.headings import Headings
from hn_desk.intake.letters import Encoding, begin_words, decode
from hn_desk.intake.opening import Cell, Sheet, cell_text
from hn_desk.intake.units import unit_of
from hn_desk.rules.text import clean_line, clean_text, nfc

Value = str | int | date | None
SPACES: Final = "spaces"
NFC: Final = "nfc"
LEGACY: Final = "legacy"
SAME_AS_ABOVE: Final = "same-as-above"
EMPTY_MARK: Final = "empty-mark"
NOTHING_ABOVE: Final = "nothing-above"
CELL_ERROR: Final = "cell-error"
DAY_IN_TEXT: Final = "day-in-text"
NO_TEXT: Final = "no-text"
OWNERS_TOO: Final = (kinds.TAX_CODE, kinds.BUSINESS_CODE)
"""Numbers that may be the owner's own."""
LOOKED_AT: Final = 2_000
MOST_KEPT: Final = 20_000
_ERROR: Final = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!|CALC!|SPILL!|GETTING_DATA)", re.IGNORECASE)
_NUMBERS: Final = {
    kinds.ID_NUMBER: numbers.read_citizen_number,
    kinds.OLD_ID: numbers.read_old_number,
    kinds.TAX_CODE: numbers.read_tax_code,
    kinds.BUSINESS_CODE: numbers.read_business_code,
    kinds.PHONE: numbers.read_phone,
}


class Normalisation(NamedTuple):
    """A field whose cell was read otherwise than it stands: what stood there, what was read, by which rule (a code).

    A plain tuple, which Python's search for garbage passes over: a large sheet has hundreds of thousands.
    """

    field: str
    before: str
    after: str
    rule: str


class Problem(NamedTuple):
    """What is wrong with a field; equal mistakes have one `code`, `what` is a sentence."""

    field: str
    code: str
    what: str


Read = tuple[Value, tuple[Normalisation, ...], tuple[Problem, ...]]
"""What a cell is read as: a value, what was changed for it, what is wrong with it. Plain, since there are very many."""
EMPTY: Final[Read] = (None, (), ())
_DITTO: Final[Read] = ("above", (), ())


def readers(
    sheet: Sheet,
    headings: Headings,
    encodings: Mapping[int, Encoding],
    mapping: Mapping[str, int],
    fields: SubjectFields,
    today: date,
) -> "list[Reading]":
    """One reader for each mapped field, in the subject's order."""
    return [
        Reading(
            spec,
            mapping[spec.code],
            Encoding(encodings.get(mapping[spec.code], Encoding.UNICODE)),
            fields.words,
            today,
            unit=unit_of(sheet, headings, mapping[spec.code]) if spec.kind in (kinds.MONEY, kinds.BAND) else 1,
            is_1904=sheet.is_1904,
            is_owners=spec.kind in OWNERS_TOO and _holds_owners(sheet, headings, mapping[spec.code], today),
        )
        for spec in fields.fields
        if spec.code in mapping
    ]


def _holds_owners(sheet: Sheet, headings: Headings, column: int, today: date) -> bool:
    rows = islice(sheet.rows, headings.row + 1, headings.row + 1 + LOOKED_AT)
    return numbers.are_owners_numbers((cell_text(row[column]) for row in rows if column < len(row)), today)


class Reading:
    """Reads a column from above downwards: “as above” is what the data row before had."""

    def __init__(
        self,
        spec: FieldSpec,
        column: int,
        encoding: Encoding,
        row_words: RowWords,
        today: date,
        *,
        unit: int = 1,
        is_1904: bool = False,
        is_owners: bool = False,
    ) -> None:
        self.field, self.column = spec.code, column
        self._spec, self._encoding, self._words, self._today = spec, encoding, row_words, today
        self._unit, self._is_1904, self._is_owners = unit, is_1904, is_owners
        self._longest_mark = max(map(len, row_words.ditto | row_words.empty), default=0)
        self._above = EMPTY
        self._kept: dict[object, Read] = {}
        self._clean = clean_text if spec.kind == kinds.NOTE else clean_line
        self._reader = self._reader_of(spec.kind)

    def read(self, cell: Cell) -> Read:
        """What the next cell is read as."""
        if cell is None or cell == "":
            self._above = EMPTY
            return EMPTY
        key = cell if cell.__class__ is str else (cell.__class__, cell)
        done = self._kept.get(key)
        if done is None:
            done = self._read(cell, self._encoding)
            if len(self._kept) < MOST_KEPT:
                self._kept[key] = done
        if done is _DITTO:
            done = self._repeated(cell)
        self._above = done
        return done

    def read_edit(self, text: str) -> Read:
        """What was typed over the next cell."""
        done = self._read(text, Encoding.UNICODE) if text.strip() else EMPTY
        self._above = self._repeated(text) if done is _DITTO else done
        return self._above

    def _repeated(self, cell: Cell) -> Read:
        value, _normalised, problems = self._above
        said = cell_text(cell)
        if value is None and not problems:
            what = _("“{said}” repeats the row above, but nothing stands there.").format(said=said.strip())
            return self._wrong(NOTHING_ABOVE, what)
        return value, (Normalisation(self.field, said, cell_text(value), SAME_AS_ABOVE),), problems

    def _read(self, cell: Cell, encoding: Encoding) -> Read:
        if not isinstance(cell, str):
            return self._reader(cell, cell, ())
        decoded = cell if encoding == Encoding.UNICODE else decode(cell, encoding)
        text = self._clean(decoded.replace("\u00a0", " "))
        rules = () if text == cell else _text_rules(cell, text, encoding)
        if len(text) <= self._longest_mark:
            said = text.lower()
            if said in self._words.ditto:
                return _DITTO
            if not text or said in self._words.empty:
                return self._done(None, cell, (EMPTY_MARK,) if text else ())
        if text[0] == "#" and _ERROR.fullmatch(text):
            return self._wrong(CELL_ERROR, _("The cell shows the error {said} instead of a value.").format(said=text))
        return self._reader(text, cell, rules)

    def _reader_of(self, kind: str) -> Callable[[Cell, Cell, tuple[str, ...]], Read]:
        readers: dict[str, Callable[[Cell, Cell, tuple[str, ...]], Read]] = {
            **dict.fromkeys(_NUMBERS, self._number),
            kinds.DATE: self._day,
            kinds.BIRTH: self._birth,
            kinds.MONEY: self._money,
            kinds.BAND: self._band,
            kinds.WHOLE: self._whole,
            kinds.SEX: self._choice,
            kinds.STATUS: self._choice,
            kinds.NAME: self._name,
        }
        return readers.get(kind, self._text)

    def _number(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        if isinstance(cell, bool | date):
            return self._no_text(before)
        said = cell_text(cell)
        owners = numbers.read_owners_number(said, self._today) if self._is_owners else None
        value, own, code, what = owners or _NUMBERS[self._spec.kind](said, self._today)
        return self._wrong(code, what) if code else self._done(value, before, own or rules)

    def _text(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        if isinstance(cell, bool | date) and self._spec.kind != kinds.NOTE:
            return self._no_text(before)
        return self._done(cell_text(cell), before, rules)

    def _name(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        if not isinstance(cell, str):
            return self._text(cell, before, rules)
        name = values.person_name(begin_words(cell) if self._encoding == Encoding.TCVN3 else cell)
        return self._done(name, before, rules if name == cell else (*rules, values.CASE))

    def _day(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        return self._tried(before, rules, values.read_day, cell, self._today, self._is_1904)

    def _birth(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        return self._tried(before, rules, values.read_birth, cell, self._today, self._is_1904)

    def _money(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        return self._tried(before, rules, values.read_money, cell, self._unit)

    def _whole(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        return self._tried(before, rules, values.read_whole, cell)

    def _choice(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        return self._tried(before, rules, values.read_choice, cell_text(cell), self._spec.choices)

    def _band(self, cell: Cell, before: Cell, rules: tuple[str, ...]) -> Read:
        """A revenue: an amount where it is one, else the words, as “Dưới 500 triệu đồng”."""
        done = self._money(cell, before, rules)
        return self._text(cell, before, rules) if done[2] and isinstance(cell, str) else done

    def _tried(
        self, before: Cell, rules: tuple[str, ...], read: Callable[..., tuple[Value, tuple[str, ...]]], *facts: object
    ) -> Read:
        try:
            value, own = read(*facts)
        except InputError as error:
            code = error.reason if error.reason != InputError.reason else f"no-{self._spec.kind}"
            return self._wrong(code, str(error))
        return self._done(value, before, own or rules)

    def _no_text(self, before: Cell) -> Read:
        said = cell_text(before)
        if isinstance(before, date):
            what = _("The spreadsheet turned this cell into the day {said}; type what stood there.").format(said=said)
            return self._wrong(DAY_IN_TEXT, what)
        return self._wrong(NO_TEXT, _("“{said}” is no fact that can be kept here.").format(said=said))

    def _done(self, value: Value, before: Cell, rules: tuple[str, ...]) -> Read:
        if not rules:
            return value, (), ()
        shown, read = cell_text(before), cell_text(value)
        return value, tuple([Normalisation(self.field, shown, read, rule) for rule in rules]), ()

    def _wrong(self, code: str, what: str) -> Read:
        return None, (), (Problem(self.field, code, what),)


def _text_rules(cell: str, text: str, encoding: Encoding) -> tuple[str, ...]:
    """By which rules a text came out otherwise than it stands in its cell."""
    composed = nfc(cell)
    decoded = composed if encoding == Encoding.UNICODE else decode(cell, encoding)
    rules = (LEGACY,) if decoded != composed else (NFC,) if composed != cell else ()
    return (*rules, SPACES) if text != decoded else rules
