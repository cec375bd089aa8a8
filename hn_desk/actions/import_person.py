"""One row of a list of people: checked as a typed person is, and compared with the people who are known."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Final

from hn_desk.actions.import_checks import Candidate
from hn_desk.actions.import_words import KnownWords, joined
from hn_desk.actions.people import OLD_DIGITS
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake.reading import Value
from hn_desk.rules.dates import parse_birth
from hn_desk.rules.identifiers import SEXES, check_citizen_id, check_phone
from hn_desk.rules.text import clean_line

SURE: Final = ""
OTHER_NAME: Final = "duplicate.person_other_name"
OLD_NUMBER: Final = "duplicate.person_old_number"
SAME_NAME: Final = "duplicate.person_same_name"
SEVERAL: Final = "duplicate.person_several"
REPEATED: Final = "duplicate.person_repeated"
PLAIN: Final = ("name", "sex", "address")
NUMBERS: Final = ("id_number", "old_id_number")


class Known:
    """A person that rows are compared with; `row` is the row of this file that brought or changed it, else 0."""

    __slots__ = ("before", "id", "row", "values")

    def __init__(self, id_: str, values: Mapping[str, Value], row: int = 0) -> None:
        self.id, self.row = id_, row
        self.values = self.before = values


def check_row(read: Mapping[str, Value], words: KnownWords, today: date) -> Candidate:
    """The row's values as they would be stored, with what is wrong or doubtful in them."""
    row = Candidate()
    row.values = {field: clean_line(str(read[field])) for field in PLAIN if read.get(field)}
    if not row.values.get("name"):
        row.wrong("name", "missing", _("Type the person's name."))
    if row.values.get("sex", "male") not in SEXES:
        row.wrong("sex", "wrong", _("Choose one of the list."))
    if read.get("birth"):
        _birth(row, str(read["birth"]), today)
    _numbers(row, str(read.get("id_number") or ""), str(read.get("old_id_number") or ""))
    if read.get("phone"):
        row.identifier("phone", check_phone(str(read["phone"])))
    if read.get("group"):
        _group(row, str(read["group"]), words)
    return row


def _birth(row: Candidate, text: str, today: date) -> None:
    row.values["birth"] = text
    try:
        row.values["birth"] = parse_birth(text, today=today)
    except InputError as error:
        row.wrong("birth", "wrong", str(error))


def _numbers(row: Candidate, number: str, old: str) -> None:
    if number:
        sex, birth = str(row.values.get("sex") or ""), str(row.values.get("birth") or "")
        row.identifier("id_number", check_citizen_id(number, sex=sex or None, birth=birth or None))
    if old:
        kept = row.values["old_id_number"] = check_citizen_id(old).value
        if len(kept) != OLD_DIGITS or not kept.isascii() or not kept.isdigit():
            row.wrong("old_id_number", "wrong", _("The old number has 9 digits."))


def _group(row: Candidate, text: str, words: KnownWords) -> None:
    found = words.group(text)
    if found:
        row.values["group_id"] = found
    else:
        what = _("No residential group of this office is called “{name}”; it is left empty.").format(name=text)
        row.doubtful("group", "not_here", what)


def match(
    values: Mapping[str, Value], numbered: Collection[Known], named: Collection[Known]
) -> tuple[Known, str] | None:
    """Who the row may be and how surely, of those with one of its numbers and those of its name; None for nobody."""
    if numbered:
        found = {one.id: one for one in numbered}
        first = next(iter(found.values()))
        return (first, SEVERAL) if len(found) > 1 else (first, _judge_number(values, first))
    alike = [one for one in named if _may_be(values, one.values)]
    if not alike:
        return None
    same = [one for one in alike if _is_like(values, one.values)]
    return (same[0], SURE) if len(same) == 1 else (alike[0], SAME_NAME)


def doubt(code: str, known: Known) -> str:
    """The sentence that says why a row may be this person."""
    told = {
        OTHER_NAME: _("{name} is kept here with the same number."),
        OLD_NUMBER: _("{name} may be the same person under an old number."),
        SAME_NAME: _("{name} is kept here with the same name; the row has no number that tells them apart."),
        SEVERAL: _("More than one person has the numbers of this row, among them {name}."),
        REPEATED: _("This row says something else of {name} than an earlier one."),
    }[code]
    return told.format(name=known.values.get("name", ""))


def _judge_number(values: Mapping[str, Value], known: Known) -> str:
    other = known.values
    if joined(str(values.get("name") or "")) != joined(str(other.get("name") or "")):
        return OTHER_NAME
    number, kept = values.get("id_number"), other.get("id_number")
    if number and number == kept:
        return SURE
    is_same_old = bool(values.get("old_id_number")) and values.get("old_id_number") == other.get("old_id_number")
    return SURE if is_same_old and not (number and kept) else OLD_NUMBER


def _may_be(values: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether neither number nor birth tells them apart."""
    if values.get("id_number") and other.get("id_number"):
        return False
    birth, kept = str(values.get("birth") or ""), str(other.get("birth") or "")
    return birth.startswith(kept) or kept.startswith(birth)


def _is_like(values: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether birth and address are told and the same."""
    address, kept = (joined(str(one.get("address") or "")) for one in (values, other))
    return bool(values.get("birth")) and values.get("birth") == other.get("birth") and bool(address) and address == kept
