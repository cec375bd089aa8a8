"""An office's request as the authority sees it before it certifies anything."""

from dataclasses import dataclass

from hn_desk.packets.office_request import read_office_request, request_words


@dataclass(frozen=True, slots=True)
class Requested:
    """Who asks, and the four words to compare with that office's leader."""

    data: bytes
    code: str
    name: str
    words: tuple[str, str, str, str]


def requested(data: bytes) -> Requested:
    """Read a request strictly. PacketError when it isn't one or was changed."""
    subject = read_office_request(data).subject
    return Requested(data, subject.code, subject.name, request_words(data))
