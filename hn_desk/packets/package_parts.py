"""The parts of a packet's workbook and how they hang together: content types and relationships. PACKET §3.3, §3.4."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from hn_desk.packets.archive import CONTENT_TYPES
from hn_desk.packets.reasons import refuse
from hn_desk.packets.xml_reading import DECLARATION, parse_small

ROOT_RELATIONSHIPS: Final = "_rels/.rels"
WORKBOOK: Final = "xl/workbook.xml"
WORKBOOK_RELATIONSHIPS: Final = "xl/_rels/workbook.xml.rels"
STYLES_PART: Final = "xl/styles.xml"
ORIGIN: Final = "_xmlsignatures/origin.sigs"
ORIGIN_RELATIONSHIPS: Final = "_xmlsignatures/_rels/origin.sigs.rels"
SIGNATURE: Final = "_xmlsignatures/sig1.xml"
PLUMBING: Final = frozenset({CONTENT_TYPES, ORIGIN, ORIGIN_RELATIONSHIPS, SIGNATURE})
PART_COUNT_LIMIT: Final = 30

_SHEET: Final = re.compile(r"xl/worksheets/sheet[1-9][0-9]?\.xml")
_OOXML: Final = "application/vnd.openxmlformats-"
_SPREADSHEET: Final = _OOXML + "officedocument.spreadsheetml."
RELATIONSHIPS_TYPE: Final = _OOXML + "package.relationships+xml"
_ORIGIN_TYPE: Final = _OOXML + "package.digital-signature-origin"
_SHEET_TYPE: Final = _SPREADSHEET + "worksheet+xml"
_TYPES: Final = {
    ROOT_RELATIONSHIPS: RELATIONSHIPS_TYPE,
    WORKBOOK_RELATIONSHIPS: RELATIONSHIPS_TYPE,
    ORIGIN_RELATIONSHIPS: RELATIONSHIPS_TYPE,
    WORKBOOK: _SPREADSHEET + "sheet.main+xml",
    STYLES_PART: _SPREADSHEET + "styles+xml",
    ORIGIN: _ORIGIN_TYPE,
    SIGNATURE: _OOXML + "package.digital-signature-xmlsignature+xml",
}
_DEFAULTS: Final = {"rels": RELATIONSHIPS_TYPE, "sigs": _ORIGIN_TYPE}
_TYPES_SPACE: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONSHIPS_SPACE: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_SIGNATURES: Final = "http://schemas.openxmlformats.org/package/2006/relationships/digital-signature/"
DOCUMENT_KIND: Final = _OFFICE + "officeDocument"
SHEET_KIND: Final = _OFFICE + "worksheet"
STYLES_KIND: Final = _OFFICE + "styles"
ORIGIN_KIND: Final = _SIGNATURES + "origin"
SIGNATURE_KIND: Final = _SIGNATURES + "signature"
_KINDS: Final = {
    ROOT_RELATIONSHIPS: frozenset({DOCUMENT_KIND, ORIGIN_KIND}),
    WORKBOOK_RELATIONSHIPS: frozenset({SHEET_KIND, STYLES_KIND}),
    ORIGIN_RELATIONSHIPS: frozenset({SIGNATURE_KIND}),
}
_FOLDERS: Final = {ROOT_RELATIONSHIPS: "", WORKBOOK_RELATIONSHIPS: "xl/", ORIGIN_RELATIONSHIPS: "_xmlsignatures/"}
_SOURCES: Final = {WORKBOOK_RELATIONSHIPS: WORKBOOK, ORIGIN_RELATIONSHIPS: ORIGIN}


@dataclass(frozen=True, slots=True)
class Relationship:
    """One arrow from a part to another; `target` is relative to the folder of the part it leaves."""

    identifier: str
    kind: str
    target: str


def content_type(part: str) -> str:
    """The one content type that a part of this name has; PacketError for a name that packets don't have."""
    if _SHEET.fullmatch(part):
        return _SHEET_TYPE
    if part not in _TYPES:
        raise refuse("workbook-parts")
    return _TYPES[part]


def render_types(parts: Iterable[str]) -> bytes:
    """Write `[Content_Types].xml` for parts of these names."""
    defaults = [f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _DEFAULTS.items()]
    overrides = [
        f'<Override PartName="/{part}" ContentType="{content_type(part)}"/>'
        for part in sorted(parts)
        if _is_named(part)
    ]
    return DECLARATION + f'<Types xmlns="{_TYPES_SPACE}">{"".join(defaults + overrides)}</Types>'.encode()


