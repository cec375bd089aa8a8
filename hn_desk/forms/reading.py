"""Reading one TOML table strictly: each key once, of its type, and no key left over."""

from collections.abc import Mapping
from datetime import date, datetime

from hn_desk.errors import Problem, ResourceError
from hn_desk.i18n import _


class Reading:
    """A table being read; mistakes are gathered and raised together by `finish` as one ResourceError."""

    def __init__(
        self, data: Mapping[str, object], name: str, path: str = "", problems: list[Problem] | None = None
    ) -> None:
        self.name = name
        self._data = data
        self._path = path
        self._read: set[str] = set()
        self._parts: list[Reading] = []
        self._problems: list[Problem] = [] if problems is None else problems

    def has(self, key: str) -> bool:
        """Whether the table has `key`."""
        return key in self._data

    def wrong(self, key: str, reason: str) -> None:
        """Note a mistake of `key`."""
        self._problems.append(Problem(f"{self._path}{key}", reason))

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._take(key)
        if isinstance(value, str) and value.strip():
            return value
        self.wrong(key, _("a text is missing here"))
        return ""

    def optional_text(self, key: str) -> str:
        """A text, empty when the key is absent."""
        return self.text(key) if self.has(key) else ""

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when the key is absent."""
        values = self._take(key) if self.has(key) else []
        if isinstance(values, list) and all(isinstance(value, str) for value in values):
            return tuple(values)
        self.wrong(key, _("a list of texts is expected"))
        return ()

    def table(self, key: str) -> Mapping[str, str] | None:
        """A table of texts, None when the key is absent."""
        part = self.part(key)
        return {name: part.text(name) for name in part._data} if part else None

    def choice(self, key: str, choices: frozenset[str]) -> str:
        """One of `choices`."""
        value = self._take(key)
        if isinstance(value, str) and value in choices:
            return value
        self.wrong(key, _("one of these is expected: {choices}").format(choices=", ".join(sorted(choices))))
        return ""

    def number(self, key: str) -> float:
        """A number above zero."""
        value = self._take(key)
        if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            return value
        self.wrong(key, _("a number above zero is expected"))
        return 1

    def day(self, key: str) -> date:
        """A date without a time."""
        value = self._take(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        self.wrong(key, _("a date is expected"))
        return date.min

    def optional_day(self, key: str) -> date | None:
        """A date, None when the key is absent."""
        return self.day(key) if self.has(key) else None

    def part(self, key: str) -> "Reading | None":
        """The table under `key`, None when it is absent."""
        if not self.has(key):
            return None
        return self._opened(self._take(key), key)

    def parts(self, key: str) -> tuple["Reading", ...]:
        """The tables of the list under `key`, none when it is absent."""
        values = self._take(key) if self.has(key) else []
        if not isinstance(values, list):
            self.wrong(key, _("a list of tables is expected"))
            return ()
        return tuple(self._opened(value, f"{key}[{n}]") for n, value in enumerate(values, 1))

    def finish(self) -> None:
        """Refuse keys that nobody read, and raise what was wrong, all at once."""
        self._refuse_unread()
        if self._problems:
            listed = "; ".join(f"{problem.field}: {problem.what}" for problem in self._problems)
            raise ResourceError(
                _("The data file {file} is wrong: {problems}.").format(file=self.name, problems=listed),
                do=_("Correct the file, or install the program again."),
                problems=tuple(self._problems),
            )

    def _refuse_unread(self) -> None:
        for key in sorted(set(self._data) - self._read):
            self.wrong(key, _("this key is unknown"))
        for part in self._parts:
            part._refuse_unread()

    def _opened(self, value: object, key: str) -> "Reading":
        if not isinstance(value, dict):
            self.wrong(key, _("a table is expected"))
        part = Reading(value if isinstance(value, dict) else {}, self.name, f"{self._path}{key}.", self._problems)
        self._parts.append(part)
        return part

    def _take(self, key: str) -> object:
        self._read.add(key)
        return self._data.get(key)
