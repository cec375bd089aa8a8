"""What one edition of a data file says otherwise than another, key by key, in words and with its day and source."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fnmatch import fnmatchcase
from typing import Any, Final

from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.rules.reference_files import FileKind, ReferenceTable

Leaf = str | int | float | date | tuple[object, ...]
Path = tuple[str, ...]
Leaves = Mapping[Path, Leaf]
_ABOUT: Final = ("source", "from", "to")
_MOST: Final = 240
_STEM: Final = re.compile(r"(.+)-\d{4}")
"""The code of a row that goes on from another: `kh297-year-2027` from `kh297-year`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changes: of which file, what it is called, from what to what, since when, by which source.

    `before` is "" for what is new and `after` for what is gone; `is_asked` tells that somebody else receives something.
    """

    file: str
    group: str
    about: str
    key: str
    before: str
    after: str
    since: date | None
    source: str
    is_asked: bool


@dataclass(frozen=True, slots=True)
class _Row:
    """Days and source of the table that a leaf stands in."""

    since: date | None = None
    source: str = ""
    label: str = ""


def differences(
    table: ReferenceTable, name: str, before: Mapping[str, object], after: Mapping[str, object]
) -> tuple[Difference, ...]:
    """What `after` says otherwise than `before`, in the order of the file; the source is that of the newer one."""
    kind = table.kind_of(name)
    old, new = dict(leaves(before)), dict(leaves(after))
    rows, former = dict(_rows(after, ())), dict(_rows(before, ()))
    told = []
    for path in dict.fromkeys([*new, *old]):
        if old.get(path) == new.get(path) or _is_told_with_its_row(path, old, new):
            continue
        row = _row_of(rows if path in new else former, path)
        earlier = old.get(path) if path in old else _value_before(old, new, path)
        if path not in old and earlier == new[path]:
            continue
        steps = (_title(after or before, kind), *_steps(table, rows if path in new else former, path))
        told.append(_difference(table, kind, name, path, (earlier, new.get(path), row, steps)))
    return tuple(told)


def change_words(one: Difference) -> str:
    """A difference as one line: what, from what to what, since when, by which source."""
    nothing = "–"
    told = [f"{one.group}: {one.about}", f"{one.before or nothing} → {one.after or nothing}"]
    if one.since is not None:
        told.append(_("from {day}").format(day=format_date(one.since)))
    return " · ".join([*told, *([one.source] if one.source else [])])


def fixed_changes(kind: FileKind, before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Keys that the program fixes and that `after` would change, lose or bring in otherwise than `before` has them."""
    old, new = dict(leaves(before)), dict(leaves(after))
    return tuple(
        ".".join(path)
        for path, value in old.items()
        if any(fnmatchcase(".".join(path), key) for key in kind.fixed) and new.get(path) != value
    )


def lost_values(before: Mapping[str, object], after: Mapping[str, object], today: date) -> tuple[str, ...]:
    """Keys of `before` that hold already (from a day until `today`) and that `after` has no more or otherwise.

    Words may be mended; numbers, days and flags stay, but for a last day that is set from today on.
    """
    new, rows = dict(leaves(after)), dict(_rows(before, ()))
    return tuple(
        ".".join(path)
        for path, value in leaves(before)
        if (since := _row_of(rows, path).since) is not None and since <= today and _is_lost(path, value, new, today)
    )


def past_days(before: Mapping[str, object], after: Mapping[str, object], today: date) -> tuple[str, ...]:
    """Keys of days gone by that `after` brings into a file: from there on, or until there, something held otherwise.

    Nothing for a file that is new.
    """
    old, limits = dict(leaves(before)), {"from": today, "day": today, "to": today - timedelta(days=1)}
    return tuple(
        ".".join(path)
        for path, value in leaves(after)
        if old and path not in old and isinstance(value, date) and path[-1] in limits and value < limits[path[-1]]
    )


