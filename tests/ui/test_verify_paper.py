"""Checking papers in the window: an issued one, then withdrawn with its notice printed; typed codes; who may."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QLabel

from hn_desk.actions.office import Office
from hn_desk.actions.papers import print_form
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.verify_paper import VerifyPaperDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from tests.actions.credit_samples import WOMAN, issued, presented
from tests.pair import Pair
from tests.test_scans import photo
from tests.ui.conftest import Show
from tests.ui.credit_hands import act, give_reason, opened


def asked(page: CreditPage) -> VerifyPaperDialog:
    """The dialog behind the button."""
    hands.press(page.verify_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, VerifyPaperDialog)
    return dialog


def told(dialog: VerifyPaperDialog) -> str:
    labels: Any = dialog.answer.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisibleTo(dialog))


def choose(dialog: VerifyPaperDialog, path: Path) -> None:
    """Choose a file as a clerk does."""
    hands.press(dialog.choose_button)
    files = dialog.findChild(QFileDialog)
    assert files is not None
    files.setDirectory(str(path.parent))
    files.selectFile(path.name)
    files.accept()
    hands.settle(dialog._jobs)


def test_a_withdrawn_confirmation_is_read_as_withdrawn_after_its_notice_was_printed(
    pair: Pair, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    subject = issued(pair.office, pair.as_officer, presented(pair.office))
    (tmp_path / "paper.pdf").write_bytes(print_form(pair.clerk, subject).pdf)
    page = opened(CreditPage(pair.clerk, jobs), show)
    dialog = asked(page)
    choose(dialog, tmp_path / "paper.pdf")
    assert told(dialog).startswith("✓ Genuine")
    assert "Number: 125/XN-UBND, of 20/11/2026" in told(dialog)
    assert WOMAN.name not in told(dialog)
    hands.press(dialog.open_button)
    hands.settle(jobs)
    assert page.applications.list.chosen_id() == subject.id
    act(page.applications, "withdraw", jobs)
    give_reason(page, "Kê khai không đúng")
    act(page.applications, "notice", jobs)
    notice = hands.dialog(page)
    assert isinstance(notice, PreviewDialog)
    hands.press(notice.close_button)
    (tmp_path / "photo.jpg").write_bytes(photo((tmp_path / "paper.pdf").read_bytes(), turn=33))
    dialog = asked(page)
    choose(dialog, tmp_path / "photo.jpg")
    assert told(dialog).startswith("✗ Withdrawn on 20/11/2026")


def test_a_typed_code_is_answered_and_a_wrong_one_marked(pair: Pair, jobs: Jobs, show: Show) -> None:
    issued(pair.office, pair.as_officer, presented(pair.office))
    dialog = asked(opened(CreditPage(pair.clerk, jobs), show))
    hands.fill(dialog.form, "typed", "2026-000001")
    hands.press(dialog.check_button)
    hands.settle(jobs)
    assert "random number" in dialog.form.problem_at("typed")
    hands.fill(dialog.form, "typed", f"2026-000001 {'0' * 32}")
    hands.press(dialog.check_button)
    hands.settle(jobs)
    assert told(dialog).startswith("✗ Unknown")
    assert not dialog.open_button.isVisible()


def test_a_file_that_is_no_paper_of_ours_is_not_accepted(pair: Pair, jobs: Jobs, show: Show, tmp_path: Path) -> None:
    (tmp_path / "other.png").write_bytes(b"\x89PNG nothing")
    dialog = asked(opened(CreditPage(pair.clerk, jobs), show))
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "other.png"))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    dialog.dropEvent(QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    hands.settle(jobs)
    assert told(dialog).startswith("✗ Not accepted: This picture can't be read.")


@pytest.mark.parametrize(("role", "has_it"), [("social", True), ("head", True), ("police", False)])
def test_the_button_is_there_for_who_checks_papers(
    office: Office, jobs: Jobs, show: Show, role: str, has_it: bool
) -> None:
    clerk = replace(office, officer=replace(office.officer, roles=frozenset({role})))
    assert opened(CreditPage(clerk, jobs), show).verify_button.isVisible() == has_it
