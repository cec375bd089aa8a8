"""Fields for days and births: typed freely or pasted, shown as dd/mm/yyyy when left, kept as typed when wrong."""

from collections.abc import Callable
from datetime import date

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_birth, format_date, parse_birth, parse_date
from hn_desk.ui.widgets.field import LineField


class DateField(LineField):
    """A day; `value` is a date or None. `today` tells what “hôm nay” and two-digit years mean: pass `office.today`."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.line.setMaxLength(40)
        self.line.setPlaceholderText(_("day/month/year"))

    def value(self) -> date | None:
        """The day, or None when empty or wrong."""
        try:
            return self._read()
        except DeskError:
            return None

    def put(self, value: date | None) -> None:
        """Show the day."""
        super().put("" if value is None else format_date(value))

    def problem(self) -> str:
        """Why it is no day."""
        try:
            self._read()
        except DeskError as error:
            return str(error)
        return ""

    def settle(self) -> None:
        """Show a day that could be read as dd/mm/yyyy."""
        day = self.value()
        if day is not None:
            self.put(day)

    def _read(self) -> date | None:
        typed = self.line.text().strip()
        return parse_date(typed, today=self._today()) if typed else None


class BirthField(LineField):
    """A birth, full or the year alone; `value` is "YYYY", "YYYY-MM-DD" or ""."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self.line.setMaxLength(40)
        self.line.setPlaceholderText(_("day/month/year or year"))

    def value(self) -> str:
        """The birth as it is stored, or "" when empty or wrong."""
        try:
            return self._read()
        except DeskError:
            return ""

    def put(self, value: str | None) -> None:
        """Show a stored birth."""
        super().put(format_birth(value) if value else "")

    def problem(self) -> str:
        """Why it is no birth."""
        try:
            self._read()
        except DeskError as error:
            return str(error)
        return ""

    def settle(self) -> None:
        """Show a birth that could be read as dd/mm/yyyy or yyyy."""
        birth = self.value()
        if birth:
            self.put(birth)

    def _read(self) -> str:
        typed = self.line.text().strip()
        return parse_birth(typed, today=self._today()) if typed else ""
