"""A quick look at every page of an encrypted database, by its HMAC, before it is opened.

SQLCipher's own check reads the same bytes and takes half as long again, since it sets up its HMAC anew for each page.
It stays the judge: this look only says when there is nothing to judge. The layout is SQLCipher 4's
(https://www.zetetic.net/sqlcipher/design/): salt of 16 bytes, pages of 4096 bytes that end in IV and HMAC-SHA512 over
content, IV and page number.
"""

import hashlib
import hmac
from pathlib import Path
from typing import Final

_PAGE: Final = 4096
_SALT: Final = 16
_MAC: Final = 64
_AT_ONCE: Final = 256 * _PAGE
_SALT_MASK: Final = 0x3A
_ROUNDS: Final = 2
_KEY: Final = 32


def are_whole(path: Path, key: bytes) -> bool:
    """Whether each page is as it was written under `key` (32 bytes); False also for whatever needs a closer look.

    Only while nothing in this process has the file open: closing a file lets go of every lock on it.
    """
    try:
        journal = path.with_name(f"{path.name}-journal")
        if journal.exists() and journal.stat().st_size:
            return False
        with path.open("rb") as file:
            mac = _mac(key, file.read(_SALT))
            file.seek(0)
            before = 0
            while chunk := file.read(_AT_ONCE):
                if not _are_whole(memoryview(chunk), mac, before):
                    return False
                before += len(chunk) // _PAGE
    except OSError:
        return False
    return before > 0


def _mac(key: bytes, salt: bytes) -> hmac.HMAC:
    masked = bytes(byte ^ _SALT_MASK for byte in salt)
    return hmac.new(hashlib.pbkdf2_hmac("sha512", key, masked, _ROUNDS, _KEY), digestmod="sha512")


def _are_whole(pages: memoryview, mac: hmac.HMAC, before: int) -> bool:
    if len(pages) % _PAGE:
        return False
    for number, start in enumerate(range(0, len(pages), _PAGE), before + 1):
        end = start + _PAGE - _MAC
        page = mac.copy()
        page.update(pages[start + _SALT if number == 1 else start : end])
        page.update(number.to_bytes(4, "little"))
        if page.digest() != pages[end : end + _MAC]:
            return False
    return True
