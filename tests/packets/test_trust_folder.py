"""The folder of trusted certificates: public files only, each checked against the root."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.errors import DeskError, PacketError, StorageError
from hn_desk.packets.authority import Subject
from hn_desk.packets.certificates import Trust
from hn_desk.packets.trust_folder import read_trust_folder, write_trust_folder
from tests.packets.keyring import certified, crl, delegate, desk, key, office, other_root, root, trust


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_trust_folder(trust(3), tmp_path / "trust")
    return tmp_path / "trust"


def reason(folder: Path) -> str:
    with pytest.raises(DeskError) as caught:
        read_trust_folder(folder)
    return caught.value.reason


def test_what_is_trusted_comes_back_from_its_folder(folder: Path) -> None:
    assert read_trust_folder(folder) == trust(3)


def test_withdrawn_papers_come_back_from_the_folder_and_a_broken_list_is_refused(folder: Path) -> None:
    listed = replace(trust(3), withdrawn={"00070": {"2026-000001/1": date(2026, 11, 20)}})
    write_trust_folder(listed, folder)
    assert read_trust_folder(folder) == listed
    (folder / "withdrawn.json").write_text('{"papers": {"70": {}}}')
    assert reason(folder) == "trust-file"


def test_a_root_alone_comes_back_too(tmp_path: Path) -> None:
    alone = Trust(root().certificate, ())
    write_trust_folder(alone, tmp_path)
    assert read_trust_folder(tmp_path) == alone
    (tmp_path / "trust.json").unlink()
    assert read_trust_folder(tmp_path) == alone


def test_the_files_are_named_by_code_and_hold_no_private_key(folder: Path) -> None:
    names = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    certificates = ["checks/00070-1.pem", "crl.der", "desks/STC.pem", "offices/00070-1.pem", "root.pem"]
    assert names == [*certificates, "trust.json", "withdrawn.json"]
    assert all(b"PRIVATE" not in (folder / name).read_bytes() for name in names)


def test_several_certificates_of_an_office_keep_their_order(tmp_path: Path) -> None:
    many = tuple(certified(key("office"), Subject("00070", f"n{n}"), "office") for n in range(11))
    write_trust_folder(replace(trust(), offices={"00070": many}), tmp_path)
    assert read_trust_folder(tmp_path).offices["00070"] == many


def test_the_newest_list_of_revoked_certificates_is_kept(tmp_path: Path) -> None:
    write_trust_folder(replace(trust(), crls=(crl(2), crl(7), crl(3))), tmp_path)
    assert read_trust_folder(tmp_path).crls == (crl_of(7, tmp_path),)


def crl_of(number: int, folder: Path) -> object:
    read = read_trust_folder(folder).crls[0]
    assert [extension.value.crl_number for extension in read.extensions if hasattr(extension.value, "crl_number")] == [
        number
    ]
    return read


def test_certificates_that_are_no_longer_trusted_are_taken_away(folder: Path) -> None:
    write_trust_folder(replace(trust(4), desks={}, checks={}), folder)
    assert (read_trust_folder(folder).desks, read_trust_folder(folder).checks) == ({}, {})


DAMAGED = ["root.pem", "crl.der", "trust.json", "desks/STC.pem", "offices/00070-1.pem", "checks/00070-1.pem"]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_file_is_named(name: str, folder: Path) -> None:
    (folder / name).write_bytes(b"damaged")
    with pytest.raises(PacketError) as caught:
        read_trust_folder(folder)
    assert caught.value.reason == "trust-file"
    assert Path(name).name in caught.value.what


@pytest.mark.parametrize("name", ["desks/stc.pem", "desks/00070.pem", "offices/00070.pem", "offices/STC-1.pem"])
def test_a_file_of_another_name_is_refused(name: str, folder: Path) -> None:
    (folder / name).write_bytes(b"x")
    assert reason(folder) == "trust-file"


def test_a_certificate_under_another_code_is_refused(folder: Path) -> None:
    (folder / "desks/SNV.pem").write_bytes(desk().public_bytes(Encoding.PEM))
    assert reason(folder) == "trust-file"


def test_a_certificate_of_another_role_or_root_is_refused(folder: Path) -> None:
    foreign = certified(key("office"), Subject("00070", "x"), "office", other_root())
    path = folder / "offices/00070-2.pem"
    path.write_bytes(foreign.public_bytes(Encoding.PEM))
    assert reason(folder) == "chain-root"
    path.write_bytes(delegate().certificate.public_bytes(Encoding.PEM))
    assert reason(folder) == "chain-role"


def test_an_office_certificate_as_root_is_refused(folder: Path) -> None:
    (folder / "root.pem").write_bytes(office().certificate.public_bytes(Encoding.PEM))
    assert reason(folder) == "root-broken"


def test_a_list_of_another_root_is_refused(folder: Path) -> None:
    (folder / "crl.der").write_bytes(crl(9, by=other_root()).public_bytes(Encoding.DER))
    assert reason(folder) == "crl-signature"


def test_a_missing_folder_is_said_plainly(tmp_path: Path) -> None:
    assert reason(tmp_path / "none") == "file-missing"


def test_a_file_in_the_folders_place_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "trust").write_bytes(b"")
    with pytest.raises(StorageError):
        write_trust_folder(trust(), tmp_path / "trust")