def leaves(data: object, path: Path = ()) -> Iterator[tuple[Path, Leaf]]:
    """Every value of a data file with its path; rows of a list are named by code, first day or day, else by place."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from leaves(value, (*path, str(key)))
    elif isinstance(data, list) and data and all(isinstance(row, Mapping) for row in data):
        for name, row in zip(_names(data), data, strict=True):
            yield from leaves(row, (*path, name))
    elif isinstance(data, list):
        yield path, tuple(map(str, data))
    elif isinstance(data, str | int | float | date):
        yield path, data
    else:
        yield path, str(data)


def dated_lists(data: object, path: Path = ()) -> Iterator[tuple[Path, list[dict[str, Any]]]]:
    """Every list of dated values (rows with `from` and `value`, without a code) with its path."""
    if isinstance(data, Mapping):
        for key, value in data.items():
            yield from dated_lists(value, (*path, str(key)))
    elif isinstance(data, list) and data and all(_is_dated(row) for row in data):
        yield path, data


def _is_dated(row: object) -> bool:
    return isinstance(row, dict) and {"from", "value"} <= set(row) and "code" not in row


def _names(rows: list[Mapping[str, object]]) -> list[str]:
    named: list[str] = []
    for place, row in enumerate(rows, 1):
        own = next((str(row[key]) for key in ("code", "ma_xa", "from", "day") if key in row), str(place))
        label = f"{own} {row.get('label', '')}".strip() if "code" not in row and own in named else own
        named.append(label if label not in named else f"{label} #{place}")
    return named


def _rows(data: object, path: Path) -> Iterator[tuple[Path, _Row]]:
    if isinstance(data, Mapping):
        since = next((data[key] for key in ("from", "day") if isinstance(data.get(key), date)), None)
        label = next((str(data[key]) for key in ("title", "label", "name", "ten_day_du") if key in data), "")
        source = next((str(data[key]) for key in ("source", "article", "ground") if key in data), "")
        yield path, _Row(since if isinstance(since, date) else None, source, label)
        for key, value in data.items():
            yield from _rows(value, (*path, str(key)))
    elif isinstance(data, list) and data and all(isinstance(row, Mapping) for row in data):
        for name, row in zip(_names(data), data, strict=True):
            yield from _rows(row, (*path, name))


def _row_of(rows: Mapping[Path, _Row], path: Path) -> _Row:
    """The innermost day and source of the tables that a leaf stands in."""
    around = [rows[path[:end]] for end in range(len(path), 0, -1) if path[:end] in rows]
    around = around or [rows[()]]
    since = next((row.since for row in around if row.since), None)
    return _Row(since, next((row.source for row in around if row.source), ""), around[0].label)


def _is_told_with_its_row(path: Path, old: Leaves, new: Leaves) -> bool:
    """Whether a leaf is day, code or source of a row that is new or gone, or a source that changed with its value."""
    if len(path) < 2 or (path[-1] not in _ABOUT and str(old.get(path, new.get(path))) != path[-2]):
        return False
    beside = [other for other in {*old, *new} if other[:-1] == path[:-1] and other[-1] not in _ABOUT]
    if path in old and path in new:
        return path[-1] == "source" and any(old.get(other) != new.get(other) for other in beside)
    return bool(beside) and all((other in old) != (other in new) for other in beside)


def _value_before(old: Leaves, new: Leaves, path: Path) -> Leaf | None:
    """What held before a new row: that of the latest earlier day of its list, or that of the code it goes on from."""
    for place in range(len(path) - 2, 0, -1):
        if (*path[: place + 1], "from") not in new:
            continue
        stem = _STEM.fullmatch(path[place])
        if stem and not _is_day(path[place]):
            return old.get((*path[:place], stem[1], *path[place + 1 :]))
        same = [one for one in new if len(one) == len(path) and one[:place] == path[:place]]
        same = [one for one in same if one[place + 1 :] == path[place + 1 :] and _is_day(one[place])]
        earlier = [one for one in same if one[place][:10] < path[place][:10]]
        return new[max(earlier, key=lambda one: one[place])] if earlier else None
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return len(text) >= 10


def _is_lost(path: Path, value: Leaf, new: Leaves, today: date) -> bool:
    after = new.get(path)
    if path[-1] == "to" and isinstance(value, date) and value >= today:
        return after is not None and not (isinstance(after, date) and after >= today)
    return after is None or (after != value and not isinstance(value, str | tuple))


def _difference(
    table: ReferenceTable,
    kind: FileKind,
    name: str,
    path: Path,
    told: tuple[Leaf | None, Leaf | None, _Row, tuple[str, ...]],
) -> Difference:
    before, after, row, steps = told
    key = ".".join(path)
    return Difference(
        file=name,
        group=table.groups[kind.groups.get(path[0], kind.group)],
        about=" › ".join(dict.fromkeys(filter(None, steps))),
        key=key,
        before=shown(path, before),
        after=shown(path, after),
        since=row.since,
        source=row.source,
        is_asked=any(fnmatchcase(key, asked) for asked in kind.asked),
    )


def _steps(table: ReferenceTable, rows: Mapping[Path, _Row], path: Path) -> Iterator[str]:
    """What the keys on the way to a leaf are called; a row of a list by its own label."""
    for end, step in enumerate(path, 1):
        own = rows[path[:end]].label if path[:end] in rows else ""
        if not _is_day(step) and step != "value":
            yield table.words.get(step) or own or step


def _title(data: Mapping[str, object], kind: FileKind) -> str:
    return next((str(data[key]) for key in ("name", "title") if isinstance(data.get(key), str)), kind.label)


def shown(path: Path, value: Leaf | None) -> str:
    """A value as the screen shows it: money and counts in groups of three, days by d/m/yyyy, flags in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return str(value) if path[-1] == "year" else format_dong(value)
    if isinstance(value, date):
        return format_date(value)
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= _MOST else f"{text[:_MOST]}…"
