"""`board`: what each office sent to the city's desks and what is missing, as JSON and in words."""

import json
from pathlib import Path
from typing import Any

import pytest

from hn_desk.city.collect import collect
from hn_desk.city.desk import open_desk
from hn_desk.city.snapshots import snapshots
from hn_desk.cli import main
from hn_desk.commands.access import PASSPHRASE_FILE
from tests.city.test_collect import sealed_packet
from tests.pair import CITY_PASSPHRASE, Pair, at_now, pair, pair_template

__all__ = ["pair", "pair_template"]


@pytest.fixture
def city(pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "pass").write_text(CITY_PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "pass"))
    first, _lost, third = (sealed_packet(pair) for _n in range(3))
    desk = open_desk(pair.city, "STC", CITY_PASSPHRASE, clock=at_now)
    for packet in (first, third):
        collect(desk, packet.path.read_bytes())
    desk.close()
    return pair.city


def asked(capsys: pytest.CaptureFixture[str], city: Path, *words: str) -> tuple[int, dict[str, Any]]:
    code = main(["board", "--city", str(city), "--json", *words])
    return code, json.loads(capsys.readouterr().out)


def test_every_desk_tells_what_is_missing_and_its_sums(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = asked(capsys, city, "--year", "2026")
    desks = {one["desk"]: one for one in facts["desks"]}
    (office,) = desks["STC"]["offices"]
    (stream,) = office["streams"]
    assert (code, set(desks)) == (0, {"STC", "CATP-MT", "SNV", "NHCS"})
    assert (office["code"], office["state"], office["waiting"]) == ("00070", "missing", 1)
    assert (stream["come"], stream["gaps"][0]["first"], stream["gaps"][0]["last"]) == ([[1, 1], [3, 3]], 2, 2)
    assert desks["STC"]["sums"]["city"]["groups"] == 5
    assert [one["target"]["value"] for one in desks["STC"]["sums"]["targets"]] == [40_000, 100]
    assert [one["state"] for one in desks["SNV"]["offices"]] == ["never"]


def test_one_desk_is_told_in_words(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["board", "--city", str(city), "--desk", "STC"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("STC – ")
    assert "có 1 và 3; thiếu 2 từ " in lines[1]


def test_a_desk_that_is_not_there_is_refused(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = asked(capsys, city, "--desk", "VPUB")
    assert (code, found["ok"], found["reason"]) == (1, False, "desk")


def test_a_period_is_told_closed_and_written(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    into = str(tmp_path / "into")
    words = ("--desk", "STC", "--period", "2026-10", "--close", "--xlsx", into, "--pdf", into, "--yearly", into)
    code, facts = asked(capsys, city, *words)
    (desk,) = facts["desks"]
    sums = {one["measure"]: one for one in desk["numbers"]["sums"]}
    assert (code, desk["numbers"]["period"], desk["numbers"]["closed"]["whole"]) == (0, "2026-10", True)
    assert (sums["reached"]["of"], sums["contacts"]["adjusted"]) == (5, 0)
    assert sorted(Path(name).suffix for name in desk["files"]) == [".csv", ".json", ".pdf", ".xlsx"]
    assert sorted(desk["files"]) == sorted(map(str, (tmp_path / "into").iterdir()))
    code, facts = asked(capsys, city, "--desk", "STC", "--period", "2026-10", "--close")
    assert (code, facts["reason"]) == (1, "period-closed")
    assert main(["board", "--city", str(city), "--desk", "STC", "--period", "2026"]) == 0
    assert "  Doanh nghiệp đã đăng ký: 0 · ▼ Chậm tiến độ" in capsys.readouterr().out


def test_a_period_is_closed_at_a_desk_that_is_named(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, facts = asked(capsys, city, "--period", "2026-10", "--close")
    assert (code, facts["reason"]) == (1, "desk")
    desk = open_desk(city, "SNV", CITY_PASSPHRASE, clock=at_now)
    assert snapshots(desk) == ()
    desk.close()
