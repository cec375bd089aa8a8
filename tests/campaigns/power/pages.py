"""The pages of an encrypted database read without the database library: each proved by its HMAC, then decrypted.

Two databases with the same fingerprint hold the same rows, indexes and schema byte for byte. Free pages whose content
nobody reads are left out of it. The layout is SQLCipher 4's: pages of 4 096 bytes that end with the initialisation
vector (16) and HMAC-SHA512 (64); the first begins with the salt.
"""

import hashlib
import hmac
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

PAGE: Final = 4096
SALT: Final = 16
VECTOR: Final = 16
RESERVED: Final = 80
ROUNDS: Final = 2
FIRST_TRUNK: Final = slice(32, 36)


@dataclass(frozen=True, slots=True)
class Found:
    """What the pages hold: their fingerprint, and the numbers (from 1) of those that fail their HMAC, of free ones."""

    fingerprint: bytes
    broken: tuple[int, ...]
    free: frozenset[int]


class Pages:
    """Reads databases under one key; what it has proved once it knows again."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._salt, self._mac_key = b"", b""
        self._known: dict[tuple[int, bytes], bytes] = {}

    def read(self, data: bytes, *, is_kept: bool = False) -> Found:
        """Prove and sum up every page; `is_kept` remembers them for databases that share pages with this one."""
        if data[:SALT] != self._salt:
            self._use_salt(data[:SALT])
        pages = [(place // PAGE + 1, data[place : place + PAGE]) for place in range(0, len(data) - PAGE + 1, PAGE)]
        digests = [self._known.get(page) or self._digest(page, is_kept=is_kept) for page in pages]
        broken = tuple(number for number, digest in enumerate(digests, 1) if not digest)
        free = self._free_leaves(pages) if 1 not in broken else frozenset[int]()
        used = (digest for number, digest in enumerate(digests, 1) if number not in free)
        whole = hashlib.blake2b(b"".join(used) + len(data).to_bytes(8, "big"), digest_size=16).digest()
        return Found(whole, broken, free)

    def _use_salt(self, salt: bytes) -> None:
        mask = bytes(one ^ 0x3A for one in salt)
        self._salt, self._mac_key = salt, hashlib.pbkdf2_hmac("sha512", self._key, mask, ROUNDS, 32)
        self._known.clear()

    def _digest(self, page: tuple[int, bytes], *, is_kept: bool) -> bytes:
        """The digest of a page's plain content; nothing when its HMAC is wrong."""
        plain = self._plain(page)
        digest = hashlib.blake2b(plain, digest_size=16).digest() if plain is not None else b""
        if is_kept:
            self._known[page] = digest
        return digest

    def _plain(self, page: tuple[int, bytes]) -> bytes | None:
        number, content = page
        above = SALT if number == 1 else 0
        body, mac = content[above : PAGE - RESERVED + VECTOR], content[PAGE - RESERVED + VECTOR :]
        if hmac.digest(self._mac_key, body + number.to_bytes(4, "little"), "sha512") != mac:
            return None
        decrypt = Cipher(algorithms.AES(self._key), modes.CBC(body[-VECTOR:])).decryptor()
        return bytes(above) + decrypt.update(body[:-VECTOR]) + decrypt.finalize()

    def _free_leaves(self, pages: list[tuple[int, bytes]]) -> frozenset[int]:
        """The free pages without content: those that the trunks of the free list name."""
        first = self._plain(pages[0]) if pages else None
        trunk = int.from_bytes(first[FIRST_TRUNK], "big") if first else 0
        leaves, walked = set[int](), set[int]()
        while 0 < trunk <= len(pages) and trunk not in walked:
            walked.add(trunk)
            plain = self._plain(pages[trunk - 1])
            if plain is None:
                break
            named = min(int.from_bytes(plain[4:8], "big"), PAGE // 4)
            leaves |= {int.from_bytes(plain[8 + 4 * n : 12 + 4 * n], "big") for n in range(named)}
            trunk = int.from_bytes(plain[:4], "big")
        return frozenset(leaves)
