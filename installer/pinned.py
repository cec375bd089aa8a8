"""Inputs of a build that are known by their SHA-256: whatever differs stops the build with the file's name."""

import hashlib
from pathlib import Path


class BuildError(Exception):
    """Why nothing was built; its words are for the person who builds."""


def digest(data: bytes) -> str:
    """SHA-256 as 64 hex digits."""
    return hashlib.sha256(data).hexdigest()


def digest_of_file(path: Path) -> str:
    """SHA-256 of a file of any size, as 64 hex digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def must_be(name: str, found: str, wanted: str) -> None:
    """BuildError when the digest `found` of the input called `name` is not the one that is pinned."""
    if found != wanted:
        raise BuildError(f"{name}: not the file that is pinned (SHA-256 {found}, wanted {wanted})")
