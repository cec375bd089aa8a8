"""Every test runs offscreen and begins in English; the one that needs Vietnamese asks for it."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from hn_desk.i18n import use_language

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.pop("HN_DESK_DATA", None)

# A busy machine is no wrong answer: no test fails by the clock.
settings.register_profile("desk", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("desk")


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The command line chooses a language for its whole process; the next test does not inherit it."""
    use_language("en")
    yield
    use_language("en")
