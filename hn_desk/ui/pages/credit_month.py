"""The field for a month: typed as 11/2026 or 2026-11."""

import re
from typing import Final

from hn_desk.i18n import _
from hn_desk.ui.pages.credit_choices import month_words
from hn_desk.ui.widgets.field import LineField

_TYPED: Final = re.compile(
    r"(?:(?P<month>[0-9]{1,2})\s*[/.-]\s*(?P<year>20[0-9]{2}))|(?:(?P<y>20[0-9]{2})-(?P<m>[0-9]{2}))"
)
_MONTHS: Final = 12


class MonthField(LineField):
    """A month; `value` is `2026-11`, or "" when empty or wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.line.setMaxLength(20)
        self.line.setPlaceholderText(_("month/year"))

    def value(self) -> str:
        """The month as it is stored."""
        found = _TYPED.fullmatch(self.line.text().strip())
        if found is None:
            return ""
        month, year = found["month"] or found["m"], found["year"] or found["y"]
        return f"{year}-{int(month):02d}" if 1 <= int(month) <= _MONTHS else ""

    def put(self, value: str | None) -> None:
        """Show a stored month as 11/2026."""
        super().put(month_words(value) if value else "")

    def problem(self) -> str:
        """Why it is no month."""
        typed = self.line.text().strip()
        return "" if self.value() or not typed else _("Type the month as 11/2026.")

    def settle(self) -> None:
        """Show a month that could be read as mm/yyyy."""
        if self.value():
            self.put(self.value())
