"""What of a release on a stick is believed."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from hn_desk.errors import ResourceError
from hn_desk.settings import resource
from hn_desk.updates.release import ReleaseKey, UpdateError, is_newer, read_release, release_keys
from tests.updates.sticks import NEWER, NOTES, development_key, stick

KEYS = (ReleaseKey("development", development_key().public_key().public_bytes_raw(), date(2026, 11, 23), True),)


@pytest.mark.parametrize("named", ["HN-Desk-99.0.1-setup.exe", "SHA256SUMS", ""])
def test_a_signed_release_is_believed_however_it_is_named(named: str, tmp_path: Path) -> None:
    setup = stick(tmp_path / "usb")

    release = read_release(setup.parent / named if named else setup.parent, KEYS)

    assert (release.setup, release.version, release.day, release.notes) == (setup, NEWER, "25/11/2026", NOTES)
    assert release.key.is_training_only


def _change_setup(folder: Path) -> None:
    (folder / f"HN-Desk-{NEWER}-setup.exe").write_bytes(b"other bytes")


def _change_sums(folder: Path) -> None:
    sums = folder / "SHA256SUMS"
    sums.write_text(sums.read_text(encoding="utf-8").replace(NEWER, "99.0.2"), encoding="utf-8")


def _cut_signature(folder: Path) -> None:
    path = folder / "SHA256SUMS.sig"
    path.write_bytes(path.read_bytes()[:40])


def _rename(folder: Path) -> None:
    (folder / f"HN-Desk-{NEWER}-setup.exe").rename(folder / "HN-Desk-99.9.9-setup.exe")


@pytest.mark.parametrize(
    ("change", "named", "reason"),
    [
        (_change_setup, "", "update-hash"),
        (_change_sums, "", "update-forged"),
        (_cut_signature, "", "update-forged"),
        (_rename, "HN-Desk-99.9.9-setup.exe", "update-name"),
        (lambda folder: (folder / "SHA256SUMS.sig").unlink(), "", "update-missing"),
        (lambda folder: (folder / "SHA256SUMS").unlink(), "", "update-missing"),
    ],
)
def test_what_is_changed_after_signing_is_refused(
    change: Callable[[Path], object], named: str, reason: str, tmp_path: Path
) -> None:
    folder = stick(tmp_path / "usb").parent
    change(folder)
    with pytest.raises(UpdateError) as refused:
        read_release(folder / named, KEYS)
    assert refused.value.reason == reason


def test_a_release_of_a_stranger_is_refused(tmp_path: Path) -> None:
    setup = stick(tmp_path / "usb", key=Ed25519PrivateKey.generate())
    with pytest.raises(UpdateError) as refused:
        read_release(setup, KEYS)
    assert refused.value.reason == "update-forged"


def test_notes_that_are_not_the_signed_ones_are_not_shown(tmp_path: Path) -> None:
    setup = stick(tmp_path / "usb")
    (setup.parent / "GHI-CHU-PHIEN-BAN.txt").write_text("HN Desk 99.0.1 (1/1/2027)\nother", encoding="utf-8")
    assert (read_release(setup, KEYS).day, read_release(setup, KEYS).notes) == ("", "")


def test_versions_are_compared_as_numbers() -> None:
    assert is_newer("0.10.0", "0.9.9")
    assert not is_newer("0.6.0", "0.6.0")
    assert not is_newer("0.5.9", "0.6.0")


def test_the_program_knows_the_key_that_lies_open_as_one_for_training_only() -> None:
    keys = release_keys(resource("release.toml").read_text(encoding="utf-8"))
    open_key = development_key().public_key().public_bytes_raw()
    assert [key.is_training_only for key in keys if key.public == open_key] == [True]


@pytest.mark.parametrize("text", ["", "keys = 1", '[[keys]]\nname = "x"\npublic = "AA=="\nsince = 2026-01-01'])
def test_a_damaged_file_of_keys_is_refused(text: str) -> None:
    with pytest.raises(ResourceError):
        release_keys(text)
