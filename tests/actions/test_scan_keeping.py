"""Scans of signed papers: made small and bare, kept encrypted, looked at with an entry in the log, erased in time."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image
from sqlalchemy import select, text

from hn_desk.actions.confirmations import confirm
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Office
from hn_desk.actions.retention import erase_person
from hn_desk.actions.rights import held_on
from hn_desk.actions.scan_keeping import keep_scan, open_scan, remove_scan, scans_of
from hn_desk.errors import DeskError, PacketError, RoleError, StorageError
from hn_desk.models.tables import AuditEntry, LoanApplication, Person, Scan
from hn_desk.scans import MOST_KEPT, as_kept
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE

As = Callable[[str], Office]
NAME = "CAMERA-CUA-TRAN-VAN-AN"


def photo(width: int = 400, height: int = 600, *, noise: bool = False) -> bytes:
    """A JPEG as a camera writes it, with what it says of itself."""
    picture = (
        Image.effect_noise((width, height), 120).convert("RGB") if noise else Image.new("RGB", (width, height), "white")
    )
    told = Image.Exif()
    told[0x010F] = NAME
    stream = BytesIO()
    picture.save(stream, "JPEG", exif=told, comment=NAME.encode(), quality=95)
    return stream.getvalue()


def pdf(pages: int = 2, title: str = NAME) -> bytes:
    stream = BytesIO()
    sheets = [Image.new("L", (600, 800), 255) for _ in range(pages)]
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], title=title, author=NAME)
    return stream.getvalue()


def file_of(folder: Path, content: bytes) -> Path:
    path = folder / "Quyết định của Trần Văn Ân.jpg"
    path.write_bytes(content)
    return path


@pytest.fixture
def signed(office: Office, as_officer: As) -> Subject:
    subject = samples.presented(office)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    return subject


@pytest.fixture
def clerk(as_officer: As) -> Office:
    return as_officer("mai")


def entries(office: Office, action: str) -> list[str]:
    with office.database.read() as session:
        return list(session.scalars(select(AuditEntry.record_id).where(AuditEntry.action == action)))


def test_a_photo_loses_what_the_camera_wrote(clerk: Office, signed: Subject, tmp_path: Path) -> None:
    taken = photo()
    assert NAME.encode() in taken
    scan = open_scan(clerk, keep_scan(clerk, signed, file_of(tmp_path, taken)).id)
    assert NAME.encode() not in scan.content
    assert not scan.is_pdf
    with Image.open(BytesIO(scan.content)) as shown:
        assert shown.size == (400, 600)
        assert not shown.getexif()


def test_a_pdf_keeps_its_pages_and_loses_its_properties(clerk: Office, signed: Subject, tmp_path: Path) -> None:
    scanned = pdf(3)
    before = pypdfium2.PdfDocument(scanned)
    assert before.get_metadata_dict()["Title"] == NAME
    before.close()
    scan = open_scan(clerk, keep_scan(clerk, signed, file_of(tmp_path, scanned)).id)
    assert scan.is_pdf
    shown = pypdfium2.PdfDocument(scan.content)
    assert len(shown) == 3
    assert NAME not in str(shown.get_metadata_dict())
    shown.close()


def test_a_large_photo_is_made_small_enough() -> None:
    taken = photo(4000, 5600)
    kept = as_kept(taken)
    assert len(kept) <= MOST_KEPT
    noisy = photo(2600, 3400, noise=True)
    assert len(noisy) > MOST_KEPT
    assert len(as_kept(noisy)) <= MOST_KEPT


def test_what_stays_too_large_is_refused_plainly() -> None:
    stream = BytesIO()
    sheets = [Image.effect_noise((1240, 1754), 255).convert("RGB") for _ in range(8)]
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], resolution=150)
    with pytest.raises(PacketError, match="larger than 1 MB") as refused:
        as_kept(stream.getvalue())
    assert refused.value.do


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 not one", b"GIF89a", pdf()[:200]])
def test_what_is_no_scan_is_refused(content: bytes, clerk: Office, signed: Subject, tmp_path: Path) -> None:
    with pytest.raises(PacketError) as refused:
        keep_scan(clerk, signed, file_of(tmp_path, content))
    assert refused.value.reason == "form-broken"
    assert scans_of(clerk, signed) == ()


def test_a_thick_pdf_is_refused() -> None:
    with pytest.raises(PacketError) as refused:
        as_kept(pdf(21))
    assert refused.value.reason == "form-large"


def test_an_unsigned_paper_gets_no_scan(office: Office, clerk: Office, tmp_path: Path) -> None:
    with pytest.raises(DeskError) as refused:
        keep_scan(clerk, samples.presented(office), file_of(tmp_path, photo()))
    assert refused.value.reason == "not-signed"


def test_keeping_looking_and_removing_are_logged(
    office: Office, clerk: Office, signed: Subject, tmp_path: Path
) -> None:
    scan_id = keep_scan(clerk, signed, file_of(tmp_path, photo())).id
    open_scan(office, scan_id)
    remove_scan(clerk, scan_id, "Nhầm văn bản")
    assert [entries(office, f"scans.{act}") for act in ("keep", "read", "remove")] == [[signed.id]] * 3
    assert scans_of(office, signed) == ()


def test_only_who_records_signatures_attaches_or_removes(
    office: Office, clerk: Office, signed: Subject, tmp_path: Path
) -> None:
    path = file_of(tmp_path, photo())
    with pytest.raises(RoleError):
        keep_scan(office, signed, path)
    scan_id = keep_scan(clerk, signed, path).id
    with pytest.raises(RoleError):
        remove_scan(office, scan_id, "…")


def test_it_lies_encrypted_and_without_its_name(office: Office, clerk: Office, signed: Subject, tmp_path: Path) -> None:
    scan_id = keep_scan(clerk, signed, file_of(tmp_path, photo())).id
    content = open_scan(clerk, scan_id).content
    with office.database.read() as session:
        about, kept = session.execute(text("select about, content from scans")).one()
        told = session.scalars(select(Scan.about)).one()
    assert content[:32] not in kept
    assert b"jpeg" not in about
    assert "Trần" not in str(told)
    assert [path.name for path in tmp_path.rglob("*") if path.suffix in (".jpg", ".jpeg", ".pdf")] == [
        "Quyết định của Trần Văn Ân.jpg"
    ]


def test_a_changed_scan_is_not_shown(office: Office, clerk: Office, signed: Subject, tmp_path: Path) -> None:
    scan_id = keep_scan(clerk, signed, file_of(tmp_path, photo())).id
    with office.write() as session:
        session.get_one(Scan, scan_id).content = photo(10, 10)
    with pytest.raises(StorageError) as refused:
        open_scan(office, scan_id)
    assert refused.value.reason == "damaged"


def test_it_is_told_to_the_person_and_erased_with_the_application(
    office: Office, clerk: Office, signed: Subject, tmp_path: Path
) -> None:
    keep_scan(clerk, signed, file_of(tmp_path, photo()))
    with office.database.read() as session:
        person = session.scalars(select(Person.id)).one()
    told = held_on(replace(office, officer=replace(office.officer, roles=frozenset({"head", "social"}))), person)
    assert [one.name for one in told if one.name == "Scan of the signed paper"] == ["Scan of the signed paper"]
    with office.write() as session:
        erase_person(session, office, person)
        assert session.scalars(select(LoanApplication.id)).all() == []
        assert session.scalars(select(Scan.id)).all() == []


def test_the_day_is_that_of_keeping(clerk: Office, signed: Subject, tmp_path: Path) -> None:
    keep_scan(clerk, signed, file_of(tmp_path, photo()))
    (row,) = scans_of(clerk, signed)
    assert row.at.startswith(date(2026, 11, 20).isoformat())
