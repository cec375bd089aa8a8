"""One measured run in a process of its own: `python -m tests.campaigns.load.child KIND PLACE …`; JSON on the last line.

Wall and CPU seconds (its readers' too), the most memory of this process and of its largest reader, in MB.
"""

import io
import json
import resource
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from hn_desk.city.board_sums import year_sums
from hn_desk.city.collect import collect_files
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.moving import move_desk
from tests.campaigns.load.made import DESK
from tests.city.grouped_sums import grouped_figures, grouped_months
from tests.city.own_desk import NOW, PASSPHRASE

TABLE: Final = (
    "bare_rows (office text, subject text, id text, version bigint, payload text, UNIQUE (office, subject, id))"
)
NAMES: Final = "(office, subject, id, version, payload)"


def opened(place: Path) -> CityDesk:
    """The desk of a city's folder."""
    return open_desk(place, DESK, PASSPHRASE, clock=lambda: NOW)


def measured(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run it; what it says, with its cost."""
    wall, used = time.monotonic(), cpu()
    facts = act()
    megabytes = [resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {**facts, "wall": time.monotonic() - wall, "cpu": cpu() - used, "memory": megabytes}


def cpu() -> float:
    """CPU seconds of this process and of those that it began and that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def batch(place: Path, packets: Path, readers: str) -> dict[str, Any]:
    """The desk takes all packets of a folder."""
    desk = opened(place)
    paths = sorted(packets.iterdir())
    facts = measured(lambda: taken(desk, paths, int(readers)))
    desk.close()
    return facts


def taken(desk: CityDesk, paths: list[Path], readers: int) -> dict[str, Any]:
    """Take them; how many were applied, and the rows that are new."""
    found = collect_files(desk, paths, readers=readers)
    return {"applied": sum(one.decision == "applied" for one in found), "rows": sum(one.new for one in found)}


def move(place: Path, url: str) -> dict[str, Any]:
    """The desk's database lies on a server from now on."""
    desk = opened(place)
    move_desk(desk, url)
    desk.close()
    return {}


def pandas(plain: Path) -> dict[str, Any]:
    """What one writes instead: pandas and openpyxl merge the same rows from workbooks neither signed nor sealed."""
    import pandas as pd  # type: ignore[import-untyped]  # for this comparison alone

    def merged() -> dict[str, Any]:
        sheets: dict[str, list[Any]] = {}
        for path in sorted(plain.iterdir()):
            for name, frame in pd.read_excel(path, sheet_name=None, header=2, engine="openpyxl").items():
                if "id" in frame.columns:
                    sheets.setdefault(str(name), []).append(frame.assign(office=path.stem))
        whole = {
            name: pd.concat(frames).drop_duplicates(["office", "id"], keep="last") for name, frames in sheets.items()
        }
        return {"rows": sum(map(len, whole.values()))}

    return measured(merged)


def bare(place: Path, packets: Path, url: str = "") -> dict[str, Any]:
    """The least there is: decrypt, digest, take the rows out (calamine, in Rust; nothing is verified), COPY.

    `reading` are the CPU seconds that taking them out took: without them it is the cost of rows typed already.
    """
    desk = opened(place)
    write = server_writer(url) if url else file_writer(place / "bare.db")

    def copied() -> dict[str, Any]:
        count, reading = 0, 0.0
        for path in sorted(packets.iterdir()):
            inner = desk.unseal(path.read_bytes())
            sha256(inner).hexdigest()
            start = time.process_time()
            rows = bare_rows(path.stem, inner)
            reading += time.process_time() - start
            count += write(rows)
        return {"rows": count, "reading": reading}

    facts = measured(copied)
    desk.close()
    return facts


def bare_rows(office: str, inner: bytes) -> list[tuple[str, str, str, int, str]]:
    """The rows of an office's workbook, unverified."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(inner))
    rows = []
    for name in book.sheet_names[1:]:
        found = book.get_sheet_by_name(name).to_python()
        fields = found[2][3:]
        for one in found[3:]:
            payload = json.dumps(dict(zip(fields, one[3:], strict=True)), default=str, ensure_ascii=False)
            rows.append((office, name, str(one[0]), int(str(one[1]).split(".")[0]), payload))
    return rows


def file_writer(path: Path) -> Callable[[list[tuple[Any, ...]]], int]:
    """Into an encrypted file as the desk's is, one transaction a packet."""
    from hn_desk.models.database import make_engine

    connection = make_engine(path, bytes(32), foreign_keys=True).raw_connection()
    connection.cursor().execute(f"CREATE TABLE {TABLE}")

    def write(rows: list[tuple[Any, ...]]) -> int:
        cursor = connection.cursor()
        cursor.execute("BEGIN IMMEDIATE")
        cursor.executemany(f"INSERT INTO bare_rows {NAMES} VALUES (?, ?, ?, ?, ?)", rows)
        cursor.execute("COMMIT")
        return len(rows)

    return write


def server_writer(url: str) -> Callable[[list[tuple[Any, ...]]], int]:
    """COPY into a server, one transaction a packet."""
    import psycopg

    connection = psycopg.connect(url)
    connection.execute(f"CREATE TABLE {TABLE}")
    connection.commit()

    def write(rows: list[tuple[Any, ...]]) -> int:
        with connection.cursor().copy(f"COPY bare_rows {NAMES} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.commit()
        return len(rows)

    return write


def sums(place: Path) -> dict[str, Any]:
    """The board's sums of a year, five times, beside a GROUP BY over all rows; CPU seconds, the least of each."""
    desk = opened(place)

    def grouped() -> None:
        with desk.database.read() as session:
            grouped_months(session)
            grouped_figures(session, 2026)

    facts = {"kept": least(lambda: year_sums(desk, 2026)), "grouped": least(grouped)}
    desk.close()
    return facts


def least(act: Callable[[], object]) -> float:
    """The CPU seconds of the quickest of five runs."""
    found = []
    for _n in range(5):
        start = cpu()
        act()
        found.append(cpu() - start)
    return min(found)


if __name__ == "__main__":
    words: list[Any] = [Path(word) if word.startswith("/") else word for word in sys.argv[2:]]
    print(json.dumps(globals()[sys.argv[1]](*words)), flush=True)
