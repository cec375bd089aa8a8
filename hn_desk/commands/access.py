"""Which office or city a command works on, and with which passphrase."""

import os
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from hn_desk import files
from hn_desk.actions.office import Office, is_set_up, unlock
from hn_desk.actions.sample import TRAINING_PASSPHRASE
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.places import make_folder
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.settings import ENVIRONMENT_DATA, default_data, resources

PASSPHRASE_FILE: Final = "HN_DESK_PASSPHRASE_FILE"
KEY_PASSPHRASE_FILE: Final = "HN_DESK_KEY_PASSPHRASE_FILE"
SECOND_PASSPHRASE_FILE: Final = "HN_DESK_SECOND_PASSPHRASE_FILE"
LOGIN: Final = "HN_DESK_LOGIN"
OFFICER: Final = "HN_DESK_OFFICER"
LARGEST_PASSPHRASE: Final = 4096
LARGEST_FILE: Final = 64 * 1024 * 1024


def add_office(parser: ArgumentParser) -> None:
    """Add the options that name an office and who signs in."""
    parser.add_argument("--data", type=Path, help=_("folder that holds the office's data"))
    parser.add_argument("--login", help=_("sign-in name"))


def add_city(parser: ArgumentParser) -> None:
    """Add the option that names the city's folder."""
    parser.add_argument("--city", type=Path, required=True, help=_("folder that holds the city's files"))
    parser.add_argument("--officer", help=_("name of the desk's officer; the first keeper when none is named"))


def office_folder(options: Namespace) -> Path:
    """The folder named, else HN_DESK_DATA, else the training office that `make setup` made, else this PC's own."""
    training = resources().parent / "training"
    if options.data is not None:
        named: Path = options.data
        return named
    if ENVIRONMENT_DATA not in os.environ and is_set_up(training):
        return training
    return default_data()


@contextmanager
def opened_office(options: Namespace, usual: str) -> Iterator[Office]:
    """Sign in as `--login`, HN_DESK_LOGIN or the training officer whose work it usually is."""
    folder = office_folder(options)
    if not is_set_up(folder):
        raise DeskError(
            _("There is no office in this folder."),
            do=_("Name the office's folder with --data, or make a training office with “sample”."),
            reason="no-office",
        )
    office = unlock(folder, options.login or os.environ.get(LOGIN) or usual, passphrase())
    try:
        yield office
    finally:
        office.close()


@contextmanager
def opened_desk(options: Namespace, desk: str) -> Iterator[CityDesk]:
    """Open one of the city's desks as `--officer`, HN_DESK_OFFICER or the first keeper."""
    name = options.officer or os.environ.get(OFFICER) or ""
    opened = open_desk(options.city, desk, passphrase(), name=name)
    try:
        yield opened
    finally:
        opened.close()


def passphrase() -> str:
    """The first line of the file that HN_DESK_PASSPHRASE_FILE names; without it that of every training office."""
    return _first_line(PASSPHRASE_FILE) or TRAINING_PASSPHRASE


def own_passphrase() -> str:
    """The passphrase for keys of real work. DeskError for that of training, which everybody knows."""
    own = passphrase()
    if own == TRAINING_PASSPHRASE:
        raise DeskError(
            _("Keys of real work are not made with the passphrase of training."),
            do=_("Write a passphrase of your own into a file and name it in {variable}.").format(
                variable=PASSPHRASE_FILE
            ),
            reason="passphrase-training",
        )
    return own


def key_passphrase() -> str:
    """The passphrase of the signing key: HN_DESK_KEY_PASSPHRASE_FILE, else the one to sign in."""
    return _first_line(KEY_PASSPHRASE_FILE) or passphrase()


def second_passphrase() -> str:
    """The passphrase of the second holder of a desk's key: HN_DESK_SECOND_PASSPHRASE_FILE; DeskError without it."""
    second = _first_line(SECOND_PASSPHRASE_FILE)
    if not second:
        raise DeskError(
            _("The second holder's passphrase is missing."),
            do=_("Write it into a file and name the file in {variable}.").format(variable=SECOND_PASSPHRASE_FILE),
            reason="passphrase-second",
        )
    return second


def made_folder(folder: Path) -> Path:
    """The folder that results go into, made when it isn't there."""
    make_folder(folder)
    return folder


def read_file(path: Path) -> bytes:
    """A file that was named on the command line."""
    return files.read_whole(path, LARGEST_FILE)


def _first_line(variable: str) -> str:
    named = os.environ.get(variable)
    if not named:
        return ""
    try:
        text = files.read_whole(Path(named), LARGEST_PASSPHRASE).decode()
    except UnicodeDecodeError as error:
        raise DeskError(
            _("The file named by {variable} is no text.").format(variable=variable),
            do=_("Write the passphrase alone into it, in UTF-8."),
            reason="passphrase-file",
        ) from error
    return text.removeprefix("\ufeff").splitlines()[0].strip() if text.strip() else ""
