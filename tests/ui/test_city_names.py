"""Names planted at an office are read at the desk that gets names, and in no window and no file of any other."""

import io
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QLineEdit, QTableWidget, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions.asked import answer_question
from hn_desk.actions.asked_facts import AnswerDraft
from hn_desk.actions.audit_log import LogQuery
from hn_desk.actions.packets import receive, seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_log import export_desk_log
from hn_desk.city.handovers import hand_out_receipts, handover_pages
from hn_desk.city.number_files import export_numbers
from hn_desk.city.overview import records, subjects
from hn_desk.city.questions import ask
from hn_desk.city.receipts import receipts
from hn_desk.city.request_page import request_pages
from hn_desk.city.yearly_file import yearly_file
from hn_desk.ui import hands
from hn_desk.ui.city.board import save_sheet
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.differences import DifferencesDialog
from hn_desk.ui.city.person import PersonDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.field import MultiLine
from tests.actions.credit_samples import WOMAN
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.city.test_people import WHY
from tests.city.test_withdrawals import sent_application
from tests.pair import KEY_PASSPHRASE, Pair

OWNER, OWNER_ID = "Phạm Quý Ngọc", "001080054321"
PLANTED = (WOMAN.name, WOMAN.id_number, WOMAN.address, OWNER, OWNER_ID)


def texts(part: QWidget) -> Iterator[str]:
    """Every text of a window, in sight or not: labels, buttons, cells with their tooltips, choices, fields."""
    parts: Iterable[QWidget] = part.findChildren(QWidget)
    for one in parts:
        yield one.toolTip()
        yield one.accessibleName()
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            yield one.text()
        elif isinstance(one, QTextEdit):
            yield one.toPlainText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(n) for n in range(one.count()))
        elif isinstance(one, QTableWidget):
            cells = (one.item(row, column) for row in range(one.rowCount()) for column in range(one.columnCount()))
            yield from (f"{cell.text()} {cell.toolTip()}" for cell in cells if cell is not None)


def read(name: str, data: bytes) -> str:
    """A file as text: the sheets of a workbook, the pages of a PDF with the files in it, anything else as it is."""
    if name.endswith(".xlsx"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            return "\n".join(book.read(part).decode() for part in book.namelist())
    if not name.endswith(".pdf"):
        return data.decode()
    document = PdfDocument(data)
    pages = " ".join(document[n].get_textpage().get_text_bounded() for n in range(len(document)))
    inside = (bytes(document.get_attachment(n).get_data()) for n in range(document.count_attachments()))
    attached = "\n".join(one.decode("utf-8", "replace") for one in inside)
    document.close()
    return f"{' '.join(pages.split())}\n{attached}"


def exported(desk: CityDesk, folder: Path) -> dict[str, str]:
    """Every file that a desk hands out, by name, as text."""
    year = desk.today().year
    made = dict(export_numbers(desk, str(year), ending) for ending in ("xlsx", "pdf"))
    if desk.code == "STC":
        made |= yearly_file(desk, year)
    requests, book = request_pages(desk, ("00070",)), handover_pages(desk)
    made |= {requests.name: requests.pdf, book.name: book.pdf}
    folder.mkdir()
    save_sheet(desk, folder)
    hand_out_receipts(desk, ("00070",), folder)
    export_desk_log(desk, LogQuery(), folder / "log.xlsx")
    made |= {path.name: path.read_bytes() for path in folder.iterdir()}
    return {name: read(name, data) for name, data in made.items()}


def shown(screen: DeskScreen, jobs: Jobs) -> str:
    """Every text that a desk's window comes to show: all tabs, subjects, rows, sums down to their records."""
    seen: list[str] = []

    def look() -> None:
        hands.settle(jobs)
        seen.extend(texts(screen))

    for tabs in (screen.tabs, screen.upkeep.tabs):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            hands.settle(jobs)
            table = getattr(tabs.currentWidget(), "table", None)
            if isinstance(table, QTableWidget) and table.rowCount():
                table.setCurrentCell(0, 0)
            look()
    screen.tabs.setCurrentWidget(screen.records)
    for subject, _title, _count in subjects(screen.desk):
        hands.choose(screen.records.subject, subject)
        look()
    for line in screen.numbers.sums.table.rows():
        screen.numbers.sums.opened.emit(line.measure)
        for office in screen.numbers.offices.table.rows():
            screen.numbers.open_records(office, WHY)
            look()
    screen.offices.show_differences()
    look()
    assert isinstance(screen.offices.dialog, DifferencesDialog)
    screen.offices.dialog.accept()
    return "\n".join(seen)


def name_opened(screen: DeskScreen, jobs: Jobs) -> str:
    """What the person's record says, opened in the window with a reason."""
    screen.tabs.setCurrentWidget(screen.records)
    hands.choose(screen.records.subject, "paper_lines")
    hands.settle(jobs)
    screen.records.table.setCurrentCell(0, 0)
    hands.press(screen.records.open_button)
    asking = hands.dialog(screen)
    reason = asking.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, WHY)
    hands.press(hands.button(asking, "Open the record"))
    hands.settle(jobs)
    dialog = hands.dialog(screen)
    assert isinstance(dialog, PersonDialog)
    said = "\n".join(texts(dialog))
    dialog.accept()
    return said


