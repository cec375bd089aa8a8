"""`make bench`: every line beside its peer and its limit; the table goes to the screen and into bench/README.md."""

import os
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.measure import RUNS, Line, child, figure, has_strace, ratio
from hn_desk.actions.sample import SamplePlan, make_sample
from hn_desk.keys import Cost

README: Final = Path(__file__).parent / "README.md"
MARK: Final = "<!-- figures -->"
PEOPLE: Final = 100_000
HOUSEHOLDS: Final = 100_000
WARD: Final = 20_000
"""People in the records of a large ward."""
SAVES: Final = 200
ROWS: Final = 20_000
FORMS: Final = 1000
ANNEX_ROWS: Final = 200
HEAD: Final = ("measured", "beside", "figure", "noise", "limit", "verdict")


def main() -> int:
    """Measure, print, keep; 1 when a line misses its limit by more than the noise of this run."""
    with TemporaryDirectory() as folder:
        lines = [
            *window_lines(),
            *sheet_lines(Path(folder)),
            *preview_lines(Path(folder)),
            *form_lines(),
            *report_lines(),
            *batch_lines(Path(folder)),
            *office_lines(Path(folder)),
        ]
    table = ["| " + " | ".join(cells) + " |" for cells in [HEAD, ["---"] * len(HEAD), *(row.cells() for row in lines)]]
    print("\n".join(table))
    before = README.read_text(encoding="utf-8").split(MARK)[0]
    told = "\n".join([*table, "", busy()])
    README.write_text(f"{before}{MARK}\n{told}\n", encoding="utf-8")
    return int(not all(line.holds() for line in lines))


def busy() -> str:
    """How busy the machine was: CPU seconds swell when others share its cores."""
    return f"Load while it ran: {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores; a quiet machine has below 1.5."


def window_lines() -> list[Line]:
    """Start to the first painted window."""
    runs = [(child("first_paint", "ours"), child("first_paint", "bare")) for _run in range(RUNS)]
    heavy = len({name for ours, _bare in runs for name in ours["heavy"]})
    pairs = [(ours["cpu"], bare["cpu"]) for ours, bare in runs]
    return [
        ratio("start to first painted window, CPU", "bare PySide6 window with a table", 1.5, pairs),
        Line("heavy libraries loaded by then", "sqlalchemy, openpyxl, reportlab, …", heavy, 0, "libraries"),
    ]


def sheet_lines(folder: Path) -> list[Line]:
    """Writing and strictly reading a packet's sheets."""
    ours, peer = str(folder / "ours.xlsx"), str(folder / "peer.xlsx")
    rows = str(ROWS)
    writes = [
        (child("sheets", "write_ours", rows, ours)["cpu"], child("sheets", "write_openpyxl", rows, peer)["cpu"])
        for _run in range(RUNS)
    ]
    reads = [
        (child("sheets", "read_ours", rows, ours)["cpu"], child("sheets", "read_openpyxl", rows, peer)["cpu"])
        for _run in range(RUNS)
    ]
    few = child("sheets", "write_ours", "1000", ours)["memory"]
    many = child("sheets", "write_ours", "100000", ours)["memory"]
    return [
        ratio("writing a packet's sheets, CPU", "openpyxl write-only", 0.5, writes),
        ratio("reading them strictly, CPU", "openpyxl read-only", 0.5, reads),
        Line("memory of writing 100 000 rows", "1 000 rows", many / few, 1.5, "×"),
    ]


def preview_lines(folder: Path) -> list[Line]:
    """What becomes of each row of a messy workbook of household businesses, beside merely reading it."""
    rows, path = str(ROWS), str(folder / "messy.xlsx")
    child("preview", "make", rows, path)
    runs = [[child("preview", who, rows, path) for who in ("ours", "openpyxl", "calamine")] for _run in range(RUNS)]
    most = [ours["memory"] for ours, _full, _bare in runs]
    return [
        ratio("preview of 20 000 rows, CPU", "openpyxl's full read", 1, [(o["cpu"], f["cpu"]) for o, f, _b in runs]),
        ratio("preview of 20 000 rows, CPU", "calamine's bare read", 12, [(o["cpu"], b["cpu"]) for o, _f, b in runs]),
        figure(Line("memory of that preview", "", 0, 300, "MB"), most),
    ]


