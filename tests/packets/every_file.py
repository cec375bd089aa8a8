"""One of every kind of file that both sides make, for judges that are not ours."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Final

from hn_desk.actions.rulebook import rule_book
from hn_desk.keys import PrivateKey
from hn_desk.packets import opc
from hn_desk.packets.authority import Subject, request
from hn_desk.packets.contents import build_workbook
from hn_desk.packets.office_request import office_request
from hn_desk.packets.receipt import sign_receipt
from hn_desk.packets.seal import seal
from hn_desk.packets.subjects import SUBJECTS, Row
from hn_desk.packets.trust import make_pack, sign_pack
from hn_desk.rules.desks import Desk
from hn_desk.tokens import opened_key
from tests import softhsm
from tests.packets import keyring
from tests.packets.real_packet import AT, cover, identifier, rows
from tests.packets.test_receipt import receipt

SIGNERS: Final = {
    ("sign", "hn_desk.actions.sealing"): "packet",
    ("sign_pdf", "hn_desk.packets.receipt"): "receipt",
    ("sign_pdf", "hn_desk.packets.trust"): "trust",
    ("request", "hn_desk.packets.office_request"): "request",
    ("request", "hn_desk.city.desk_keys"): "request",
    ("request", "hn_desk.city.renewing"): "request",
}
"""Who in the house signs a file that travels, by the function that signs and the module that calls it → its kind.

A new one stands here and below, or the test of this table fails.
"""
KINDS: Final = ("RSA-3072", "RSA-2048", "P-256")


def _signed(key: PrivateKey, content: Mapping[str, list[Row]] | None = None, **facts: object) -> bytes:
    certificate = keyring.certified(key, keyring.OFFICE, "office")
    return opc.sign(build_workbook(cover(**facts), content or rows()), key, certificate, AT)


def _in_token(kind: str) -> bytes:
    with opened_key(softhsm.key(kind), softhsm.PIN) as key:
        return _signed(key)


def _for_desk(desk: Desk) -> bytes:
    """A packet with a row on every sheet that the desk receives."""
    content = {
        subject: [SUBJECTS[subject].rows(id=identifier(1), version=1, operation="withdraw")] for subject in desk.sheets
    }
    ordered = {subject: content[subject] for subject in SUBJECTS if subject in content}
    return _signed(keyring.key("office"), ordered, desk=desk.code)


@cache
def packets() -> Mapping[str, Callable[[], bytes]]:
    """Signed workbooks by name: each kind of key, of packet, of desk, and keys inside a token."""
    office = keyring.key("office")
    made: dict[str, Callable[[], bytes]] = {
        "delta": lambda: _signed(office, kind="delta"),
        "full": lambda: _signed(office, kind="full"),
        "full-part": lambda: _signed(office, kind="full", part=2, parts=3, number=2, previous_hash="0" * 64),
        "empty": lambda: _signed(office, {"groups": []}, kind="delta"),
        "new-epoch": lambda: _signed(office, epoch=3, parent_epoch=2, kind="full"),
    }
    made |= {f"key-{kind}": lambda kind=kind: _signed(keyring.key_of(kind)) for kind in KINDS}  # type: ignore[misc]  # bound at once
    made |= {f"desk-{code}": lambda desk=desk: _for_desk(desk) for code, desk in rule_book().desks.items()}  # type: ignore[misc]  # likewise
    if softhsm.is_installed():
        made |= {f"token-{kind}": lambda kind=kind: _in_token(kind) for kind in KINDS}  # type: ignore[misc]  # likewise
    return made


def papers() -> dict[str, bytes]:
    """Signed PDFs by kind."""
    pack = make_pack(keyring.trust(2), "training", keyring.NOW)
    return {
        "receipt": sign_receipt(receipt(), keyring.page(), keyring.receipts()),
        "trust": sign_pack(pack, keyring.page(), keyring.delegate()),
    }


def requests() -> dict[str, bytes]:
    """Requests (PEM) by whose they are: each CSR of an office's file by itself, a desk's."""
    whole = office_request(keyring.key("office"), keyring.key_of("P-256"), keyring.OFFICE)  # type: ignore[arg-type]  # P-256 it is
    end = b"-----END CERTIFICATE REQUEST-----\n"
    signing, check = (part + end for part in whole.split(end)[:2])
    made = {
        "office": signing,
        "office-check": check,
        "desk": request(keyring.key("desk STC"), Subject("STC", "HN Desk STC")),
    }
    if softhsm.is_installed():
        with opened_key(softhsm.key("P-256"), softhsm.PIN) as key:
            made["office-token"] = request(key, keyring.OFFICE, "office")
    return made


def sealed(inner: bytes) -> bytes:
    """What travels: the packet encrypted for its desk and for its password."""
    return seal(inner, keyring.desk(), keyring.PASSWORD)
