"""The list of what must be typed again after a restore: kept encrypted beside the database until all is ticked off.

What gives a person away stands under the second key, the rest under the office's master key.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.backup_making import LOST
from hn_desk.actions.office import OUTBOX, Changed, Office, stamp
from hn_desk.actions.packet_source import Source
from hn_desk.actions.restoring_lost import LostItem, lost_items, merged, names_in, reads
from hn_desk.actions.restoring_outbox import Taken, Unread, adopt, packet_files, read_outbox
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.keys import NONCE_LENGTH, Locked, bytes_of, lock, sub_key, unlock
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.office_keys import Opened

SUBJECTS: Final = frozenset({"lost", "log"})
REST: Final = "rest"
"""The id of the last line: what was never packed, by its time span."""
LARGEST: Final = 64 * 1024 * 1024
_OPEN: Final = b"hn-desk/2 list after a restore"
_PROTECTED: Final = b"hn-desk/2 protected list after a restore"


@dataclass(frozen=True, slots=True)
class Span:
    """From the newest act in the backup to the restore; `acts` counts those known to be lost, None when unknown."""

    backup_at: str
    last_act_at: str
    restored_at: str
    acts: int | None
    epoch: int
    parent_epoch: int


@dataclass(frozen=True, slots=True)
class LostList:
    """What must be typed again, as far as this officer may see it.

    `missing` names packets that the city or the numbers prove but whose file was not found, `unread` files that could
    not be opened (by an officer without the second key), `others` counts what only other officers see.
    """

    span: Span
    items: tuple[LostItem, ...]
    missing: tuple[str, ...]
    unread: tuple[Unread, ...]
    others: int
    rest_done_at: str = ""

    @property
    def left(self) -> int:
        """How many lines are not ticked off, the time span among them."""
        return sum(not item.done_at for item in self.items) + (not self.rest_done_at)


def lost_of(session: Session, office: Office, taken: tuple[Taken, ...]) -> tuple[LostItem, ...]:
    """What these packets say that the records don't."""
    desks = office.book.desks
    found: list[LostItem] = []
    for code in dict.fromkeys(one.packet.cover.desk for one in taken if one.packet.cover.desk in desks):
        source = Source(session, office, desks[code])
        mine = [one for one in taken if one.packet.cover.desk == code]
        found += lost_items(source, mine, names_in(taken, source))
    return merged(iter(found))


def keep_list(path: Path, opened: Opened, known: LostList) -> None:
    """Write the list whole. Without the second key there must be no protected items in it."""
    open_part = asdict(replace(known, items=tuple(item for item in known.items if not item.is_protected)))
    protected = [asdict(item) for item in known.items if item.is_protected]
    plain: dict[str, Any] = {"open": _locked(open_part, opened.master, _OPEN), "protected": None}
    if opened.second is not None:
        plain["protected"] = _locked(protected, opened.second, _PROTECTED)
    files.write_whole(path, json.dumps(plain).encode())


def earlier_items(folder: Path, opened: Opened) -> tuple[LostItem, ...]:
    """What was still to be typed of an earlier restore, as far as these keys open it."""
    known, _hidden = _read(folder, opened)
    return tuple(item for item in known.items if not item.done_at) if known else ()


def lost_list(office: Office) -> LostList | None:
    """The list of the last restore, as far as this officer may see it; None when nothing is left of it."""
    office.require("backup.make")
    known, hidden = _read(office.folder, office.keys)
    if known is None:
        return None
    mine = tuple(item for item in known.items if office.may(reads(item.subject)))
    return replace(known, items=mine, others=len(known.items) - len(mine) + hidden)


def tick_lost(office: Office, item_id: str, *, is_done: bool) -> Changed:
    """Tick a line off, or take the tick back; `rest` is the line of the time span."""
    office.require("backup.make")
    known, hidden = _read(office.folder, office.keys)
    if known is None:
        raise _gone()
    subject = next((item.subject for item in known.items if item.id == item_id), "")
    if not subject and item_id != REST:
        raise _gone()
    if subject:
        office.require(reads(subject), "backups")
    at = stamp(office.now()) if is_done else ""
    if item_id == REST:
        known = replace(known, rest_done_at=at)
    items = tuple(replace(item, done_at=at) if item.id == item_id else item for item in known.items)
    _keep(office, replace(known, items=items), hidden)
    return Changed(SUBJECTS)


