"""Fifty invented people whose words and numbers nobody else has, so that a search knows them anywhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from hn_desk.actions.people import PersonDraft

HOW_MANY = 50
_FIRST = ("Zquầyxh", "Zquẫyxh", "ZquậyxH", "zQuảyxh", "Zquáyxh")
_ENDS = ("an", "bình", "cúc", "đạo", "êm", "gấm", "hòa", "khải", "lụa", "mẫn")


@dataclass(frozen=True, slots=True)
class Planted:
    """One of them: every word holds the mark that `tests.stolen` looks for, and both numbers are only theirs."""

    name: str
    id_number: str
    phone: str
    address: str

    def draft(self) -> PersonDraft:
        """As an officer types them."""
        return PersonDraft(
            name=self.name,
            birth="1980",
            sex="male",
            id_number=self.id_number,
            phone=self.phone,
            address=self.address,
        )


def planted() -> tuple[Planted, ...]:
    """All fifty, always the same."""
    return tuple(_one(number, *words) for number, words in enumerate(product(_FIRST, _ENDS)))


def numbers() -> frozenset[bytes]:
    """Their ID numbers and telephones."""
    return frozenset(number.encode() for one in planted() for number in (one.id_number, one.phone))


def in_turn() -> Iterator[Planted]:
    """One after another, and from the beginning again."""
    while True:
        yield from planted()


def _one(number: int, first: str, end: str) -> Planted:
    name = f"{first}{end} {first}{end[::-1]}"
    return Planted(name, f"001080{739_100 + number}", f"0973{910_000 + number}", f"Zquayxh{number} ngõ Zquạyxh{number}")
