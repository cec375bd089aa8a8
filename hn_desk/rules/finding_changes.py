"""What differs between two judgements of one application: what was kept then, what is said now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Protocol, TypeVar

from hn_desk.rules.findings import Finding


class Said(Protocol):
    """A finding, fresh or kept."""

    @property
    def check(self) -> str:
        """The check's name."""

    @property
    def verdict(self) -> str:
        """pass, warn, ask or refuse."""

    @property
    def figure(self) -> str:
        """The sum."""


AnySaid = TypeVar("AnySaid", bound=Said)
Before = TypeVar("Before", bound=Said)


@dataclass(frozen=True, slots=True)
class FindingChange(Generic[Before]):
    """One check that says otherwise: `before` is None for a new check, `now` for one that no longer applies."""

    before: Before | None
    now: Finding | None

    def law_since(self, kept_on: date | None) -> date | None:
        """The day from which the number that decides now holds, when it came after `kept_on`."""
        since = self.now.since if self.now else None
        return since if since and kept_on and since > kept_on else None


def finding_changes(before: Sequence[Before], now: Sequence[Finding]) -> tuple[FindingChange[Before], ...]:
    """Checks whose verdict or figure differs, in the order of `now`, then those that no longer apply."""
    kept, said = by_place(before), by_place(now)
    found = (FindingChange(kept.get(place), one) for place, one in said.items() if _differs(kept.get(place), one))
    gone = (FindingChange(one, None) for place, one in kept.items() if place not in said)
    return (*found, *gone)


def by_place(findings: Sequence[AnySaid]) -> dict[tuple[str, int], AnySaid]:
    """Each finding under its check's name and how often that has stood before."""
    names = [finding.check for finding in findings]
    return {(finding.check, names[:place].count(finding.check)): finding for place, finding in enumerate(findings)}


def _differs(before: Said | None, now: Finding) -> bool:
    return before is None or (before.verdict, before.figure) != (now.verdict, now.figure)
