"""Each figure of each official report equals a recount by hand over random offices, and its link lists its records."""

import os
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from hn_desk.actions.office import Office, unlock
from hn_desk.actions.office_reports import composed, figure_records
from hn_desk.reports.document import Figure
from hn_desk.rules.report_measures import COUNT
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.random_offices import FORMS, fill
from tests.actions.recount import COUNTS, OF_ROWS, Added, Recount, recount_of

TODAY = date(2026, 11, 20)
ASKED = {
    "kh297": (("2026-H1", date(2026, 1, 1), date(2026, 6, 30)), ("2026", date(2026, 1, 1), TODAY)),
    "qd08": (("2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),),
    "gqvl": (("2026", date(2026, 1, 1), TODAY),),
    "sme": (("2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),),
    "month": (("2026-05", date(2026, 5, 1), date(2026, 5, 31)),),
}


def of_row(code: str, figure: str, row: str, recount: Recount) -> Added:
    """The records of one row of a table."""
    if (code, figure) in OF_ROWS and not (code == "sme" and figure == "events" and row not in FORMS):
        return OF_ROWS[code, figure](recount, row)
    adds = "people" if figure == "people" else ""
    by = {"form": row} if row in {*FORMS, "poster", "household_visit"} else {"audience": row}
    return recount.events(code, adds=adds, **by)


def expected(code: str, figure: Figure, recount: Recount) -> Added | int:
    """What a recount says of a figure."""
    name, _at, row = figure.code.partition("@")
    return of_row(code, name, row, recount) if row else COUNTS[code][name](recount)


def check(office: Office, code: str, period: str, recount: Recount) -> int:
    """Compare every figure of a report; how many were more than 0."""
    report = composed(office, code, period)
    assert {one.code for one in report.figures if "@" not in one.code} == COUNTS[code].keys()
    for figure in report.figures:
        wanted = expected(code, figure, recount)
        if isinstance(wanted, int):
            assert (figure.value, figure.records) == (wanted, ()), figure.code
            continue
        assert figure.value == sum(wanted.values()), figure.code
        assert sorted(figure.records) == sorted(wanted), figure.code
    return sum(one.value > 0 for one in report.figures)


@pytest.mark.parametrize("seed", range(20 if os.environ.get("CAMPAIGN") else 8))
def test_each_figure_equals_a_recount_by_hand(seed: int, office_template: Path, tmp_path: Path) -> None:
    with ExitStack() as stack:
        office = unlock(Path(copytree(office_template, tmp_path / "office")), "lan", PASSPHRASE, clock=lambda: NOW)
        stack.callback(office.close)
        fill(office, seed)
        told = 0
        for code, periods in ASKED.items():
            for period, first, last in periods:
                with office.database.read() as session:
                    recount = recount_of(session, first, last)
                    session.expunge_all()
                told += check(office, code, period, recount)
        assert told > 40


def test_a_figures_link_lists_exactly_the_records_counted(office: Office) -> None:
    fill(office, 7)
    for code, periods in ASKED.items():
        period = periods[0][0]
        for figure in composed(office, code, period).figures:
            listed = figure_records(office, code, period, figure.code)
            assert tuple(one.id for one in listed) == figure.records
            if figure.unit == COUNT and figure.records and listed[0].amount is None:
                assert figure.value == len(listed)
            elif figure.records:
                assert figure.value == sum(one.amount or 0 for one in listed)
