"""Whether `make run` opens a window or lives through a day."""

import sys

import pytest

from installer.run import has_display, run

SCREENS = ("DISPLAY", "WAYLAND_DISPLAY")


@pytest.fixture(autouse=True)
def on_linux(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for name in SCREENS:
        monkeypatch.delenv(name, raising=False)


def test_a_machine_without_a_screen_has_no_display() -> None:
    assert not has_display()


@pytest.mark.parametrize("name", SCREENS)
def test_an_empty_name_is_no_display(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "")

    assert not has_display()


@pytest.mark.parametrize("name", SCREENS)
def test_a_named_screen_is_a_display(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, ":0")

    assert has_display()


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_windows_and_macos_always_have_a_display(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", system)

    assert has_display()


def test_the_exit_code_is_handed_on() -> None:
    assert run("-c", "raise SystemExit(3)") == 3
