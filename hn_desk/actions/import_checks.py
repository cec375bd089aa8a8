"""One row of a household workbook checked by the rules that a typed household is checked by, quickly and without SQL.

Fields are named as the workbook's columns are (`owner_id` is the owner's citizen number); an empty cell is no value.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from hn_desk.actions.household_facts import IndustryDraft
from hn_desk.actions.import_facts import Reason
from hn_desk.actions.import_plan import EMPTY, MAKE
from hn_desk.actions.import_words import KnownWords, joined
from hn_desk.actions.labels import CONVERTED, STATUSES
from hn_desk.actions.people import OLD_DIGITS
from hn_desk.errors import InputError
from hn_desk.i18n import _
from hn_desk.intake.reading import Value
from hn_desk.rules.dates import parse_birth
from hn_desk.rules.identifiers import (
    SEXES,
    IdentifierCheck,
    check_business_code,
    check_citizen_id,
    check_phone,
    check_tax_code,
)
from hn_desk.rules.money import MOST, format_dong

COPY: Final = "copy"
"""An answer to a missing name: the owner's name is the business's, or the other way round."""
NO_NAME: Final = "name.missing"
NO_OWNER: Final = "owner_name.missing"
MADE: Final = "group:"
"""A group that is to be made stands as this and its name until it is written."""
NEW_DIGITS: Final = 12
LEAST_CAPITAL: Final = 100_000
"""Đồng; nobody's capital is less, but a number that counts thousands or millions is."""
INDUSTRY: Final = frozenset({"industry", "industry_code"})


class Candidate:
    """What a row would store, by field, and what is said against it; `problems` block, `warnings` don't."""

    __slots__ = ("industries", "problems", "values", "warnings")

    def __init__(self) -> None:
        self.values: dict[str, Value] = {}
        self.industries: tuple[IndustryDraft, ...] = ()
        self.problems: list[Reason] = []
        self.warnings: list[Reason] = []

    def wrong(self, field: str, kind: str, what: str) -> None:
        """The field can't be stored; `kind` groups equal mistakes."""
        self.problems.append(Reason(f"{field}.{kind}", what, field))

    def doubtful(self, field: str, kind: str, what: str) -> None:
        """The field is stored but deserves a look."""
        self.warnings.append(Reason(f"{field}.{kind}", what, field))

    def identifier(self, field: str, check: IdentifierCheck) -> None:
        """Keep a number as it is stored, with what its check says."""
        self.values[field] = check.value
        if check.problems:
            self.wrong(field, "wrong", " ".join(check.problems))
        elif check.warnings:
            self.doubtful(field, "unusual", " ".join(check.warnings))


