"""A paper ready to be shown, printed or kept as a file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF with a neutral file name and title: neither names a person, a programme or a reason."""

    name: str
    pdf: bytes
    title: str
    is_provisional: bool = False
    """Whether its wording still waits for the official form, as the screen says and paper never does."""
