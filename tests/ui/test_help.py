"""Each page has its help in both languages, reached by F1 and from the navigation."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from hn_desk.actions.office import Office
from hn_desk.i18n import use_language
from hn_desk.settings import resource
from hn_desk.ui import hands
from hn_desk.ui.city.desk_screen import tabs
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.help import HelpDialog, help_text
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES, labels
from tests.ui.conftest import Show

CITY = tuple(f"city_{name}" for name in tabs())
SHOWN = tuple(place for place in PLACES if place.name in ("home", "reports"))


@pytest.fixture
def desk(office: Office, jobs: Jobs, show: Show) -> Desk:
    made = Desk(office, jobs, SHOWN)
    show(made)
    made.go("reports")
    hands.settle(jobs)
    return made


def shown_help(desk: Desk) -> str:
    dialogs: list[HelpDialog] = list(desk.findChildren(HelpDialog))
    assert [(dialog.isVisible(), dialog.isModal()) for dialog in dialogs] == [(True, False)]
    return dialogs[0].text.toPlainText()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("page", [*(place.name for place in PLACES), *CITY])
def test_each_page_has_a_short_help_under_its_own_name(page: str, language: str) -> None:
    use_language(language)
    try:
        titles = labels() | {f"city_{name}": title for name, (title, _action) in tabs().items()}
        words, title = help_text(page), titles[page]
    finally:
        use_language("en")
    assert words.splitlines()[0] == f"# {title}"
    assert 10 <= len(words.splitlines()) <= 30
    assert all(f"\n{number}. **" in words for number in (1, 2, 3))


def test_no_help_is_left_over() -> None:
    pages = {place.name for place in PLACES} | set(CITY)
    for language in ("vi", "en"):
        assert {Path(path).stem for path in (resource("help") / language).iterdir()} == pages


def test_f1_shows_the_help_of_the_page_that_is_shown(desk: Desk) -> None:
    QTest.keyClick(desk, Qt.Key.Key_F1)
    assert shown_help(desk).startswith("Reports")


def test_the_link_shows_the_other_page_in_the_same_window(desk: Desk, jobs: Jobs) -> None:
    hands.press(hands.button(desk, "Help"))
    desk.go("home")
    hands.settle(jobs)
    hands.press(hands.button(desk, "Help"))
    assert shown_help(desk).startswith("Today")