class HouseholdChecks:
    """Checks rows against the words known here on one day; `accepted` answers what is wrong in many rows alike."""

    def __init__(self, words: KnownWords, accepted: Mapping[str, str], today: date) -> None:
        self.words = words
        self._accepted = accepted
        self._today = today
        self._births: dict[str, str] = {}
        self._fields: dict[str, Callable[[Candidate, str, Value], None]] = {
            "owner_birth": self._birth,
            "owner_sex": self._sex,
            "owner_phone": self._phone,
            "business_code": self._business_code,
            "tax_code": self._tax_code,
            "group": self._group,
            "capital": self._capital,
            "workers": self._number,
            "registered_on": self._day,
            "changed_on": self._day,
            "started_on": self._day,
            "revenue_band": self._revenue,
            "status": self._status,
        }

    def check(self, read: Mapping[str, Value]) -> Candidate:
        """The row's values as they would be stored."""
        row = Candidate()
        fields = self._fields
        for field, value in read.items():
            if value is None or value == "" or field in INDUSTRY:
                continue
            keep = fields.get(field)
            if keep is None:
                row.values[field] = value
            else:
                keep(row, field, value)
        self._names(row)
        self._owner_numbers(row)
        self._industry(row, str(read.get("industry_code") or ""), str(read.get("industry") or ""))
        return row

    def stored_problems(self, row: Candidate, values: Mapping[str, Value], before: Mapping[str, Value]) -> None:
        """What can only be said of the whole record: its `values` now and `before` (empty for a new one)."""
        if (values.get("status") == CONVERTED) != (before.get("status") == CONVERTED):
            row.wrong("status", "converted", _("This status is set by the conversion's registration alone."))
        changed, registered = values.get("changed_on"), values.get("registered_on")
        if isinstance(changed, date) and isinstance(registered, date) and changed < registered:
            row.wrong("changed_on", "before", _("The change lies before the first registration."))

    def _names(self, row: Candidate) -> None:
        values = row.values
        if "name" not in values:
            if "owner_name" in values and self._accepted.get(NO_NAME) == COPY:
                values["name"] = values["owner_name"]
            else:
                row.wrong("name", "missing", _("Type the name of the household business."))
        if "owner_name" not in values:
            if "name" in values and self._accepted.get(NO_OWNER) == COPY:
                values["owner_name"] = values["name"]
            else:
                row.wrong("owner_name", "missing", _("Type the person's name."))

    def _owner_numbers(self, row: Candidate) -> None:
        """The owner's numbers; twelve digits in the column of the old number are the new one."""
        values = row.values
        number, old = values.get("owner_id"), values.get("owner_old_id")
        if old:
            old = check_citizen_id(str(old)).value
            if not number and len(old) == NEW_DIGITS:
                number = old
                del values["owner_old_id"]
            else:
                self._old_number(row, old)
        if number:
            sex, birth = values.get("owner_sex"), values.get("owner_birth")
            found = check_citizen_id(str(number), sex=str(sex or "") or None, birth=str(birth or "") or None)
            row.identifier("owner_id", found)

    def _old_number(self, row: Candidate, number: str) -> None:
        row.values["owner_old_id"] = number
        if len(number) != OLD_DIGITS or not number.isascii() or not number.isdigit():
            row.wrong("owner_old_id", "wrong", _("The old number has 9 digits."))

    def _birth(self, row: Candidate, field: str, value: Value) -> None:
        text = str(value)
        if text not in self._births:
            try:
                self._births[text] = parse_birth(text, today=self._today)
            except InputError as error:
                row.wrong(field, "wrong", str(error))
        row.values[field] = self._births.get(text, text)

    def _sex(self, row: Candidate, field: str, value: Value) -> None:
        row.values[field] = value
        if value not in SEXES:
            row.wrong(field, "wrong", _("Choose one of the list."))

    def _phone(self, row: Candidate, field: str, value: Value) -> None:
        row.identifier(field, check_phone(str(value)))

    def _business_code(self, row: Candidate, field: str, value: Value) -> None:
        row.identifier(field, check_business_code(str(value)))

    def _tax_code(self, row: Candidate, field: str, value: Value) -> None:
        row.identifier(field, check_tax_code(str(value)))

    def _capital(self, row: Candidate, field: str, value: Value) -> None:
        self._number(row, field, value)
        if isinstance(value, int) and 0 < value < LEAST_CAPITAL:
            what = _("Only {amount} đồng: if the column counts thousands or millions, write so into its heading.")
            row.doubtful(field, "small", what.format(amount=format_dong(value)))

    def _number(self, row: Candidate, field: str, value: Value) -> None:
        row.values[field] = value
        if not isinstance(value, int):
            row.wrong(field, "wrong", _("This is no whole number."))
        elif value < 0:
            row.wrong(field, "negative", _("The number can't be below 0."))
        elif value >= MOST:
            row.wrong(field, "large", _("The number is too large."))

    def _day(self, row: Candidate, field: str, value: Value) -> None:
        row.values[field] = value
        if not isinstance(value, date):
            row.wrong(field, "wrong", _("This is no day."))
        elif value > self._today:
            row.wrong(field, "future", _("This day lies in the future."))

    def _group(self, row: Candidate, field: str, value: Value) -> None:
        text = str(value)
        code = f"group.unknown:{joined(text)}"
        answer = self._accepted.get(code, "")
        found = self.words.group(text)
        if found:
            row.values["group_id"] = found
        elif answer == MAKE:
            row.values["group_id"] = MADE + text
        elif answer in self.words.group_names:
            row.values["group_id"] = answer
        elif answer != EMPTY:
            row.values["group"] = text
            what = _("No residential group of this office is called “{name}”; it is kept in the note.").format(
                name=text
            )
            row.warnings.append(Reason(code, what, field))

    def _industry(self, row: Candidate, codes: str, text: str) -> None:
        if not codes and not text:
            return
        row.industries, unknown = self.words.industry(codes, text)
        if not unknown:
            return
        code = f"industry.unknown:{joined(unknown)}"
        answer = self._accepted.get(code, "")
        if answer in self.words.industries:
            row.industries = (*row.industries, self.words.named(answer, unknown))
        elif answer != EMPTY:
            row.values["industry"] = unknown
            what = _("No industry of the list is called “{name}”; it is kept in the note.").format(name=unknown)
            row.warnings.append(Reason(code, what, "industry"))

    def _revenue(self, row: Candidate, field: str, value: Value) -> None:
        band = self.words.band(value) if isinstance(value, int) and value >= 0 else self.words.band_named(str(value))
        if band:
            row.values["revenue_band"] = band
        else:
            row.wrong(field, "unknown", _("Type the revenue of a year in đồng, or one of the bands."))

    def _status(self, row: Candidate, field: str, value: Value) -> None:
        row.values[field] = value
        if value not in STATUSES:
            row.wrong(field, "wrong", _("Choose one of the list."))
