"""XML from outside: refused before it is parsed when it has anything that packets never have. PACKET §3.2."""

import re
from typing import Final

from lxml import etree

from hn_desk.packets.reasons import refuse

DECLARATION: Final = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
SMALL_LIMIT: Final = 1 << 20

_MARKUP: Final = re.compile(rb"<[!?]")
_KINDS: Final = (
    (b"<!DOCTYPE", "xml-doctype"),
    (b"<!ENTITY", "xml-entity"),
    (b"<!--", "xml-comment"),
    (b"<?", "xml-instruction"),
)


def check_plain(part: str, data: bytes) -> None:
    """Refuse any encoding but UTF-8, document types, entities, comments, processing instructions and CDATA."""
    _check_encoding(part, data)
    found = _MARKUP.search(data, len(DECLARATION))
    if found is None:
        return
    here = data[found.start() : found.start() + 9].upper()
    for start, code in _KINDS:
        if here.startswith(start):
            raise refuse(code, part=part)
    raise refuse("xml-broken", part=part)


def parse_small(part: str, data: bytes) -> etree._Element:
    """Read one of the small parts (types, relationships, workbook, signature), checked before by `check_plain`."""
    if len(data) > SMALL_LIMIT:
        raise refuse("xml-size", part=part)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise refuse("xml-broken", part=part) from error


def escape(text: str) -> str:
    """Write `text` so that it can stand between tags or in an attribute, as C14N writes it between tags."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _check_encoding(part: str, data: bytes) -> None:
    if not data.startswith(DECLARATION):
        raise refuse("xml-encoding", part=part)
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refuse("xml-encoding", part=part) from error
