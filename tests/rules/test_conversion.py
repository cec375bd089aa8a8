import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from hn_desk.errors import DeskError, ResourceError
from hn_desk.rules.conversion import (
    BOARD,
    FURTHEST_FIRST,
    STATES,
    STEPS,
    allowed,
    beside,
    counts_as_converted,
    is_further,
    load_conversion,
    missing_papers,
    revenue_band,
    state_label,
    support_condition,
)
from hn_desk.rules.dated import Dated, Period
from tests.rules.places import resource

DAY = date(2026, 7, 1)
DATA = load_conversion(resource("conversion.toml"), "conversion.toml")


def test_the_straight_way_leads_from_the_list_to_the_register() -> None:
    way = ["listed", "contacted", "agreed", "preparing", "submitted", "returned", "submitted", "registered"]
    for state, following in itertools.pairwise(way):
        STEPS.check(state, following)


@pytest.mark.parametrize("state", [state for state in STATES if state not in ("registered", "withdrawn")])
def test_before_the_register_one_may_always_withdraw(state: str) -> None:
    assert "withdrawn" in allowed(state)


def test_every_state_has_its_rank_and_an_enterprise_is_always_further() -> None:
    assert sorted(FURTHEST_FIRST) == sorted(STATES)
    assert all(is_further("registered", other) for other in STATES if other != "registered")
    assert not any(is_further("withdrawn", other) or is_further(other, other) for other in STATES)


@pytest.mark.parametrize("state", ["registered", "withdrawn"])
def test_the_end_is_the_end(state: str) -> None:
    assert allowed(state) == ()


def test_a_refusal_can_be_reopened() -> None:
    assert set(allowed("refused")) >= {"considering", "agreed"}


def test_a_step_that_leaves_something_out_is_refused_in_words() -> None:
    with pytest.raises(DeskError, match="“Registered as an enterprise” can't follow “On the list”") as refused:
        STEPS.check("listed", "registered")
    assert refused.value.reason == "step"


def test_every_step_leads_to_a_known_state_with_a_label() -> None:
    assert {step for steps in STATES.values() for step in steps} <= set(STATES)
    assert len({state_label(state) for state in STATES}) == len(STATES)


@pytest.mark.parametrize(
    ("state", "onward", "back"),
    [
        ("listed", "contacted", ""),
        ("contacted", "considering", ""),
        ("agreed", "preparing", ""),
        ("submitted", "registered", "returned"),
        ("returned", "submitted", ""),
        ("refused", "withdrawn", "agreed"),
        ("registered", "", ""),
    ],
)
def test_the_board_leads_to_the_nearest_state_that_may_follow(state: str, onward: str, back: str) -> None:
    assert (beside(state, is_onward=True), beside(state, is_onward=False)) == (onward, back)
    assert sorted(BOARD) == sorted(STATES)


@pytest.mark.parametrize(
    ("state", "code", "kind", "day", "counts"),
    [
        ("registered", "0100233488", "tnhh1", DAY, True),
        ("submitted", "0100233488", "tnhh1", DAY, False),
        ("registered", "", "tnhh1", DAY, False),
        ("registered", "0100233488", "", DAY, False),
        ("registered", "0100233488", "tnhh1", None, False),
    ],
)
def test_only_a_certificate_with_code_kind_and_date_counts(
    state: str, code: str, kind: str, day: date | None, counts: bool
) -> None:
    assert counts_as_converted(state, code, kind, day) is counts


@pytest.mark.parametrize(
    ("started", "certificate", "is_met"),
    [
        (date(2025, 7, 1), None, True),
        (date(2025, 7, 2), None, False),
        (date(2025, 7, 2), date(2026, 7, 1), False),
        (date(2025, 7, 2), date(2026, 7, 2), True),
        (date(2024, 2, 29), date(2025, 2, 28), True),
        (None, DAY, None),
    ],
)
def test_support_needs_a_full_year_before_the_certificate(
    started: date | None, certificate: date | None, is_met: bool | None
) -> None:
    support = support_condition(DATA.years_for_support, started, certificate, DAY)
    assert support.is_met is is_met
    assert support.sentence


def test_how_long_is_long_enough_is_told_by_the_law_of_the_day() -> None:
    two_from_july = Dated((Period(date(2018, 1, 1), 1, "cũ"), Period(date(2026, 7, 1), 2, "mới")))
    started = date(2025, 1, 1)
    assert support_condition(two_from_july, started, date(2026, 6, 30), DAY).source == "cũ"
    after = support_condition(two_from_july, started, date(2026, 7, 1), DAY)
    assert (after.is_met, after.from_day, after.source) == (False, date(2027, 1, 1), "mới")
    assert support_condition(two_from_july, started, date(2017, 12, 31), DAY).is_met is None


def test_papers_that_not_everyone_has_are_never_missing() -> None:
    dossier = DATA.dossier("tnhh1")
    assert [item.code for item in missing_papers(dossier, {"charter"})] == ["application", "household_certificate"]
    assert missing_papers(dossier, {"application", "charter", "household_certificate"}) == ()


def test_the_day_from_which_support_is_possible_is_told() -> None:
    support = support_condition(DATA.years_for_support, date(2026, 1, 15), None, DAY)
    assert support.from_day == date(2027, 1, 15)
    assert "15/01/2027" in support.sentence


def test_five_kinds_of_enterprise_have_their_dossiers() -> None:
    assert [kind.code for kind in DATA.kinds] == ["dntn", "tnhh1", "tnhh2", "cp", "hd"]
    assert "charter" not in {item.code for item in DATA.dossier("dntn")}
    assert "shareholders" in {item.code for item in DATA.dossier("cp")}
    assert all("household_certificate" in {item.code for item in kind.dossier} for kind in DATA.kinds)


@pytest.mark.parametrize(
    ("revenue", "band"), [(0, "to_500m"), (499_999_999, "to_500m"), (500_000_000, "to_3b"), (10**12, "over_50b")]
)
def test_a_revenue_has_one_band(revenue: int, band: str) -> None:
    assert revenue_band(DATA, revenue, DAY).code == band


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data["kinds"][0].update(colour="red"), "kinds[1].colour: is not a key"),
        (lambda data: data["revenue_bands"][0]["bands"].pop(0), "revenue_bands[1].bands: must begin at 0 and rise"),
        (lambda data: data["revenue_bands"][0]["bands"][2].update(since=5), "bands: must begin at 0 and rise"),
        (lambda data: data.pop("advice"), "advice: is missing"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[dict[str, Any]], object], problem: str) -> None:
    data = resource("conversion.toml")
    change(data)
    with pytest.raises(ResourceError) as refused:
        load_conversion(data, "conversion.toml")
    assert problem in refused.value.what
