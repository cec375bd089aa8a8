"""Invented people and household businesses for a training office: plain rows, the same for the same seed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any, Final
from uuid import UUID

from hn_desk.rules.text import name_key, text_key, words

Row = dict[str, Any]
EDITION: Final = "VSIC 2018"
_TAX_WEIGHTS: Final = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SERIAL_STEP: Final = 7919
_SERIALS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows are drawn from: chance, words, the office's groups, the day."""

    chance: Random
    words: Mapping[str, Any]
    groups: tuple[str, ...]
    today: date

    def id(self) -> str:
        """A UUID from the source's chance."""
        return str(UUID(int=self.chance.getrandbits(128), version=4))

    def past_day(self, most: int) -> date:
        """A day at most `most` days ago."""
        return self.today - timedelta(days=self.chance.randrange(most))


def people(source: Source, count: int) -> Iterator[Row]:
    """Draw `count` rows of the table `people`."""
    for serial in range(count):
        yield _person(source, serial)


def household(source: Source, owner: Row) -> tuple[Row, Row]:
    """Draw one household business of `owner` and its main industry."""
    chance = source.chance
    trade = chance.choice(source.words["trades"])
    name = trade["sign"].format(given=owner["name"].split()[-1])
    started = source.past_day(3650)
    row = {
        "id": source.id(),
        "name": name,
        "sort_key": _text_key(name),
        "owner_id": owner["id"],
        "business_code": owner["id_number"] if chance.random() < 0.7 else f"01R8{chance.randrange(_SERIALS):06}",
        "tax_code": owner["id_number"] if chance.random() < 0.6 else tax_code(chance),
        "address": owner["address"],
        "group_id": owner["group_id"],
        "capital": chance.randrange(2, 60) * 10_000_000,
        "workers": chance.randrange(1, 9),
        "registered_on": started,
        "changed_on": None,
        "started_on": started,
        "revenue_band": "",
        "status": "active",
        "origin": "sample",
        "note": source.words["mark"],
        "likeness": f"{_folded(name)}|{_folded(owner['address'])}",
        "intention": "not_asked",
        "last_contact_on": None,
    }
    industry = {"household_id": row["id"], "position": 0, "code": trade["code"], "name": trade["name"]}
    return row, industry | {"edition": EDITION, "is_main": True}


def tax_code(chance: Random) -> str:
    """Draw ten digits whose last one is the right check digit."""
    while True:
        digits = f"01{chance.randrange(10_000_000):07}"
        check = 10 - sum(weight * int(digit) for weight, digit in zip(_TAX_WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"


def _person(source: Source, serial: int) -> Row:
    chance, words = source.chance, source.words
    sex = chance.choice(("male", "female"))
    parts = (words["families"], words[f"middles_{sex}"], words[f"givens_{sex}"])
    name = " ".join(chance.choice(part) for part in parts)
    born = date(1950, 1, 1) + timedelta(days=chance.randrange(55 * 365))
    return {
        "id": source.id(),
        "name": name,
        "sort_key": _name_key(name),
        "birth": born.isoformat(),
        "sex": sex,
        "id_number": _citizen_id(source, sex, born, serial),
        "old_id_number": "",
        "phone": f"09{chance.randrange(100_000_000):08}",
        "address": f"Số {chance.randrange(1, 180)} phố {chance.choice(words['streets'])}",
        "group_id": chance.choice(source.groups),
    }


def _citizen_id(source: Source, sex: str, born: date, serial: int) -> str:
    province = source.chance.choice(source.words["birth_provinces"])
    century = 2 * (born.year // 100 - 19) + (sex == "female")
    return f"{province}{century}{born.year % 100:02}{serial * _SERIAL_STEP % _SERIALS:06}"


@cache
def _name_key(name: str) -> str:
    return name_key(name)


@cache
def _folded(text: str) -> str:
    return " ".join(words(text))


@cache
def _text_key(text: str) -> str:
    return text_key(text)
