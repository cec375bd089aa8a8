"""The log checked by the auditor: whole, changed, cut, its anchor gone or changed."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from hn_desk.actions.anchors import ANCHOR_FILE, write_anchor
from hn_desk.actions.log_check import check_office_log
from hn_desk.actions.office import Office, unlock
from hn_desk.models import audit
from tests.actions.conftest import NOW, PASSPHRASE

AsOfficer = Callable[[str], Office]


def test_a_log_left_alone_is_whole_and_the_check_is_logged(as_officer: AsOfficer) -> None:
    auditor = as_officer("anh")
    first = check_office_log(auditor)
    assert first.is_whole
    assert check_office_log(auditor).entries == first.entries + 1


def test_closing_writes_an_anchor_that_the_next_check_holds_the_log_against(office_folder: Path) -> None:
    unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW).close()
    assert (office_folder / ANCHOR_FILE).exists()
    auditor = unlock(office_folder, "anh", PASSPHRASE, clock=lambda: NOW)
    state = check_office_log(auditor)
    auditor.close()
    assert (state.is_whole, state.witnessed) == (True, state.entries - 1)


def test_a_cut_behind_the_anchor_is_found(as_officer: AsOfficer) -> None:
    auditor = as_officer("anh")
    with auditor.database.read() as session:
        write_anchor(auditor.folder, session, auditor.keys.signer)
        newest, _head = audit.newest(session)
    with auditor.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE sequence = :n"), {"n": newest})
    assert not check_office_log(auditor).is_whole


def test_a_head_on_paper_that_the_log_lacks_is_a_cut(as_officer: AsOfficer) -> None:
    state = check_office_log(as_officer("anh"), ["f" * 64])
    assert [words for _number, words in state.breaks] == [
        f"The log was cut: an entry that a receipt or the anchor file names is gone (after entry {state.entries + 1})."
    ]


@pytest.mark.parametrize(
    "change", [{"sequence": 1}, {"heads": {"STC": "0" * 64}}, {"signature": "00" * 64}, {"key": "00" * 32}]
)
def test_a_changed_anchor_is_told(change: dict[str, object], as_officer: AsOfficer) -> None:
    auditor = as_officer("anh")
    with auditor.database.read() as session:
        write_anchor(auditor.folder, session, auditor.keys.signer, {"STC": "1" * 64})
    path = auditor.folder / ANCHOR_FILE
    before = path.read_text()
    path.write_text(json.dumps({**json.loads(before), **change}))
    assert path.read_text() != before
    assert "anchor" in check_office_log(auditor).breaks[0][1]


def test_the_heads_of_receipts_stay_in_later_anchors(as_officer: AsOfficer) -> None:
    auditor, clerk = as_officer("anh"), as_officer("lan")
    with auditor.database.read() as session:
        write_anchor(auditor.folder, session, auditor.keys.signer, {"STC": audit.head(session)})
        write_anchor(auditor.folder, session, clerk.keys.signer)
    assert json.loads((auditor.folder / ANCHOR_FILE).read_text())["heads"].keys() == {"STC"}
    assert check_office_log(auditor).is_whole


def test_an_anchor_that_tells_of_a_cut_is_not_overwritten(office_folder: Path) -> None:
    unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW).close()
    before = (office_folder / ANCHOR_FILE).read_bytes()
    clerk = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW)
    with clerk.database.engine.begin() as connection:
        connection.execute(text("DELETE FROM audit_entries WHERE sequence > 1"))
    clerk.close()
    unlock(office_folder, "hung", PASSPHRASE, clock=lambda: NOW).close()
    assert (office_folder / ANCHOR_FILE).read_bytes() == before
    auditor = unlock(office_folder, "anh", PASSPHRASE, clock=lambda: NOW)
    assert not check_office_log(auditor).is_whole
    auditor.close()
