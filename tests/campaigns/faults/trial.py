"""One open office under one fault after another; after each it must be as before or wholly changed, and go on."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, event

from hn_desk.errors import StorageError
from hn_desk.models.audit_check import first_break
from tests.campaigns.crash.acts import Day
from tests.campaigns.crash.standing import Standing
from tests.campaigns.faults import state
from tests.campaigns.faults.faults import Tried
from tests.campaigns.faults.operations import OPERATIONS, Step

KEPT_ALL_THE_SAME: Final = "packet"
"""A packet whose file can't be written is kept, and its refusal says so."""
SORTS: Final = ("lost", "half", "broken", "unplain", "stuck")


@dataclass(slots=True)
class Result:
    """What a campaign saw."""

    calls: int = 0
    bytes: int = 0
    refused: int = 0
    unsure: int = 0
    """Refused because the very last flush after a commit failed: the act is whole there, though nobody was told so."""
    faults: list[str] = field(default_factory=list)

    def accuse(self, fault: str) -> None:
        """Count a fault, and print it at once: a campaign that is ended early has still said what it saw."""
        self.faults.append(fault)
        print(fault, flush=True)

    def seen(self) -> dict[str, int]:
        """How many faults of each sort."""
        return {sort: sum(fault.startswith(sort) for fault in self.faults) for sort in SORTS}


@dataclass(frozen=True, slots=True)
class Trial:
    """One open office, and what is tried there."""

    day: Day
    key: bytes
    scratch: Path
    name: str
    result: Result
    intents: list[Standing] = field(default_factory=list)

    def watch(self) -> None:
        """Note where each commit would bring the database."""

        def about_to_commit(connection: Connection) -> None:
            self.intents.append(Standing.of(connection.connection.driver_connection))

        event.listen(self.day.office.database.engine, "commit", about_to_commit)

    def prepare(self) -> Step:
        """What the act needs first; the act itself."""
        return OPERATIONS[self.name](self.day)

    def under(self, fault: AbstractContextManager[None], label: str) -> None:
        """Do the act under one fault, look at what it left, do it again without."""
        found = list(self._tried(self.prepare(), fault))
        found += state.files(self.day.site, self.day.office.keys.master)
        for one in found:
            self.result.accuse(f"{one} ({self.name}, {label})")

    def finish(self) -> None:
        """The log is whole at the end."""
        with self.day.office.database.read() as session:
            if first_break(session) is not None:
                self.result.accuse(f"broken: the log ({self.name})")

    def _tried(self, step: Step, fault: AbstractContextManager[None]) -> Iterator[str]:
        before, tried = state.live(self.day.office), Tried()
        self.intents.clear()
        with tried, fault:
            step()
        if tried.bug:
            yield f"unplain: {tried.bug}"
        if tried.refusal and not isinstance(tried.refusal, StorageError):
            yield f"unplain: a failing disk is told as {tried.refusal}"
        with (seeing := Tried()):
            after = state.live(self.day.office)
        if not seeing.is_done:
            yield f"stuck: {seeing.refusal or seeing.bug}"
            return
        if tried.refusal and after != before and self.name != KEPT_ALL_THE_SAME:
            self.result.unsure += 1
            if after not in self.intents[-1:]:
                yield f"half: refused, yet {before} became {after}"
        if after.change != before.change and after.entries == before.entries:
            yield f"half: changed without a log entry, {after}"
        found, wrong = state.on_disk(self.day.site, self.scratch, self.key)
        if wrong:
            yield wrong
        elif found != after:
            yield f"{'lost' if tried.is_done else 'half'}: the program sees {after}, the disk holds {found}"
        if not tried.is_done:
            self.result.refused += 1
            yield from self._again()

    def _again(self) -> Iterator[str]:
        tried = Tried()
        with tried:
            self.prepare()()
        if not tried.is_done:
            yield f"stuck: {tried.refusal or tried.bug}"