def form_lines() -> list[Line]:
    """A form with its symbol, of its own file and of one among a thousand."""
    singles = [child("forms", "single", str(FORMS // 20)) for _run in range(RUNS)]
    many = [child("forms", "many", str(FORMS))["ours"] for _run in range(RUNS)]
    bare = child("forms", "many_bare", str(FORMS))["bare"]
    each = Line(f"each of {FORMS} forms in one file", f"a bare reportlab canvas: {bare:.2g} ms", 0, 5, "ms CPU")
    pairs = [(one["ours"], one["bare"]) for one in singles]
    return [ratio("a form as a PDF, CPU", "the same ink on a bare reportlab canvas", 2, pairs), figure(each, many)]


def report_lines() -> list[Line]:
    """An official report with an annex of many rows, on paper and in Word."""
    pdf, word = ([child("reports", kind, str(ANNEX_ROWS)) for _run in range(RUNS)] for kind in ("pdf", "word"))
    return [
        ratio("a report with a long annex as a PDF, CPU", "reportlab's platypus", 0.6, pairs(pdf)),
        ratio("the same as a Word document, CPU", "python-docx, without any layout", 1, pairs(word)),
    ]


def pairs(runs: list[dict[str, float]]) -> list[tuple[float, float]]:
    """What each run took, ours and the peer's."""
    return [(one["ours"], one["peer"]) for one in runs]


def batch_lines(folder: Path) -> list[Line]:
    """Papers as the window has them drawn, a thousand together beside one by one."""
    place = str(folder / "batch")
    make_sample(folder / "batch", SamplePlan(households=1), cost=Cost(8, 1, 1))
    child("batch", "fill", place, str(FORMS))
    runs = [child("batch", "draw", place, str(FORMS)) for _run in range(RUNS)]
    few = child("batch", "draw", place, str(FORMS // 10))
    alone = child("batch", "alone", place, str(FORMS // 10))["each"]
    each = Line(f"each of {FORMS} papers printed together", f"one by one: {alone:.2g} ms", 0, 5, "ms CPU")
    growth = runs[0]["memory"] / few["memory"]
    memory = Line(f"memory of drawing {FORMS} papers together", f"{FORMS // 10} papers", growth, 1.5, "×")
    return [figure(each, [run["each"] for run in runs]), memory]


def office_lines(folder: Path) -> list[Line]:
    """A durable save, and the home page over many people."""
    place = folder / "office"
    make_sample(place, SamplePlan(households=1000, people=PEOPLE), cost=Cost(8, 1, 1))
    homes = [child("home", str(place))["cpu"] for _run in range(RUNS)]
    saves = [1000 * child("save", str(place), str(SAVES))["cpu"] for _run in range(RUNS)]
    pairs = [child("beside", str(place), str(SAVES // 2)) for _run in range(RUNS)]
    ward = folder / "ward"
    make_sample(ward, SamplePlan(households=1000, people=WARD), cost=Cost(8, 1, 1))
    openings = [child("opening", str(ward))["seconds"] for _run in range(RUNS)]
    home = Line(f"sign-in to usable home page, {PEOPLE} people", "key derivation apart", 0, 1.5, "s CPU")
    save = Line("a durable save", "action, log, search words, encrypted file", 0, 2.0, "ms CPU")
    opening = Line(f"opening the office, {WARD} people, wall clock", "key derivation apart", 0, 1.0, "s")
    plain = "the same on plain SQLite: no encryption, no log"
    lines = [
        figure(home, homes),
        figure(opening, openings),
        figure(save, saves),
        ratio(
            "a save as the clerk waits for it, wall clock", plain, 1.5, [(one["ours"], one["plain"]) for one in pairs]
        ),
    ]
    lines += search_lines(folder)
    if has_strace():
        start = child("save", str(place), "0", trace=True)["fsyncs"]
        whole = child("save", str(place), str(SAVES), trace=True)["fsyncs"]
        lines.append(Line("flushes of a durable save", "strace", median([(whole - start) / SAVES]), 5, "flushes"))
    return lines


def search_lines(folder: Path) -> list[Line]:
    """From a key in the search line to the painted list, over many household businesses; and the question alone."""
    place = folder / "many"
    make_sample(place, SamplePlan(households=HOUSEHOLDS), cost=Cost(8, 1, 1))
    runs = [child("search", str(place)) for _run in range(RUNS)]
    painted = Line(f"key to painted list, {HOUSEHOLDS} households, 95 of 100", "wall clock", 0, 50, "ms")
    like = "LIKE '%…%' over the same texts"
    asked = ratio("its question alone, CPU", like, 0.1, [(one["ours"], one["like"]) for one in runs])
    return [figure(painted, [one["painted"] for one in runs]), asked]


if __name__ == "__main__":
    sys.exit(main())
