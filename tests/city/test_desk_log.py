"""The log of a desk: who did what, in words; kept as a workbook; proved, with the place where it breaks."""

import ast
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

import hn_desk
from hn_desk.actions.audit_log import LogQuery
from hn_desk.city.desk_log import check_desk_log, desk_log, desk_log_choices, export_desk_log
from hn_desk.city.desk_log_words import act_label, content_words
from hn_desk.city.desk_officers import DeskOfficerDraft, add_officer
from hn_desk.cli import main
from hn_desk.models.audit_check import Witness
from hn_desk.rules.city_retention import INBOX, PACKETS, QUARANTINE
from tests.city.test_roles import NEW
from tests.pair import CITY_PASSPHRASE, Pair

SAME = {
    "office",
    "offices",
    "reason",
    "role",
    "number",
    "period",
    "file",
    "rows",
    "entries",
    "breaks",
    "kind",
    "records",
}
SAME |= {"signer", "count", "hash"}
"""Keys that are the English word themselves."""


def test_an_act_stands_with_its_officer_and_is_found_by_what_it_says(pair: Pair, tmp_path: Path) -> None:
    desk = pair.desk("STC")
    add_officer(desk, DeskOfficerDraft("Trần Thị Bình", "receiver", NEW))
    newest = desk_log(desk)[0]
    assert (newest.officer_name, newest.action_label, newest.detail) == (
        "Người phụ trách",
        "Officer let in or given a role",
        "role: Cán bộ nhận gói",
    )
    assert [row.sequence for row in desk_log(desk, LogQuery(text="nhan goi"))] == [newest.sequence]
    assert desk_log(desk, LogQuery(action="city.person")) == ()
    assert "Trần Thị Bình" in dict(desk_log_choices(desk).officers).values()
    export_desk_log(desk, LogQuery(action="city.officer"), tmp_path / "log.xlsx")
    assert (tmp_path / "log.xlsx").stat().st_size
    assert desk_log(desk)[0].action_label == "Log saved as a workbook"


def test_a_changed_or_cut_log_is_told_by_its_entry(
    pair: Pair, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = pair.desk("STC")
    assert check_desk_log(desk).is_whole
    head = check_desk_log(desk).head
    assert check_desk_log(desk, (Witness(0, head),)).is_whole
    assert [number for number, _words in check_desk_log(desk, (Witness(99, "f" * 64),)).breaks] == [99]
    with desk.write() as session:
        session.connection().exec_driver_sql("UPDATE audit_entries SET action = 'city.receipt' WHERE sequence = 2")
    assert [number for number, _words in check_desk_log(desk).breaks] == [2]
    desk.close()
    (tmp_path / "passphrase").write_text(CITY_PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(tmp_path / "passphrase"))
    assert main(["check", "--city", str(pair.city), "--desk", "STC", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert [one["entry"] for one in answer["desks"]["STC"]["breaks"]] == [2]


def test_every_act_that_the_city_logs_has_a_name() -> None:
    acts = set()
    for path in (Path(hn_desk.__file__).parent / "city").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Act":
                acts |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
    assert len(acts) > 10
    assert {act for act in acts if act_label(str(act)) == act} == set()


def test_what_an_entry_keeps_is_said_in_words() -> None:
    at_noon = datetime(2026, 11, 3, 12, tzinfo=UTC)
    taken = {"decision": "quarantined", "reason": "not-a-packet", "office": "00070", "number": 3, "new": 0}
    assert content_words(taken) == (
        "result: Kept aside as evidence; reason: This file is not a packet of HN Desk.; "
        "office: Phường Hoàn Kiếm (00070); number: 3"
    )
    assert content_words({"kind": "moved", "offices": ["00070", "99999"], "sha256": "a" * 64}) == (
        "kind: A person who moved; offices: Phường Hoàn Kiếm (00070), 99999; hash: aaaaaaaaaaaa…"
    )
    assert content_words({"kind": "yearly", "measure": "registered", "period": "2026", "second": True}) == (
        "kind: yearly file; sum: Enterprises registered; period: 2026; second place: yes"
    )
    assert content_words({"reason": "daily", "made_at": at_noon.isoformat()}).startswith(
        "reason: daily; made: 03/11/2026"
    )
    assert content_words({"reason": "Đối chiếu", "kind": "unheard", "proposed": 2}) == (
        "reason: Đối chiếu; kind: unheard; proposed questions: 2"
    )


def test_no_key_that_the_city_logs_is_shown_as_it_is() -> None:
    keys = {INBOX, PACKETS, QUARANTINE, "from", "to", "signer", "reason", "decision", "is_repeat", "measure", "records"}
    for path in (Path(hn_desk.__file__).parent / "city").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Act":
                values = [*node.args[2:], *(one.value for one in node.keywords)]
                dicts = [one for one in values if isinstance(one, ast.Dict)]
                keys |= {str(key.value) for one in dicts for key in one.keys if isinstance(key, ast.Constant)}
    assert {"made_at", "proposed", "period"} <= keys
    assert {key for key in keys if content_words({key: 1}).startswith(f"{key}: ")} <= SAME
