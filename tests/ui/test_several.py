"""Twenty papers at once: presented and confirmed with one read-through, printed as one job that can be stopped."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from PIL import ImageOps
from PySide6.QtPrintSupport import QPrinter
from sqlalchemy import select

from hn_desk.actions.confirming import printable_papers, ready_papers
from hn_desk.actions.credit import application, check, save_application
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.lists import beneficiary_list
from hn_desk.actions.office import Office
from hn_desk.actions.paper_file import Paper as Drawn
from hn_desk.actions.papers import print_form
from hn_desk.models.tables import AuditEntry, Confirmation
from hn_desk.ui import hands
from hn_desk.ui.dialogs.confirm import ConfirmDialog
from hn_desk.ui.dialogs.present_several import PresentDialog
from hn_desk.ui.dialogs.print_job import PrintJob
from hn_desk.ui.dialogs.print_several import PrintSeveralDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.ui.conftest import Show
from tests.ui.credit_hands import confirm_here, opened

As = Callable[[str], Office]
Box = tuple[int, ...]
TWENTY = 20


def checked(office: Office, count: int) -> list[str]:
    """So many single applications, found right."""
    made = []
    for number in range(count):
        person = replace(samples.WOMAN, name=f"Nguyễn Thị Bình {number}", id_number=f"0011900{number:05}")
        made.append(save_application(office, replace(samples.WORK, person=person)).id)
        check(office, made[-1])
    return made


def presented(office: Office, count: int) -> list[Subject]:
    return [
        samples.presented(
            office,
            replace(
                samples.WORK, person=replace(samples.WOMAN, name=f"Bình {number}", id_number=f"0011900{number:05}")
            ),
        )
        for number in range(count)
    ]


def printing(page: CreditPage) -> PrintSeveralDialog:
    hands.press(page.print_several)
    hands.settle(page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, PrintSeveralDialog)
    return dialog


def printer_into(path: Path) -> QPrinter:
    """A printer that leaves its job as a PDF."""
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def prints(office: Office) -> list[int]:
    with office.database.read() as session:
        rows = session.scalars(select(Confirmation)).all()
        return [row.prints for row in sorted(rows, key=lambda row: row.frozen["facts"]["letter"]["file_code"])]


def logged(office: Office) -> int:
    with office.database.read() as session:
        return len(session.scalars(select(AuditEntry).where(AuditEntry.action == "papers.printed")).all())


def test_twenty_are_presented_and_confirmed_with_one_read_through(
    office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    made = checked(office, TWENTY - 1)
    kept, lines = samples.listed(office, samples.MAN)
    page = opened(CreditPage(office, jobs), show)
    hands.press(page.present_several)
    hands.settle(jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, PresentDialog)
    assert dialog.papers.list.count() == TWENTY
    told = [dialog.papers.list.item(place).text() for place in range(TWENTY)]
    assert "Nguyễn Thị Bình 7 · 100.000.000 đồng" in told[7]
    assert "15/DS-CAP" in told[-1]
    assert "1. Trần Văn Ân · 80.000.000 đồng" in told[-1]
    hands.press(dialog.papers.all_button)
    hands.press(dialog.yes)
    hands.settle(jobs)
    assert {application(office, one).state for one in (*made, *lines)} == {"presented"}

    approver = opened(CreditPage(as_officer("hung"), jobs), show)
    hands.press(approver.confirm_several)
    hands.settle(jobs)
    asking = hands.dialog(approver)
    assert isinstance(asking, ConfirmDialog)
    assert asking.papers is not None
    hands.press(asking.papers.all_button)
    assert asking.papers.counted.text() == "20 of 20 ticked"
    confirm_here(approver, PASSPHRASE)
    assert {application(office, one).state for one in (*made, *lines)} == {"signed"}
    assert beneficiary_list(office, kept).state == "signed"


def test_one_that_may_not_be_presented_keeps_all_back(office: Office, jobs: Jobs, show: Show) -> None:
    first, second = checked(office, 2)
    page = opened(CreditPage(office, jobs), show)
    hands.press(page.present_several)
    hands.settle(jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, PresentDialog)
    hands.press(dialog.yes)
    assert "Nothing is chosen." in dialog.form.summary.text()
    draft = application(office, second).draft
    save_application(office, samples.with_facts(draft, amount=900_000_000))
    hands.press(dialog.papers.all_button)
    hands.press(dialog.yes)
    hands.settle(jobs)
    assert dialog.form.summary.text()
    assert application(office, first).state == "checked"


def test_several_papers_are_one_print_job_and_each_is_logged(
    office: Office, as_officer: As, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    presented(office, 2)
    samples.presented_list(office, samples.MAN)
    page = opened(CreditPage(as_officer("mai"), jobs), show)
    dialog = printing(page)
    assert len(dialog.papers.chosen()) == 3
    dialog.print_to(printer_into(tmp_path / "job.pdf"))
    hands.wait_until(lambda: dialog.said.text() == "3 papers were printed.")
    hands.settle(jobs)
    document = pypdfium2.PdfDocument(tmp_path / "job.pdf")
    sizes = [document[number].get_size() for number in range(len(document))]
    document.close()
    assert [width > height for width, height in sizes] == [False, False, True]
    assert prints(office) == [1, 1, 1]
    assert logged(office) == 3


@pytest.mark.qt_log_ignore("QPainter::begin")
def test_a_printer_that_cannot_be_started_leaves_nothing_logged(
    office: Office, as_officer: As, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    presented(office, 2)
    dialog = printing(opened(CreditPage(as_officer("mai"), jobs), show))
    dialog.print_to(printer_into(tmp_path / "gone" / "job.pdf"))
    hands.wait_until(lambda: dialog.form.summary.text() != "")
    hands.settle(jobs)
    assert "The printer could not be started: nothing was printed." in dialog.form.summary.text()
    assert dialog.done_papers == []
    assert dialog.close_button.isEnabled()
    assert (prints(office), logged(office)) == ([0, 0], 0)


def test_a_page_that_the_printer_refuses_leaves_nothing_logged(
    office: Office, as_officer: As, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    presented(office, 2)
    dialog = printing(opened(CreditPage(as_officer("mai"), jobs), show))
    printer = printer_into(tmp_path / "job.pdf")
    printer.newPage = lambda: False  # type: ignore[method-assign]  # a printer that is switched off meanwhile
    dialog.print_to(printer)
    hands.wait_until(lambda: dialog.form.summary.text() != "")
    hands.settle(jobs)
    assert (prints(office), logged(office)) == ([0, 0], 0)


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("turned", [False, True])
def test_pages_upright_and_across_in_one_job_are_each_as_large_as_alone(
    office: Office, tmp_path: Path, turned: bool
) -> None:
    papers = [
        print_form(office, samples.presented(office)),
        print_form(office, samples.presented_list(office, samples.MAN)[0]),
    ]
    papers = papers[::-1] if turned else papers
    alone = [inked([one], tmp_path / f"{number}.pdf") for number, one in enumerate(papers)]
    together = inked(papers, tmp_path / "job.pdf")
    assert [page for pages in alone for page in pages] == together


def inked(papers: list[Drawn], path: Path) -> list[Box]:
    """Of every page of one print job: its width and height, and left, top, right and bottom of its ink, in points."""
    job = PrintJob(printer_into(path))
    for paper in papers:
        job.add(paper.pdf)
    job.end()
    with closing(pypdfium2.PdfDocument(path)) as document:
        pages = [document[number].render(scale=1).to_pil().convert("L") for number in range(len(document))]
    return [(*page.size, *(ImageOps.invert(page).getbbox() or ())) for page in pages]


def test_stopping_leaves_exactly_the_printed_ones_logged(
    office: Office, as_officer: As, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    presented(office, 4)
    page = opened(CreditPage(as_officer("mai"), jobs), show)
    dialog = printing(page)
    dialog.print_to(printer_into(tmp_path / "job.pdf"))
    hands.wait_until(lambda: len(dialog.done_papers) == 2)
    dialog.stop()
    hands.wait_until(lambda: "were not" in dialog.said.text())
    hands.settle(jobs)
    assert dialog.said.text() == "2 papers were printed. 2 were not."
    document = pypdfium2.PdfDocument(tmp_path / "job.pdf")
    pages = len(document)
    document.close()
    assert pages == 2
    assert prints(office) == [1, 1, 0, 0]
    assert logged(office) == 2
    again = [one.prints for one in printable_papers(as_officer("mai"))]
    assert again == [1, 1, 0, 0]


def test_several_papers_become_one_file_with_a_name_that_tells_nothing(
    office: Office, as_officer: As, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    presented(office, 2)
    page = opened(CreditPage(as_officer("mai"), jobs), show)
    dialog = printing(page)
    dialog.save_into(tmp_path)
    hands.settle(jobs)
    (path,) = tmp_path.glob("*.pdf")
    assert path.name == "GIAY-2026-000001-2.pdf"
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 2
    assert "Bình" not in str(document.get_metadata_dict())
    document.close()
    assert prints(office) == [1, 1]


def test_what_is_not_checked_is_not_offered(office: Office) -> None:
    save_application(office, samples.WORK)
    assert ready_papers(office) == ()
