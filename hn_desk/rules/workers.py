"""The workers of an establishment that applies: who has a labour contract, and for whom the programme is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.text import fold

MOST_WORKERS: Final = 1_000
"""More are given as two numbers, without names."""


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker; `born` is `YYYY`, `YYYY-MM-DD` or empty. A contract has number and day; neither means none."""

    name: str
    born: str = ""
    contract_number: str = ""
    contract_on: date | None = None
    is_qualifying: bool = False

    @property
    def has_contract(self) -> bool:
        """Whether the worker has a labour contract."""
        return bool(self.contract_number) and self.contract_on is not None


@dataclass(frozen=True, slots=True)
class WorkerCount:
    """How many workers have a contract, and how many of those the programme is for."""

    total: int
    qualifying: int


def count_workers(workers: Sequence[Worker]) -> WorkerCount:
    """Count the workers with a contract; those without count nowhere. QĐ 22/2023, QĐ 08/2026."""
    contracted = [worker for worker in workers if worker.has_contract]
    return WorkerCount(len(contracted), sum(worker.is_qualifying for worker in contracted))


def contract_problem(worker: Worker) -> str:
    """Why the worker's contract can't be kept as it is written, or ""."""
    if worker.contract_number and worker.contract_on is None:
        return _("The contract's day is missing.")
    if worker.contract_on and not worker.contract_number:
        return _("The contract's number is missing; type “no number” when it has none.")
    return ""


def repeated(workers: Sequence[Worker]) -> tuple[int, ...]:
    """The places of workers with the name and birth of one before them; an unknown birth tells nothing."""
    seen: set[tuple[str, str]] = set()
    found = []
    for place, worker in enumerate(workers):
        known = (fold(worker.name), worker.born)
        if worker.born and known in seen:
            found.append(place)
        seen.add(known)
    return tuple(found)
