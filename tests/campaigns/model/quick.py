"""Packets and receipts without RSA, AES and PDF: the same cover, the same rows, a checksum where the signature stands.

The certificate is real and its chain, its days and the list of revoked ones are checked by the program's own code.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import ModuleType, SimpleNamespace
from typing import Any, Final

from hn_desk.actions import keyring as office_keyring
from hn_desk.actions import receiving, restoring, restoring_outbox, sealing
from hn_desk.city import quarantine, reading, receipts
from hn_desk.errors import PacketError
from hn_desk.packets import opc
from hn_desk.packets import trust as trust_packs
from hn_desk.packets.certificates import Trust, check_chain
from hn_desk.packets.contents import Packet
from hn_desk.packets.cover import READERS, THIRD_FORMAT, Cover, cover_rows, parse_cover
from hn_desk.packets.documents import canonical
from hn_desk.packets.opc import Verified
from hn_desk.packets.reasons import refuse
from hn_desk.packets.receipt import ATTACHMENT, Receipt, VerifiedReceipt
from hn_desk.packets.subjects import SUBJECTS_OF, Row
from hn_desk.packets.trust import TrustPack
from hn_desk.packets.trust_keeping import Certificate
from tests.packets import keyring

BEGINNING: Final = b"\xff\x00"
"""No text begins so."""
DIGEST: Final = 64
PARTS: Final = "content"
CERTIFICATES: Final[dict[int, Certificate]] = {}
"""Every certificate that an office may sign with, by its number."""
OLDER: Final[set[str]] = set()
"""The instances whose program is one version older: their packets have its format."""


def checked(content: bytes) -> bytes:
    """A file whose every damage is noticed."""
    return BEGINNING + hashlib.sha256(content).hexdigest().encode() + content


def content_of(data: bytes) -> bytes:
    """What a file says; PacketError when it was changed."""
    digest, content = data[len(BEGINNING) :][:DIGEST], data[len(BEGINNING) + DIGEST :]
    if not data.startswith(BEGINNING) or hashlib.sha256(content).hexdigest().encode() != digest:
        raise refuse("digest-package")
    return content


def build_workbook(cover: Cover, rows: Mapping[str, Iterable[Row]]) -> dict[str, bytes]:
    """The cover's lines and the rows as JSON."""
    plain = {subject: [row.model_dump(mode="json") for row in found] for subject, found in rows.items()}
    change: dict[str, Any] = {"rows": {subject: len(found) for subject, found in plain.items()}}
    if cover.instance in OLDER:
        change |= {"format": THIRD_FORMAT, "reader": READERS[THIRD_FORMAT]}
    counted = cover.model_copy(update=change)
    return {PARTS: json.dumps({"cover": cover_rows(counted), "rows": plain}).encode()}


def sign(parts: Mapping[str, bytes], _key: object, certificate: Certificate, at: datetime) -> bytes:
    """The file that travels."""
    head = {"at": at.isoformat(), "certificate": certificate.serial_number}
    return checked(json.dumps(head).encode() + b"\n" + parts[PARTS])


def verify(data: bytes, trust: Trust, now: datetime) -> Verified:
    """Every check of time, chain and revocation; PacketError as the program's own."""
    head, content = content_of(data).split(b"\n", 1)
    signed_at = datetime.fromisoformat(json.loads(head)["at"])
    opc.check_future(signed_at, now)
    certificate = CERTIFICATES[json.loads(head)["certificate"]]
    check_chain(certificate, trust, signed_at, now=now)
    return Verified({PARTS: content}, certificate, signed_at, hashlib.sha256(data).hexdigest())


def signer_of(data: bytes, _trust: Trust) -> str:
    """Whose key signed a file that was not changed."""
    try:
        content_of(data)
    except PacketError:
        return ""
    return keyring.OFFICE.code


def trust_pack(pack: TrustPack) -> bytes:
    """The trust pack that travels."""
    return checked(canonical(pack))


