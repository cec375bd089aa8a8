"""`ca`: the city's authority without a window."""

import json
from pathlib import Path

import pytest

from hn_desk import cli
from hn_desk.actions import keyring
from hn_desk.city.requests import requested
from hn_desk.commands.access import PASSPHRASE_FILE, SECOND_PASSPHRASE_FILE
from tests.city.conftest import pair, pair_template
from tests.pair import CITY_PASSPHRASE, KEY_PASSPHRASE, Pair

__all__ = ["pair", "pair_template"]


@pytest.fixture
def ca(pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Ca":
    for variable, words in ((PASSPHRASE_FILE, CITY_PASSPHRASE), (SECOND_PASSPHRASE_FILE, "nguoi giu ho thu hai")):
        (tmp_path / variable).write_text(words, encoding="utf-8")
        monkeypatch.setenv(variable, str(tmp_path / variable))
    return Ca(pair.city, capsys)


class Ca:
    """The command on one city: its exit code and its JSON answer."""

    def __init__(self, city: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.city, self.capsys = city, capsys

    def __call__(self, act: str, *options: object) -> tuple[int, dict[str, object]]:
        code = cli.main(["ca", act, *map(str, options), "--city", str(self.city), "--json"])
        return code, json.loads(self.capsys.readouterr().out)


def test_a_request_is_read_compared_and_renewed(pair: Pair, ca: Ca, tmp_path: Path) -> None:
    path = tmp_path / "request.csr"
    path.write_bytes(keyring.make_request(pair.as_officer("anh"), KEY_PASSPHRASE, bits=2048))
    words = requested(path.read_bytes()).words
    assert ca("request", path)[1]["words"] == list(words)
    code, answer = ca("renew", path, "--words", " ".join(reversed(words)))
    assert (code, answer["reason"]) == (1, "words")
    code, answer = ca("renew", path, "--words", " ".join(words))
    assert (code, answer["office"]) == (0, "00070")
    assert answer["older_until"]
    rows = ca("list", "--office", "00070")[1]["certificates"]
    assert isinstance(rows, list)
    assert [row["role"] for row in rows] == ["office", "office", "check", "check"]


def test_an_office_is_revoked_and_the_register_holds(ca: Ca) -> None:
    assert ca("revoke", "--reason", "Mất máy")[1]["reason"] == "revoke-what"
    code, answer = ca("revoke", "--office", "00070", "--reason", "Mất máy", "--day", "+30")
    problems = answer["problems"]
    assert isinstance(problems, list)
    assert (code, [one["field"] for one in problems]) == (1, ["day"])
    assert ca("revoke", "--office", "00070", "--reason", "Mất máy") == (0, {"ok": True, "list_number": 3})
    assert ca("crl")[0] == 0
    assert ca("rotate-desk", "--desk", "STC", "--revoke", "Nghi lộ")[0] == 0
    assert ca("rotate-delegate")[0] == 0
    assert ca("check")[1]["flaws"] == []
    rows = ca("list")[1]["certificates"]
    assert isinstance(rows, list)
    assert [(row["owner"], row["role"]) for row in rows if row["state"] == "revoked"] == [
        ("STC", "desk"),
        ("STC", "receipt"),
        ("00070", "office"),
        ("00070", "check"),
    ]
    register = ca.city / "authority" / "register.jsonl"
    register.write_bytes(register.read_bytes().replace("Mất máy".encode(), "Đổi máy".encode()))
    code, answer = ca("check")
    assert (code, bool(answer["flaws"])) == (1, True)


def test_the_second_holder_s_file_is_made_proved_and_put_back(ca: Ca, tmp_path: Path) -> None:
    assert ca("escrow", "export", "--desk", "STC")[1]["reason"] == "option-missing"
    code, answer = ca("escrow", "export", "--desk", "STC", "--holder", "Hai", "--into", tmp_path / "stick")
    assert code == 0
    for step in ("prove", "restore"):
        code, told = ca("escrow", step, "--file", answer["file"])
        assert (code, told["keys"], told["has_newest"]) == (0, 1, True)
    assert ca("escrow", "prove")[1]["reason"] == "option-missing"


def test_a_new_root_has_new_words(ca: Ca) -> None:
    before = ca("list")[1]["root_words"]
    code, answer = ca("rotate-root", "--reason", "Diễn tập mất khóa gốc")
    assert code == 0
    assert answer["root_words"] != before
    assert ca("check")[0] == 0
