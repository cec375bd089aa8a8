"""A real packet of a made-up office, and the means to make hostile ones: own ZIP bytes, own signatures."""

import base64
import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from uuid import UUID

from hn_desk.packets import opc
from hn_desk.packets import signature_xml as xml
from hn_desk.packets.archive import CONTENT_TYPES, Packed, read_archive, write_archive
from hn_desk.packets.contents import Packet, build_workbook, read_contents
from hn_desk.packets.cover import Cover
from hn_desk.packets.package_parts import PLUMBING, SIGNATURE, render_types
from hn_desk.packets.signature_value import sign_bytes
from hn_desk.packets.signature_xml import SignatureFacts
from hn_desk.packets.subjects import EventRow, FigureRow, GroupRow, Row
from tests.packets import keyring

AT = keyring.NOW
COVER, GROUPS, EVENTS, FIGURES = (f"xl/worksheets/sheet{number}.xml" for number in (1, 2, 3, 4))
Edit = Callable[[SignatureFacts], SignatureFacts]


def identifier(number: int) -> str:
    return str(UUID(int=number))


def cover(**changes: object) -> Cover:
    facts: dict[str, object] = {
        "environment": "training",
        "packet_id": identifier(99),
        "office_code": "00070",
        "office_name": "Phường Hoàn Kiếm",
        "desk": "STC",
        "instance": "7f3a" * 8,
        "epoch": 1,
        "number": 1,
        "kind": "delta",
        "application": "0.1.0",
        "schema_version": "1",
        "made_at": "2026-11-22T10:00:00+07:00",
        "made_by": "văn thư",
    }
    return Cover.model_validate(facts | changes)


def rows() -> dict[str, list[Row]]:
    return {
        "groups": [
            GroupRow(id=identifier(1), version=1, operation="put", name="Tổ dân phố số 1", kind="tdp", active=1)
        ],
        "events": [
            EventRow(
                id=identifier(2), version=3, operation="put", title="=1+2", starts_on=date(2026, 5, 1), cost=5_000_000
            ),
            EventRow(id=identifier(3), version=1, operation="withdraw"),
        ],
        "figures": [FigureRow(id=identifier(4), version=1, operation="put", label="Số người & <b>", value=-5)],
    }


def signed(packet: Cover, subjects: Mapping[str, Sequence[Row]]) -> bytes:
    signer = keyring.office()
    return opc.sign(build_workbook(packet, subjects), keyring.key("office"), signer.certificate, AT)


@cache
def real() -> bytes:
    return signed(cover(), rows())


def judge(data: bytes) -> Packet:
    """All that stands between bytes from outside and the city's tables."""
    return read_contents(opc.verify(data, keyring.trust(), AT + timedelta(hours=1)))


def parts() -> dict[str, bytes]:
    return read_archive(real())


def edited(part: str, old: str, new: str) -> dict[str, bytes]:
    """The parts of the real packet with one piece of text replaced in one of them."""
    found = parts()
    assert old.encode() in found[part], (part, old)
    found[part] = found[part].replace(old.encode(), new.encode(), 1)
    return found


def packed(part: str, old: str, new: str) -> bytes:
    """A copy changed after it was signed."""
    return write_archive(edited(part, old, new))


def resigned(
    found: Mapping[str, bytes | Packed], edit: Edit = lambda facts: facts, *, after: Edit | None = None
) -> bytes:
    """A copy of any parts signed by the office's own key; `edit` comes before the digests are taken, `after` after."""
    covered = {part: data for part, data in found.items() if part not in PLUMBING}
    facts = edit(opc.unsigned_facts(covered, keyring.office().certificate, AT))
    facts = replace(facts, digests=xml.object_digests(facts))
    facts = after(facts) if after else facts
    value = base64.b64encode(sign_bytes(xml.signed_info(facts), keyring.key("office"))).decode()
    return write_archive({**found, SIGNATURE: xml.render(replace(facts, value=facts.value or value))})


def office_sends(part: str, old: str, new: str) -> bytes:
    """A copy with a changed part, signed again by the office's own key."""
    return resigned(edited(part, old, new))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a hostile ZIP file; every field of both headers can lie."""

    name: bytes
    data: bytes
    method: int = 8
    flags: int = 0
    time: int = 0
    extra: bytes = b""
    size: int | None = None
    crc: int | None = None
    local_crc: int | None = None
    packed: bytes | None = None
    is_hidden: bool = False


def zipped(
    entries: Sequence[Entry], *, comment: bytes = b"", disk: int = 0, count: int | None = None, gap: bytes = b""
) -> bytes:
    body, directory, listed = b"", b"", 0
    for entry in entries:
        data = entry.packed if entry.packed is not None else deflated(entry.data) if entry.method == 8 else entry.data
        size = len(entry.data) if entry.size is None else entry.size
        crc = zlib.crc32(entry.data) if entry.crc is None else entry.crc
        facts = (20, entry.flags, entry.method, entry.time, 0x21)
        sizes = (len(data), size, len(entry.name), len(entry.extra))
        if not entry.is_hidden:
            listed += 1
            directory += struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *facts, crc, *sizes, 0, 0, 0, 0, len(body))
            directory += entry.name + entry.extra
        local = crc if entry.local_crc is None else entry.local_crc
        body += struct.pack("<4s5H3I2H", b"PK\x03\x04", *facts, local, *sizes) + entry.name + entry.extra + data
    body += gap
    total = listed if count is None else count
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", disk, disk, total, total, len(directory), len(body), len(comment))
    return body + directory + end + comment


def deflated(data: bytes) -> bytes:
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    return deflate.compress(data) + deflate.flush()


def entries(**changes: object) -> list[Entry]:
    """The real packet's entries, with the first sheet's changed."""
    return [
        replace(Entry(part.encode(), data), **(changes if part == COVER else {}))  # type: ignore[arg-type]
        for part, data in parts().items()
    ]


def without(part: str) -> dict[str, bytes]:
    return {name: data for name, data in parts().items() if name != part}


def with_part(part: str, data: bytes) -> dict[str, bytes]:
    return {**parts(), part: data}


def typed(found: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same parts with the content types that fit them."""
    return {**found, CONTENT_TYPES: render_types(name for name in found if name != CONTENT_TYPES)}