def signed_pack(data: bytes, _root: Certificate, now: datetime) -> SimpleNamespace:
    """A trust pack by the city's delegate, unless its time doesn't hold."""
    pack = TrustPack.model_validate_json(content_of(data))
    opc.check_future(pack.made_at, now)
    attachments = {trust_packs.ATTACHMENT: content_of(data)}
    return SimpleNamespace(certificate=keyring.delegate().certificate, signed_at=pack.made_at, attachments=attachments)


def read_cover(verified: Verified) -> Cover:
    """The cover, read by the program's own strict reader."""
    return parse_cover(json.loads(verified.parts[PARTS])["cover"])


def read_contents(verified: Verified) -> Packet:
    """Cover and typed rows."""
    cover = read_cover(verified)
    rows: dict[str, list[dict[str, Any]]] = json.loads(verified.parts[PARTS])["rows"]
    models = SUBJECTS_OF[cover.format]
    typed = {
        subject: tuple(models[subject].rows.model_validate(row, strict=False) for row in found)
        for subject, found in rows.items()
    }
    return Packet(cover, typed, ())


def sign_receipt(receipt: Receipt, _page: bytes, _signer: object) -> bytes:
    """The receipt that travels."""
    return checked(receipt.model_dump_json().encode())


def read_receipt(data: bytes, trust: Trust, *, now: datetime) -> VerifiedReceipt:
    """A receipt, unless its time or its certificate doesn't hold."""
    receipt = Receipt.model_validate_json(content_of(data))
    opc.check_future(receipt.made_at, now)
    certificate = keyring.receipts().certificate
    check_chain(certificate, trust, receipt.made_at, now=now, usage="receipt")
    return VerifiedReceipt(receipt, certificate, receipt.made_at)


def packet_id_of(data: bytes) -> str:
    """Which packet a file is."""
    lines = json.loads(content_of(data).split(b"\n", 1)[1])["cover"]
    return next(str(value) for _label, value, key in lines if key == "packet_id")


def install() -> None:
    """Put all of it in place of what is slow: this process makes and reads nothing else from now on."""
    quick = SimpleNamespace(sign=sign, verify=verify)
    opened = SimpleNamespace(open_private_key=lambda _key, _passphrase: None, PrivateKey=object)
    places: tuple[tuple[ModuleType, Mapping[str, object]], ...] = (
        (
            reading,
            {
                "opc": quick,
                "read_cover": read_cover,
                "read_contents": read_contents,
                "unsealed": lambda data, _keys: data,
            },
        ),
        (
            sealing,
            {
                "opc": quick,
                "keys": opened,
                "build_workbook": build_workbook,
                "reseal": lambda _session, _certificate, row: row.inner,
                "refuse_broken": lambda _session, _office: None,
                "certify_keys": lambda _session, _key: None,
            },
        ),
        (
            receiving,
            {
                "read_receipt": read_receipt,
                "claimed_attachments": lambda _data: {ATTACHMENT},
            },
        ),
        (
            restoring_outbox,
            {
                "opc": quick,
                "packet_id_of": packet_id_of,
                "open_with_password": lambda data, _password: data,
                "password_of": lambda _session, _packet: "",
                "read_contents": read_contents,
            },
        ),
        (
            restoring,
            {
                "register_keys": lambda *_arguments: None,
                "earlier_items": lambda *_arguments: (),
                "lost_of": lambda *_arguments: (),
            },
        ),
        (quarantine, {"signer_of": signer_of}),
        (trust_packs, {"check_signed": signed_pack, "attachments_of": lambda signed: signed.attachments}),
        (office_keyring, {"claimed_root": lambda _data: keyring.root().certificate}),
        (receipts, {"sign_receipt": sign_receipt, "_page": lambda *_arguments: b""}),
    )
    for module, names in places:
        for name, value in names.items():
            getattr(module, name)
            setattr(module, name, value)
