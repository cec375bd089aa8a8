"""A paper ready to be shown, printed or kept as a file."""

from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF with a neutral file name and title: neither names a person, a programme or a reason."""

    name: str
    pdf: bytes
    title: str
    is_provisional: bool = False
    """Whether its wording still waits for the official form, as the screen says and paper never does."""


def file_name(file_code: str, count: int = 0) -> str:
    """The name of a paper's file, or of that of `count` papers of which it is the first."""
    return f"GIAY-{file_code}-{count}.pdf" if count else f"GIAY-{file_code}.pdf"


@dataclass(frozen=True, slots=True)
class Papers:
    """Several papers in one PDF; `ends` says of each how many pages there are with it. Name and PDF tell nobody."""

    name: str
    pdf: bytes
    ends: tuple[int, ...]

    def pages(self) -> list[range]:
        """The pages of each paper, from 0."""
        return [range(*edges) for edges in pairwise((0, *self.ends))]
