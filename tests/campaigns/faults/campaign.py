"""Each act with its n-th call failing, for every n, and with the disk full at the n-th byte."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from hn_desk import files
from hn_desk.actions.backup_file import SUFFIX
from hn_desk.actions.office import DATABASE_FILE
from hn_desk.errors import StorageError
from tests.campaigns.crash.acts import Day
from tests.campaigns.crash.site import Site
from tests.campaigns.faults import state
from tests.campaigns.faults.faults import ENDLESS, MODES, Tried, failing, full_at
from tests.campaigns.faults.operations import OPERATIONS
from tests.campaigns.faults.trial import Result, Trial
from tests.campaigns.shim import loaded

PAGE: Final = 4096
MOST_BYTES: Final = 20_000
"""Places tried in one file; a longer one is tried at every second, third … byte."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The office to begin with, its key, a place to work in; `most` places of each act and fault (0: every one)."""

    site: Site
    key: bytes
    place: Path
    seed: str
    most: int = 0
    enough: int = 20
    acts: tuple[str, ...] = tuple(OPERATIONS)

    def chosen(self, numbers: range) -> list[int]:
        """The numbers that are tried."""
        return sorted(Random(self.seed).sample(numbers, self.most)) if 0 < self.most < len(numbers) else list(numbers)


def run(plan: Plan) -> Result:
    """Every act under every fault; stops at enough faults. A long campaign takes a fresh office for each fault."""
    result = Result()
    for name in plan.acts:
        with (tried := Tried()):
            _under_every_fault(plan, name, result)
        if not tried.is_done:
            result.accuse(f"stuck: {tried.refusal or tried.bug} ({name}, between faults)")
        print(f"{name}: {result.calls} calls, {result.bytes} bytes, {len(result.faults)} faults so far", flush=True)
        if len(result.faults) >= plan.enough:
            break
    return result


def _under_every_fault(plan: Plan, name: str, result: Result) -> None:
    for modes in [tuple(MODES)] if plan.most else [(mode,) for mode in MODES]:
        with _opened(plan, name, result) as trial:
            for mode in modes:
                _failing_calls(plan, trial, mode)
    with _opened(plan, name, result) as trial:
        _full_at_pages(plan, trial)
    if name == "backup":
        with _opened(plan, name, result) as trial:
            _full_at_bytes(plan, trial)


@contextmanager
def _opened(plan: Plan, name: str, result: Result) -> Iterator[Trial]:
    site = plan.site.copied(plan.place / "site")
    day = Day(site.sign_in(), site, Random(f"{plan.seed}/{name}"))
    try:
        trial = Trial(day, plan.key, plan.place / "scratch", name, result)
        trial.watch()
        yield trial
        trial.finish()
    finally:
        day.office.close()


def _failing_calls(plan: Plan, trial: Trial, mode: str) -> None:
    kind, error = MODES[mode]
    step = trial.prepare()
    loaded.arm(kind, ENDLESS, error)
    step()
    total = loaded.seen()
    loaded.arm(loaded.OFF)
    for number in plan.chosen(range(1, total + 1)):
        trial.under(failing(mode, number), f"{mode} at call {number}")
        trial.result.calls += 1
        if error == errno.ENOSPC:
            for one in state.leftovers(trial.day.site):
                trial.result.accuse(f"{one} ({trial.name}, {mode} at call {number})")
        state.tidy(trial.day.site)


def _full_at_pages(plan: Plan, trial: Trial) -> None:
    size = (trial.day.site.office / DATABASE_FILE).stat().st_size
    for number in plan.chosen(range(0, size + 4 * PAGE, PAGE // 2)):
        trial.under(full_at(number), f"full at byte {number}")
        trial.result.bytes += 1


def _full_at_bytes(plan: Plan, trial: Trial) -> None:
    """The whole files of a day, each written over an older one while the disk is full at the n-th byte."""
    for path in _samples(trial.day):
        data, target = path.read_bytes(), plan.place / "target"
        for number in plan.chosen(range(0, len(data), -(-len(data) // MOST_BYTES))):
            target.write_bytes(b"old")
            with (tried := Tried()), full_at(number):
                if path.suffix == SUFFIX:
                    files.write_large(target, (data,))
                else:
                    files.write_whole(target, data)
            is_plain = isinstance(tried.refusal, StorageError) and tried.refusal.reason == "disk-full"
            if not is_plain or target.read_bytes() != b"old" or list(plan.place.glob(".*.part")):
                trial.result.accuse(f"half: {path.name} full at byte {number}: {tried.refusal or tried.bug}")
            trial.result.bytes += 1


def _samples(day: Day) -> list[Path]:
    """A packet, a paper, a report, a backup."""
    for name in ("paper", "report", "copy", "backup"):
        OPERATIONS[name](day)()
    found = {path.suffix: path for path in sorted(day.site.folder.rglob("*")) if path.is_file()}
    return [found[suffix] for suffix in (".xlsx", ".pdf", SUFFIX, ".keys")]
