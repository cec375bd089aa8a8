"""The parts of an .xlsx or .ods that hold cells, unpacked within bounds and packed anew for reading.

The library that reads them so never sees a part that was not measured, nor two of one name.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from hn_desk.intake.refusals import broken, large, locked, unknown_kind
from hn_desk.intake.xlsx_parts import sheet_paths

MOST_UNPACKED: Final = 200 * 1024 * 1024
_NEEDED: Final = re.compile(
    r"\[content_types\]\.xml|_rels/.*|xl/(workbook|styles|sharedstrings)\.xml|xl/_rels/.*|xl/worksheets/[^/]*\.xml"
    r"|mimetype|content\.xml|styles\.xml|settings\.xml|meta-inf/manifest\.xml",
    re.IGNORECASE,
)
_REPEATED: Final = re.compile(
    rb"""number-columns-repeated=["'][0-9]{4,}["'][^>]*office:value|office:value[^>]*number-columns-repeated=["'][0-9]{4,}"""
    rb"""|number-rows-repeated=["'][0-9]{5,}["'][^>]*>(?:(?!</table:table-row>).)*office:value""",
    re.DOTALL,
)
"""Filled cells of an .ods that stand for thousands: no list has them, and writing them out takes all memory."""
_BROKEN: Final = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError, KeyError)


@dataclass(frozen=True, slots=True)
class Packed:
    """What was unpacked: `data` is an archive of `parts` (name to bytes), `kind` xlsx or ods."""

    kind: str
    data: bytes
    parts: Mapping[str, bytes]

    def sheet_parts(self) -> list[bytes]:
        """The parts of an .xlsx' sheets in their order; none of an .ods."""
        return [self.parts.get(path, b"") for path in sheet_paths(self.parts)]


def unpack(data: bytes) -> Packed:
    """The parts that hold cells; InputError for a password, too much to unpack, damage, or another kind of file."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            infos = archive.NameToInfo
            kind = _kind(infos)
            needed = [info for name, info in infos.items() if _NEEDED.fullmatch(name)]
            _refuse(needed)
            parts = {info.filename: archive.read(info) for info in needed}
    except _BROKEN as error:
        raise broken() from error
    if _REPEATED.search(parts.get("content.xml", b"")):
        raise large()
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise locked()
    return Packed(kind, _packed(parts), parts)


def _kind(infos: Mapping[str, ZipInfo]) -> str:
    names = {name.lower() for name in infos}
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    raise unknown_kind()


def _refuse(infos: list[ZipInfo]) -> None:
    if any(info.flag_bits & 1 for info in infos):
        raise locked()
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise large()


def _packed(parts: Mapping[str, bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(ZipInfo(name), part)
    return stream.getvalue()
