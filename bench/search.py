"""Child: each key of some searches, from its press to the painted list; and the question alone beside a LIKE scan."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtTest import QTest

from bench.measure import cpu
from hn_desk.actions.households import household_ids
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.query import Query
from hn_desk.actions.sample import TRAINING_PASSPHRASE
from hn_desk.i18n import use_language
from hn_desk.ui import application, hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.households import HouseholdsPage
from hn_desk.ui.widgets.search_list import FIRST, SearchList

TYPED: Final = ("thanh", "nguyen thi", "hang dao", "tap hoa", "phung bat", "so 12", "001", "xyz")
PACE: Final = 120
"""Milliseconds between the painted list and the next key: a quick typist."""
LIKE: Final = """
    SELECT h.id FROM people p JOIN household_businesses h ON h.owner_id = p.id
    WHERE h.name || ' ' || h.address || ' ' || h.business_code || ' ' || h.tax_code LIKE ?1
    OR p.name || ' ' || p.id_number || ' ' || p.phone LIKE ?1
"""


class Painted(QObject):
    """Whether the list was painted whole since it was last asked."""

    def __init__(self, list_: SearchList) -> None:
        super().__init__()
        self._list = list_
        self._is_here = False
        self.is_done = False
        list_.loaded.connect(self._loaded)
        list_.table.viewport().installEventFilter(self)

    def begin(self) -> None:
        """Wait for the next search."""
        self._is_here = self.is_done = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt calls it so
        """See the viewport painted."""
        if event.type() == QEvent.Type.Paint and self._is_here:
            rows = self._list.rows
            self.is_done = not rows.rowCount() or rows.row(0) is not None
        return super().eventFilter(watched, event)

    def _loaded(self) -> None:
        self._is_here = True
        self._list.table.viewport().update()


def main(folder: Path) -> None:
    """Print p95 of all keys in ms, and CPU seconds of the questions, ours and LIKE's."""
    use_language("vi")
    application.start()
    office = unlock(folder, "lan", TRAINING_PASSPHRASE)
    jobs = Jobs()
    page = HouseholdsPage(office, jobs)
    page.resize(1366, 700)
    page.show()
    page.reload()
    hands.settle(jobs)
    keys = [one for word in TYPED for one in _type(page.list, word)]
    hands.settle(jobs)
    begun = [word[: place + 1] for word in TYPED for place in range(len(word)) if not word[: place + 1].endswith(" ")]
    ours = _spent(lambda: [household_ids(office, Query(text=typed, most=FIRST)) for typed in begun])
    like = _spent(lambda: _scan(office, begun))
    print(json.dumps({"painted": 1000 * quantiles(keys, n=20)[-1], "ours": ours, "like": like}), flush=True)
    page.close()
    jobs.close()
    office.close()


def _type(list_: SearchList, word: str) -> list[float]:
    list_.search.setFocus()
    list_.search.clear()
    QTest.qWait(PACE)
    painted, taken = Painted(list_), []
    for letter in word:
        painted.begin()
        start = perf_counter()
        QTest.keyClicks(list_.search, letter)
        hands.wait_until(lambda: painted.is_done)
        taken.append(perf_counter() - start)
        QTest.qWait(PACE)
    return taken


def _scan(office: Office, typed: list[str]) -> None:
    with office.database.read() as session:
        for one in typed:
            session.connection().exec_driver_sql(LIKE, (f"%{one}%",)).fetchall()


def _spent(work: Callable[[], object]) -> float:
    start = cpu()
    work()
    return cpu() - start


if __name__ == "__main__":
    main(Path(sys.argv[1]))
