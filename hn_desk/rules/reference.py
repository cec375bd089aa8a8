"""Reference lists found by typing: communes and industries, with or without accents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from hn_desk.errors import ResourceError
from hn_desk.i18n import _
from hn_desk.rules.text import text_key, words

KINDS: Final = ("Phường", "Xã")


class _Entry(Protocol):
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...


Entry = TypeVar("Entry", bound=_Entry)


@dataclass(frozen=True, slots=True)
class Commune:
    """One of the city's wards and communes; `name` is without its kind, the code has 5 digits as text."""

    code: str
    name: str
    kind: str

    @property
    def full_name(self) -> str:
        """Kind and name, such as `Phường Hoàn Kiếm`."""
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class Industry:
    """One industry of the VSIC `edition`; the code has 4–5 digits as text."""

    code: str
    name: str
    edition: str


def load_communes(rows: Iterable[Mapping[str, str]], name: str) -> tuple[Commune, ...]:
    """Make communes of a table's rows (`ma_xa`, `ten_day_du`, `loai`); ResourceError names the file and the row."""
    return tuple(_commune(row, name, place) for place, row in enumerate(rows, 2))


def load_industries(rows: Iterable[Mapping[str, str]], name: str) -> tuple[Industry, ...]:
    """Make industries of a table's rows (`code`, `name`, `edition`); ResourceError names the file and the row."""
    return tuple(_industry(row, name, place) for place, row in enumerate(rows, 2))


def find_communes(communes: Iterable[Commune], typed: str) -> tuple[Commune, ...]:
    """Communes that fit what is typed (code or words, the kind too), the best first; all, sorted, for nothing typed."""
    return _found(((one, (one.name, one.full_name)) for one in communes), typed)


def find_industries(industries: Iterable[Industry], typed: str) -> tuple[Industry, ...]:
    """Industries that fit what is typed (the code's beginning or words), the best first."""
    return _found(((one, (one.name,)) for one in industries), typed)


def _found(entries: Iterable[tuple[Entry, tuple[str, ...]]], typed: str) -> tuple[Entry, ...]:
    sought = words(typed)
    ranked = ((_rank(entry.code, names, sought), entry) for entry, names in entries)
    fitting = [(rank, text_key(entry.name), entry.code, entry) for rank, entry in ranked if rank is not None]
    return tuple(one[3] for one in sorted(fitting, key=lambda one: one[:3]))


def _rank(code: str, names: tuple[str, ...], sought: tuple[str, ...]) -> int | None:
    """0 the same code or name, 1 one that begins so, 2 every word begins one of the name's, else None."""
    phrase, own = " ".join(sought), tuple(words(name) for name in names)
    spelled = (code, *(" ".join(name) for name in own))
    if phrase in spelled:
        return 0
    if any(spelling.startswith(phrase) for spelling in spelled):
        return 1
    return 2 if all(any(word.startswith(start) for word in own[-1]) for start in sought) else None


def _commune(row: Mapping[str, str], name: str, place: int) -> Commune:
    code, full_name, kind = row.get("ma_xa", ""), row.get("ten_day_du", ""), row.get("loai", "")
    is_good = len(code) == 5 and code.isascii() and code.isdecimal()
    if not is_good or kind not in KINDS or not full_name.startswith(f"{kind} "):
        raise _wrong_row(name, place)
    return Commune(code, full_name.removeprefix(f"{kind} "), kind)


def _industry(row: Mapping[str, str], name: str, place: int) -> Industry:
    code, industry, edition = row.get("code", ""), row.get("name", ""), row.get("edition", "")
    is_good = len(code) in (4, 5) and code.isascii() and code.isdecimal()
    if not is_good or not industry or not edition:
        raise _wrong_row(name, place)
    return Industry(code, industry, edition)


def _wrong_row(name: str, place: int) -> ResourceError:
    return ResourceError(
        _("The data file {name} is wrong in line {place}.").format(name=name, place=place),
        do=_("Install the program or the reference pack again."),
    )
