"""What a day leaves tells nobody's name where it shouldn't, and no private key leaves its place."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pypdfium2
import pytest
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
)

from hn_desk.packets.pdf import claimed_attachments
from tests.journeys.a_day import BANK, Day, closed, parts, programme_words
from tests.packets.keyring import key_of

PUBLIC = ("trust", "packets", "inner", "receipts", "forms", "requests")
PRIVATE = (
    b"PRIVATE KEY",
    bytes.fromhex("06092a864886f70d01050d"),  # PBES2, around an encrypted PKCS #8 key
    bytes.fromhex("06092a864886f70d010101050004"),  # an RSA key followed by an octet string: a private one
    bytes.fromhex("0201010420"),  # a private number of P-256
)


def contents(path: Path) -> Iterator[bytes]:
    """A file's bytes, and those of what is packed into it."""
    data = path.read_bytes()
    yield data
    if data.startswith(b"PK"):
        yield from parts(path).values()
    if data.startswith(b"%PDF-") and b"/EmbeddedFile" in data:
        yield from claimed_attachments(data).values()


def found(words: Iterable[str], data: bytes) -> list[str]:
    """Those words that stand in `data`, in one of the encodings that files of the day use."""
    return [word for word in words if any(word.encode(code) in data for code in ("utf-8", "utf-16-be", "utf-16-le"))]


def test_the_trust_folder_is_public(day: Day) -> None:
    names = {path.relative_to(day.folder / "trust").as_posix() for path in day.files("trust/**/*") if path.is_file()}
    assert {"root.pem", "crl.der"} <= names


def test_no_private_key_is_given_away(day: Day) -> None:
    files = [path for name in PUBLIC for path in day.files(f"{name}/**/*") if path.is_file()]
    assert len(files) > 20
    for path in files:
        assert not [sign for sign in PRIVATE for data in contents(path) if sign in data], path.name


@pytest.mark.parametrize("kind", ["RSA-2048", "P-256"])
@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
@pytest.mark.parametrize("lock", [NoEncryption(), BestAvailableEncryption(b"secret")], ids=["open", "locked"])
def test_the_signs_of_a_private_key_are_known(kind: str, encoding: Encoding, lock: KeySerializationEncryption) -> None:
    data = key_of(kind).private_bytes(encoding, PrivateFormat.PKCS8, lock)
    assert any(sign in data for sign in PRIVATE)


def test_no_passphrase_is_left_behind(day: Day) -> None:
    assert day.files("*.passphrase") == []


def test_no_path_names_a_person_or_a_programme(day: Day) -> None:
    words = {closed(word) for word in day.personal} | set(programme_words())
    paths = [closed(path.relative_to(day.folder).as_posix()) for path in day.files("**/*")]
    assert len(words) > 20
    assert not [(word, path) for word in words for path in paths if word in path]


def test_only_the_bank_reads_names_and_numbers(day: Day) -> None:
    told = {
        desk: [word for data in parts(path).values() for word in found(day.personal, data)]
        for desk, path in day.inner().items()
    }
    assert told.pop(BANK)
    assert told
    assert not any(told.values()), told


def test_no_packet_shows_anything_outside(day: Day) -> None:
    for path in day.files("packets/*.xlsx"):
        assert not found(day.personal, path.read_bytes())


def test_receipts_and_their_attachments_name_nobody(day: Day) -> None:
    for path in day.files("receipts/*.pdf"):
        assert not [word for data in contents(path) for word in found(day.personal, data)], path.name


def test_the_papers_properties_name_nobody(day: Day) -> None:
    papers = [*day.files("forms/*.pdf"), *day.files("receipts/*.pdf")]
    for path in papers:
        document = pypdfium2.PdfDocument(path)
        said = " ".join(document.get_metadata_dict().values())
        document.close()
        assert not [word for word in day.personal if word in said], path.name
        assert not found(day.personal, path.read_bytes()), path.name


def test_the_papers_themselves_do_name_people(day: Day) -> None:
    said = ""
    for path in day.files("forms/*.pdf"):
        document = pypdfium2.PdfDocument(path)
        said += "".join(page.get_textpage().get_text_range() for page in document)
        document.close()
    assert [word for word in day.personal if word in " ".join(said.split())]


def test_no_database_or_log_tells_a_name(day: Day) -> None:
    files = [path for name in ("office", "city") for path in day.files(f"{name}/**/*") if path.is_file()]
    assert {"office.db", "office.keys"} <= {path.name for path in files}
    for path in files:
        assert not found(day.personal, path.read_bytes()), path.name
