"""The short form of `make campaign-faults`: a failing write is a plain sentence, and nothing is lost or half done."""

import os
from collections.abc import Iterable
from contextlib import nullcontext
from random import Random
from typing import SupportsIndex

import pytest
from sqlalchemy import select

from hn_desk.actions.office import Office
from hn_desk.errors import InputError
from hn_desk.models.tables import Person
from tests.actions.conftest import NOW, PASSPHRASE
from tests.campaigns.crash import acts
from tests.campaigns.crash.acts import Day
from tests.campaigns.crash.site import Site
from tests.campaigns.faults import trial
from tests.campaigns.faults.__main__ import EVERYTHING, wanted
from tests.campaigns.faults.trial import Result, Trial
from tests.campaigns.outcome import WRONG_USE
from tests.campaigns.running import campaign


class Dice(Random):
    """Falls as it is told."""

    def falling(self, numbers: Iterable[int]) -> "Dice":
        self.numbers = list(numbers)
        return self

    def randrange(self, start: int, stop: int | None = None, step: SupportsIndex = 1) -> int:
        return self.numbers.pop(0)


def a_day(office: Office, *numbers: int) -> Day:
    return Day(office, Site(office.folder.parent, PASSPHRASE, "", NOW), Dice().falling(numbers))


def test_a_disk_that_fails_anywhere_loses_nothing_and_every_worse_program_is_caught() -> None:
    code, seen = campaign("faults", N=1, SEED="short")
    bad = {sort: seen[sort] for sort in ("lost", "half", "broken", "unplain", "stuck")}
    assert (code, bad) == (0, dict.fromkeys(bad, 0))
    assert seen["refused"] > 0
    assert all(seen["twins"].values()), seen["twins"]


@pytest.mark.skipif("CAMPAIGN" not in os.environ, reason="the twins of the run above show it in short")
def test_a_program_that_shows_the_librarys_own_errors_turns_the_campaign_red() -> None:
    code, seen = campaign("faults", N=1, SEED="short", SABOTAGE="raw-errors")
    assert code == 1
    assert seen["unplain"] > 0


def test_a_number_that_somebody_has_is_drawn_again(office: Office) -> None:
    """Two alike among hundreds once stood as a fault of the program: the office asked whether the number is right."""
    day = a_day(office, 7, 1, 7, 8, 2)
    assert len([*acts.new_person(day), *acts.new_person(day)]) == 2
    with office.database.read() as session:
        assert sorted(session.scalars(select(Person.id_number))) == ["001190000007", "001190000008"]


def test_a_refusal_that_the_disk_is_not_the_reason_of_turns_the_campaign_red(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise InputError("Type the name.")

    monkeypatch.setattr(trial, "OPERATIONS", {"person": lambda _day: refuse})
    result = Result()
    Trial(a_day(office), office.database.key, office.folder.parent / "scratch", "person", result).under(
        nullcontext(), "one call fails at call 3"
    )
    assert result.seen() == {"lost": 0, "half": 0, "broken": 0, "unplain": 1, "stuck": 1}
    assert capsys.readouterr().out.splitlines() == result.faults


def test_acts_are_chosen_by_name() -> None:
    assert wanted("household,opening") == ("household", "opening")
    assert wanted("") == EVERYTHING
    with pytest.raises(SystemExit) as ended:
        wanted("person,houses")
    assert ended.value.code == WRONG_USE
