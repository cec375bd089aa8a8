"""Which data files a reference pack may replace, and whether the city's file or the program's own is in use."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from hn_desk.errors import ResourceError
from hn_desk.i18n import _
from hn_desk.rules.reading import Reader

NEVER: Final = date.min
_NAME: Final = "[a-z0-9_-]{1,40}"


@dataclass(frozen=True, slots=True)
class FileKind:
    """Files that may travel: `path` with * for one name, which of its keys stay and which are asked about apart.

    `groups` puts a first key of the file into another group than the file's. Keys are paths with * for one step.
    """

    path: str
    group: str
    label: str
    may_be_new: bool
    fixed: tuple[str, ...]
    asked: tuple[str, ...]
    groups: Mapping[str, str]
    but: tuple[str, ...] = ()

    def fits(self, name: str) -> bool:
        """Whether `name` is the path of such a file; nothing that leads elsewhere fits."""
        return name not in self.but and re.fullmatch(re.escape(self.path).replace(r"\*", _NAME), name) is not None


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """The files that may travel, the groups they are shown in, what the screen calls their keys, their bounds."""

    files: tuple[FileKind, ...]
    groups: Mapping[str, str]
    words: Mapping[str, str]
    largest: int
    most: int

    def kind_of(self, name: str) -> FileKind:
        """The kind of the file `name`; ResourceError when it may not travel."""
        kind = next((one for one in self.files if one.fits(name)), None)
        if kind is None:
            raise ResourceError(
                _("The file {name} is none that a reference pack may replace.").format(name=name[:80]),
                do=_("Take it out; “hn-desk reference list” names those that may."),
            )
        return kind

    def word(self, key: str) -> str:
        """What the screen calls a key."""
        return self.words.get(key, key)


@dataclass(frozen=True, slots=True)
class Edition:
    """One file as it is told from another: the newest day from which something of it holds, its hash, its program.

    `program` is the version of the program that it came with or, for a file of the city, that the city edited it with.
    """

    newest: date
    sha256: str
    program: str


def load_reference_table(data: Mapping[str, object], name: str) -> ReferenceTable:
    """Make the table of a file; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    groups, words = reader.table("groups"), reader.table("words")
    names = {key: groups.text(key) for key in groups.names()}
    table = ReferenceTable(
        files=tuple(_kind(row, names) for row in reader.tables("files")),
        groups=names,
        words={key: words.text(key) for key in words.names()},
        largest=reader.whole("largest"),
        most=reader.whole("most"),
    )
    reader.finish()
    return table


def newest_day(data: object) -> date:
    """The latest day from which something in a data file holds; `NEVER` when none is named."""
    if isinstance(data, Mapping):
        own = [data[key] for key in ("from", "valid_from") if key in data]
        days = [day for day in own if isinstance(day, date) and not isinstance(day, datetime)]
        return max([*days, *map(newest_day, data.values())], default=NEVER)
    return max(map(newest_day, data), default=NEVER) if isinstance(data, list) else NEVER


def city_wins(city: Edition, base: str, own: Edition | None) -> bool:
    """Whether the city's file is in use rather than the program's `own`; `base` is the hash of what the city changed.

    It is where the program has no such file, or still the very one that the city started from. Else the one with the
    later day wins; where both end with the same day, the program's own only when its version is later than the city's.
    """
    if own is None or own.sha256 == base:
        return True
    if city.newest != own.newest:
        return city.newest > own.newest
    return _version(own.program) <= _version(city.program)


def _kind(row: Reader, groups: Mapping[str, str]) -> FileKind:
    own = row.table("groups") if row.has("groups") else None
    return FileKind(
        path=row.text("path"),
        group=row.choice("group", groups),
        label=row.text("label"),
        may_be_new=row.has("may_be_new") and row.flag("may_be_new"),
        fixed=row.texts("fixed"),
        asked=row.texts("asked"),
        groups={key: own.choice(key, groups) for key in own.names()} if own else {},
        but=row.texts("but"),
    )


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d{1,6}", text)[:4])
