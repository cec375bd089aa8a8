"""Wrong passphrases slow down: after three in a row each next one waits, twice as long, up to five minutes.

The count stands in a clear file beside the key file, without any name, so that it survives a restart. Who can set the
clock forward or delete the file can also take a copy of the office elsewhere; there Argon2id is what slows.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from hn_desk import files
from hn_desk.errors import SignInError, StorageError
from hn_desk.i18n import _

TRIES_FILE: Final = "office.tries"
FREE: Final = 3
"""So many wrong ones in a row cost no waiting."""
LONGEST_WAIT: Final = 300
_MOST: Final = 1_000_000
_LARGEST: Final = 4096


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong ones there were in a row, the first at `since`, the last at `at` (ISO 8601, UTC)."""

    count: int = 0
    since: str = ""
    at: str = ""

    @property
    def wait(self) -> int:
        """Seconds to wait after the last one."""
        return 0 if self.count < FREE else min(LONGEST_WAIT, 2 ** min(self.count - FREE + 1, 16))


class TooSoonError(SignInError):
    """Wrong passphrases were typed in a row; the next may be tried in `seconds`."""

    reason = "wait"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _("A wrong passphrase was typed several times in a row."),
            do=_("Wait {n} seconds, then try again.").format(n=seconds),
        )
        self.seconds = seconds


def wrong_tries(folder: Path) -> Tries:
    """What is counted; a file that can't be read counts as the tries that cost no waiting."""
    path = folder / TRIES_FILE
    if not path.exists():
        return Tries()
    try:
        return _read(json.loads(files.read_whole(path, _LARGEST)))
    except (StorageError, ValueError, RecursionError):
        return Tries(FREE)


def refuse_too_soon(folder: Path, now: datetime) -> None:
    """TooSoonError while the wait after the last wrong one isn't over.

    A clock that was set back begins the wait anew, so that it is never longer than it should be, and never skipped.
    """
    tries = wrong_tries(folder)
    if not tries.wait:
        return
    last = _moment(tries.at)
    if last is None or last > now:
        last = now
        _keep(folder, replace(tries, at=_stamp(now)))
    left = tries.wait - (now - last).total_seconds()
    if left > 0:
        raise TooSoonError(int(-(-left // 1)))


def seconds_to_wait(folder: Path, now: datetime | None = None) -> int:
    """How long nobody may try."""
    try:
        refuse_too_soon(folder, now or datetime.now(UTC))
    except TooSoonError as error:
        return error.seconds
    return 0


def note_wrong(folder: Path, now: datetime) -> None:
    """Count one more."""
    tries = wrong_tries(folder)
    at = _stamp(now)
    _keep(folder, Tries(min(tries.count + 1, _MOST), tries.since or at, at))


def forget_wrong(folder: Path) -> None:
    """Begin to count anew, after a good one."""
    if (folder / TRIES_FILE).exists():
        _keep(folder, Tries())


def _read(plain: Any) -> Tries:
    if not isinstance(plain, dict) or set(plain) != {"count", "since", "at"}:
        raise ValueError("not a count of tries")
    count, since, at = plain["count"], plain["since"], plain["at"]
    if type(count) is not int or not 0 <= count <= _MOST or not isinstance(since, str) or not isinstance(at, str):
        raise ValueError("not a count of tries")
    return Tries(count, since, at)


def _keep(folder: Path, tries: Tries) -> None:
    """Keep the count; in a folder that can't be written nobody gets in anyway, and the wrong one is said first."""
    try:
        files.write_whole(folder / TRIES_FILE, json.dumps(asdict(tries)).encode())
    except StorageError:
        return


def _moment(at: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stamp(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")
