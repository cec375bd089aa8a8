"""Which Debian packages a machine needs before Qt can draw."""

import pytest

from installer.system_packages import LIBRARIES, ON_A_SCREEN, is_there, missing_tools, wanted

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


@pytest.fixture(autouse=True)
def no_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)


def test_without_a_screen_only_drawing_is_wanted() -> None:
    assert wanted() == LIBRARIES


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_wants_its_own_libraries_too(screen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(screen, ":0")

    assert wanted() == {**LIBRARIES, **ON_A_SCREEN}


def test_a_library_of_the_machine_is_found() -> None:
    assert is_there("libc.so.6")


def test_a_library_that_nobody_has_is_not_found() -> None:
    assert not is_there("libhndesk-never.so.9")


def test_the_build_for_windows_wants_the_packages_of_the_tools_that_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shutil.which", lambda tool: None if tool == "makensis" else f"/usr/bin/{tool}")

    assert missing_tools() == {"nsis"}
