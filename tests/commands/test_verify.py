"""`verify` judges printed forms: genuine ones with what they vouch for, all others with a reason."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions.credit import withdraw
from hn_desk.actions.papers import print_form, print_notice
from hn_desk.city.authority import export_trust, set_up_city, trust_pack
from hn_desk.cli import main
from hn_desk.packets.trust_folder import read_trust_folder
from hn_desk.scans import read_codes
from tests.actions.conftest import PASSPHRASE
from tests.actions.credit_samples import issued, presented
from tests.city.conftest import pair, pair_template
from tests.pair import CITY, CITY_PASSPHRASE, Pair, at_now
from tests.test_scans import pages, photo, scanned

__all__ = ["pair", "pair_template"]
Asked = Callable[[bytes], tuple[int, dict[str, Any]]]


@pytest.fixture
def asked(pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    """The exit code and the answer about a file, judged by what the office's city trusts."""

    def ask(data: bytes) -> tuple[int, dict[str, Any]]:
        (tmp_path / "file.pdf").write_bytes(data)
        code = main(["verify", str(tmp_path / "file.pdf"), "--trust", str(tmp_path / "trust"), "--json"])
        return code, json.loads(capsys.readouterr().out)

    export_trust(pair.city, tmp_path / "trust")
    return ask


def form(pair: Pair) -> bytes:
    return print_form(pair.office, presented(pair.office)).pdf


def test_a_genuine_form_is_accepted_as_training_with_office_and_paper(pair: Pair, asked: Asked) -> None:
    code, answer = asked(form(pair))
    assert (code, answer["kind"], answer["environment"], answer["signer"]) == (0, "form", "training", "00070")
    assert [paper["paper"] for paper in answer["papers"]] == ["2026-000001/1"]
    assert answer["reason"] == ""


def test_a_scan_of_it_is_accepted_too(pair: Pair, asked: Asked) -> None:
    assert asked(scanned(form(pair), 150, turn=2))[0] == 0


def test_the_answer_says_what_the_code_does_not_prove(
    pair: Pair, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "form.pdf").write_bytes(form(pair))
    export_trust(pair.city, tmp_path / "trust")
    words = ["verify", str(tmp_path / "form.pdf"), "--trust", str(tmp_path / "trust")]
    assert main([*words, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "2026-000001/1" in shown
    assert "compare what is printed with the office's record" in shown
    assert "training" in shown


def test_a_form_is_foreign_to_another_city(pair: Pair, tmp_path: Path, asked: Asked) -> None:
    data = form(pair)
    set_up_city(tmp_path / "other", CITY_PASSPHRASE, ["STC"], CITY, clock=at_now)
    shutil.rmtree(tmp_path / "trust")
    export_trust(tmp_path / "other", tmp_path / "trust")
    code, answer = asked(data)
    assert (code, answer["reason"]) == (1, "key-unknown")


def test_a_paper_that_is_no_confirmation_has_no_code(pair: Pair, asked: Asked) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    withdraw(pair.as_officer("hung"), subject.id, "Kê khai không đúng")
    code, answer = asked(print_notice(pair.office, subject.id).pdf)
    assert (code, answer["reason"]) == (1, "form-no-code")


@pytest.mark.parametrize(
    ("content", "reason"),
    [("https://example.org", "form-code-other"), ("HN1:AAAA", "form-code-other"), ("NCFABCDEF", "code-broken")],
)
def test_a_code_of_other_make_is_refused(asked: Asked, content: str, reason: str) -> None:
    code, answer = asked(pages((content,)))
    assert (code, answer["reason"]) == (1, reason)


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, dict[str, Any]]:
    code = main(["verify", *map(str, words), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_photo_and_the_typed_text_of_the_qr_are_accepted_like_the_form(
    pair: Pair, tmp_path: Path, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    data = form(pair)
    (text,) = read_codes(data)
    whole, by_photo = asked(data)[1], asked(photo(data, turn=100))[1]
    code, by_text = told(capsys, "--code", text, "--trust", tmp_path / "trust")
    assert code == 0
    assert whole == by_photo == by_text


def test_a_paper_in_the_citys_list_is_withdrawn_for_whoever_has_the_folder_or_the_pack(
    pair: Pair, tmp_path: Path, asked: Asked, capsys: pytest.CaptureFixture[str]
) -> None:
    data, pack = form(pair), tmp_path / "TIN-000001.pdf"
    (text,) = read_codes(data)
    pack.write_bytes(trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    assert told(capsys, "--code", text, "--trust", pack)[0] == 0
    named = ("--office", "00070", "--paper", "2026-000001/1", "--day", "20/11/2026")
    assert main(["keys", "withdraw", "--city", str(pair.city), *named, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["day"] == "2026-11-20"
    pack.write_bytes(trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))
    export_trust(pair.city, tmp_path / "trust")
    assert asked(data)[1]["reason"] == "code-withdrawn"
    code, answer = told(capsys, "--code", text, "--trust", pack)
    assert (code, answer["reason"]) == (1, "code-withdrawn")


@pytest.mark.parametrize(("office", "paper"), [("00071", "2026-000001/1"), ("00070", "125/XN-UBND/1"), ("00070", "x")])
def test_only_a_paper_of_a_known_office_can_be_named_as_withdrawn(
    pair: Pair, capsys: pytest.CaptureFixture[str], office: str, paper: str
) -> None:
    before = read_trust_folder(pair.city / "authority" / "trust")
    assert main(["keys", "withdraw", "--city", str(pair.city), "--office", office, "--paper", paper]) == 1
    assert read_trust_folder(pair.city / "authority" / "trust") == before


def test_the_office_itself_tells_what_its_paper_came_to(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    (tmp_path / "paper.pdf").write_bytes(print_form(pair.office, subject).pdf)
    (tmp_path / "phrase").write_text(PASSPHRASE)
    monkeypatch.setenv("HN_DESK_PASSPHRASE_FILE", str(tmp_path / "phrase"))
    folder = Path(shutil.copytree(pair.office.folder, tmp_path / "office"))
    code, answer = told(capsys, tmp_path / "paper.pdf", "--data", folder)
    (paper,) = answer["papers"]
    assert (code, answer["reason"], paper["standing"], paper["number"]) == (0, "", "genuine", "125/XN-UBND")
    assert told(capsys, "--code", f"2026-000001 {'0' * 32}", "--data", folder)[1]["reason"] == "paper-unknown"
    withdraw(pair.as_officer("hung"), subject.id, "Kê khai không đúng")
    code, answer = told(
        capsys, tmp_path / "paper.pdf", "--data", shutil.copytree(pair.office.folder, tmp_path / "later")
    )
    assert (code, answer["reason"], answer["papers"][0]["since"]) == (1, "paper-withdrawn", "20/11/2026")


@pytest.mark.parametrize("words", [["x.pdf"], ["--trust", "x"], ["x.pdf", "--code", "y", "--trust", "z"]])
def test_a_paper_and_what_to_trust_must_be_named(words: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["verify", *words])
    assert stopped.value.code == 2
