from datetime import date
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.dated import Dated, Period, read_dated_whole
from hn_desk.rules.reading import Reader

CEILING = Dated(
    (
        Period(date(2020, 1, 1), 50, "first law", date(2022, 12, 31)),
        Period(date(2024, 1, 1), 100, "second law"),
        Period(date(2026, 1, 1), 200, "third law"),
    )
)


@pytest.mark.parametrize(
    ("day", "value"),
    [(date(2020, 1, 1), 50), (date(2022, 12, 31), 50), (date(2025, 12, 31), 100), (date(2026, 1, 1), 200)],
)
def test_the_law_of_the_day_decides(day: date, value: int) -> None:
    assert CEILING.on(day) == value


@pytest.mark.parametrize("day", [date(2019, 12, 31), date(2023, 1, 1)])
def test_outside_all_periods_there_is_no_value(day: date) -> None:
    assert CEILING.period_on(day) is None
    with pytest.raises(LookupError, match=day.isoformat()):
        CEILING.on(day)


def test_the_period_names_its_source() -> None:
    period = CEILING.period_on(date(2026, 5, 1))
    assert period
    assert period.source == "third law"


def row(since: date, until: date | None = None) -> dict[str, Any]:
    return {"from": since, "value": 1, "source": "law", **({"to": until} if until else {})}


def read(*rows: dict[str, Any]) -> Dated[int]:
    reader = Reader({"number": list(rows)}, "file.toml")
    dated = read_dated_whole(reader, "number", since=date(2024, 1, 1))
    reader.finish()
    return dated


def test_periods_are_read_in_order() -> None:
    assert len(read(row(date(2024, 1, 1)), row(date(2025, 1, 1))).periods) == 2


def test_a_closed_period_may_be_followed_the_next_day() -> None:
    dated = read(row(date(2023, 1, 1), date(2024, 12, 31)), row(date(2025, 1, 1)))
    assert dated.on(date(2024, 12, 31)) == 1


@pytest.mark.parametrize(
    "rows",
    [
        (),
        (row(date(2024, 1, 2)),),
        (row(date(2024, 1, 1)), row(date(2023, 1, 1))),
        (row(date(2024, 1, 1)), row(date(2024, 1, 1))),
        (row(date(2024, 1, 1), date(2024, 12, 30)), row(date(2025, 1, 1))),
        (row(date(2024, 1, 1), date(2024, 12, 31)),),
    ],
)
def test_late_unordered_or_broken_periods_are_refused(rows: tuple[dict[str, Any], ...]) -> None:
    with pytest.raises(ResourceError, match="number: must hold from 2024-01-01 on"):
        read(*rows)
