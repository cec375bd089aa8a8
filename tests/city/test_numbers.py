"""A desk's numbers: what each sum is made of, how far it is, who is late; files; records opened with a reason."""

from datetime import date, timedelta
from typing import Any

import pytest
from pypdfium2 import PdfDocument
from sqlalchemy import select

from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.late_reports import late_reports
from hn_desk.city.measure_records import Part, measure_records
from hn_desk.city.number_files import export_numbers
from hn_desk.city.number_words import late_words, pace_of, signed
from hn_desk.city.numbers import numbers
from hn_desk.city.snapshots import close_period
from hn_desk.errors import DeskError, InputError
from hn_desk.models.tables import AuditEntry
from hn_desk.rules.targets import Pace
from hn_desk.sheets import read_workbook
from tests.actions.conftest import NOW
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.city.made_records import record, records_written
from tests.city.test_collect import sealed_packet
from tests.pair import Pair

OFFICE = "00070"
TODAY = NOW.astimezone().date()


@pytest.fixture
def desk(pair: Pair) -> CityDesk:
    """STC with a packet of the office, and a contact of another year."""
    add_event(pair.office)
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)
    desk = pair.desk("STC")
    collect(desk, sealed_packet(pair).path.read_bytes())
    return desk


def put(desk: CityDesk, subject: str, *payloads: dict[str, Any]) -> None:
    with records_written(desk) as session:
        session.add_all(record(OFFICE, subject, f"{subject}-{n}", payload) for n, payload in enumerate(payloads))


