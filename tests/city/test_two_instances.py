"""Two PCs of one commune, each with a database of its own, send to one desk: two streams, each told of its own."""

from pathlib import Path

from sqlalchemy import func, select

from hn_desk.actions import keyring
from hn_desk.actions.office import Office, set_up, unlock
from hn_desk.actions.packets import packet_rows, receive, seal_packet
from hn_desk.city.authority import issue_office, trust_pack
from hn_desk.city.collect import collect
from hn_desk.city.receipts import receipts
from hn_desk.models.tables import CityRecord, ReceiptRow
from tests.actions.conftest import PASSPHRASE, PLAN, QUICK
from tests.actions.records import add_event
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now


def second_office(pair: Pair, folder: Path, login: str) -> Office:
    office = unlock(folder, login, PASSPHRASE, clock=at_now)
    pair.stack.callback(office.close)
    return office


def certified(pair: Pair, folder: Path) -> None:
    """Another database of the same commune, with a key and a certificate of its own."""
    set_up(folder, PLAN, cost=QUICK, clock=at_now)
    office = unlock(folder, "anh", PASSPHRASE, clock=at_now)
    try:
        request = keyring.make_request(office, KEY_PASSPHRASE, bits=2048)
        issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
        keyring.install_trust(office, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    finally:
        office.close()


def marked(office: Office) -> list[str]:
    return [row.state for row in packet_rows(office)]


def test_two_pcs_of_one_commune_send_to_one_desk(pair: Pair, tmp_path: Path) -> None:
    certified(pair, tmp_path / "other")
    other = second_office(pair, tmp_path / "other", "mai")
    lan = pair.office
    assert (other.code, other.instance == lan.instance) == (lan.code, False)
    add_event(lan, "Hội nghị ở máy một")
    desk = pair.desk("STC")
    first = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE)
    second = seal_packet(other, "STC", KEY_PASSPHRASE)
    assert [collect(desk, one.path.read_bytes()).decision for one in (second, first)] == ["applied", "applied"]
    with desk.database.read() as session:
        held = session.scalar(select(func.count()).select_from(CityRecord)) or 0
    assert held == first.rows + second.rows

    told = receipts(desk, lan.code)
    receive(pair.clerk, told)
    assert (marked(pair.clerk), marked(other)) == (["received"], ["packed"])
    receive(other, told)
    assert (marked(pair.clerk), marked(other)) == (["received"], ["received"])
    with other.database.read() as session:
        content = session.scalars(select(ReceiptRow)).one().content
    streams = {one["instance"]: one["hashes"] for one in content["streams"]}
    assert streams == {lan.instance: {"1": first.sha256}, other.instance: {"1": second.sha256}}

    assert seal_packet(pair.clerk, "STC", KEY_PASSPHRASE, allow_empty=True).number == 2
    assert seal_packet(other, "STC", KEY_PASSPHRASE, allow_empty=True).number == 2
