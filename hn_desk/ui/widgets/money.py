"""The field for an amount of đồng: dots while typing, “2 tỷ rưỡi” understood, the amount in words below."""

import re
from typing import Any, Final

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.money import format_dong, in_words, parse_dong
from hn_desk.ui.widgets.field import LineField

_FIGURES: Final = re.compile(r"[0-9][0-9.]*")


class MoneyField(LineField):
    """An amount; `value` is whole đồng or None."""

    def __init__(self) -> None:
        super().__init__()
        self._before = ""
        self._has_own_dot = False
        self.line.setMaxLength(60)
        self.line.setPlaceholderText(_("such as 50 triệu"))

    def value(self) -> int | None:
        """The amount, or None when empty or wrong."""
        try:
            return self._read()
        except DeskError:
            return None

    def put(self, value: int | None) -> None:
        """Show the amount in figures and words."""
        super().put("" if value is None else format_dong(value))
        self._before = self.line.text()
        self._has_own_dot = False
        self._spell()

    def type_again(self, typed: Any) -> None:
        """Show what was typed, with the amount in words when it can be read."""
        super().type_again(typed)
        self._before = self.line.text()
        self._has_own_dot = not _FIGURES.fullmatch(self._before)
        self._spell()

    def problem(self) -> str:
        """Why it is no amount."""
        try:
            self._read()
        except DeskError as error:
            return str(error)
        return ""

    def settle(self) -> None:
        """Show an amount that could be read in figures."""
        amount = self.value()
        if amount is not None:
            self.put(amount)

    def _typed(self, text: str) -> None:
        if text.count(".") > self._before.count("."):
            self._has_own_dot = True
        if not text:
            self._has_own_dot = False
        if not self._has_own_dot and _FIGURES.fullmatch(text):
            self._group(text)
        self._before = self.line.text()
        self._spell()
        super()._typed(text)

    def _group(self, text: str) -> None:
        """Put the dots of thousands anew and keep the cursor behind the same digit."""
        digits = text.replace(".", "")
        behind = len(text[: self.line.cursorPosition()].replace(".", ""))
        grouped = format_dong(int(digits))
        behind = max(behind - (len(digits) - len(str(int(digits)))), 0)
        self.line.setText(grouped)
        place = 0
        while behind:
            behind -= grouped[place] != "."
            place += 1
        self.line.setCursorPosition(place)

    def _spell(self) -> None:
        amount = self.value()
        self.explain("" if amount is None else _("In words: {words}").format(words=in_words(amount)))

    def _read(self) -> int | None:
        typed = self.line.text().strip()
        return parse_dong(typed) if typed else None
