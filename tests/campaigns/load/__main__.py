"""`make load`: a night's batch of N offices (126) × RECORDS (2 000), beside its peers; the last line is JSON.

A machine that others use swells wall time more than CPU time; both are told, each held to its limit by itself. What
each peer does stands in bench/README.md.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from tests.campaigns.load.made import made_city
from tests.campaigns.outcome import finish
from tests.cluster import started

OFFICES: Final = 126
RECORDS: Final = 2_000
FEW: Final = 30
HEAD: Final = ("measured", "beside", "figure", "limit", "verdict")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; without a limit it only tells."""

    what: str
    beside: str
    figure: float
    limit: float | None = None
    unit: str = "×"

    def holds(self) -> bool:
        """Whether its limit is kept."""
        return self.limit is None or self.figure <= self.limit

    def cells(self) -> tuple[str, ...]:
        """The line's cells."""
        limit = "" if self.limit is None else f"≤ {self.limit:g} {self.unit}"
        verdict = "" if self.limit is None else "holds" if self.holds() else "MISSED"
        return (self.what, self.beside, f"{self.figure:.3g} {self.unit}", limit, verdict)


def main() -> int:
    """Measure, print; 1 when a limit is missed."""
    offices, records = int(os.environ.get("N") or OFFICES), int(os.environ.get("RECORDS") or RECORDS)
    print(f"Making {offices} packets of {records} rows, once…", flush=True)
    ground = made_city(offices, records)
    with TemporaryDirectory(prefix="hn-load-") as folder:
        rows, runs = measured(ground, Path(folder), offices)
    print(
        "\n".join(
            "| " + " | ".join(cells) + " |" for cells in (HEAD, ["---"] * len(HEAD), *(row.cells() for row in rows))
        )
    )
    print(f"Load while it ran: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores; a quiet machine has below 1.5.")
    figures = {"offices": offices, "records": records, "missed": [row.what for row in rows if not row.holds()]}
    return finish({**figures, "runs": runs}, is_good=all(row.holds() for row in rows))


def measured(ground: Path, folder: Path, offices: int) -> tuple[list[Row], dict[str, Any]]:
    """The table and every run's own figures."""
    packets, few = ground / "packets", folder / "few"
    few.mkdir()
    for path in sorted(packets.iterdir())[:FEW]:
        (few / path.name).symlink_to(path)
    runs = {"pandas": child("pandas", ground / "plain")}
    with fresh(ground, folder) as place:
        runs["bare"] = child("bare", place, packets)
    for name, night, readers in (("few", few, 2), ("one", packets, 0), ("two", packets, 2)):
        with fresh(ground, folder) as place:
            runs[name] = child("batch", place, night, str(readers))
            if name == "two":
                runs["sums"] = child("sums", place)
    runs |= on_server(ground, folder, packets)
    wanted = child_rows(ground)
    for name in ("pandas", "bare", "one", "two", "server one", "server two", "server bare"):
        if runs[name]["rows"] != wanted:
            raise RuntimeError(f"{name} has {runs[name]['rows']} rows of {wanted}")
    return list(table(runs, offices)), runs


def on_server(ground: Path, folder: Path, packets: Path) -> dict[str, Any]:
    """The same into PostgreSQL."""
    cluster = started()
    runs: dict[str, Any] = {}
    with fresh(ground, folder) as place:
        runs["server bare"] = child("bare", place, packets, cluster.url(cluster.new_database()))
    for name, readers in (("server one", 0), ("server two", 2)):
        with fresh(ground, folder) as place:
            child("move", place, cluster.url(cluster.new_database()))
            runs[name] = child("batch", place, packets, str(readers))
    return runs


def table(runs: dict[str, Any], offices: int) -> Iterator[Row]:
    """The lines, most telling first."""
    pandas, bare, few, one, two = (runs[name] for name in ("pandas", "bare", "few", "one", "two"))
    yield Row(f"{offices} packets into SQLite, verified, wall clock", "", two["wall"], unit="s")
    yield Row("the batch, wall clock", "pandas + openpyxl merging plain workbooks", two["wall"] / pandas["wall"], 0.2)
    yield Row("one process, CPU", "pandas + openpyxl", one["cpu"] / pandas["cpu"], 0.2)
    yield Row("the batch, wall clock", "decrypt, digest, calamine, insert", two["wall"] / bare["wall"], 2.5)
    yield Row("one process, CPU", "decrypt, digest, calamine, insert", one["cpu"] / bare["cpu"], 2.5)
    typed = bare["cpu"] - bare["reading"]
    yield Row("one process, CPU", "decrypt, digest, insert of rows typed already", one["cpu"] / typed)
    yield Row("gain of a second process, wall clock", "one process", one["wall"] / two["wall"])
    yield Row("what two processes take together, CPU", "one process", two["cpu"] / one["cpu"])
    server = runs["server two"]
    yield Row(f"{offices} packets into PostgreSQL, verified, wall clock", "", server["wall"], unit="s")
    yield Row("the same, wall clock", "pandas + openpyxl", server["wall"] / pandas["wall"], 0.2)
    yield Row(
        "the same, wall clock", "decrypt, digest, calamine, COPY", server["wall"] / runs["server bare"]["wall"], 2.5
    )
    yield Row("gain of a second process, wall clock", "one process", runs["server one"]["wall"] / server["wall"])
    yield Row(
        f"memory of {offices} packets", f"{min(offices, FEW)} packets", max(two["memory"]) / max(few["memory"]), 1.2
    )
    yield Row("the board's sums, CPU", "GROUP BY over all rows", runs["sums"]["kept"] / runs["sums"]["grouped"], 0.1)


@contextmanager
def fresh(ground: Path, folder: Path) -> Iterator[Path]:
    """A city of its own, with nothing taken yet."""
    place = folder / "city"
    shutil.copytree(ground / "city", place)
    yield place
    shutil.rmtree(place)


def child_rows(ground: Path) -> int:
    """How many rows the packets hold, as they were made."""
    return int((ground / "whole").read_text(encoding="ascii"))


def child(kind: str, *words: Path | str) -> dict[str, Any]:
    """Run `child` in a process of its own; what its last line says."""
    command = [sys.executable, "-m", "tests.campaigns.load.child", kind, *map(str, words)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(done.stderr)
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    told: Iterable[str] = (f"{name} {answer[name]:.2f} s" for name in ("wall", "cpu") if name in answer)
    print(kind, *told, flush=True)
    return answer


if __name__ == "__main__":
    sys.exit(main())