def test_each_sum_has_its_offices_and_its_pace(desk: CityDesk) -> None:
    found = numbers(desk, "2026")
    days = (TODAY - date(2025, 12, 31)).days
    registered, reached = found.line("registered"), found.line("reached")
    assert registered.pace == Pace(40_000, 1, 0, 40_000 * days // 365)
    assert (reached.value, reached.of, reached.pace) == (2, 5, Pace(5, 2, 40, 5 * days // 365))
    (office,) = found.offices("reached")
    assert (office.code, office.value, office.of, office.permille, office.pace) == (OFFICE, 2, 5, 400, reached.pace)
    (office,) = found.offices("contacts")
    assert (office.value, office.permille, office.pace) == (1, 1000, None)
    assert {one.code for one in found.untold} >= {"direct_support", "trained"}


def test_a_part_of_the_year_has_its_days_part_of_the_target(desk: CityDesk) -> None:
    quarter = numbers(desk, "2026-Q1")
    pace = quarter.line("registered").pace
    assert pace == Pace(40_000 * 90 // 365, 0, 0, 40_000 * 90 // 365)
    assert quarter.line("reached").pace is None
    with pytest.raises(DeskError):
        numbers(desk, "2026-01-01..2026-01-31")


def test_months_are_those_of_the_whole_year(desk: CityDesk) -> None:
    put(desk, "contact_counts", {"month": "2026-03", "contacts": 4}, {"month": "2025-12", "contacts": 8})
    months = numbers(desk, "2026-01").months["contacts"]
    assert (months[2], sum(months)) == (4, 5)


def test_what_came_after_a_closing_stands_beside_it(pair: Pair) -> None:
    desk = pair.desk("SNV")
    case = {"programme": "gqvl", "state": "issued", "amount": 50, "decided_on": "2026-05-04"}
    put(desk, "cases", case)
    collect(desk, sealed_packet(pair, "SNV").path.read_bytes())
    close_period(desk, "2026-05")
    with records_written(desk) as session:
        session.add(record(OFFICE, "cases", "later", case))
    found = numbers(desk, "2026-05")
    line = found.line("cases.gqvl")
    assert (line.value, line.closed, line.adjusted) == (2, 1, 1)
    (office,) = found.offices("amount.gqvl")
    assert (office.value, office.closed, signed(office.adjusted)) == (100, 50, "+50")
    (_sums, _offices, _months, _packets, changes, _told) = read_workbook(export_numbers(desk, "2026-05", "xlsx")[1])
    assert changes[2:] == (
        ("Phường Hoàn Kiếm", changes[2][1], 50, 50, 100),
        ("Phường Hoàn Kiếm", changes[3][1], 1, 1, 2),
    )


def test_figures_that_were_due_and_did_not_come_are_told(pair: Pair) -> None:
    desk = pair.desk("CATP-MT")
    with desk.database.read() as session:
        assert late_reports(session, "CATP-MT", (OFFICE,), date(2027, 7, 1))[0].due == date(2027, 6, 30)
        assert late_reports(session, "CATP-MT", (OFFICE,), date(2027, 6, 30)) == ()
    with desk.database.read() as session:
        owed = late_reports(session, "VPUB", ("00004", OFFICE), date(2026, 6, 16))
    assert [(one.report, one.period.code, one.due, one.offices) for one in owed] == [
        ("kh297", "2026-H1", date(2026, 6, 15), ("00004", OFFICE))
    ]
    put(desk, "figures", {"report": "kh297", "period": "2026-H1", "key": "events", "value": 1, "unit": "count"})
    with desk.database.read() as session:
        assert late_reports(session, "VPUB", (OFFICE,), date(2026, 6, 16)) == ()
        assert late_reports(session, "VPUB", ("00004", OFFICE), date(2026, 6, 16))[0].offices == ("00004",)


def test_an_office_that_never_sent_is_told_apart(pair: Pair) -> None:
    found = numbers(pair.desk("SNV"), "2026")
    assert (found.late_with_packets(), found.never_sent()) == ((), (OFFICE,))
    assert late_words(found) == ("No packet has ever come: 1 of 1 offices (Phường Hoàn Kiếm).",)


def test_an_office_that_sent_long_ago_is_late(pair: Pair) -> None:
    desk = pair.desk("SNV")
    collect(desk, sealed_packet(pair, "SNV").path.read_bytes())
    desk.close()
    found = numbers(pair.desk("SNV", now=NOW + timedelta(days=40)), "2026")
    assert (found.late_with_packets(), found.never_sent()) == ((OFFICE,), ())
    assert late_words(found)[0] == "No packet for 31 days or more: 1 of 1 offices (Phường Hoàn Kiếm)."


def test_pace_has_a_sign_and_words() -> None:
    assert pace_of(None) == ""
    assert [pace_of(Pace(100, done, done, 50))[0] for done in (49, 50, 51, 100)] == ["▼", "●", "▲", "●"]
    assert pace_of(Pace(90_000, 1, 0, 27_192)) == "▼ Behind by 27.191"


def test_the_workbook_has_typed_cells_and_the_paper_the_same_numbers(desk: CityDesk) -> None:
    name, data = export_numbers(desk, "2026", "xlsx")
    sums, offices, months, figures, packets = read_workbook(data)
    assert name == f"SO-LIEU-STC-2026-{TODAY:%Y%m%d}.xlsx"
    assert (sums[2][0], sums[2][1], sums[2][4]) == ("Enterprises registered", 1, 40_000)
    assert offices[2][:2] == (OFFICE, "Phường Hoàn Kiếm")
    assert offices[3][3:] == offices[2][3:]
    assert sum(n for n in months[2][1:] if isinstance(n, int)) == 1
    assert len(figures) == 2 + 4
    assert packets[2][2] == "Complete"
    document = PdfDocument(export_numbers(desk, "2026", "pdf")[1])
    words = " ".join(" ".join(page.get_textpage().get_text_bounded() for page in document).split())
    document.close()
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in words
    assert "BẢNG SỐ LIỆU TỔNG HỢP" in words
    assert "40.000" in words
    assert "Phường Hoàn Kiếm" in words


def test_records_are_opened_with_a_reason_that_is_logged(desk: CityDesk) -> None:
    part = Part(OFFICE, "registered", "2026")
    with pytest.raises(InputError) as caught:
        measure_records(desk, part, "  vì  ")
    assert [one.field for one in caught.value.problems] == ["reason"]
    found = measure_records(desk, part, "Đối chiếu số doanh nghiệp")
    assert (found.total, len(found.rows)) == (1, 1)
    assert measure_records(desk, Part(OFFICE, "registered", "2026-01"), "Đối chiếu tháng 1").total == 0
    with desk.database.read() as session:
        logged = session.scalars(select(AuditEntry.content).where(AuditEntry.action == "city.records")).all()
    assert [(one["reason"], one["records"]) for one in logged if one] == [
        ("Đối chiếu số doanh nghiệp", 1),
        ("Đối chiếu tháng 1", 0),
    ]


def test_of_coverage_the_groups_are_shown_those_left_first(desk: CityDesk) -> None:
    found = measure_records(desk, Part(OFFICE, "reached", "2026"), "Xem tổ nào còn thiếu")
    assert [row[2] for row in found.rows] == [0, 0, 0, 1, 1]
    assert [row[3] for row in found.rows] == [0, 0, 0, 1, 1]
