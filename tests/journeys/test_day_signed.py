"""What a day signed is accepted by our own check and by other people's programs; a changed byte is not."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hn_desk import i18n
from hn_desk.cli import main
from hn_desk.packets.package_parts import PLUMBING, SIGNATURE
from hn_desk.packets.signature_xml import DSIG, XADES
from tests.journeys.a_day import Day, parts, run
from tests.packets.test_independent import run as run_in
from tests.packets.test_independent import unpacked

KINDS = ("packet", "receipt", "trust")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """The command line chooses a language; what comes after it is tested in the sources' own."""
    yield
    i18n.use_language("en")


def signed(day: Day) -> dict[str, list[Path]]:
    """Everything signed that the day left, by kind."""
    packs = [path for path in day.files("receipts/*.pdf") if not path.name.startswith("BN-")]
    return {"packet": day.files("inner/*.xlsx"), "receipt": day.files("receipts/BN-*.pdf"), "trust": packs}


def verified(capsys: pytest.CaptureFixture[str], file: Path, trust: Path) -> tuple[int, dict[str, Any]]:
    code = main(["verify", str(file), "--trust", str(trust), "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_signed_is_accepted_as_training(day: Day, kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    files = signed(day)[kind]
    assert files
    for file in files:
        code, facts = verified(capsys, file, day.folder / "trust")
        assert (code, facts["kind"], facts["environment"]) == (0, kind, "training"), file.name


def test_the_answer_names_a_training_paper(day: Day) -> None:
    packet = str(day.files("inner/*.xlsx")[0])
    done = run("verify", packet, "--trust", str(day.folder / "trust"), "--lang", "en")
    assert done.returncode == 0
    assert "training" in done.stdout


def test_the_code_on_every_confirmation_is_genuine(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    forms = day.files("forms/GIAY-*.pdf")
    assert forms
    for form in forms:
        code, facts = verified(capsys, form, day.folder / "trust")
        assert (code, facts["kind"], facts["environment"]) == (0, "form", "training"), form.name


def test_a_paper_without_a_code_is_said_to_have_none(day: Day, capsys: pytest.CaptureFixture[str]) -> None:
    minutes = day.files("forms/BIEN-BAN-*.pdf")
    assert minutes
    code, facts = verified(capsys, minutes[0], day.folder / "trust")
    assert (code, facts["reason"]) == (1, "form-no-code")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("share", [0.3, 0.5, 0.7])
def test_a_changed_byte_is_refused_with_its_reason(
    day: Day, kind: str, share: float, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in signed(day)[kind]:
        whole = file.read_bytes()
        place = int(len(whole) * share)
        changed = whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
        (tmp_path / file.name).write_bytes(changed)

        code, facts = verified(capsys, tmp_path / file.name, day.folder / "trust")

        assert changed != whole
        assert code == 1, f"{file.name}, byte {place}"
        assert re.fullmatch(r"[a-z]+(-[a-z0-9]+)*", facts["reason"])


def test_another_citys_trust_accepts_nothing(day: Day, pair_template: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for files in signed(day).values():
        code, facts = verified(capsys, files[0], pair_template / "city" / "authority" / "trust")
        assert code == 1
        assert facts["reason"]


@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed")
def test_xmlsec_accepts_every_workbook_with_all_its_parts(day: Day, tmp_path: Path) -> None:
    names = ("--id-attr:Id", f"{DSIG}:Object", "--id-attr:Id", f"{XADES}:SignedProperties")
    for desk, path in day.inner().items():
        folder = tmp_path / desk
        folder.mkdir()
        shutil.copy(day.folder / "trust" / "root.pem", folder)
        maps = unpacked(path.read_bytes(), folder)

        answer = run_in("xmlsec1", "--verify", "--trusted-pem", "root.pem", *names, *maps, SIGNATURE, folder=folder)

        covered = len(set(parts(path)) - set(PLUMBING))
        assert answer.returncode == 0, answer.stderr
        assert "SignedInfo References (ok/all): 3/3" in answer.stderr
        assert f"Manifests References (ok/all): {covered}/{covered}" in answer.stderr


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is not installed")
def test_pdfsig_accepts_receipts_and_trust_packs(day: Day) -> None:
    for path in day.files("receipts/*.pdf"):
        said = subprocess.run(["pdfsig", path], capture_output=True, text=True, check=True).stdout
        assert "Signature is Valid" in said
        assert "Total document signed" in said
