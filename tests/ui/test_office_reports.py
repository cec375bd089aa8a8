"""Official reports on the screen: read as on paper, figures opened, words typed, frozen, numbered, sent, taken back."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import DRAFT, FROZEN, SENT, ReportTexts
from hn_desk.actions.office_report_freezing import save_texts
from hn_desk.actions.office_reports import composed
from hn_desk.actions.register_instructions import InstructionDraft, save_instruction
from hn_desk.models.tables import OutreachEvent
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.office_reports import OfficeReports
from hn_desk.ui.pages.reports import ReportsPage
from hn_desk.ui.widgets.unsaved import Reopened, Reopening, unsaved_in
from tests.actions.records import add_event
from tests.ui.conftest import Show

As = Callable[[str], Office]
SPRING, SUMMER = date(2026, 3, 2), date(2026, 6, 5)


def hold(office: Office, day: date, people: int = 45) -> str:
    event = add_event(office, f"Đợt ngày {day:%d/%m}", "kh297")
    with office.write() as session:
        row = session.get_one(OutreachEvent, event)
        row.starts_on, row.people = day, people
    return event


def opened(office: Office, jobs: Jobs, show: Show, period: str = "2026-H1", code: str = "kh297") -> OfficeReports:
    part = OfficeReports(office, jobs)
    show(part).resize(1180, 640)
    part.reload()
    hands.settle(jobs)
    part.choice.show_report(code, period)
    hands.settle(jobs)
    return part


def words_kept(office: Office) -> str:
    return {one.code: one.text for one in composed(office, "kh297", "2026-H1").slots}["next"]


def state(part: OfficeReports) -> str:
    assert part.report is not None
    return part.report.state


def record(part: OfficeReports, button: QPushButton, **values: str) -> None:
    hands.press(button)
    dialog = hands.dialog(part)
    assert isinstance(dialog, RecordDialog)
    for name, value in values.items():
        hands.fill(dialog.form, name, value)
    hands.press(dialog.save_button)
    hands.settle(part.jobs)


def freeze(part: OfficeReports) -> None:
    hands.press(part.acts.freeze)
    hands.settle(part.jobs)
    hands.press(hands.button(hands.dialog(part), "Freeze them"))
    hands.settle(part.jobs)


def test_a_report_goes_its_way_from_the_first_look_to_the_city(
    office: Office, as_officer: As, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    events = [hold(office, SPRING), hold(office, SUMMER, 1_200)]
    part = opened(office, jobs, show)
    assert "due on" in part.state.text()
    assert "overdue" not in part.state.text(), "its day had passed when the office began"
    assert "02 đợt tuyên truyền với 1.245 lượt người dự" in part.view.toPlainText()
    hands.fill(part.words.form, "next", "Tiếp tục phát thanh hằng tuần.")
    freeze(part)
    assert (state(part), part.is_changed()) == (FROZEN, False)
    assert "Tiếp tục phát thanh hằng tuần." in part.view.toPlainText()
    assert part.words.form.is_locked
    assert part.report is not None
    assert part.report.sha256 in part.state.text()
    assert [one.isVisible() for one in (part.acts.freeze, part.acts.withdraw, part.acts.number)] == [False, True, False]
    registrar = opened(as_officer("mai"), jobs, show)
    assert not registrar.acts.send.isVisible()
    record(registrar, registrar.acts.number, number="125", issued_on="20/11/2026")
    assert "125/BC-UBND" in registrar.view.toPlainText()
    record(registrar, registrar.acts.send, sent_on="20/11/2026", sent_way="trục liên thông")
    assert state(registrar) == SENT
    assert "sent on 20/11/2026 to UBND Thành phố" in registrar.state.text()
    assert not any(button.isVisible() for button in (registrar.acts.send, registrar.acts.withdraw))
    (written,) = registrar.written.table.rows()
    assert (written.state, written.number) == (SENT, "125")
    registrar.acts.export_into(tmp_path)
    hands.settle(jobs)
    assert (tmp_path / "BAO-CAO-KH297-2026-H1.pdf").read_bytes().startswith(b"%PDF")
    hands.press(registrar.acts.print)
    hands.settle(jobs)
    paper = hands.dialog(registrar)
    assert isinstance(paper, PreviewDialog)
    paper.reject()
    counted = next(one for one in registrar.report.figures if one.code == "events") if registrar.report else None
    assert counted is not None
    assert set(counted.records) == set(events)


def test_a_figure_is_reached_by_keys_and_opens_exactly_its_records(office: Office, jobs: Jobs, show: Show) -> None:
    events = [hold(office, SPRING), hold(office, SUMMER)]
    page = ReportsPage(office, jobs)
    show(page).resize(1366, 728)
    page.reload()
    hands.settle(jobs)
    part = page.official
    assert part is not None
    part.choice.show_report("kh297", "2026-H1")
    hands.settle(jobs)
    wanted: list[tuple[str, str]] = []
    page.wanted.connect(lambda name, id_: wanted.append((name, id_)))
    part.view.setFocus(Qt.FocusReason.TabFocusReason)
    for _place in range(30):
        if part.view.textCursor().selectedText() == "02":
            break
        QTest.keyClick(part.view, Qt.Key.Key_Tab)
    QTest.keyClick(part.view, Qt.Key.Key_Return)
    hands.settle(jobs)
    assert part.dialog is not None
    assert [row.id for row in part.dialog.table.rows()] == events
    hands.pick(part.dialog.table, 1)
    QTest.keyClick(part.dialog.table, Qt.Key.Key_Return)
    assert wanted == [("outreach", events[1])]
    part.comparison.table.choose("")
    (row,) = (row for row in part.comparison.table.rows() if row.code == "people")
    assert (row.now, row.before) == (90, 0)
    part.comparison.figure.emit("people")
    hands.settle(jobs)
    assert [row.amount for row in part.dialog.table.rows()] == [45, 45]
    part.dialog.reject()


def test_a_late_change_is_told_by_the_next_report_and_one_not_sent_is_taken_back(
    office: Office, jobs: Jobs, show: Show
) -> None:
    event = hold(office, SPRING)
    part = opened(office, jobs, show)
    hands.fill(part.words.form, "next", "Phát thanh hằng tuần.")
    freeze(part)
    with office.write() as session:
        session.get_one(OutreachEvent, event).people = 60
    part.choice.show_report("kh297", "2026")
    hands.settle(jobs)
    assert [(row.code, row.was, row.now) for row in part.adjustments.table.rows()] == [("people", 45, 60)]
    hands.press(hands.button(part.words, "Take these words again"))
    assert part.words.form.field("next").value() == "Phát thanh hằng tuần."
    hands.press(part.words.save_button)
    hands.settle(jobs)
    assert not part.is_changed()
    part.choice.show_report("kh297", "2026-H1")
    hands.settle(jobs)
    assert "45 lượt người dự" in part.view.toPlainText()
    hands.press(part.acts.withdraw)
    dialog = hands.dialog(part)
    hands.type_text(dialog.focusWidget(), "Sai số người")
    hands.press(hands.button(dialog, "Take it back"))
    hands.settle(jobs)
    assert state(part) == DRAFT
    assert "60 lượt người dự" in part.view.toPlainText()


def test_words_that_are_not_saved_are_asked_about_and_kept_as_a_draft(office: Office, jobs: Jobs, show: Show) -> None:
    part = opened(office, jobs, show)
    hands.fill(part.words.form, "next", "Dở dang")
    assert part.place() == "kh297 · 2026-H1 · "
    hands.choose(part.choice.code, "month")
    part.choice.code.edited.emit()
    hands.press(hands.button(hands.dialog(part), "Keep typing"))
    hands.settle(jobs)
    assert (part.choice.code.value(), part.choice.period.value()) == ("kh297", "2026-H1")
    assert part.words.form.unsaved() == {"next": "Dở dang"}
    part.reload()
    hands.settle(jobs)
    assert part.words.form.unsaved() == {"next": "Dở dang"}
    other = opened(office, jobs, show, "2026-11", "month")
    other.go_to(part.place())
    hands.settle(jobs)
    assert other.place() == part.place()


def test_words_typed_while_others_are_being_saved_stay_and_are_not_saved_yet(
    office: Office, jobs: Jobs, show: Show
) -> None:
    part = opened(office, jobs, show)
    hands.fill(part.words.form, "next", "Câu thứ nhất.")
    part.words.save_button.click()
    hands.fill(part.words.form, "next", "Câu thứ nhất. Câu thứ hai.")
    hands.settle(jobs)
    assert part.words.form.field("next").typed() == "Câu thứ nhất. Câu thứ hai."
    assert part.is_changed()
    hands.press(part.words.save_button)
    hands.settle(jobs)
    assert words_kept(office) == "Câu thứ nhất. Câu thứ hai."
    assert not part.is_changed()


def test_words_that_another_saved_meanwhile_are_shown_and_asked_about(office: Office, jobs: Jobs, show: Show) -> None:
    part = opened(office, jobs, show)
    hands.fill(part.words.form, "next", "của tôi")
    save_texts(office, ReportTexts("kh297", "2026-H1", {"next": "của người khác"}))
    part.reload()
    hands.settle(jobs)
    hands.press(part.words.save_button)
    hands.settle(jobs)
    assert words_kept(office) == "của người khác"
    assert part.words.form.field("next").typed() == "của tôi"
    dialog = hands.dialog(part)
    labels: Any = dialog.findChildren(QLabel)
    assert "của người khác" in [label.text() for label in labels]
    hands.press(hands.button(dialog, "Save mine in their place"))
    hands.settle(jobs)
    assert words_kept(office) == "của tôi"
    assert not part.is_changed()


def test_words_typed_before_a_crash_come_back_into_their_report(office: Office, jobs: Jobs, show: Show) -> None:
    pages = []
    for _window in range(2):
        page = ReportsPage(office, jobs)
        show(page).resize(1366, 728)
        page.open_record("?report=kh297&period=2026-H1&request=")
        hands.settle(jobs)
        pages.append(page)
    before, after = pages
    assert before.official is not None
    assert after.official is not None
    hands.fill(before.official.words.form, "next", "Dở dang")
    (draft,) = unsaved_in("reports", before, "2026-11-20T08:00")
    after.official.choice.show_report("sme", "2026")
    hands.settle(jobs)
    ended: list[Reopened] = []
    Reopening(after, jobs, draft).ended.connect(ended.append)
    hands.wait_until(lambda: bool(ended))
    assert ended[0].form is after.official.words.form
    assert after.official.place() == "kh297 · 2026-H1 · "
    assert after.official.words.form.unsaved() == {"next": "Dở dang"}


def test_figures_that_changed_since_they_were_shown_are_shown_before_they_are_frozen(
    office: Office, jobs: Jobs, show: Show
) -> None:
    hold(office, SPRING)
    part = opened(office, jobs, show)
    hold(office, SUMMER, 4_500)
    freeze(part)
    assert (state(part), part.form.summary.isHidden()) == (DRAFT, False)
    assert "02 đợt tuyên truyền với 4.545 lượt người dự" in part.view.toPlainText()
    freeze(part)
    assert (state(part), part.form.summary.isHidden()) == (FROZEN, True)


def test_a_paper_from_above_is_answered_by_a_report_from_day_to_day(
    office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    paper = InstructionDraft(
        kind="request",
        duty="D10",
        report="qd08",
        number="88/NHCS",
        issued_on=date(2026, 11, 2),
        issuer="Ngân hàng Chính sách xã hội",
        title="Báo cáo đột xuất",
        due_on=date(2026, 11, 30),
    )
    asked = save_instruction(as_officer("mai"), paper).id or ""
    part = opened(office, jobs, show, "", "qd08")
    hands.choose(part.choice.period, "free")
    part.choice.period.edited.emit()
    hands.fill(part.choice.form, "start", "1/3/2026")
    hands.fill(part.choice.form, "end", "31/10/2026")
    hands.choose(part.choice.request, asked)
    part.choice.request.edited.emit()
    hands.settle(jobs)
    assert "30/11/2026" in part.state.text()
    freeze(part)
    assert state(part) == FROZEN
    (written,) = part.written.table.rows()
    assert (written.period, written.request_id) == ("2026-03-01..2026-10-31", asked)


def test_a_due_day_and_a_kept_report_lead_to_the_report(office: Office, jobs: Jobs, show: Show) -> None:
    page = ReportsPage(office, jobs)
    show(page).resize(1366, 728)
    page.open_record("?report=qd08&period=2026-Q2&request=")
    hands.settle(jobs)
    assert page.official is not None
    assert page.official.place() == "qd08 · 2026-Q2 · "
    freeze(page.official)
    kept = page.official.report
    page.tabs.setCurrentIndex(1)
    page.official.choice.show_report("sme", "2026")
    hands.settle(jobs)
    assert kept is not None
    (written,) = page.official.written.table.rows()
    page.open_record(written.id)
    hands.settle(jobs)
    assert (page.tabs.currentWidget(), page.official.place()) == (page.official, "qd08 · 2026-Q2 · ")


def test_every_report_is_shown_with_all_its_figures_as_links(office: Office, jobs: Jobs, show: Show) -> None:
    hold(office, SPRING)
    part = opened(office, jobs, show)
    for code in part.choice.code.codes():
        part.choice.show_report(code, "2026-03" if code == "month" else "2026")
        hands.settle(jobs)
        assert part.report is not None
        document = part.report.document
        tables = [*(block.table for block in document.blocks), *(annex.table for annex in document.annexes)]
        told = {piece.figure for block in document.blocks for piece in block.pieces}
        told |= {figure for table in tables if table is not None for row in table.figures for figure in row}
        html = part.view.toHtml()
        assert {figure for figure in told if figure and f"figure:{figure}" not in html} == set()
        assert len(told) > 1 or code == "gqvl"
        assert document.subject in part.view.toPlainText()
        assert part.acts.freeze.isVisible() == (code != "gqvl")
