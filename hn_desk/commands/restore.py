"""`restore`: put the newest good backup of an office, or of a city desk, in place, as the window does."""

import os
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import Final

from hn_desk.actions.file_codes import FILE_CODES
from hn_desk.actions.restoring import Floor, RestorePlan, Who, restore
from hn_desk.actions.restoring_search import Place, by_passphrase, by_words, newest_good
from hn_desk.city.board_words import office_words
from hn_desk.city.desk_restoring import DeskRestorePlan, restore_desk
from hn_desk.commands.access import LOGIN, OFFICER, add_office, office_folder, passphrase, read_file
from hn_desk.commands.outcome import Outcome
from hn_desk.errors import DeskError
from hn_desk.i18n import _

CLERK: Final = "mai"


def arguments(parser: ArgumentParser) -> None:
    """Add the options."""
    add_office(parser)
    parser.add_argument("--city", type=Path, help=_("restore a desk of the city in this folder instead"))
    parser.add_argument("--desk", default="", help=_("the desk's code"))
    parser.add_argument("--officer", help=_("name of the desk's officer; the first keeper when none is named"))
    parser.add_argument("--from", dest="source", type=Path, action="append", required=True, help=_("folder of backups"))
    parser.add_argument("--words", type=Path, help=_("file with the words of the recovery sheet"))
    parser.add_argument("--outbox", type=Path, action="append", default=[], help=_("folder of packets"))
    parser.add_argument("--receipts", type=Path, action="append", default=[], help=_("folder of receipts"))
    lost = _("the desk's server is lost for good, and no other PC works with this desk any more")
    parser.add_argument("--server-lost", action="store_true", help=lost)
    number = _("highest number of the register, such as 2026/XN-UBND/125; repeat it for each series")
    parser.add_argument("--number", type=_floor, action="append", default=[], help=number)
    code = _("highest file code on paper, such as 2026-000015")
    parser.add_argument("--file-code", type=_file_code, action="append", default=[], help=code)


def run(options: Namespace) -> Outcome:
    """Find, restore, and say what is missing. After the recovery sheet the passphrase is the officer's new one."""
    if options.city is not None:
        return _desk(options)
    folder, login = office_folder(options), options.login or os.environ.get(LOGIN) or CLERK
    opens = by_words(_words(options.words)) if options.words else by_passphrase(login, passphrase())
    search = newest_good(Place(tuple(options.source), folder, opens))
    who = Who(login, passphrase() if options.words else "")
    floors = (*options.number, *options.file_code)
    plan = RestorePlan(search.good, who, tuple(options.outbox), tuple(options.receipts), floors)
    restored = restore(folder, plan)
    lost = restored.lost
    facts = {
        "backup": search.good.path.name,
        "made_at": search.good.head.made_at,
        "bad": [{"file": bad.name, "why": bad.why} for bad in search.bad],
        "epoch": restored.epoch,
        "typed_again": len(lost.items),
        "missing_packets": list(lost.missing),
        "unread_packets": [one.name for one in lost.unread],
        "receipts": restored.receipts,
        "since": lost.span.last_act_at,
        "until": lost.span.restored_at,
        "aside": restored.aside,
    }
    line = _("Restored from {file}; numbering {epoch}. Records to be typed again: {n}. Sign in to see the list.")
    return Outcome(facts, (line.format(file=search.good.path.name, epoch=restored.epoch, n=len(lost.items)),))


def _desk(options: Namespace) -> Outcome:
    """A desk of the city, and which offices must send what again."""
    name = options.officer or os.environ.get(OFFICER) or ""
    folders = (tuple(options.source), tuple(options.receipts))
    plan = DeskRestorePlan(options.desk, folders[0], name, passphrase(), folders[1], options.server_lost)
    restored = restore_desk(options.city, plan)
    line = _("Restored from {file}. Packets taken again: {n}; receipts taken back: {receipts}.")
    first = line.format(file=restored.backup, n=restored.taken, receipts=restored.receipts)
    lost = {one.code: [run for stream in one.streams for run in stream.lost] for one in restored.lost}
    facts = {
        "backup": restored.backup,
        "made_at": restored.made_at,
        "bad": restored.bad,
        "taken": restored.taken,
        "receipts": restored.receipts,
        "lost": lost,
    }
    return Outcome(facts, (first, *(f"{one.code} {one.name}: {office_words(one)}" for one in restored.lost)))


def _words(path: Path) -> str:
    try:
        return read_file(path).decode()
    except UnicodeDecodeError as error:
        raise DeskError(_("The file with the words is no text in UTF-8."), reason="words-file") from error


def _floor(text: str) -> Floor:
    year, _slash, rest = text.partition("/")
    series, _slash, number = rest.rpartition("/")
    if not (year.isdecimal() and number.isdecimal() and series):
        raise ArgumentTypeError(text)
    return Floor(int(year), series, int(number))


def _file_code(text: str) -> Floor:
    year, _hyphen, number = text.partition("-")
    if not (year.isdecimal() and number.isdecimal()):
        raise ArgumentTypeError(text)
    return Floor(int(year), FILE_CODES, int(number))
