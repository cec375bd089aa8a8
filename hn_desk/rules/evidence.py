"""How the photos and scans of an event are kept: dated numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.rules.dated import Dated, read_dated_whole
from hn_desk.rules.reading import Reader

SINCE: Final = date(2025, 7, 1)
"""The offices of today exist since then."""


@dataclass(frozen=True, slots=True)
class EvidenceLimits:
    """Dots of the longest side of a picture and of its thumbnail, bytes of a picture, pictures of one event."""

    longest_side: int
    thumbnail_side: int
    most_bytes: int
    most_pictures: int


@dataclass(frozen=True, slots=True)
class EvidenceRules:
    """The limits by day."""

    longest_side: Dated[int]
    thumbnail_side: Dated[int]
    most_bytes: Dated[int]
    most_pictures: Dated[int]

    def on(self, day: date) -> EvidenceLimits:
        """The limits of one day."""
        return EvidenceLimits(
            self.longest_side.on(day),
            self.thumbnail_side.on(day),
            self.most_bytes.on(day),
            self.most_pictures.on(day),
        )


def load_evidence(data: Mapping[str, object], name: str) -> EvidenceRules:
    """Read the data file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    rules = EvidenceRules(
        read_dated_whole(reader, "longest_side", since=SINCE),
        read_dated_whole(reader, "thumbnail_side", since=SINCE),
        read_dated_whole(reader, "most_bytes", since=SINCE),
        read_dated_whole(reader, "most_pictures", since=SINCE),
    )
    reader.finish()
    return rules
