"""The wheels for Windows are of the very versions that everything here was tested with."""

import pytest
from packaging.utils import parse_wheel_filename

from installer.wheels import whitelist
from installer.windows_lock import LOCK, WINDOWS_LOCK, Pin, needed, pins, read, written


def test_the_lock_for_windows_holds_what_the_project_needs_there() -> None:
    assert sorted(read(WINDOWS_LOCK)) == needed()


def test_each_wheel_is_one_that_the_projects_lock_allows() -> None:
    every = read(LOCK)

    for name, pin in read(WINDOWS_LOCK).items():
        assert pin.version == every[name].version, name
        assert len(pin.hashes) == 1, name
        assert pin.hashes <= every[name].hashes, name


def test_each_wheel_runs_on_64_bit_windows() -> None:
    for pin in read(WINDOWS_LOCK).values():
        name, version, _build, tags = parse_wheel_filename(pin.file)
        assert (name, str(version)) == (pin.name, pin.version)
        assert {tag.platform for tag in tags} <= {"win_amd64", "any"}


def test_the_list_of_what_is_shipped_names_each_library_and_no_other() -> None:
    assert sorted(whitelist().libraries) == sorted(read(WINDOWS_LOCK))


def test_what_is_written_is_read_again() -> None:
    pin = Pin("six", "1.17.0", frozenset({"a" * 64}), "six-1.17.0-py3-none-any.whl")

    assert pins(written([pin])) == {"six": pin}


@pytest.mark.parametrize("line", ["six>=1.17", "# six==1.17.0", ""])
def test_what_is_no_pin_is_passed_over(line: str) -> None:
    assert pins(line) == {}
