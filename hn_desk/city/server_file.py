"""A desk's database may lie on a server: a file beside the key file keeps its address, locked under the database key.

The address may hold a password; nothing of it can be read without opening the desk.
"""

import json
from typing import Final

from hn_desk import files
from hn_desk.city.places import LARGEST_KEY, DeskPlaces
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.keys import Locked, lock, unlock
from hn_desk.models.database import Place
from hn_desk.models.server_address import ServerAddress, read_address

FORMAT: Final = 1
_CONTEXT: Final = b"hn-desk/4 server"


def database_place(places: DeskPlaces, key: bytes) -> Place:
    """Where the desk's database lies; `key` is its database key. StorageError when the address can't be read."""
    if not places.server.exists():
        return places.database
    try:
        kept = json.loads(files.read_whole(places.server, LARGEST_KEY))
        if not isinstance(kept, dict) or set(kept) != {"format", "address"} or kept["format"] != FORMAT:
            raise _damaged()
        return read_address(unlock(Locked.from_dict(kept["address"]), key, context=_CONTEXT).decode())
    except ValueError as error:
        raise _damaged() from error


def keep_place(places: DeskPlaces, key: bytes, address: ServerAddress | None) -> None:
    """Note that the database lies on a server from now on, or again in the desk's folder."""
    if address is None:
        files.take_away(places.server)
        return
    kept = {"format": FORMAT, "address": lock(address.url.encode(), key, context=_CONTEXT).to_dict()}
    files.write_whole(places.server, json.dumps(kept, indent=1, sort_keys=True).encode())


def _damaged() -> StorageError:
    return StorageError(
        _("The file that says where the desk's database lies is damaged."),
        do=_("Put the city's folder back from its last backup."),
        reason="city-damaged",
    )
