"""Officers' signatures over what UBND confirmed: versioned canonical bytes, an open part and a hidden one. PACKET §7.

The open part is what a desk without names receives anyway; the private part enters by SHA-256(salt ‖ its bytes), so
that who lacks it checks the signature all the same, and nobody can test a guess against it without the salt.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from hn_desk.officer_keys import Signer, is_signed

FORMAT: Final = 1
APPROVAL: Final = b"hn-desk/2 approval"
LINE: Final = b"hn-desk/2 approved line"
ISSUE: Final = b"hn-desk/2 issue"
STEP: Final = b"hn-desk/2 step"
SALT_BYTES: Final = 16
Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Signed:
    """A message of plain values, who signed it (the key's name) and the signature (hex)."""

    message: dict[str, Any]
    key_id: str
    signature: str

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"message": self.message, "key": self.key_id, "signature": self.signature}


def sign(signer: Signer, purpose: bytes, facts: Plain) -> Signed:
    """Sign plain facts for one purpose."""
    message = {**facts, "format": FORMAT}
    return Signed(message, signer.key_id, signer.sign(purpose, canonical(message)).hex())


def signed_of(plain: Any) -> Signed | None:
    """What `Signed.plain` wrote; None for anything else."""
    if not isinstance(plain, dict) or set(plain) != {"message", "key", "signature"}:
        return None
    message, key_id, signature = plain["message"], plain["key"], plain["signature"]
    if not isinstance(message, dict) or not isinstance(key_id, str) or not isinstance(signature, str):
        return None
    return Signed(message, key_id, signature)


def is_good(public: bytes, purpose: bytes, signed: Signed) -> bool:
    """Whether the signature was made for this purpose over this message, in a format that is known here."""
    try:
        signature = bytes.fromhex(signed.signature)
    except ValueError:
        return False
    return signed.message.get("format") == FORMAT and is_signed(public, purpose, canonical(signed.message), signature)


def canonical(facts: Plain) -> bytes:
    """The canonical bytes of plain facts: JSON in UTF-8, keys sorted, no spaces."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def commitment(salt: str, private: Plain) -> str:
    """What stands in the open part for the private one: SHA-256 (hex) of the salt (hex) and its canonical bytes."""
    return hashlib.sha256(bytes.fromhex(salt) + canonical(private)).hexdigest()


def fingerprint(signature: str) -> str:
    """How a later signature names the one that it follows."""
    return hashlib.sha256(signature.encode()).hexdigest()
