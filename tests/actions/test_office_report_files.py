"""An official report as files: all three or none, saying the same, logged, of a frozen report always the same."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from sqlalchemy import select

from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import Composed, ReportFreeze
from hn_desk.actions.office_report_files import (
    export_office_report,
    file_name,
    print_office_report,
)
from hn_desk.actions.office_report_freezing import freeze
from hn_desk.actions.office_reports import composed, figure_records
from hn_desk.errors import RoleError, StorageError
from hn_desk.models.tables import AuditEntry, OutreachEvent
from hn_desk.reports import office_report_sheets, office_report_word
from hn_desk.reports.office_report_pdf import DRAFT
from tests.actions.records import add_event
from tests.forms.pages import one_line, page_texts

As = Callable[[str], Office]
NAMES = ["BAO-CAO-SME-2026-H1.docx", "BAO-CAO-SME-2026-H1.pdf", "BAO-CAO-SME-2026-H1.xlsx"]


def hold(office: Office, title: str, day: date) -> str:
    event = add_event(office, title, "sme")
    with office.write() as session:
        row = session.get(OutreachEvent, event)
        assert row is not None
        row.starts_on, row.people = day, 45
    return event


def frozen(office: Office) -> Composed:
    now = composed(office, "sme", "2026-H1")
    freeze(office, ReportFreeze("sme", "2026-H1", now.id, now.version))
    return composed(office, "sme", "2026-H1")


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def logged(office: Office, action: str) -> list[dict[str, object]]:
    with office.database.read() as session:
        return [dict(one) for one in session.scalars(select(AuditEntry.content).where(AuditEntry.action == action))]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "ra"
    place.mkdir()
    return place


def word_of(office: Office) -> bytes:
    return office_report_word.draw(composed(office, "sme", "2026-H1").document)


def test_three_files_lie_directly_in_the_folder_and_it_is_logged(office: Office, folder: Path) -> None:
    hold(office, "Đối thoại với hộ kinh doanh", date(2026, 3, 5))
    export_office_report(office, "sme", "2026-H1", folder)
    assert names_in(folder) == NAMES
    assert [path.read_bytes()[:4] for path in sorted(folder.iterdir())] == [b"PK\x03\x04", b"%PDF", b"PK\x03\x04"]
    (entry,) = logged(office, "reports.export")
    assert (entry["report"], entry["kind"], entry["from"]) == ("sme", "pdf, docx, xlsx", "2026-01-01")


def test_the_files_say_what_the_screen_says(office: Office) -> None:
    hold(office, "Đối thoại với hộ kinh doanh", date(2026, 3, 5))
    now = composed(office, "sme", "2026-H1")
    paper = one_line(print_office_report(office, "sme", "2026-H1").pdf)
    word = Document(BytesIO(word_of(office)))
    typed = "\n".join(one.text for one in word.paragraphs)
    for block in now.document.blocks:
        words = "".join(piece.text for piece in block.pieces)
        assert words in typed
        assert " ".join(words.split()) in paper
    sheet = load_workbook(BytesIO(office_report_sheets.make(now.document, now.figures))).worksheets[0]
    rows = [tuple(row) for row in sheet.iter_rows(min_row=3, max_col=2, values_only=True)]
    assert rows == [(one.label, one.value) for one in now.figures]
    assert "Đối thoại với hộ kinh doanh" in paper


def test_what_lies_in_the_folder_is_never_replaced(office: Office, folder: Path) -> None:
    (folder / NAMES[0]).write_bytes(b"edited by hand")
    assert export_office_report(office, "sme", "2026-H1", folder).id == "BAO-CAO-SME-2026-H1 (2)"
    assert (folder / NAMES[0]).read_bytes() == b"edited by hand"
    assert names_in(folder) == [f"BAO-CAO-SME-2026-H1 (2).{kind}" for kind in ("docx", "pdf", "xlsx")] + NAMES[:1]


def test_all_files_are_written_or_none(office: Office, folder: Path) -> None:
    (folder / NAMES[2]).mkdir()
    with pytest.raises(StorageError):
        export_office_report(office, "sme", "2026-H1", folder)
    assert names_in(folder) == [NAMES[2]]
    assert logged(office, "reports.export") == []


def test_only_the_kinds_asked_for_are_written(office: Office, folder: Path) -> None:
    export_office_report(office, "sme", "2026-H1", folder, ("docx",))
    assert names_in(folder) == NAMES[:1]
    with pytest.raises(ValueError, match="pdf, docx and xlsx"):
        export_office_report(office, "sme", "2026-H1", folder, ("exe",))


def test_a_frozen_reports_files_stay_as_they_were(office: Office) -> None:
    hold(office, "Đối thoại với hộ kinh doanh", date(2026, 3, 5))
    assert all(DRAFT in text for text in page_texts(print_office_report(office, "sme", "2026-H1").pdf))
    kept = frozen(office)
    before = print_office_report(office, "sme", "2026-H1").pdf
    word = word_of(office)
    assert all(f"Mã nội dung: {kept.sha256[:16]}" in text for text in page_texts(before))
    assert DRAFT not in one_line(before)
    hold(office, "Đợt ghi muộn", date(2026, 4, 5))
    assert print_office_report(office, "sme", "2026-H1").pdf == before
    assert word_of(office) == word
    assert logged(office, "reports.print")[-1]["sha256"] == kept.sha256


def test_who_may_not_read_a_report_gets_no_file_of_it(as_officer: As, folder: Path) -> None:
    with pytest.raises(RoleError):
        export_office_report(as_officer("anh"), "sme", "2026-H1", folder)
    assert names_in(folder) == []


def test_free_periods_have_names_that_every_system_keeps() -> None:
    assert file_name("kh297", "2026-01-01..2026-03-31", "pdf") == "BAO-CAO-KH297-2026-01-01..2026-03-31.pdf"


def test_the_log_names_no_protected_programme_that_was_printed(office: Office, folder: Path) -> None:
    print_office_report(office, "qd08", "2026-H1")
    export_office_report(office, "kh297", "2026-H1", folder)
    for action in ("reports.print", "reports.export"):
        assert [set(one) for one in logged(office, action)] == [{"hidden"}]


def test_whoever_looks_at_the_records_of_a_protected_figure_is_in_the_log(office: Office) -> None:
    before = len(logged(office, "reports.read"))
    figure_records(office, "sme", "2026-H1", "events")
    assert len(logged(office, "reports.read")) == before
    figure_records(office, "qd08", "2026-H1", "events")
    assert len(logged(office, "reports.read")) == before + 1
