"""What is handed out: a zip of the same bytes each time, notes, hashes in sha256sum's form, a signature that holds."""

import base64
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from hn_desk import __version__
from hn_desk.settings import resource
from hn_desk.updates.release import read_release, release_keys
from installer import release
from installer.check_signatures import Verdict, verdict
from installer.pinned import BuildError

EPOCH = 1_795_394_661
CHANGES = "# Changes\n\n## 0.6.0 (not released yet)\n\n**New** things.\n- One\n\n## 0.5.0\n\nOld things.\n"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small tree."""
    made = tmp_path / "HN Desk"
    (made / "app").mkdir(parents=True)
    (made / "hn-desk.exe").write_bytes(b"MZ")
    (made / "app" / "a.pyc").write_bytes(b"code")
    return made


def test_the_zip_is_the_same_each_time(tree: Path, tmp_path: Path) -> None:
    first = release.portable(tree, tmp_path, "0.6.0", EPOCH).read_bytes()
    (tree / "hn-desk.exe").touch()

    path = release.portable(tree, tmp_path, "0.6.0", EPOCH)
    with zipfile.ZipFile(path) as archive:
        assert [entry.filename for entry in archive.infolist()] == ["HN Desk/app/a.pyc", "HN Desk/hn-desk.exe"]
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 11, 23, 0, 44, 20)}
    assert path.read_bytes() == first
    assert path.name == "HN-Desk-0.6.0-portable.zip"


def test_notes_are_the_vietnamese_words_and_the_change_logs_below_version_and_day(tmp_path: Path) -> None:
    (tmp_path / "0.6.0.txt").write_text("CÓ GÌ MỚI\n- Một\n", encoding="utf-8")

    assert release.notes(CHANGES, "0.6.0", EPOCH, tmp_path) == (
        "HN Desk 0.6.0 (23/11/2026)\n\nCÓ GÌ MỚI\n- Một\n\nĐẦY ĐỦ (tiếng Anh)\n\nNew things.\n- One\n"
    )


def test_a_version_that_nobody_wrote_about_says_so(tmp_path: Path) -> None:
    assert release.notes(CHANGES, "0.7.0", EPOCH, tmp_path) == (f"HN Desk 0.7.0 (23/11/2026)\n\n{release.NO_WORDS}\n")


def test_this_version_has_words_for_clerks() -> None:
    assert "CÓ GÌ MỚI" in release.notes("", __version__, EPOCH)


def test_the_program_believes_what_is_handed_out(tmp_path: Path) -> None:
    setup, words = tmp_path / "HN-Desk-0.6.0-setup.exe", tmp_path / release.NOTES
    setup.write_bytes(b"MZ setup")
    words.write_text(release.notes(CHANGES, "0.6.0", EPOCH), encoding="utf-8")
    release.sign(tmp_path, [setup, words], release.signing_key())

    known = read_release(setup, release_keys(resource("release.toml").read_text(encoding="utf-8")))

    assert (known.version, known.day, known.key.is_training_only) == ("0.6.0", "23/11/2026", True)
    assert known.notes == words.read_text(encoding="utf-8").strip()


def test_the_hashes_are_signed_with_the_key_that_the_program_knows(tree: Path, tmp_path: Path) -> None:
    packed = release.portable(tree, tmp_path, "0.6.0", EPOCH)
    release.sign(tmp_path, [packed], release.signing_key())
    told = tomllib.loads(resource("release.toml").read_text(encoding="utf-8"))["keys"]
    public = next(base64.b64decode(key["public"]) for key in told if key["name"] == "development")
    signature = base64.b64decode((tmp_path / "SHA256SUMS.sig").read_text(encoding="ascii"), validate=False)
    sums = (tmp_path / "SHA256SUMS").read_bytes()

    assert subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=tmp_path, check=False).returncode == 0
    Ed25519PublicKey.from_public_bytes(public).verify(signature, sums)
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public).verify(signature, sums.replace(b"0.6.0", b"0.6.1"))


@pytest.mark.parametrize("contents", [b"", b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_a_key_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, contents: bytes) -> None:
    (tmp_path / "my.key").write_bytes(contents)
    monkeypatch.setenv("HN_DESK_RELEASE_KEY", str(tmp_path / "my.key"))

    with pytest.raises(BuildError, match=r"my\.key: no private key"):
        release.signing_key()


def test_a_key_that_no_pc_knows_signs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "my.key").write_bytes(pem)
    monkeypatch.setenv("HN_DESK_RELEASE_KEY", str(tmp_path / "my.key"))

    with pytest.raises(BuildError, match=r"my\.key: PCs would refuse what it signs; add its public half \S{44} to "):
        release.signing_key()


SUM = "Current message digest    : {} \nCalculated message digest : {} \n"


@pytest.mark.parametrize(
    ("name", "code", "words", "worth"),
    [
        ("python311.dll", 0, "Signature verification: ok\nSucceeded\n", Verdict.GOOD),
        ("vcruntime140.dll", 1, SUM.format("AD55", "AD55") * 2 + "Failed\n", Verdict.OWN_SUM),
        ("vcruntime140.dll", 1, SUM.format("AD55", "AD56") + "Failed\n", Verdict.BAD),
        ("python311.dll", 1, SUM.format("AD55", "AD55") + "Failed\n", Verdict.BAD),
        ("Qt6Core.dll", 1, "No signature found\nFailed\n", Verdict.BAD),
    ],
)
def test_a_publishers_signature_is_judged_by_what_the_verifier_says(
    name: str, code: int, words: str, worth: Verdict
) -> None:
    assert verdict(name, code, words) is worth
