"""`questions` and `receipts`: what the city's desk asks and answers, without a window."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions.packets import receive, seal_packet
from hn_desk.city.collect import collect
from hn_desk.cli import main
from hn_desk.commands.access import PASSPHRASE_FILE
from tests.actions.records import add_conversion, add_household
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, pair, pair_template

__all__ = ["pair", "pair_template"]


def run(capsys: pytest.CaptureFixture[str], pair: Pair, *words: str) -> tuple[int, dict[str, Any]]:
    code = main([words[0], "--city", str(pair.city), "--desk", "STC", "--json", "--lang", "en", *words[1:]])
    return code, json.loads(capsys.readouterr().out)


def test_a_question_is_asked_listed_sent_with_all_receipts_and_closed(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "word").write_text(CITY_PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "word"))
    record = add_conversion(pair.office, add_household(pair.office))
    desk = pair.desk("STC")
    collect(desk, seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path.read_bytes())
    desk.close()

    code, asked = run(capsys, pair, "questions", "ask", "00070", "conversions", record, "Ngày cấp có đúng không?")
    assert (code, [one["state"] for one in asked["questions"]]) == (0, ["asked"])
    code, told = run(capsys, pair, "receipts", "--all", "--into", str(tmp_path / "out"))
    assert (code, [one["office"] for one in told["receipts"]]) == (0, ["00070"])
    clerk = replace(pair.clerk, clock=lambda: datetime.now(UTC))
    assert any("Ngày cấp" in line for line in receive(clerk, Path(told["receipts"][0]["file"]).read_bytes()).lines)
    assert run(capsys, pair, "receipts", "--all")[1]["receipts"] == []
    assert run(capsys, pair, "questions", "close", asked["id"])[1]["questions"] == []
    assert [one["state"] for one in run(capsys, pair, "questions", "list", "--all")[1]["questions"]] == ["closed"]
    code, refused = run(capsys, pair, "questions", "ask", "00070", "conversions", "1", "?")
    assert (code, refused["reason"]) == (1, "gone")
