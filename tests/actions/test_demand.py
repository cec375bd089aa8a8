"""Demand totals follow the loans from what is wanted to what is owed; the posted ones tell nothing small."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from hn_desk.actions.bank import BankDraft, record_bank
from hn_desk.actions.credit import application, check, save_application
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.list_correction import correct_list
from hn_desk.actions.lists import beneficiary_list, present_list, withdraw_list
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.reporting import Period, export_report, print_report, report
from hn_desk.errors import InputError
from hn_desk.models.tables import AuditEntry, LoanApplication
from hn_desk.reports.demand import STAGES
from hn_desk.rules.money import format_dong
from tests.actions import credit_samples as samples
from tests.actions.credit_samples import TODAY
from tests.forms.pages import page_texts

As = Callable[[str], Office]
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))
NAMES = ("Nguyễn Thị Bình", "Trần Văn Ân")


def figures(office: Office, period: Period = YEAR) -> dict[tuple[object, ...], dict[str, tuple[object, object]]]:
    """The report's rows by what they begin with, each stage as number and đồng."""
    table = report(office, "demand", period)
    lead = len(table.columns) - 2 * len(STAGES)
    return {
        row[:lead]: {stage: (row[lead + 2 * n], row[lead + 2 * n + 1]) for n, stage in enumerate(STAGES)}
        for row in table.rows
    }


def at_bank(office: Office, as_officer: As) -> tuple[str, str]:
    """Two lines of a list: one approved, paid out and overdue, one refused by the bank."""
    subject, (first, second) = samples.presented_list(office, samples.MAN, samples.WOMAN)
    samples.sent(office, as_officer, subject)
    record_bank(office, BankDraft(first, "approved", TODAY, amount=70_000_000))
    record_bank(office, BankDraft(first, "paid_out", TODAY, amount=60_000_000))
    record_bank(office, BankDraft(first, "debt", TODAY, amount=25_000_000, debt="overdue"))
    record_bank(office, BankDraft(second, "refused", TODAY, reason="Hết vốn"))
    return first, second


def test_each_stage_counts_what_reached_it(office: Office, as_officer: As) -> None:
    first, _second = at_bank(office, as_officer)
    save_application(office, replace(samples.WORK, person=PersonDraft(name="Vũ An", birth="1980")))
    found = figures(office)
    business = found["Chương trình 22", "Người vay", "Sản xuất, kinh doanh, tạo việc làm"]
    assert business == {
        "wanted": (2, 160_000_000),
        "confirmed": (2, 160_000_000),
        "agreed": (1, 70_000_000),
        "paid": (1, 60_000_000),
        "owed": (1, 25_000_000),
        "late": (1, 25_000_000),
    }
    assert found["Total", "", ""] == business
    record_bank(office, BankDraft(first, "repaid", TODAY))
    assert figures(office)["Total", "", ""]["owed"] == (0, 0)


def test_a_period_is_divided_into_its_parts(office: Office, as_officer: As) -> None:
    at_bank(office, as_officer)
    quarters = figures(office, replace(YEAR, step="quarter"))
    assert [key[0] for key in quarters if key[1] == "Total"] == [f"Quarter {n}/2026" for n in (1, 2, 3, 4)]
    assert quarters["Quarter 3/2026", "Total", "", ""]["wanted"] == (0, 0)
    assert quarters["Quarter 4/2026", "Total", "", ""]["paid"] == (1, 60_000_000)
    october = figures(office, Period(date(2026, 10, 1), date(2026, 10, 31), "month"))
    assert list(october) == [("10/2026", "Total", "", "")]
    with pytest.raises(InputError) as refused:
        report(office, "demand", Period(date(2000, 1, 1), date(2026, 1, 1), "month"))
    assert [problem.field for problem in refused.value.problems] == ["step"]


def add(office: Office, programme: str, count: int) -> None:
    """Applications of a programme received this year."""
    with office.write() as session:
        for number in range(count):
            session.add(
                LoanApplication(
                    file_code=f"2026-{programme}-{number}",
                    applicant="person",
                    sort_key="",
                    entered_by=office.officer.id,
                    received_on=date(2026, 3, 1),
                    amount=50_000_000,
                    facts={},
                    programme=programme,
                    state="checked",
                )
            )


@pytest.mark.parametrize("code", ["demand", "loans"])
def test_posted_totals_hide_what_is_small_and_what_would_tell_it(office: Office, code: str) -> None:
    add(office, "qd22", 3)
    add(office, "qd08", 6)
    add(office, "gqvl", 9)
    rows = report(office, code, YEAR, is_posted=True).rows
    assert [row for row in rows if row[1] == "Wanted"] == [
        ("Chương trình việc làm", "Wanted", 9, 450_000_000),
        ("Chương trình 08", "Wanted", 6, 300_000_000),
        ("Chương trình 22", "Wanted", "×", "×"),
        ("All programmes", "Wanted", "×", "×"),
    ]


def test_the_report_is_printed_and_exported_and_both_are_logged(office: Office, as_officer: As, tmp_path: Path) -> None:
    at_bank(office, as_officer)
    period = replace(YEAR, step="month")
    paper = print_report(office, "demand", period)
    text = "".join(page_texts(paper.pdf))
    assert format_dong(160_000_000) in text
    assert paper.name == "BAO-CAO-20260101-20261231-demand.pdf"
    export_report(office, "demand", period, tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    assert any(160_000_000 in row for row in sheet.iter_rows(values_only=True))
    with office.database.read() as session:
        acts = [one.action for one in session.query(AuditEntry).order_by(AuditEntry.sequence)][-2:]
    assert acts == ["reports.print", "reports.export"]


def test_the_posted_paper_has_totals_only(office: Office, as_officer: As) -> None:
    at_bank(office, as_officer)
    add(office, "gqvl", 9)
    paper = print_report(office, "demand", YEAR, is_posted=True)
    text = "".join(page_texts(paper.pdf))
    assert "TỔNG HỢP" in text
    assert "450.000.000" in text
    assert "160.000.000" not in text
    for word in (*NAMES, "án phạt tù", "cai nghiện", "001085012346"):
        assert word not in text
        assert word not in paper.title + paper.name


def test_a_list_under_correction_is_counted_once(office: Office, as_officer: As) -> None:
    subject, _lines = samples.presented_list(office, samples.MAN, samples.WOMAN)
    samples.sent(office, as_officer, subject)
    before, loans = figures(office), report(office, "loans", YEAR).rows
    posted = report(office, "demand", YEAR, is_posted=True).rows
    correction = correct_list(office, subject.id, "Sai số tiền").id
    assert figures(office) == before
    assert report(office, "loans", YEAR).rows == loans
    assert report(office, "demand", YEAR, is_posted=True).rows == posted
    withdraw_list(as_officer("hung"), correction, "Không cần")
    assert (figures(office), report(office, "loans", YEAR).rows) == (before, loans)


def test_an_issued_correction_counts_for_the_list_that_it_replaces(office: Office, as_officer: As) -> None:
    subject, _lines = samples.presented_list(office, samples.MAN, samples.WOMAN)
    samples.sent(office, as_officer, subject)
    correction = correct_list(office, subject.id, "Sai số tiền").id
    changed, same = (line.id for line in beneficiary_list(office, correction).lines)
    draft = application(office, changed).draft
    save_application(office, replace(draft, facts={**draft.facts, "amount": 90_000_000}))
    for line in (changed, same):
        check(office, line)
    present_list(office, correction)
    samples.issued(office, as_officer, Subject("list", correction), 126)
    assert figures(office)["Total", "", ""]["confirmed"] == (2, 170_000_000)
