"""Data attached to the city's papers: strict models with one canonical form in bytes."""

import json
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from hn_desk.packets.reasons import refuse
from hn_desk.packets.texts import is_clean

READER: Final = 1
"""The version of papers; a paper names the lowest that may read it."""
WITHDRAWING: Final = 2
"""The version of trust packs that name withdrawn papers."""


def clean_text(text: str) -> str:
    """The text itself when it may travel: NFC and without signs that can't be seen."""
    if not is_clean(text):
        raise ValueError("text isn't clean")
    return text


Text = Annotated[str, Field(max_length=2000), AfterValidator(clean_text)]
LongText = Annotated[str, Field(max_length=2_000_000), AfterValidator(clean_text)]
Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Instance = Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
OfficeCode = Annotated[str, Field(pattern="^[0-9]{5}$")]
DeskCode = Annotated[str, Field(pattern="^[A-Z][A-Z0-9-]{1,15}$")]
PAPER_ID: Final = "[0-9A-Z-]{1,32}/[1-9][0-9]{0,5}"
"""Our file code and the edition."""
PaperId = Annotated[str, Field(pattern=f"^{PAPER_ID}$")]
Count = Annotated[int, Field(ge=0, le=10**15)]
Number = Annotated[int, Field(ge=1, le=10**9)]


class Document(BaseModel):
    """A strict, frozen record of an attached document."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class _Head(BaseModel):
    """What every version of a paper says first."""

    model_config = ConfigDict(strict=True)
    reader: int


Kind = TypeVar("Kind", bound=Document)


def canonical(document: Document) -> bytes:
    """The one form of a document in bytes: JSON in UTF-8, names sorted, no spaces."""
    plain = document.model_dump(mode="json")
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def read_canonical(kind: type[Kind], data: bytes, paper: str, *, newest: int = READER) -> Kind:
    """Read a document in its canonical form only; `paper` begins the reason code (`receipt`, `trust`).

    `newest` is the newest version of this kind of paper that this program reads.
    """
    try:
        if _Head.model_validate_json(data).reader > newest:
            raise refuse(f"{paper}-newer")
        document = kind.model_validate_json(data)
    except ValidationError as error:
        field = ".".join(str(step) for step in error.errors()[0]["loc"])
        raise refuse(f"{paper}-content", field=field or "JSON") from error
    if canonical(document) != data:
        raise refuse(f"{paper}-content", field="JSON")
    return document
