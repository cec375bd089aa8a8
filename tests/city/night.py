"""All that can come to a desk in a night, and what it leaves behind."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import select

from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.models.tables import CityPacket, CityRecord, CitySum
from hn_desk.packets.mailed import write_mailed
from hn_desk.packets.subjects import GroupRow
from tests.campaigns.load.made import quick_sealed
from tests.city.own_desk import DESK, NOW, PASSPHRASE, make_own_desk
from tests.packets.real_packet import cover, identifier, signed


def make_night(folder: Path) -> None:
    """A desk's folder `city`, and `files`: named so that some come too early, some twice, some are no packets."""
    make_own_desk(folder / "city")
    (folder / "files").mkdir()
    desk = open_desk(folder / "city", DESK, PASSPHRASE, clock=lambda: NOW)
    for name, data in made_files(lambda inner: quick_sealed(inner, desk.opening.certificate)).items():
        (folder / "files" / name).write_bytes(data)
    desk.close()


def made_files(sealed: Callable[[bytes], bytes]) -> dict[str, bytes]:
    inner: list[bytes] = []
    for number in range(1, 6):
        before = {"previous_hash": sha256(inner[-1]).hexdigest()} if inner else {}
        inner.append(signed(cover(number=number, packet_id=identifier(number), **before), {"groups": rows(number)}))
    twin = signed(cover(packet_id=identifier(50)), {"groups": rows(9)})
    other = signed(cover(desk="SNV", packet_id=identifier(60)), {})
    one, two, three, four, five = map(sealed, inner)
    return {
        "a.xlsx": one,
        "b-three.xlsx": three,
        "c-four.txt": write_mailed(four),
        "d-two.xlsx": two,
        "e-again.xlsx": one,
        "f-twin.xlsx": sealed(twin),
        "g-other.xlsx": sealed(other),
        "h-changed.xlsx": sealed(inner[4][:900] + bytes([inner[4][900] ^ 1]) + inner[4][901:]),
        "i-nothing.xlsx": b"nothing of ours",
        "j-five.xlsx": five,
    }


def rows(number: int) -> list[GroupRow]:
    names = range(3 * number) if number != 3 else range(2)
    return [GroupRow(id=identifier(n), version=number, operation="put", name=f"Tổ {number}-{n}") for n in names]


def state(desk: CityDesk) -> dict[str, Any]:
    """What a night leaves in the database and beside it, without random ids and what was only logged."""
    packet = (CityPacket.number, CityPacket.sha256, CityPacket.decision, CityPacket.reason, CityPacket.outcome)
    record = (CityRecord.record_id, CityRecord.record_version, CityRecord.packet_number, CityRecord.payload)
    with desk.database.read() as session:
        return {
            "packets": [tuple(row) for row in session.execute(select(*packet).order_by(CityPacket.sha256))],
            "records": [tuple(row) for row in session.execute(select(*record).order_by(CityRecord.record_id))],
            "sums": sorted(tuple(row) for row in session.execute(select(CitySum.measure, CitySum.value))),
            "evidence": sorted(path.name for path in desk.places.quarantine.glob("*.bin")),
            "kept": sorted(path.name for path in desk.places.inbox.glob("*.xlsx")),
        }
