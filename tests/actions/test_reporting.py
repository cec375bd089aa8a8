"""Reports: which there are for whom, over which period, as a workbook."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from hn_desk.actions.audit_log import audit_log
from hn_desk.actions.conversions import ConversionDraft, move_conversion
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, save_event
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.reporting import Period, export_report, report, report_names
from hn_desk.actions.staff import list_groups
from hn_desk.errors import InputError, RoleError, StorageError
from hn_desk.models.tables import LoanApplication
from hn_desk.rules.credit import state_label

YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def sheet_of(path: Path) -> Worksheet:
    sheet = load_workbook(path).active
    assert isinstance(sheet, Worksheet)
    return sheet


def apply(office: Office, count: int, **facts: str) -> None:
    with office.write() as session:
        for number in range(count):
            code = f"2026-{facts.get('programme', 'qd22')}-{facts.get('state', 'issued')}-{number}"
            values = {"programme": "qd22", "state": "issued", **facts}
            session.add(
                LoanApplication(
                    file_code=code,
                    applicant="person",
                    sort_key="",
                    entered_by=office.officer.id,
                    received_on=date(2026, 3, 1),
                    amount=50_000_000,
                    facts={},
                    **values,
                )
            )


def test_an_officer_sees_the_reports_of_the_own_work(as_officer: Callable[[str], Office]) -> None:
    codes = ["coverage", "conversions", "converted", "obstacles", "loans", "demand", "needs"]
    assert [name.code for name in report_names(as_officer("lan"))] == codes
    assert [name.code for name in report_names(as_officer("mai"))] == codes
    with pytest.raises(RoleError):
        report_names(as_officer("anh"))
    with pytest.raises(RoleError):
        report(as_officer("anh"), "loans", YEAR)


def test_coverage_has_a_row_a_group_and_a_column_a_topic(office: Office) -> None:
    groups = frozenset(group.id for group in list_groups(office)[:2])
    draft = EventDraft(
        topic="sme", title="A", form="conference", starts_on=date(2026, 5, 5), state="done", group_ids=groups
    )
    save_event(office, draft)
    table = report(office, "coverage", YEAR)
    assert [row[:2] for row in table.rows] == [
        ("Tổ dân phố số 1", 1),
        ("Tổ dân phố số 2", 1),
        ("Tổ dân phố số 3", 0),
        ("Tổ dân phố số 4", 0),
        ("Tổ dân phố số 5", 0),
        ("Events held", 1),
        ("Groups reached", "40 %"),
    ]
    assert [row[-1] for row in table.rows] == [1, 1, 0, 0, 0, 1, None]


def test_conversions_stand_by_their_last_step_in_the_period(office: Office) -> None:
    group = list_groups(office)[0].id
    shop = save_household(office, HouseholdDraft(name="A", owner=PersonDraft(name="Vũ An"), group_id=group)).id
    other = save_household(office, HouseholdDraft(name="B", owner=PersonDraft(name="Vũ Bình"))).id
    for id_, state, day in (
        (shop, "contacted", date(2026, 3, 1)),
        (shop, "agreed", date(2026, 9, 1)),
        (other, "listed", date(2026, 9, 1)),
    ):
        move_conversion(office, ConversionDraft(id_, state, day))
    half = report(office, "conversions", Period(date(2026, 1, 1), date(2026, 6, 30)))
    headings = [column.heading for column in half.columns]
    rows = [dict(zip(headings, row, strict=True)) for row in half.rows]
    assert [(row["Residential group"], row["Contacted"], row["Total"]) for row in rows] == [
        ("Tổ dân phố số 1", 1, 1),
        ("Total", 1, 1),
    ]
    whole = report(office, "conversions", YEAR)
    assert [(row[0], row[-1]) for row in whole.rows] == [
        ("Tổ dân phố số 1", 1),
        ("No residential group", 1),
        ("Total", 2),
    ]
    assert report(office, "conversions", Period(date(2025, 1, 1), date(2025, 12, 31))).rows[0][-1] == 0


def test_loans_are_counted_by_programme_and_state(office: Office) -> None:
    apply(office, 3)
    apply(office, 6, programme="gqvl", state="refused")
    assert report(office, "loans", YEAR).rows == (
        ("Chương trình việc làm", state_label("refused"), 6, 300_000_000),
        ("Chương trình 22", state_label("issued"), 3, 150_000_000),
    )


def test_a_period_that_ends_before_it_begins_is_refused(office: Office) -> None:
    with pytest.raises(InputError) as refused:
        report(office, "loans", Period(date(2026, 2, 1), date(2026, 1, 1)))
    assert [problem.field for problem in refused.value.problems] == ["end"]


def test_an_exported_report_has_typed_cells_and_is_logged(
    office: Office, as_officer: Callable[[str], Office], tmp_path: Path
) -> None:
    apply(office, 6)
    path = tmp_path / "bao-cao.xlsx"
    export_report(office, "loans", YEAR, path)
    sheet = sheet_of(path)
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[1:] == [
        ("Programme", "State", "Number of applications", "Amount asked (đồng)"),
        ("Chương trình 22", state_label("issued"), 6, 300_000_000),
    ]
    assert sheet["D3"].number_format == "#,##0"
    assert not isinstance(sheet["C3"].value, datetime)
    assert audit_log(as_officer("anh"))[0].action_label == "Report exported"


def test_a_folder_that_is_missing_is_told_and_an_unknown_kind_is_a_bug(office: Office, tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        export_report(office, "loans", YEAR, tmp_path / "no" / "a.xlsx")
    with pytest.raises(ValueError, match="exported as"):
        export_report(office, "loans", YEAR, tmp_path / "a.doc", "doc")