def filled(pair: Pair, code: str) -> CityDesk:
    """A desk with everything that the office has for it, a question that was answered, and a packet that is missing."""
    desk = pair.desk(code)
    if code == "NHCS":
        sent_application(pair, desk)
    else:
        assert collect(desk, seal_packet(pair.clerk, code, KEY_PASSPHRASE).path.read_bytes()).is_good
    subject = {"STC": "conversions", "CATP-MT": "events", "SNV": "cases", "NHCS": "papers"}[code]
    found = records(desk, subject, "00070")
    asked = ask(desk, "00070", subject, found.ids[0], "Đề nghị kiểm tra lại.")
    receive(pair.clerk, receipts(desk, "00070"))
    answer_question(pair.as_officer("lan"), AnswerDraft(asked, "Đã kiểm tra, đúng."))
    assert collect(desk, seal_packet(pair.clerk, code, KEY_PASSPHRASE).path.read_bytes()).is_good
    _lost, last = (seal_packet(pair.clerk, code, KEY_PASSPHRASE, allow_empty=True).path for _n in range(2))
    assert collect(desk, last.read_bytes()).decision == "waiting"
    return desk


@pytest.mark.parametrize("code", ["STC", "CATP-MT", "SNV", "NHCS"])
def test_names_are_read_at_the_bank_alone_in_windows_and_files(
    code: str, pair: Pair, jobs: Jobs, qtbot: QtBot, tmp_path: Path
) -> None:
    shop = add_household(pair.office, OWNER, OWNER_ID)
    add_contact(pair.office, shop)
    add_conversion(pair.office, shop)
    add_event(pair.office, topic="qd08" if code == "CATP-MT" else "sme")
    if code != "NHCS":
        sent_application(pair)
    desk = filled(pair, code)
    screen = DeskScreen(desk, jobs)
    qtbot.addWidget(screen)
    screen.resize(1366, 700)
    screen.show()
    screen.reload()
    hands.settle(jobs)

    seen = shown(screen, jobs)
    files = exported(desk, tmp_path / "out")

    assert "Hoàn Kiếm" in seen
    assert all(len(text) > 100 for text in files.values()), files
    for where, text in {"window": seen, **files}.items():
        assert [mark for mark in PLANTED if mark in text] == [], where
    if code == "NHCS":
        said = name_opened(screen, jobs)
        assert [mark for mark in PLANTED if mark in said] == [WOMAN.name, WOMAN.id_number, WOMAN.address]
