"""One measured line: ours and the peer's runs in turn, medians, the ratio against its limit."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from dataclasses import dataclass
from statistics import median
from typing import Any, Final

RUNS: Final = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the table: what was measured, beside what, the figure, its limit, how far the runs lay apart.

    `figure`, `limit` and `spread` have the same unit, named in `unit`; a line holds when the figure is at most its
    limit plus half the spread (the noise of this run).
    """

    what: str
    beside: str
    figure: float
    limit: float
    unit: str
    spread: float = 0.0

    def holds(self) -> bool:
        """Whether the figure keeps its limit within the run's noise."""
        return self.figure <= self.limit + self.spread / 2

    def cells(self) -> list[str]:
        """The row's cells."""
        verdict = "holds" if self.holds() else "MISSED"
        figures = (f"{self.figure:.3g}", f"± {self.spread / 2:.2g}", f"≤ {self.limit:g} {self.unit}")
        return [self.what, self.beside, *figures, verdict]


def child(module: str, *words: str, trace: bool = False) -> dict[str, Any]:
    """Run `python -m bench.<module>` in a process of its own; the JSON of its last line, `fsyncs` added when traced."""
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", f"bench.{module}", *words]
    if trace:
        command = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync,msync", "-e", "signal=none", *command]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    if trace:
        answer["fsyncs"] = len(re.findall(r"^(?:\[pid +\d+\] )?(?:fsync|fdatasync|msync)\(", done.stderr, re.MULTILINE))
    return answer


def has_strace() -> bool:
    """Whether flushes can be counted here."""
    return shutil.which("strace") is not None


def ratio(what: str, beside: str, limit: float, runs: list[tuple[float, float]]) -> Line:
    """Compare paired runs (ours, peer's): the median of the pairs' ratios."""
    ratios = [ours / peer for ours, peer in runs]
    return Line(what, beside, median(ratios), limit, "×", max(ratios) - min(ratios))


def figure(line: Line, values: list[float]) -> Line:
    """`line` with the median of `values` as its figure."""
    return Line(line.what, line.beside, median(values), line.limit, line.unit, max(values) - min(values))


def cpu() -> float:
    """CPU seconds of this process so far, user and system."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
