"""Every test runs offscreen and begins in English; the one that needs Vietnamese asks for it."""

import gc
import os
import sys
from collections.abc import Iterator
from functools import cache
from typing import Final

import pytest
from coverage import Coverage
from hypothesis import HealthCheck, settings
from PySide6.QtCore import QCoreApplication, QEvent
from xdist.scheduler import LoadScopeScheduling

from hn_desk.i18n import use_language
from hn_desk.packets import agile
from hn_desk.ui.collecting import collect_due
from tests import compiled

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("HN_DESK_DATA", None)

TOGETHER: Final = {
    "tests/journeys/test_day": "a day",
    "tests/journeys/test_stolen_image.py": "a stolen disk",
    "tests/packets/test_independent.py": "other programs",
}
"""Files whose tests share something dear to make → the group that one process runs, begun before all others."""

LONG: Final = (
    "tests/campaigns/",
    "tests/journeys/",
    "tests/fourth/",
    "tests/test_together.py",
    "tests/city/test_hostile_files.py",
    "tests/city/test_orders.py",
    "tests/actions/test_office_report_figures.py",
)
"""What takes seconds a test is begun first, so that no process waits at the end for the last of them."""

UNMEASURED: Final = (
    *LONG,
    "tests/actions/test_key_change.py",
    "tests/actions/test_role_matrix.py",
    "tests/packets/test_independent.py",
    "tests/server/",
    "tests/test_architecture.py",
    "tests/test_locale.py",
    "tests/test_scans.py",
    "tests/test_stolen.py",
    "tests/ui/test_role_buttons.py",
    "tests/ui/test_unsaved.py",
)
"""Coverage is not counted while these run: tracing takes two fifths of their time, and what the others reach is enough.

So the coverage that is told is the least there is, never more.
"""
READ_ONCE: Final = ("hn_desk.actions.", "hn_desk.city.", "hn_desk.rules.")

# A busy machine is no wrong answer: no test fails by the clock.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")
SPINS: Final = agile.SPINS
agile.SPINS = 50  # type: ignore[misc]  # the password's way costs a fifth of a second a packet, and nobody guesses here
compiled.share()
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; the order of the others stays."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Python's collector leaves alone what the whole run needs: looking through it took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(10_000, 20, 20)
    gc.enable()


@cache
def forget_what_was_read() -> None:
    """Before the first measured test: data files that an unmeasured one read are read again, so that it is counted."""
    for name, module in list(sys.modules.items()):
        for one in vars(module).values() if name.startswith(READ_ONCE) else ():
            if hasattr(one, "cache_clear"):
                one.cache_clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Coverage of this process, and of those that it begins, waits while an unmeasured test runs."""
    if not item.nodeid.startswith(UNMEASURED):
        forget_what_was_read()
        return (yield)
    coverage = Coverage.current()
    if coverage is None:
        return (yield)
    of_others = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("COVERAGE_")}
    coverage.stop()
    try:
        return (yield)
    finally:
        coverage.start()
        os.environ.update(of_others)


@pytest.fixture
def nothing_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """The databases of this test compile their statements themselves."""
    monkeypatch.setattr(compiled, "free", [])


@pytest.fixture
def real_spins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A packet's password takes as many turns as other programs expect."""
    monkeypatch.setattr(agile, "SPINS", SPINS)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The command line chooses a language for its whole process; the next test does not inherit it."""
    use_language("en")
    yield
    use_language("en")


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """A closed window is gone before the next test: events of every later one would pass through its filters.

    And a window that a test leaves open keeps Python from collecting: the next tests would fill the memory.
    """
    yield
    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if not gc.isenabled():
        collect_due()


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist brings no types
    """Each test goes to the next free process, but the tests of a group to the same one.

    The mark `xdist_group` would say it, but with pytest 9.2 it is silently ignored: pytest-dev/pytest-xdist#1386.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((group for start, group in TOGETHER.items() if nodeid.startswith(start)), nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Together:
    """How tests are shared out when there are several processes."""
    return Together(config, log)
