"""Which backups stay, and when their age is a warning."""

from datetime import UTC, datetime, timedelta

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.backups import BackupRules, days_since, is_due, kept, load_backup_rules
from tests.rules.places import resource

RULES = BackupRules(daily=7, weekly=4, monthly=12, warn_days=3, warn_second_days=10, full_check_days=7)
NOON = datetime(2026, 11, 20, 5, 0, tzinfo=UTC)


def test_a_year_of_daily_backups_leaves_days_weeks_and_months() -> None:
    year = [NOON - timedelta(days=day) for day in range(365)]

    stay = sorted(kept(year, RULES), reverse=True)

    assert stay[:7] == year[:7]
    assert 7 + 2 + 10 <= len(stay) <= 7 + 4 + 12
    assert len({(moment.year, moment.month) for moment in stay}) == 12


def test_the_newest_of_a_day_stays_and_the_earlier_ones_go() -> None:
    morning, evening = NOON, NOON + timedelta(hours=6)

    assert kept([morning, evening], RULES) == {evening}


def test_the_newest_stays_whatever_the_rules_say() -> None:
    nothing = BackupRules(0, 0, 0, 0, 0, 0)

    assert kept([NOON, NOON - timedelta(days=1)], nothing) == {NOON}
    assert kept([], nothing) == frozenset()


def test_age_is_counted_in_days_of_the_calendar() -> None:
    assert days_since(None, NOON) is None
    assert days_since(NOON - timedelta(days=2, hours=1), NOON) == 2
    assert days_since(NOON + timedelta(days=5), NOON) == 0


def test_something_is_due_when_it_was_never_done_or_long_ago() -> None:
    assert is_due(None, NOON, 7)
    assert is_due(NOON - timedelta(days=7), NOON, 7)
    assert not is_due(NOON - timedelta(days=6), NOON, 7)


def test_a_clock_that_was_years_ahead_once_stops_no_backup() -> None:
    assert is_due(NOON + timedelta(days=2000), NOON, 1)
    assert not is_due(NOON + timedelta(hours=2), NOON, 1)


def test_the_programs_own_numbers_are_read() -> None:
    rules = load_backup_rules(resource("backups.toml"), "backups.toml")
    assert min(rules.daily, rules.weekly, rules.monthly, rules.warn_days, rules.full_check_days) > 0
    assert rules.warn_second_days > rules.warn_days


def test_a_data_file_that_is_wrong_is_told_with_its_keys() -> None:
    with pytest.raises(ResourceError) as refused:
        load_backup_rules({"keep": {"daily": -1, "weekly": 4, "monthly": 12}, "warn": {}}, "backups.toml")

    assert {"keep.daily", "warn.days", "check"} <= {problem.field for problem in refused.value.problems}
