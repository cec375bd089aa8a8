"""The data of regulations inside a trust pack: the files that the city changed, and an index that speaks for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hn_desk.errors import ResourceError
from hn_desk.i18n import _
from hn_desk.packets.documents import Document, Hash, Number, Text, canonical

INDEX: Final = "index.json"
"""The name of the index among the files; no file of the regulations has it."""
READER: Final = 1
"""The version of indexes and files that this program reads; an index names the lowest that may read its files."""


class ReferenceEntry(Document):
    """One file: the pack in which it last changed, its hash, that of the program's own that it began from ("" none)."""

    number: Number
    sha256: Hash
    base: Annotated[str, Field(pattern="^([0-9a-f]{64})?$")]


class ReferenceIndex(Document):
    """What is said of all files: the lowest reader, the version of the program they were edited with."""

    format: Literal["hn-desk-reference/1"] = "hn-desk-reference/1"
    reader: Number = READER
    program: Text
    files: Mapping[Text, ReferenceEntry] = {}


@dataclass(frozen=True, slots=True)
class Reference:
    """The files of a pack, by path, with their index; the hashes agree."""

    index: ReferenceIndex
    texts: Mapping[str, str]


def digest(text: str) -> str:
    """The SHA-256 of a file's text, as 64 digits."""
    return sha256(text.encode()).hexdigest()


def wrapped(index: ReferenceIndex, texts: Mapping[str, str]) -> dict[str, str]:
    """What a trust pack carries: the files beside their index."""
    return {INDEX: canonical(index).decode(), **texts}


def unwrapped(reference: Mapping[str, str]) -> Reference | None:
    """What a trust pack carries, read again; None when it carries none.

    ResourceError when the files need a newer program, or index and files disagree.
    """
    if not reference:
        return None
    text = reference.get(INDEX, "")
    try:
        index = ReferenceIndex.model_validate_json(text)
    except ValidationError as error:
        if _reader_of(text) > READER:
            raise _newer() from error
        raise _disagree(INDEX) from error
    if index.reader > READER:
        raise _newer()
    texts = {name: one for name, one in reference.items() if name != INDEX}
    for name in sorted({*texts, *index.files}):
        if name not in texts or name not in index.files or digest(texts[name]) != index.files[name].sha256:
            raise _disagree(name)
    return Reference(index, texts)


class _Head(BaseModel):
    """What every version of an index says first."""

    model_config = ConfigDict(strict=True)
    reader: int


def _reader_of(text: str) -> int:
    try:
        return _Head.model_validate_json(text).reader
    except ValidationError:
        return 0


def _newer() -> ResourceError:
    return ResourceError(
        _("The rules in this trust pack need a newer version of HN Desk."),
        do=_("Install the newest version here, then look at the rules again. The certificates are in use already."),
        reason="reference-newer",
    )


def _disagree(name: str) -> ResourceError:
    return ResourceError(
        _("The rules in this trust pack don't agree with their index at {name}.").format(name=name[:80]),
        do=_("Ask the city to make the trust pack again."),
        reason="reference-index",
    )
