"""Dated values of the regulations' data as the city edits them: a new value from a day on, a new day of a deadline."""

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from hn_desk.actions.reference_book import content_of, own_names, own_text, reference_table
from hn_desk.city.reference import Draft, draft_content, import_file, read_draft
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import parse_dong
from hn_desk.rules.reference_diff import dated_lists, leaves, shown
from hn_desk.rules.text import clean_line
from hn_desk.rules.toml_text import toml_text

DEADLINES: Final = "deadlines.toml"
EXCEPTIONS: Final = "exceptions"
WORKED, FREE = "worked", "free"
_OF_DEADLINES: Final = ("day", "month", "lead_days")


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value that holds from a day on: its file and key, what they are called, since when, by which source.

    `can_change` tells whether a new value can be added beside it; a holiday stands alone.
    """

    id: str
    file: str
    key: str
    group: str
    about: str
    value: str
    since: date
    source: str
    can_change: bool = True


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value as typed: whole numbers may have dots; for a holiday `key` is `exceptions`, the value worked or free.

    `is_retroactive` confirms a day gone by.
    """

    file: str
    key: str
    value: str
    since: date | None
    source: str
    is_retroactive: bool = False


def dated_values(city: Path) -> tuple[DatedValue, ...]:
    """Every dated value of the draft, by group, file and day."""
    draft = read_draft(city)
    found = [value for name in dict.fromkeys([*own_names(), *draft.texts]) for value in _of_file(draft, name)]
    groups = list(reference_table().groups.values())
    return tuple(sorted(found, key=lambda value: groups.index(value.group)))


def add_value(city: Path, new: NewValue, today: date) -> None:
    """Add a value from a day on, with its source. InputError for what is typed wrong, ResourceError by the loader.

    A day gone by is refused with the reason `PAST` until it is confirmed; one before the key's first value always.
    """
    source = clean_line(new.source)
    problems = [Problem("since", _("Type the day from which it holds."))] if new.since is None else []
    if not source:
        problems.append(Problem("source", _("Type the paper that says so: number, day, who signed.")))
    if not new.value.strip():
        problems.append(Problem("value", _("Type the new value.")))
    if problems or new.since is None:
        raise InputError(_("The value can't be added yet."), do=_("Mend the marked fields."), problems=tuple(problems))
    content = copy.deepcopy(draft_content(city, new.file))
    if (new.file, new.key) == (DEADLINES, EXCEPTIONS):
        _add_day(content, new, new.since, source)
    elif new.file == DEADLINES:
        _add_deadline(content, new, new.since, source)
    else:
        _add_period(content, new, new.since, source)
    import_file(city, new.file, toml_text(content), today, is_retroactive=new.is_retroactive)


def _of_file(draft: Draft, name: str) -> Iterator[DatedValue]:
    if name.endswith(".csv"):
        return
    table = reference_table()
    kind, content = table.kind_of(name), content_of(name, draft.texts.get(name) or own_text(name))
    title = next((str(content[key]) for key in ("name", "title") if isinstance(content.get(key), str)), kind.label)
    for path, rows in dated_lists(content):
        key, about = ".".join(path), " › ".join([title, *map(table.word, path)])
        group = table.groups[kind.groups.get(path[0], kind.group)]
        for row in rows:
            yield DatedValue(f"{name}:{key}:{row['from']}", name, key, group, about, *_told(row, path))
    if name == DEADLINES:
        yield from _of_deadlines(content, table.groups[kind.group], table.groups[kind.groups[EXCEPTIONS]])


def _told(row: Mapping[str, Any], path: tuple[str, ...]) -> tuple[str, date, str]:
    return shown(path, row["value"]), row["from"], str(row.get("source", ""))


