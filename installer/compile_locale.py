"""Merge the rooms' Vietnamese entries into the one catalogue that the program reads."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from hn_desk.settings import resource

LANGUAGE = "vi"
NO_DAY: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands as the catalogue's day, so that the same sentences always make the same file."""


def main() -> None:
    """Write the compiled catalogue and say how many sentences it holds."""
    catalog = merged(po_files())
    target = resource(f"locale/{LANGUAGE}/LC_MESSAGES/hn_desk.mo")
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("wb") as stream:
        write_mo(stream, catalog)
    print(f"{target.name}: {len(catalog)} sentences")


def po_files() -> list[Path]:
    """The catalogues of the rooms, by name."""
    return sorted(resource(f"locale/{LANGUAGE}").glob("*.po"))


def entries(path: Path) -> Iterator[Message]:
    """The translated entries of one room's catalogue."""
    with path.open("rb") as stream:
        yield from (message for message in read_po(stream, locale=LANGUAGE, abort_invalid=True) if message.id)


def merged(paths: list[Path]) -> Catalog:
    """One catalogue of all rooms. ValueError when two rooms translate one sentence differently, or one is missing."""
    catalog = Catalog(locale=LANGUAGE, charset="utf-8", header_comment="", creation_date=NO_DAY)
    for path in paths:
        for message in entries(path):
            known = catalog.get(str(message.id))
            if not message.string or message.fuzzy:
                raise ValueError(f"{path.name}: no translation of {message.id!r}")
            if known and known.string != message.string:
                raise ValueError(f"{path.name}: two translations of {message.id!r}")
            catalog.add(str(message.id), str(message.string))
    return catalog


if __name__ == "__main__":
    main()
