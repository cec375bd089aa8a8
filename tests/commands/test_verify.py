"""`verify` judges printed forms: genuine ones with what they vouch for, all others with a reason."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions.credit import withdraw
from hn_desk.actions.papers import print_form, print_notice
from hn_desk.city.authority import export_trust, set_up_city
from hn_desk.cli import main
from tests.actions.credit_samples import issued, presented
from tests.city.conftest import pair, pair_template
from tests.pair import CITY, CITY_PASSPHRASE, Pair, at_now
from tests.test_scans import pages, scanned

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
