"""Invented people, households and codes of a day, the same for the same seed; nobody of them exists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.sample_rows import tax_code
from hn_desk.settings import resource

GROUPS: Final = 6
PASSPHRASE: Final = "ngay lam viec tap huan"


@dataclass(frozen=True, slots=True)
class Invented:
    """Chance and words of one day in one office."""

    chance: Random
    words: Mapping[str, Any]
    place: str
    today: date

    def groups(self) -> tuple[str, ...]:
        """Residential groups of the office."""
        return tuple(f"Tổ dân phố số {number}" for number in range(1, GROUPS + 1))

    def person(self, *, age: int = 0) -> dict[str, Any]:
        """A person's fields as a clerk types them, of that age or of any working age; `birth` as d/m/yyyy."""
        chance, words = self.chance, self.words
        sex = chance.choice(("male", "female"))
        parts = (words["families"], words[f"middles_{sex}"], words[f"givens_{sex}"])
        born = self.today - timedelta(days=(age or chance.randrange(25, 60)) * 366 + chance.randrange(20, 300))
        century = 2 * (born.year // 100 - 19) + (sex == "female")
        province = chance.choice(words["birth_provinces"])
        return {
            "name": " ".join(chance.choice(part) for part in parts),
            "sex": sex,
            "birth": self.day(born),
            "id_number": f"{province}{century}{born.year % 100:02}{chance.randrange(1_000_000):06}",
            "phone": f"09{chance.randrange(100_000_000):08}",
            "address": f"Số {chance.randrange(1, 180)} phố {chance.choice(words['streets'])}, {self.place}",
        }

    def trade(self) -> Mapping[str, str]:
        """A trade: VSIC code, name, and how its shop is called after a given name."""
        chosen: Mapping[str, str] = self.chance.choice(self.words["trades"])
        return chosen

    def tax_code(self) -> str:
        """Ten digits with their check digit."""
        return tax_code(self.chance)

    def business_code(self) -> str:
        """A code of the older kind: letters and digits."""
        return f"01R8{self.chance.randrange(1_000_000):06}"

    def ago(self, days: int) -> str:
        """The day `days` days ago, as typed."""
        return self.day(self.today - timedelta(days=days))

    @staticmethod
    def day(day: date) -> str:
        """A day as a clerk types it: d/m/yyyy."""
        return f"{day.day}/{day.month}/{day.year}"


def invent(seed: int, place: str, today: date) -> Invented:
    """The invented world of one seed."""
    return Invented(Random(seed), read_toml(resource("reference/sample.toml")), place, today)
