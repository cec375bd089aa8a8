"""Photos of events: drawn anew without place and camera, small, upright; none of a protected topic, none left lying."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from hn_desk.actions.evidence import (
    EvidenceDraft,
    describe_evidence,
    evidence_of,
    keep_evidence,
    open_evidence,
    remove_evidence,
)
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, event, save_event
from hn_desk.actions.retention import _delete_event
from hn_desk.errors import DeskError, InputError, PacketError, StorageError
from hn_desk.models.tables import AuditEntry, Evidence
from hn_desk.rules.evidence import EvidenceLimits

As = Callable[[str], Office]
CAMERA = "MAY-ANH-CUA-TRAN-VAN-AN"
GPS_PLACE = "HA-NOI-21.0278"
HELD = EventDraft(topic="sme", title="Hội nghị", form="conference", state="done", starts_on=date(2026, 11, 5))
PROTECTED = ("qd22", "qd08", "gqvl", "kh297")


def photo(width: int = 640, height: int = 480, colour: str = "white", *, turned: bool = False) -> bytes:
    """A JPEG as a telephone writes it: camera, place, and (`turned`) the note that it lies on its side."""
    picture = Image.new("RGB", (width, height), colour)
    picture.paste("red", (0, 0, width // 2, height))
    told = Image.Exif()
    told[0x010F] = CAMERA
    if turned:
        told[0x0112] = 6
    told.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 40.0), 29: GPS_PLACE})
    stream = BytesIO()
    picture.save(stream, "JPEG", exif=told, comment=CAMERA.encode(), quality=95)
    return stream.getvalue()


def noise(side: int) -> bytes:
    stream = BytesIO()
    Image.effect_noise((side, side), 160).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is enormous."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def kept(folder: Path, content: bytes, name: str = "Ảnh họp tổ 5.jpg") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.fixture
def held(office: Office) -> str:
    return save_event(office, HELD).id


def limits(office: Office) -> EvidenceLimits:
    return office.book.evidence.on(office.today())


def test_place_and_camera_are_gone_from_what_is_stored(office: Office, held: str, tmp_path: Path) -> None:
    taken = photo()
    assert CAMERA.encode() in taken
    assert GPS_PLACE.encode() in taken
    keep_evidence(office, held, kept(tmp_path, taken))
    with office.database.read() as session:
        stored = session.execute(select(Evidence.content, Evidence.thumbnail)).one()
    for one in stored:
        assert CAMERA.encode() not in one
        assert GPS_PLACE.encode() not in one
        assert b"Exif" not in one
        with Image.open(BytesIO(one)) as shown:
            assert not shown.getexif()


def test_a_photo_taken_on_its_side_stands_upright(office: Office, held: str, tmp_path: Path) -> None:
    id_ = keep_evidence(office, held, kept(tmp_path, photo(turned=True))).id
    with Image.open(BytesIO(open_evidence(office, id_))) as shown:
        assert shown.size == (480, 640)
        top, bottom = shown.getpixel((240, 100)), shown.getpixel((240, 540))
    assert isinstance(top, tuple)
    assert isinstance(bottom, tuple)
    assert top[1] < 60
    assert bottom[1] > 200


def test_a_large_photo_becomes_small(office: Office, held: str, tmp_path: Path) -> None:
    id_ = keep_evidence(office, held, kept(tmp_path, noise(2000), "a.png")).id
    (row,) = evidence_of(office, held)
    content = open_evidence(office, id_)
    most = limits(office)
    assert row.size == len(content) <= most.most_bytes
    with Image.open(BytesIO(content)) as shown, Image.open(BytesIO(row.thumbnail)) as small:
        assert max(shown.size) <= most.longest_side
        assert max(small.size) == most.thumbnail_side


def test_of_a_scan_the_first_page_is_kept(office: Office, held: str, tmp_path: Path) -> None:
    stream = BytesIO()
    Image.new("L", (600, 800), 0).save(
        stream, "PDF", save_all=True, append_images=[Image.new("L", (600, 800), 255)], author=CAMERA
    )
    id_ = keep_evidence(office, held, kept(tmp_path, stream.getvalue(), "a.pdf")).id
    content = open_evidence(office, id_)
    assert CAMERA.encode() not in content
    with Image.open(BytesIO(content)) as shown:
        assert shown.convert("L").resize((1, 1)).getpixel((0, 0)) == 0


@pytest.mark.parametrize(
    "content",
    [b"khong phai anh", photo()[:300], bomb(60_000, 60_000), bomb(9000, 9000), b"%PDF-1.4 hong"],
    ids=["no picture", "cut off", "bomb", "large", "broken pdf"],
)
def test_what_is_no_good_picture_is_refused(office: Office, held: str, tmp_path: Path, content: bytes) -> None:
    with pytest.raises(PacketError) as refused:
        keep_evidence(office, held, kept(tmp_path, content))
    assert refused.value.reason == "form-broken"
    assert evidence_of(office, held) == ()


def test_the_same_photo_and_one_too_many_are_refused(office: Office, held: str, tmp_path: Path) -> None:
    most = limits(office).most_pictures
    for number in range(most):
        keep_evidence(office, held, kept(tmp_path, photo(300 + number)))
    with pytest.raises(DeskError, match="kept already"):
        keep_evidence(office, held, kept(tmp_path, photo(300)))
    with pytest.raises(DeskError, match="at most 6") as refused:
        keep_evidence(office, held, kept(tmp_path, photo(900)))
    assert refused.value.reason == "too-many"
    assert len(evidence_of(office, held)) == most


def test_only_an_event_that_was_held_has_photos(office: Office, tmp_path: Path) -> None:
    planned = save_event(office, replace(HELD, state="planned"))
    with pytest.raises(DeskError) as refused:
        keep_evidence(office, planned.id, kept(tmp_path, photo()))
    assert refused.value.reason == "not-held"


@pytest.mark.parametrize("topic", PROTECTED)
def test_a_protected_topic_has_no_photos(office: Office, held: str, tmp_path: Path, topic: str) -> None:
    counted = save_event(office, replace(HELD, topic=topic, title="Gặp gỡ"))
    with pytest.raises(DeskError) as refused:
        keep_evidence(office, counted.id, kept(tmp_path, photo()))
    assert refused.value.reason == "protected"
    keep_evidence(office, held, kept(tmp_path, photo()))
    with pytest.raises(InputError) as told:
        save_event(office, replace(event(office, held).draft, topic=topic))
    assert [problem.field for problem in told.value.problems] == ["topic"]


@pytest.mark.parametrize("topic", PROTECTED)
def test_of_a_protected_topic_no_place_is_kept(office: Office, topic: str) -> None:
    with pytest.raises(InputError) as refused:
        save_event(office, replace(HELD, topic=topic, place="Nhà văn hóa"))
    assert [problem.field for problem in refused.value.problems] == ["place"]
    with_place = save_event(office, replace(HELD, place="Nhà văn hóa"))
    with pytest.raises(InputError) as moved:
        save_event(office, replace(event(office, with_place.id).draft, topic=topic))
    assert [problem.field for problem in moved.value.problems] == ["place"]


def test_a_photo_is_described_and_taken_away(office: Office, held: str, tmp_path: Path) -> None:
    first = keep_evidence(office, held, kept(tmp_path, photo())).id
    second = keep_evidence(office, held, kept(tmp_path, photo(colour="blue"))).id
    describe_evidence(office, EvidenceDraft(first, 1, "Hội trường "))
    rows = evidence_of(office, held)
    assert [(row.id, row.note) for row in rows] == [(first, "Hội trường"), (second, "")]
    with pytest.raises(DeskError, match="meantime"):
        describe_evidence(office, EvidenceDraft(first, 1, "Khác"))
    with pytest.raises(InputError):
        remove_evidence(office, first, " ")
    remove_evidence(office, first, "Ảnh nhầm")
    assert [row.id for row in evidence_of(office, held)] == [second]
    with office.database.read() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.record_id == held)).all()
    assert acts[-4:] == ["evidence.keep", "evidence.keep", "evidence.describe", "evidence.remove"]


def test_a_photo_that_was_changed_outside_is_not_shown(office: Office, held: str, tmp_path: Path) -> None:
    id_ = keep_evidence(office, held, kept(tmp_path, photo())).id
    with office.write() as session:
        session.execute(update(Evidence).values(content=b"khac"))
    with pytest.raises(StorageError):
        open_evidence(office, id_)


def test_photos_go_with_their_event(office: Office, held: str, tmp_path: Path) -> None:
    keep_evidence(office, held, kept(tmp_path, photo()))
    with office.write() as session:
        _delete_event(session, office, held)
    with office.database.read() as session:
        assert session.scalar(select(func.count()).select_from(Evidence)) == 0


def test_nothing_is_left_beside_the_database(
    office: Office, held: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temp"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    source = kept(tmp_path, photo())
    before = sorted(path.name for path in office.folder.rglob("*"))
    keep_evidence(office, held, source)
    assert list(temporary.iterdir()) == []
    assert sorted(path.name for path in office.folder.rglob("*")) == before
