"""Journeys share one day, and the offices and windows of the other tests."""

import pytest

from tests.actions.conftest import as_officer, office, office_folder, office_template
from tests.journeys.a_day import Day, live
from tests.pair import pair, pair_template
from tests.ui.conftest import jobs, qapp, show

__all__ = ["as_officer", "jobs", "office", "office_folder", "office_template", "pair", "pair_template", "qapp", "show"]
OFFICE = "10015"
SEED = 7


@pytest.fixture(scope="session")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    """A day in one office, from the first run to the receipts read; nobody changes what lies there."""
    return live(tmp_path_factory.mktemp("day"), OFFICE, SEED)
