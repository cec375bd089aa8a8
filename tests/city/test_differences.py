"""A new numbering is compared with what the desk knew: what differs is listed and nothing is lost."""

import json
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from hn_desk.actions.numbering import begin_numbering
from hn_desk.actions.packets import seal_packet
from hn_desk.city.collect import Collected, collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.differences import GONE, ONLY_HERE, ONLY_NEW, OTHER, differences
from hn_desk.city.overview import counts
from hn_desk.cli import main
from hn_desk.commands.access import PASSPHRASE_FILE
from hn_desk.models.tables import EventGroup, OutreachEvent, PacketRecord
from tests.actions.records import add_event
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair


def bring(pair: Pair, desk: CityDesk) -> Collected:
    return collect(desk, seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes())


def test_what_a_restored_office_lost_stays_and_what_it_says_otherwise_is_listed(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lost, kept = add_event(pair.office, "Buổi bị mất", groups=0), add_event(pair.office, "Buổi còn lại", groups=0)
    desk = pair.desk("STC")
    assert "differ" not in bring(pair, desk).text
    with pair.office.write() as session:
        for table, column in ((EventGroup, EventGroup.event_id), (OutreachEvent, OutreachEvent.id)):
            session.execute(delete(table).where(column == lost))
        session.execute(delete(PacketRecord).where(PacketRecord.record_id == lost))
        session.execute(update(OutreachEvent).where(OutreachEvent.id == kept).values(people=50))
    begin_numbering(pair.as_officer("anh"), "Khôi phục")
    new = add_event(pair.office, "Buổi mới", groups=0)

    came = bring(pair, desk)

    found = {one.record_id: one for one in differences(desk, "00070") if one.subject == "events"}
    assert "records differ" in came.text
    assert {id_: one.kind for id_, one in found.items()} == {lost: ONLY_HERE, kept: OTHER, new: ONLY_NEW}
    assert found[kept].values == (("people", 45, 50),)
    assert counts(desk)["events"] == 3
    assert GONE not in {one.kind for one in differences(desk)}
    desk.close()
    (tmp_path / "word").write_text(CITY_PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "word"))
    assert main(["differences", "--city", str(pair.city), "--desk", "STC", "--json", "--lang", "en"]) == 0
    assert {one["record_id"] for one in json.loads(capsys.readouterr().out)["differences"]} >= {lost, kept, new}
