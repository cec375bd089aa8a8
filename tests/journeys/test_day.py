"""A clerk's day leaves what it should, both sides count alike, and a record that the city loses is noticed."""

import json
import os
import shutil
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from hn_desk.city.desk import open_desk
from hn_desk.models.tables import CityRecord
from hn_desk.packets.subjects import SUBJECTS
from hn_desk.ui.day.exchange import CITY_PASSPHRASE
from hn_desk.ui.day.summary import AT_DESKS
from tests.journeys.a_day import BANK, Day, desk_of, live, parts, run

PNG = b"\x89PNG\r\n\x1a\n"
LEAST = {"groups": 6, "events": 3, "event_groups": 6, "conversions": 1, "contact_counts": 1, "cases": 3, "papers": 3}
"""What the issue asks of a day at least; of four applications one is refused by a check and goes nowhere."""


def summary_of(folder: Path) -> dict[str, dict[str, int]]:
    counted: dict[str, dict[str, int]] = json.loads((folder / "summary.json").read_bytes())
    return counted


def test_the_day_ends_well(day: Day) -> None:
    assert day.done.returncode == 0, day.done.stderr + day.done.stdout
    assert "Traceback" not in day.done.stderr
    assert json.loads(day.done.stdout)["ok"] is True


def test_both_sides_count_the_same_records(day: Day) -> None:
    counted = summary_of(day.folder)
    assert list(counted) == ["office", "city"]
    assert set(counted["office"]) == {*SUBJECTS, AT_DESKS}
    assert all(type(number) is int for side in counted.values() for number in side.values())
    assert counted["office"] == counted["city"]


@pytest.mark.parametrize("subject", LEAST)
def test_the_day_is_a_whole_one(day: Day, subject: str) -> None:
    assert summary_of(day.folder)["city"][subject] >= LEAST[subject]


def test_every_desk_concerned_gets_one_packet(day: Day) -> None:
    packets = [desk_of(path) for path in day.files("packets/*.xlsx")]
    assert len(packets) == len(set(packets))
    assert {BANK, "STC", "SNV", "CATP-MT", "CATP-THA"} <= set(packets) == set(day.inner())


def test_every_packet_has_its_receipt(day: Day) -> None:
    receipts = [path.stem for path in day.files("receipts/BN-*.pdf")]
    assert receipts == sorted(f"BN-{desk}-10015-000001" for desk in day.inner())


def test_a_signed_workbook_has_its_signature_and_its_styles(day: Day) -> None:
    for path in day.inner().values():
        assert {"_xmlsignatures/sig1.xml", "xl/styles.xml"} <= set(parts(path))


def test_every_paper_of_the_day_is_kept(day: Day) -> None:
    papers = day.files("forms/*.pdf")
    assert len(papers) >= 5
    assert all(path.read_bytes().startswith(b"%PDF-") for path in papers)


def test_the_screens_are_numbered_and_named_by_page(day: Day) -> None:
    screens = day.files("screens/*.png")
    assert len(screens) >= 12
    assert [path.name[:2] for path in screens] == [f"{number:02}" for number in range(1, len(screens) + 1)]
    assert all(path.read_bytes().startswith(PNG) for path in screens)
    pages = {path.stem[3:].partition("-")[0] for path in screens}
    assert {"first", "sign", "home", "households", "credit", "outreach", "packets", "admin"} <= pages


def copied(day: Day, folder: Path) -> Path:
    """What a recount reads, where it may be changed."""
    shutil.copytree(day.folder / "city", folder / "city")
    shutil.copy(day.folder / "summary.json", folder)
    return folder


def test_a_recount_of_an_untouched_day_ends_well(day: Day, tmp_path: Path) -> None:
    done = run("day", "--into", str(copied(day, tmp_path)), "--recount", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert summary_of(tmp_path) == summary_of(day.folder)


def lose_one(city: Path, code: str) -> str:
    """Delete the last record of one desk, as an accident would; its subject."""
    desk = open_desk(city, code, CITY_PASSPHRASE)
    try:
        with desk.write() as session:
            last = session.scalars(select(CityRecord).order_by(CityRecord.number.desc()).limit(1)).one()
            session.execute(delete(CityRecord).where(CityRecord.number == last.number))
            return last.subject
    finally:
        desk.close()


@pytest.mark.parametrize("code", ["SNV", "VPUB"])
def test_a_record_that_one_desk_lost_is_noticed(day: Day, tmp_path: Path, code: str) -> None:
    """The second one's figures stand at another desk too."""
    subject = lose_one(copied(day, tmp_path) / "city", code)
    done = run("day", "--into", str(tmp_path), "--recount", "--json")
    assert done.returncode == 1, f"{code} lost one of {subject}"
    assert json.loads(done.stdout)["reason"] == "counts-differ"


def test_a_recount_without_a_day_says_so(tmp_path: Path) -> None:
    done = run("day", "--into", str(tmp_path), "--recount", "--json")
    assert (done.returncode, json.loads(done.stdout)["reason"]) == (1, "no-day")


@pytest.mark.skipif("CAMPAIGN" not in os.environ, reason="a second whole day is lived in a campaign only")
def test_another_seed_in_another_office_counts_alike(tmp_path: Path) -> None:
    other = live(tmp_path, "00070", 20)
    assert other.done.returncode == 0, other.done.stderr
    counted = summary_of(tmp_path)
    assert counted["office"] == counted["city"]
    assert all(counted["city"][subject] >= number for subject, number in LEAST.items())