def finish_lost(office: Office) -> Changed:
    """Put the list away for good, once every line is ticked off; logged."""
    office.require("backup.make")
    known, hidden = _read(office.folder, office.keys)
    if known is None:
        raise _gone()
    if known.left or hidden:
        raise DeskError(
            _("{n} lines are not ticked off yet.").format(n=known.left + hidden),
            do=_("Tick them off first; some may be seen by other officers only."),
            reason="lost-left",
        )
    with office.write() as session:
        audit.log(session, Act("restore.typed", "backups", "", {"lines": len(known.items)}))
    files.take_away(office.folder / LOST)
    return Changed(SUBJECTS)


def read_rest(office: Office) -> Changed:
    """Read the packets that who restored could not open; needs the second key."""
    office.require("credit.read", "backups")
    known, hidden = _read(office.folder, office.keys)
    if known is None or not known.unread:
        raise _gone()
    names = {one.name for one in known.unread}
    paths = [path for path in packet_files([office.folder / OUTBOX]) if path.name in names]
    with office.write() as session:
        taken, unread = read_outbox(session, office, paths)
        items = lost_of(session, office, taken)
        adopt(session, office, taken)
        audit.log(session, Act("restore.read", "backups", "", {"packets": len(taken), "unread": len(unread)}))
    _keep(office, replace(known, items=merged(iter((*known.items, *items))), unread=unread), hidden)
    return Changed(SUBJECTS | {"packets"})


def _read(folder: Path, opened: Opened) -> tuple[LostList | None, int]:
    """The list, and how many protected lines this officer's keys don't open: at least 1 when there may be some."""
    path = folder / LOST
    if not path.exists():
        return None, 0
    try:
        return _parsed(opened, json.loads(files.read_whole(path, LARGEST)))
    except (ValueError, TypeError, KeyError, StorageError) as error:
        raise damaged() from error


def _parsed(opened: Opened, plain: Mapping[str, Any]) -> tuple[LostList, int]:
    known = _list(_opened(plain["open"], opened.master, _OPEN))
    if plain["protected"] is None:
        return known, 0
    if opened.second is None:
        return known, 1
    items = [_item(one) for one in _opened(plain["protected"], opened.second, _PROTECTED)]
    return replace(known, items=(*known.items, *items)), 0


def _keep(office: Office, known: LostList, hidden: int) -> None:
    """Write the list again; the protected part stays as it is for who can't open it."""
    path = office.folder / LOST
    if not hidden:
        keep_list(path, office.keys, known)
        return
    before = json.loads(files.read_whole(path, LARGEST))
    before["open"] = _locked(asdict(known), office.keys.master, _OPEN)
    files.write_whole(path, json.dumps(before).encode())


def _locked(plain: object, key: bytes, purpose: bytes) -> dict[str, Any]:
    return lock(json.dumps(plain, ensure_ascii=False).encode(), sub_key(key, purpose), context=purpose).to_dict()


def _opened(plain: Mapping[str, Any], key: bytes, purpose: bytes) -> Any:
    nonce = bytes_of(plain["nonce"], NONCE_LENGTH, NONCE_LENGTH)
    locked = Locked(nonce, bytes_of(plain["ciphertext"], 0, LARGEST))
    return json.loads(unlock(locked, sub_key(key, purpose), context=purpose))


def _list(plain: Mapping[str, Any]) -> LostList:
    return LostList(
        span=Span(**plain["span"]),
        items=tuple(map(_item, plain["items"])),
        missing=tuple(plain["missing"]),
        unread=tuple(Unread(**one) for one in plain["unread"]),
        others=0,
        rest_done_at=plain["rest_done_at"],
    )


def _item(plain: Mapping[str, Any]) -> LostItem:
    facts = tuple((heading, value) for heading, value in plain["facts"])
    return LostItem(**{**plain, "facts": facts, "packets": tuple(plain["packets"])})


def damaged() -> StorageError:
    """The refusal of a list that can't be read any more."""
    return StorageError(
        _("The list of what must be typed again is damaged."),
        do=_("Restore the backup once more, or compare the records with the papers of those days."),
        reason="lost-damaged",
    )


def _gone() -> DeskError:
    return DeskError(_("There is nothing left of this list."), do=_("Open the home page again."), reason="gone")


def shown(moment: str) -> str:
    """A stored moment in this PC's time, `20/11/2026 10:00`."""
    return f"{datetime.fromisoformat(moment).astimezone():%d/%m/%Y %H:%M}" if moment else "–"
