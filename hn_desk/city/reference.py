"""The city's edition of the regulations' data: a draft beside the authority's keys, checked, compared, to be signed.

What was signed last and the draft lie as JSON in the authority's folder; a draft begins as what was signed.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from hn_desk import __version__, files
from hn_desk.actions.reference_book import (
    changes,
    checked_book,
    content_of,
    is_in_use,
    own_names,
    own_text,
    reference_table,
    texts_in_use,
)
from hn_desk.city.places import authority_places
from hn_desk.errors import DeskError, ResourceError, StorageError
from hn_desk.i18n import _
from hn_desk.packets.reference import Reference, ReferenceEntry, ReferenceIndex, digest, unwrapped, wrapped
from hn_desk.rules.reference_diff import Difference, lost_values, past_days

SIGNED: Final = "reference-signed.json"
DRAFT: Final = "reference-draft.json"
OWN, SAME, CHANGED, BACK, NEWER = "own", "signed", "changed", "back", "newer"
PAST: Final = "reference-past"
"""Why a file or a value was refused that changes what held on days gone by: it must be confirmed apart."""
LARGEST: Final = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Draft:
    """What the next pack would carry: the city's files by path, and the hash of the program's own each began from."""

    texts: Mapping[str, str]
    bases: Mapping[str, str]
    signed: Reference | None

    @property
    def signed_texts(self) -> Mapping[str, str]:
        """What the newest pack carries."""
        return self.signed.texts if self.signed else {}


@dataclass(frozen=True, slots=True)
class ReferenceRow:
    """One file that may travel: `state` own, signed, changed, back (taken out again) or newer (the program's own is).

    `number` is the pack in which it last changed, 0 for none.
    """

    id: str
    group: str
    title: str
    state: str
    number: int


def read_draft(city: Path) -> Draft:
    """The draft of the city's files. StorageError when it is damaged."""
    signed = unwrapped(_read(city, SIGNED))
    kept = _read(city, DRAFT)
    if not kept:
        entries = signed.index.files if signed else {}
        return Draft(signed.texts if signed else {}, {name: entry.base for name, entry in entries.items()}, signed)
    return Draft(kept["texts"], kept["bases"], signed)


def reference_rows(city: Path) -> tuple[ReferenceRow, ...]:
    """Every file that may travel and where it stands, in the order of the groups."""
    draft, table = read_draft(city), reference_table()
    names = dict.fromkeys([*own_names(), *draft.texts, *draft.signed_texts])
    rows = [_row(draft, name) for name in names]
    groups = list(table.groups.values())
    return tuple(sorted(rows, key=lambda row: groups.index(row.group)))


def reference_changes(city: Path) -> tuple[Difference, ...]:
    """What the next pack would change for offices that have applied the newest one."""
    draft = read_draft(city)
    return changes(texts_in_use(draft.signed) if draft.signed else {}, draft.texts)


def draft_content(city: Path, name: str) -> dict[str, Any]:
    """The data of one file as the draft has it. ResourceError when it may not travel."""
    return content_of(name, draft_text(city, name))


def draft_text(city: Path, name: str) -> str:
    """The text of one file as the draft has it. ResourceError when it may not travel or isn't there."""
    text = read_draft(city).texts.get(name) or own_text(name)
    if not text:
        raise ResourceError(
            _("The program has no data file {name}.").format(name=name[:80]), do=_("Choose another one."), reason="file"
        )
    return text


def text_of_file(data: bytes, name: str) -> str:
    """The text of an edited file, with plain line ends. ResourceError when it is no text in UTF-8."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ResourceError(
            _("The file {file} is no text in UTF-8.").format(file=name), do=_("Save it as UTF-8 and try again.")
        ) from error


def import_file(city: Path, name: str, text: str, today: date, *, is_retroactive: bool = False) -> None:
    """Take a whole edited file into the draft. ResourceError names file, key and reason; then nothing is kept.

    What brings in a day gone by is refused with the reason `PAST`, until somebody says that it `is_retroactive`.
    """
    _require_authority(city)
    draft = read_draft(city)
    before = draft.signed_texts.get(name) or own_text(name)
    texts = {**draft.texts, name: text}
    checked_book(texts)
    gone = lost_values(content_of(name, before), content_of(name, text), today)
    if gone:
        raise ResourceError(
            _("The file {name} takes away or changes what holds already: {keys}.").format(
                name=Path(name).name, keys=", ".join(gone[:3])
            ),
            do=_("Leave it as it is, and add a new value from a later day."),
            reason="reference-gone",
        )
    past = past_days(content_of(name, draft.texts.get(name) or own_text(name)), content_of(name, text), today)
    if past and not is_retroactive:
        raise ResourceError(
            _("The file {name} changes what held on days gone by: {keys}.").format(
                name=Path(name).name, keys=", ".join(past[:3])
            ),
            do=_("Check the day. If the paper does say so, confirm it (--retroactive)."),
            reason=PAST,
        )
    bases = {**draft.bases, name: digest(own_text(name)) if own_text(name) else ""}
    if text == own_text(name):
        texts, bases = _without(texts, name), _without(bases, name)
    _write(city, DRAFT, {"texts": texts, "bases": bases})


def take_back(city: Path, name: str) -> None:
    """Let the draft have this file as the newest pack has it. DeskError when it isn't changed."""
    draft = read_draft(city)
    before = draft.signed_texts.get(name)
    if draft.texts.get(name) == before:
        raise DeskError(_("This file is not changed."), do=_("Choose a changed one."), reason="same")
    texts, bases = _without(draft.texts, name), _without(draft.bases, name)
    if before is not None and draft.signed is not None:
        texts, bases = {**texts, name: before}, {**bases, name: draft.signed.index.files[name].base}
    checked_book(texts)
    _write(city, DRAFT, {"texts": texts, "bases": bases})


def reference_to_sign(city: Path, number: int) -> dict[str, str]:
    """What pack `number` carries: the draft, checked once more; {} for a city that never changed a file."""
    draft = read_draft(city)
    if draft.signed is None and not draft.texts:
        return {}
    checked_book(draft.texts)
    entries = {name: _entry(draft, name, number) for name in sorted(draft.texts)}
    if draft.signed is not None and entries == dict(draft.signed.index.files):
        return wrapped(draft.signed.index, draft.texts)
    return wrapped(ReferenceIndex(program=__version__, files=entries), draft.texts)


def keep_signed(city: Path, reference: Mapping[str, str]) -> None:
    """Remember what a pack carries that was signed."""
    if reference:
        _write(city, SIGNED, dict(reference))
        files.take_away(authority_places(city).folder / DRAFT)


def told_files(reference: Mapping[str, str]) -> tuple[str, ...]:
    """A line for the page of a trust pack for each file: what it is, the pack in which it last changed."""
    carried = unwrapped(reference)
    if carried is None:
        return ()
    draft = Draft(carried.texts, {}, carried)
    rows = [_row(draft, name) for name in carried.texts]
    return tuple(f"- {row.group}: {row.title} (TIN-{row.number:06})" for row in rows)


def _row(draft: Draft, name: str) -> ReferenceRow:
    table = reference_table()
    kind = table.kind_of(name)
    content = content_of(name, draft.texts.get(name) or own_text(name))
    named = next((str(content[key]) for key in ("name", "title") if isinstance(content.get(key), str)), "")
    entry = draft.signed.index.files.get(name) if draft.signed else None
    title = f"{named} · {Path(name).stem}" if "*" in kind.path else kind.label
    return ReferenceRow(name, table.groups[kind.group], title, _state(draft, name), entry.number if entry else 0)


def _state(draft: Draft, name: str) -> str:
    text, before = draft.texts.get(name), draft.signed_texts.get(name)
    base = draft.signed.index.files[name].base if draft.signed and before is not None else ""
    if text is None:
        return OWN if before is None else BACK
    if text != before or draft.bases.get(name) != base:
        return CHANGED
    return SAME if draft.signed is None or is_in_use(draft.signed, name) else NEWER


def _entry(draft: Draft, name: str, number: int) -> ReferenceEntry:
    known = draft.signed.index.files.get(name) if draft.signed else None
    entry = ReferenceEntry(number=number, sha256=digest(draft.texts[name]), base=draft.bases.get(name, ""))
    is_same = known is not None and (known.sha256, known.base) == (entry.sha256, entry.base)
    return known if known is not None and is_same else entry


def _without(kept: Mapping[str, str], name: str) -> dict[str, str]:
    return {key: value for key, value in kept.items() if key != name}


def _require_authority(city: Path) -> None:
    if not authority_places(city).facts.exists():
        raise StorageError(
            _("There is no city's authority in this folder."), do=_("Name the city's folder."), reason="no-city"
        )


def _read(city: Path, name: str) -> dict[str, Any]:
    path = authority_places(city).folder / name
    if not path.exists():
        return {}
    try:
        kept: dict[str, Any] = json.loads(files.read_whole(path, LARGEST))
    except ValueError as error:
        raise StorageError(
            _("The file {file} in the city's folder is damaged.").format(file=name),
            do=_("Put the city's folder back from its last backup."),
            reason="city-damaged",
        ) from error
    return kept


def _write(city: Path, name: str, kept: Mapping[str, Any]) -> None:
    path = authority_places(city).folder / name
    files.write_whole(path, json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True).encode())
