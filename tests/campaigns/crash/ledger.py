"""What was acknowledged, and where the database may stand after a kill."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.campaigns.crash.standing import Standing

Key = tuple[str, str]


@dataclass(slots=True)
class Ledger:
    """The parent's book of one office: `standing` is acknowledged, each of `later` was about to be committed."""

    standing: Standing
    older: set[Standing] = field(default_factory=set)
    later: list[Standing] = field(default_factory=list)
    records: dict[Key, Mapping[str, Any]] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    is_newest: bool = True

    def hear(self, line: Mapping[str, Any]) -> None:
        """Enter what the child told."""
        if "bug" in line:
            self.faults.append(f"half: the program failed: {line['bug']}")
        if "intent" in line:
            self.later.append(Standing(*line["intent"]))
        if "ack" in line:
            self._acknowledge(line)

    def _acknowledge(self, line: Mapping[str, Any]) -> None:
        self.kinds[line["kind"]] = self.kinds.get(line["kind"], 0) + 1
        for wrote in line["wrote"]:
            self.records[wrote["table"], wrote["id"]] = wrote
        if self.later:
            self.settle(self.later[-1], line["kind"])

    def settle(self, found: Standing, what: str) -> None:
        """The database stands at `found`, acknowledged or seen: it becomes where everything later starts."""
        self._check_step(found, what)
        if found != self.standing:
            self.older.add(self.standing)
        self.standing, self.later = found, []

    def judge(self, found: Standing) -> str:
        """What is wrong with where the database stands after a kill; empty when nothing is."""
        if found == self.standing or found in self.later:
            return ""
        if found in self.older or found.entries < self.standing.entries or found.change < self.standing.change:
            return "lost"
        return "half"

    def _check_step(self, found: Standing, what: str) -> None:
        """Records and the log move together: a change without its entry, or an entry of nothing, is half of an act."""
        moved, entered = found.change - self.standing.change, found.entries - self.standing.entries
        if moved and not entered:
            self.faults.append(f"half: {what} changed records without a log entry")