def _of_deadlines(content: Mapping[str, Any], group: str, holidays: str) -> Iterator[DatedValue]:
    for row in content["deadlines"]:
        for key in (key for key in _OF_DEADLINES if key in row):
            about = f"{row['title']} › {reference_table().word(key)}"
            path = f"deadlines.{row['code']}.{key}"
            can_change = "to" not in row
            yield DatedValue(path, DEADLINES, path, group, about, str(row[key]), row["from"], row["source"], can_change)
    for row in content.get(EXCEPTIONS, ()):
        value = _("worked") if row["worked"] else _("free")
        about = reference_table().word(EXCEPTIONS)
        id_ = f"{EXCEPTIONS}:{row['day']}"
        yield DatedValue(id_, DEADLINES, EXCEPTIONS, holidays, about, value, row["day"], row["source"])


def _add_period(content: dict[str, Any], new: NewValue, since: date, source: str) -> None:
    rows = next((rows for path, rows in dated_lists(content) if ".".join(path) == new.key), None)
    if rows is None:
        raise _no_such_key(new, [".".join(path) for path, _rows in dated_lists(content)])
    first = min(row["from"] for row in rows)
    if since < first:
        words = _("The first value holds from {day} on; none can be put before it.").format(day=format_date(first))
        raise InputError(words, problems=(Problem("since", words),))
    last = max((row for row in rows if row["from"] <= since), key=lambda row: row["from"])
    row = {**last, "from": since, "value": _like(last["value"], new.value), "source": source}
    row.pop("to", None)
    rows[:] = sorted([*(one for one in rows if one["from"] != since), row], key=lambda one: one["from"])


def _add_day(content: dict[str, Any], new: NewValue, since: date, source: str) -> None:
    if new.value.strip() not in (WORKED, FREE):
        words = _("Choose {worked} or {free}.").format(worked=WORKED, free=FREE)
        raise InputError(words, problems=(Problem("value", words),))
    row = {"day": since, "worked": new.value.strip() == WORKED, "source": source}
    others = [one for one in content.get(EXCEPTIONS, ()) if one["day"] != since]
    content[EXCEPTIONS] = sorted([*others, row], key=lambda one: one["day"])


def _add_deadline(content: dict[str, Any], new: NewValue, since: date, source: str) -> None:
    """End the deadline the day before, and go on with a new one; other numbers of the same new one are added to it."""
    code, _dot, key = new.key.removeprefix("deadlines.").rpartition(".")
    row = next((row for row in content["deadlines"] if row["code"] == code), None)
    if row is None or key not in row or key not in _OF_DEADLINES:
        raise _no_such_key(new, [".".join(path) for path, _leaf in leaves(content) if path[-1] in _OF_DEADLINES])
    if row["from"] == since:
        row.update({key: _like(row[key], new.value), "source": source})
        return
    stem = code[:-5] if code[-5:-4] == "-" and code[-4:].isdigit() else code
    following = {
        **row,
        "code": f"{stem}-{since.year}",
        key: _like(row[key], new.value),
        "from": since,
        "source": source,
    }
    row["to"] = since - timedelta(days=1)
    content["deadlines"].insert(content["deadlines"].index(row) + 1, following)


def _like(before: object, typed: str) -> object:
    """What was typed, as the kind of value that stood there; a number also as an amount is typed, `300tr`."""
    bare = typed.strip()
    if not isinstance(before, int):
        return clean_line(bare)
    digits = bare.replace(".", "").replace(" ", "").replace("_", "")
    if digits.isascii() and digits.isdecimal() and len(digits) <= 15:
        return int(digits)
    try:
        return parse_dong(bare)
    except InputError as error:
        words = _("Type a whole number, or an amount such as 300tr.")
        raise InputError(words, problems=(Problem("value", words),)) from error


def _no_such_key(new: NewValue, known: list[str]) -> InputError:
    words = _("The file {name} has no dated value {key}.").format(name=new.file, key=new.key[:80])
    do = _("Its dated values are: {keys}.").format(keys=", ".join(known) or "–")
    return InputError(words, do=do, problems=(Problem("key", words),))
