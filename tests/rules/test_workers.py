"""Workers of an establishment: contracts count, names twice are seen."""

from dataclasses import replace
from datetime import date

import pytest

from hn_desk.rules.workers import Worker, WorkerCount, contract_problem, count_workers, repeated

CONTRACTED = Worker("Trần Văn Ân", "1985", "12/HĐLĐ", date(2025, 2, 1), is_qualifying=True)


def test_only_workers_with_a_contract_count() -> None:
    others = [replace(CONTRACTED, is_qualifying=False), replace(CONTRACTED, contract_number="", contract_on=None)]
    assert count_workers([CONTRACTED, *others]) == WorkerCount(total=2, qualifying=1)


def test_nobody_is_nobody() -> None:
    assert count_workers([]) == WorkerCount(0, 0)


@pytest.mark.parametrize(
    ("worker", "told"),
    [
        (CONTRACTED, ""),
        (Worker("Trần Văn Ân"), ""),
        (replace(CONTRACTED, contract_on=None), "The contract's day is missing."),
        (replace(CONTRACTED, contract_number=""), "number is missing"),
    ],
)
def test_a_contract_has_number_and_day(worker: Worker, told: str) -> None:
    assert (told in contract_problem(worker)) if told else contract_problem(worker) == ""


def test_the_same_name_and_birth_is_seen_however_it_is_spelled() -> None:
    other = replace(CONTRACTED, name="TRẦN VĂN ÂN", contract_number="99")
    assert repeated([CONTRACTED, Worker("Lê Thị Cúc", "1990"), other]) == (2,)


def test_without_a_birth_two_names_alike_are_two_people() -> None:
    nameless = replace(CONTRACTED, born="")
    assert repeated([nameless, nameless]) == ()
