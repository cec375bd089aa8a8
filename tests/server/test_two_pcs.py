"""Two PCs at one desk: what each gives out or writes at the same moment stands beside the other's."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from hn_desk import office_keys
from hn_desk.city import receipts
from hn_desk.city.collect import collect
from hn_desk.city.desk import open_desk
from hn_desk.city.desk_officers import DeskOfficerDraft, add_officer
from hn_desk.city.receipts import Issued, issue_receipt
from hn_desk.errors import StorageError
from hn_desk.key_entries import OfficeKeys
from hn_desk.packets.receipt import sign_receipt
from tests.actions.records import add_event
from tests.city.test_collect import sealed_packet
from tests.pair import Pair, at_now
from tests.server.conftest import ServerPair
from tests.server.test_leaving import second_pc


def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for another writer is told at once."""
    monkeypatch.setattr("hn_desk.models.server.SETTINGS", {"lock_timeout": "100"})


def test_a_receipt_s_number_is_given_once(pair: ServerPair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    mine = pair.desk("STC")
    collect(mine, sealed_packet(pair).path.read_bytes())
    other = second_pc(pair, tmp_path)
    add_event(pair.office, "Hai")
    data = sealed_packet(pair).path.read_bytes()
    given: list[Issued] = []
    refused: list[str] = []

    def sign_while_another_works(*of_it: Any) -> bytes:
        monkeypatch.setattr(receipts, "sign_receipt", sign_receipt)
        try:
            collect(other, data)
            given.append(issue_receipt(other, "00070"))
        except StorageError as error:
            refused.append(error.reason)
        return sign_receipt(*of_it)

    monkeypatch.setattr(receipts, "sign_receipt", sign_while_another_works)
    given.append(issue_receipt(mine, "00070"))
    collect(other, data)
    given.append(issue_receipt(other, "00070"))

    assert refused == ["locked"]
    assert [one.name[-10:-4] for one in given] == ["000001", "000002"]


def test_two_windows_that_add_an_officer_at_once_lose_none(pair: ServerPair, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(monkeypatch)
    mine, other = pair.desk("STC"), Pair.desk(pair, "STC")
    first, second = (
        DeskOfficerDraft("Người Một", "reader", "mot hai ba bon nam"),
        DeskOfficerDraft("Người Hai", "reader", "sau bay tam chin muoi"),
    )
    load, refused = office_keys.load, []

    def load_while_another_works(path: Path) -> OfficeKeys:
        stored = load(path)
        monkeypatch.setattr(office_keys, "load", load)
        try:
            add_officer(other, first)
        except StorageError as error:
            refused.append(error.reason)
        return stored

    monkeypatch.setattr(office_keys, "load", load_while_another_works)
    add_officer(mine, second)
    if refused:
        add_officer(other, first)

    for draft in (first, second):
        with closing(open_desk(pair.city, "STC", draft.passphrase, name=draft.name, clock=at_now)) as desk:
            assert desk.officer.name == draft.name
