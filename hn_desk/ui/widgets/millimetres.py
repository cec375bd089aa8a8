"""A length in millimetres with a sign and one decimal place: `-1,5`."""

import re
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.text import clean_line
from hn_desk.ui.widgets.field import LineField

_LENGTH: Final = re.compile(r"[-+−]?[0-9]{1,3}([.,][0-9])?")


class MillimetreField(LineField):
    """At most `most` mm either way; `value` is a float, 0 when empty or wrong."""

    def __init__(self, *, most: int) -> None:
        super().__init__()
        self._most = most
        self.line.setMaxLength(8)

    def value(self) -> float:
        """The length in mm."""
        return self._read() or 0.0

    def put(self, value: float | None) -> None:
        """Show a length; nothing for none."""
        super().put("" if value is None else f"{value:g}".replace(".", ","))

    def problem(self) -> str:
        """Why it is no length that fits."""
        length = self._read()
        if length is None and clean_line(self.line.text()):
            return _("Type millimetres, such as 2 or -1,5.")
        if length is not None and abs(length) > self._most:
            return _("Type millimetres from -{most} to {most}.").format(most=self._most)
        return ""

    def settle(self) -> None:
        """Show the length in its usual spelling."""
        length = self._read()
        if length is not None:
            self.put(length)

    def _read(self) -> float | None:
        typed = clean_line(self.line.text()).replace(" ", "")
        if not _LENGTH.fullmatch(typed):
            return None
        return float(typed.replace("−", "-").replace(",", "."))
