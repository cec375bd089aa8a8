"""Reading a data file that was handed down as plain tables: every problem is collected, then told at once."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final

from hn_desk.errors import Problem, ResourceError
from hn_desk.i18n import _
from hn_desk.rules.text import is_clean

NO_DAY: Final = date(1, 1, 1)


class Reader:
    """One table of a data file. Each read notes a problem and answers an empty value when the key is wrong."""

    def __init__(self, data: object, name: str, *, path: str = "", problems: list[Problem] | None = None) -> None:
        self.name = name
        self.path = path
        self.problems = [] if problems is None else problems
        self._children: list[Reader] = []
        self._read: set[str] = set()
        self._data: Mapping[str, object] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.problem("", _("must be a table"))

    def problem(self, key: str, reason: str) -> None:
        """Note that `key` of this table is wrong, with its `reason`."""
        self.problems.append(Problem(self._at(key), reason))

    def has(self, key: str) -> bool:
        """Whether the table has this key."""
        return key in self._data

    def names(self) -> tuple[str, ...]:
        """The table's keys, in their order; all count as known."""
        self._read |= set(self._data)
        return tuple(self._data)

    def text(self, key: str, *, optional: bool = False) -> str:
        """A clean, non-empty text; an optional one may be missing."""
        value = self._value(key, str, _("must be a text"), optional=optional)
        if value is None:
            return ""
        if not is_clean(str(value)) or not value:
            self.problem(key, _("must be a text in composed letters, not empty, without control characters"))
        return str(value)

    def whole(self, key: str) -> int:
        """A whole number from 0."""
        value = self._value(key, int, _("must be a whole number"))
        if not isinstance(value, int) or value >= 0:
            return value if isinstance(value, int) else 0
        self.problem(key, _("must not be below 0"))
        return 0

    def flag(self, key: str) -> bool:
        """Either true or false."""
        return bool(self._value(key, bool, _("must be true or false")))

    def day(self, key: str) -> date:
        """A day."""
        return self.day_if_any(key, optional=False) or NO_DAY

    def day_if_any(self, key: str, *, optional: bool = True) -> date | None:
        """A day, or None when the key is missing."""
        value = self._value(key, date, _("must be a day such as 2026-03-05"), optional=optional)
        return value if isinstance(value, date) else None

    def choice(self, key: str, among: Collection[str]) -> str:
        """One of the words `among`."""
        return self._known(key, self.text(key), among)

    def texts(self, key: str, among: Collection[str] | None = None, *, optional: bool = True) -> tuple[str, ...]:
        """A list of texts, all `among` the given words if there are any; none when the key is missing."""
        values = self._value(key, list, _("must be a list of texts"), optional=optional)
        texts = tuple(value for value in values if isinstance(value, str)) if isinstance(values, list) else ()
        if isinstance(values, list) and len(texts) < len(values):
            self.problem(key, _("must be a list of texts"))
        for text in texts if among is not None else ():
            self._known(key, text, among or ())
        return texts

    def table(self, key: str) -> "Reader":
        """The table under `key`; an empty one when it is missing."""
        return self._child(key, self._value(key, Mapping, _("must be a table"), optional=False) or {})

    def tables(self, key: str, *, optional: bool = False) -> "list[Reader]":
        """The list of tables under `key`."""
        values = self._value(key, list, _("must be a list of tables"), optional=optional)
        rows = values if isinstance(values, list) else []
        return [self._child(f"{key}[{place}]", row) for place, row in enumerate(rows, 1)]

    def finish(self) -> None:
        """Raise ResourceError naming the file and every wrong or unknown key; silent when all is good."""
        self._note_unknown()
        if self.problems:
            told = "; ".join(f"{problem.field}: {problem.what}" for problem in self.problems)
            raise ResourceError(
                _("The data file {name} is wrong: {problems}.").format(name=self.name, problems=told),
                do=_("Install the program or the reference pack again."),
                problems=tuple(self.problems),
            )

    def _note_unknown(self) -> None:
        for key in self._data:
            if key not in self._read:
                self.problem(key, _("is not a key the program knows"))
        for child in self._children:
            child._note_unknown()

    def _child(self, key: str, data: object) -> "Reader":
        child = Reader(data, self.name, path=self._at(key), problems=self.problems)
        self._children.append(child)
        return child

    def _value(self, key: str, kind: type, reason: str, *, optional: bool = False) -> object | None:
        self._read.add(key)
        value = self._data.get(key)
        if value is None:
            if not optional:
                self.problem(key, _("is missing"))
            return None
        is_other = (isinstance(value, bool) and kind is not bool) or isinstance(value, datetime)
        if not isinstance(value, kind) or is_other:
            self.problem(key, reason)
            return None
        return value

    def _known(self, key: str, word: str, among: Collection[str]) -> str:
        if word and word not in among:
            self.problem(key, _("{word} is not one of {words}").format(word=word, words=", ".join(among)))
        return word

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}".strip(".")
