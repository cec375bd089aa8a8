"""An office's request as the authority sees it before it certifies anything."""

from dataclasses import dataclass

from hn_desk.city.authority import request_words
from hn_desk.packets.authority import read_request


@dataclass(frozen=True, slots=True)
class Requested:
    """Who asks, and the four words to compare with that office's leader."""

    data: bytes
    code: str
    name: str
    words: tuple[str, str, str, str]


def requested(data: bytes) -> Requested:
    """Read a request strictly. PacketError when it isn't one or was changed."""
    subject, _request = read_request(data)
    return Requested(data, subject.code, subject.name, request_words(data))
