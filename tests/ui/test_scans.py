"""A scan of the signed paper is attached in the window, shown there again, and taken away with a reason."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from hn_desk.actions.confirmations import confirm
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.office import Office
from hn_desk.actions.scan_keeping import scans_of
from hn_desk.ui import hands
from hn_desk.ui.dialogs.scans import ScansDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.widgets.field import MultiLine
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.ui.conftest import Show
from tests.ui.credit_hands import act, choose_row, opened, shown_acts

As = Callable[[str], Office]


@pytest.fixture
def signed(office: Office, as_officer: As) -> Subject:
    subject = samples.presented(office)
    confirm(as_officer("hung"), (subject,), PASSPHRASE)
    return subject


def scan(folder: Path, pages: int) -> Path:
    """A PDF from a scanner, with a black bar on each page."""
    sheets = []
    for _ in range(pages):
        sheet = Image.new("RGB", (620, 877), "white")
        ImageDraw.Draw(sheet).rectangle((60, 80, 560, 120), fill="black")
        sheets.append(sheet)
    stream = BytesIO()
    sheets[0].save(stream, "PDF", save_all=True, append_images=sheets[1:], resolution=75)
    path = folder / "scan.pdf"
    path.write_bytes(stream.getvalue())
    return path


def dialog_of(page: CreditPage, subject: Subject) -> ScansDialog:
    choose_row(page, subject.id)
    act(page.applications, "scans", page.jobs)
    dialog = hands.dialog(page)
    assert isinstance(dialog, ScansDialog)
    return dialog


def test_a_scan_is_attached_shown_and_taken_away(
    office: Office, as_officer: As, signed: Subject, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    page = opened(CreditPage(as_officer("mai"), jobs), show)
    dialog = dialog_of(page, signed)
    assert "No scan of this paper is kept yet." in hands.visible_texts(dialog)
    dialog.attach(scan(tmp_path, 2))
    hands.settle(jobs)
    assert len(dialog.scans.rows()) == 1
    hands.pick(dialog.scans, 0)
    hands.press(dialog.show_button)
    hands.settle(jobs)
    assert len(dialog.pages) == 2
    picture = dialog.pages[0].pixmap().toImage()
    middle = picture.width() // 2
    assert picture.pixelColor(middle, picture.height() * 100 // 877).lightness() < 60
    assert picture.pixelColor(middle, picture.height() // 2).lightness() > 200
    hands.press(dialog.remove_button)
    asking = hands.dialog(dialog)
    reason = asking.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, "Nhầm văn bản")
    hands.press(hands.button(asking, "Remove it"))
    hands.settle(jobs)
    assert dialog.scans.rows() == ()
    assert dialog.pages == []
    assert scans_of(office, signed) == ()


def test_what_is_no_scan_is_refused_in_the_dialog(
    as_officer: As, signed: Subject, jobs: Jobs, show: Show, tmp_path: Path
) -> None:
    path = tmp_path / "scan.jpg"
    path.write_bytes(b"khong phai anh")
    page = opened(CreditPage(as_officer("mai"), jobs), show)
    dialog = dialog_of(page, signed)
    dialog.attach(path)
    hands.settle(jobs)
    assert "Choose a photo or a scan" in dialog.form.summary.text()
    assert dialog.attach_button.isEnabled()


def test_the_clerk_may_look_and_not_attach(office: Office, signed: Subject, jobs: Jobs, show: Show) -> None:
    dialog = dialog_of(opened(CreditPage(office, jobs), show), signed)
    assert not dialog.attach_button.isVisible()
    assert not dialog.remove_button.isVisible()


def test_an_unsigned_paper_has_no_scans(office: Office, jobs: Jobs, show: Show) -> None:
    subject = samples.presented(office)
    page = opened(CreditPage(office, jobs), show)
    choose_row(page, subject.id)
    assert "scans" not in shown_acts(page.applications)