def render_relationships(relationships: Iterable[Relationship]) -> bytes:
    """Write a `.rels` part."""
    lines = (f'<Relationship Id="{one.identifier}" Type="{one.kind}" Target="{one.target}"/>' for one in relationships)
    return DECLARATION + f'<Relationships xmlns="{_RELATIONSHIPS_SPACE}">{"".join(lines)}</Relationships>'.encode()


def canonical_relationships(relationships: Iterable[Relationship]) -> bytes:
    """The relationships after RelationshipTransform and C14N: what the signature's digest is taken of."""
    lines = (
        f'<Relationship Id="{one.identifier}" Target="{one.target}" TargetMode="Internal" Type="{one.kind}">'
        "</Relationship>"
        for one in sorted(relationships, key=lambda one: one.identifier)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS_SPACE}">{"".join(lines)}</Relationships>'.encode()


def check_types(parts: Mapping[str, bytes]) -> None:
    """Every part has its content type, named once; nothing else is named; the bytes are those of `render_types`."""
    if CONTENT_TYPES not in parts:
        raise refuse("types-missing")
    if len(parts) > PART_COUNT_LIMIT:
        raise refuse("workbook-parts")
    types = _read_types(parts[CONTENT_TYPES])
    for part in parts.keys() - {CONTENT_TYPES}:
        if _is_named(part) and part not in types:
            raise refuse("types-untyped", part=part)
    for part, kind in types.items():
        if part not in parts:
            raise refuse("types-phantom", part=part)
        if kind != content_type(part):
            raise refuse("types-unknown", part=part)
    if parts[CONTENT_TYPES] != render_types(parts.keys() - {CONTENT_TYPES}):
        raise refuse("types-shape")


def read_relationships(part: str, data: bytes) -> tuple[Relationship, ...]:
    """The relationships of one `.rels` part, in its order; each of a kind that this part may have, none external."""
    found = tuple(_read_relationship(part, one) for one in parse_small(part, data))
    if len({one.identifier for one in found}) != len(found):
        raise refuse("rels-duplicate", part=part)
    if len({one.target for one in found}) != len(found):
        raise refuse("rels-repeated", part=part)
    if render_relationships(found) != data:
        raise refuse("rels-shape", part=part)
    return found


def check_relationships(parts: Mapping[str, bytes]) -> dict[str, tuple[Relationship, ...]]:
    """Read all relationships: targets exist, every part is reached, one workbook, one origin, one signature."""
    for part, source in _SOURCES.items():
        if part in parts and source not in parts:
            raise refuse("rels-orphan", part=part)
    found = {part: read_relationships(part, parts[part]) for part in _KINDS if part in parts}
    reached = {CONTENT_TYPES, *found}
    for part, relationships in found.items():
        for one in relationships:
            if _target(part, one) not in parts:
                raise refuse("rels-target", part=part)
            reached.add(_target(part, one))
    _check_single(found)
    for part in parts:
        if part not in reached:
            raise refuse("rels-unreachable", part=part)
    return found


def _check_single(found: Mapping[str, tuple[Relationship, ...]]) -> None:
    wanted = (
        ("rels-document", ROOT_RELATIONSHIPS, DOCUMENT_KIND, WORKBOOK),
        ("rels-origin", ROOT_RELATIONSHIPS, ORIGIN_KIND, ORIGIN),
        ("rels-signature", ORIGIN_RELATIONSHIPS, SIGNATURE_KIND, SIGNATURE),
    )
    for code, part, kind, target in wanted:
        targets = [_target(part, one) for one in found.get(part, ()) if one.kind == kind]
        if targets != [target]:
            raise refuse(code)


def _is_named(part: str) -> bool:
    """Whether the part's type stands in a line of its own, not in a default of its ending."""
    return part.rpartition(".")[2] not in _DEFAULTS


def _target(part: str, relationship: Relationship) -> str:
    return _FOLDERS[part] + relationship.target


def _read_relationship(part: str, element: etree._Element) -> Relationship:
    if element.get("TargetMode", "Internal") != "Internal":
        raise refuse("rels-external", part=part)
    kind, target = element.get("Type", ""), element.get("Target", "")
    if kind not in _KINDS[part]:
        raise refuse("rels-type", part=part)
    return Relationship(element.get("Id", ""), kind, target)


def _read_types(data: bytes) -> dict[str, str]:
    types: dict[str, str] = {}
    for element in parse_small(CONTENT_TYPES, data):
        if element.tag != f"{{{_TYPES_SPACE}}}Override":
            continue
        part = element.get("PartName", "").removeprefix("/")
        if part.lower() in (other.lower() for other in types):
            raise refuse("types-duplicate", part=part)
        types[part] = element.get("ContentType", "")
    return types
