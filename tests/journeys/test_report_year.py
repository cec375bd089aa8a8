"""A year of outreach and its reports in the window: plan, event with photos, a report sent, a late change told."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.evidence import evidence_of
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import FROZEN, SENT, Composed
from hn_desk.actions.outreach import event_ids
from hn_desk.actions.query import Query
from hn_desk.cli import main
from hn_desk.commands.access import PASSPHRASE_FILE
from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.event_done import EventDoneDialog
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES
from hn_desk.ui.pages.office_reports import OfficeReports
from tests.actions.conftest import PASSPHRASE
from tests.ui.test_outreach_evidence import photos

HALF, YEAR = "2026-H1", "2026"


class Officer:
    """Somebody at the desk."""

    def __init__(self, office: Office, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> None:
        self.office, self.jobs = office, jobs
        self.desk = Desk(office, jobs, PLACES)
        show(self.desk).resize(1366, 768)

    def go(self, name: str, id_: str = "") -> Any:
        self.desk.go(name, id_)
        hands.settle(self.jobs)
        return self.desk.page(name)

    def report(self, period: str) -> OfficeReports:
        page = self.go("reports")
        page.tabs.setCurrentWidget(page.official)
        hands.settle(self.jobs)
        hands.choose(page.official.choice.code, "sme")
        page.official.choice.code.edited.emit()
        hands.settle(self.jobs)
        hands.choose(page.official.choice.period, period)
        page.official.choice.period.edited.emit()
        hands.settle(self.jobs)
        part: OfficeReports = page.official
        return part


def shown(part: OfficeReports) -> Composed:
    assert part.report is not None
    return part.report


def figures(report: Composed) -> dict[str, int]:
    return {one.code: one.value for one in report.figures}


def record(part: OfficeReports, button: Any, **values: str) -> None:
    hands.press(button)
    dialog = hands.dialog(part)
    assert isinstance(dialog, RecordDialog)
    for name, value in values.items():
        hands.fill(dialog.form, name, value)
    hands.press(dialog.save_button)
    hands.settle(part.jobs)


def plan_the_year(clerk: Officer) -> None:
    page = clerk.go("reports")
    page.tabs.setCurrentWidget(page.registers)
    hands.settle(clerk.jobs)
    part = page.registers.shown()
    typed = {"duty": "D3", "title": "Kế hoạch hỗ trợ DNNVV năm 2026", "number": "12/KH-UBND", "issued_on": "20/1/2026"}
    for name, value in typed.items():
        hands.fill(part.form, name, value)
    hands.press(part.save)
    hands.settle(clerk.jobs)


def plan_an_event(clerk: Officer) -> str:
    page = clerk.go("outreach")
    hands.press(page.new_button)
    hands.settle(clerk.jobs)
    hands.choose(page.form.topic, "sme")
    page.form.topic.edited.emit()
    for name, value in (("form", "conference"), ("title", "Hội nghị tổ 1 và tổ 2"), ("state", "planned")):
        hands.fill(page.form, name, value)
    hands.fill(page.form, "starts_on", "10/4/2026")
    hands.settle(clerk.jobs)
    hands.tick(page.form.groups, page.form.groups.codes()[:2])
    hands.tick(page.form.audiences, page.form.audiences.codes()[:1])
    hands.press(page.save_button)
    hands.settle(clerk.jobs)
    (id_,) = event_ids(clerk.office, Query())
    return id_


def hold_it(clerk: Officer, event: str, folder: Path) -> None:
    page = clerk.go("outreach", event)
    hands.settle(clerk.jobs)
    hands.press(page.acts.done_button)
    dialog = hands.dialog(clerk.desk)
    assert isinstance(dialog, EventDoneDialog)
    hands.fill(dialog.form, "people", "40")
    hands.press(dialog.save_button)
    hands.settle(clerk.jobs)
    page.evidence.add_files(photos(folder, "red", "green", "blue"))
    hands.settle(clerk.jobs)
    assert len(evidence_of(clerk.office, event)) == 3
    page.tabs.setCurrentWidget(page.coverage)
    hands.settle(clerk.jobs)
    assert (page.coverage.bar.value(), page.coverage.bar.maximum()) == (2, 5)
    page.tabs.setCurrentIndex(0)


def correct_it(clerk: Officer, event: str) -> None:
    page = clerk.go("outreach", event)
    hands.settle(clerk.jobs)
    hands.fill(page.form, "people", "55")
    hands.press(page.save_button)
    hands.settle(clerk.jobs)
    assert not page.form.is_changed()


def freeze(part: OfficeReports) -> None:
    hands.press(part.acts.freeze)
    hands.press(hands.button(hands.dialog(part), "Freeze them"))
    hands.settle(part.jobs)


def test_a_late_change_is_told_by_the_next_report_of_the_year(
    office: Office,
    as_officer: Callable[[str], Office],
    jobs: Jobs,
    show: Callable[[QWidget], QWidget],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    clerk = Officer(office, jobs, show)
    plan_the_year(clerk)
    event = plan_an_event(clerk)
    part = clerk.report(HALF)
    assert (figures(shown(part))["plans"], figures(shown(part))["events"]) == (1, 0)
    hold_it(clerk, event, tmp_path)
    part = clerk.report(HALF)
    told = figures(shown(part))
    assert (told["events"], told["people"], told["groups_reached"], told["coverage"]) == (1, 40, 2, 40)
    opened: list[tuple[str, str]] = []
    part.wanted.connect(lambda name, id_: opened.append((name, id_)))
    part.view.figure.emit("people")
    hands.settle(jobs)
    assert part.dialog is not None
    part.dialog.table.opened.emit(part.dialog.table.rows()[0])
    assert opened == [("outreach", event)]
    part = clerk.report(HALF)
    freeze(part)
    assert shown(part).state == FROZEN
    registrar = Officer(as_officer("mai"), jobs, show).report(HALF)
    record(registrar, registrar.acts.number, number="125")
    record(registrar, registrar.acts.send, sent_to="Sở Tài chính")
    assert shown(registrar).state == SENT
    correct_it(clerk, event)
    assert figures(shown(clerk.report(HALF)))["people"] == 40
    year = clerk.report(YEAR)
    assert [(one.code, one.was, one.now) for one in year.adjustments.table.rows()] == [("people", 40, 55)]
    assert "55" in year.view.toPlainText()
    freeze(year)
    assert shown(year).document.counted_on == date(2026, 11, 20)
    told = figures(shown(year))
    office.close()
    (tmp_path / "pass").write_text(PASSPHRASE, encoding="utf-8")
    monkeypatch.setenv(PASSPHRASE_FILE, str(tmp_path / "pass"))
    into = tmp_path / "into"
    asked = ["report", "sme", "--period", YEAR, "--data", str(office.folder), "--into", str(into), "--json"]
    assert main([*asked, "--login", "lan"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {row["code"]: row["value"] for row in answer["figures"]} == told
    assert [(one["code"], one["was"], one["now"]) for one in answer["adjustments"]] == [("people", 40, 55)]
    assert sorted(path.suffix for path in into.iterdir()) == [".docx", ".pdf", ".xlsx"]
