"""A planned event is held, gets three photos, and shows them; of a protected topic neither photo nor place is asked."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions.evidence import evidence_of
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import event, event_ids
from hn_desk.actions.query import Query
from hn_desk.ui import hands
from hn_desk.ui.dialogs.event_done import EventDoneDialog
from hn_desk.ui.dialogs.evidence import EvidenceDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.outreach import OutreachPage
from hn_desk.ui.widgets.field import MultiLine
from tests.ui.conftest import Show
from tests.ui.test_outreach import page, type_event

__all__ = ["page"]


def photos(folder: Path, *colours: str) -> tuple[Path, ...]:
    """JPEGs of one colour each."""
    made = []
    for colour in colours:
        stream = BytesIO()
        Image.new("RGB", (320, 240), colour).save(stream, "JPEG")
        path = folder / f"{colour}.jpg"
        path.write_bytes(stream.getvalue())
        made.append(path)
    return tuple(made)


def drop(target: QWidget, paths: tuple[Path, ...]) -> None:
    """Let files go over a widget, as from a folder."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(5, 5), copy, data, left, none))
    QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), copy, data, left, none))


def held(page: OutreachPage, jobs: Jobs) -> None:
    type_event(page, jobs, 2)
    assert not page.form.summary.codes()


def test_three_photos_become_thumbnails_and_one_is_opened_noted_and_removed(
    page: OutreachPage, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    held(page, jobs)
    drop(page.evidence.pictures.viewport(), photos(tmp_path, "red", "green", "blue"))
    hands.settle(jobs)
    strip = page.evidence
    assert strip.pictures.count() == 3
    icon = strip.pictures.item(0).icon().pixmap(120, 96).toImage()
    assert icon.pixelColor(icon.width() // 2, icon.height() // 2).red() > 200
    page.form.bring(strip.open_button)
    hands.press(strip.open_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, EvidenceDialog)
    hands.settle(jobs)
    shown = dialog.picture.pixmap().toImage()
    assert (shown.width(), shown.pixelColor(160, 120).red() > 200) == (320, True)
    hands.fill(dialog.form, "note", "Hội trường tổ 5")
    hands.press(dialog.save_button)
    hands.settle(jobs)
    id_ = event_ids(office, Query())[0]
    assert [row.note for row in evidence_of(office, id_)] == ["Hội trường tổ 5", "", ""]
    strip.pictures.setCurrentRow(1)
    hands.press(strip.open_button)
    again = hands.dialog(page)
    assert isinstance(again, EvidenceDialog)
    hands.press(again.remove_button)
    asking = hands.dialog(again)
    reason = asking.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, "Ảnh nhầm")
    hands.press(hands.button(asking, "Remove it"))
    hands.settle(jobs)
    assert strip.pictures.count() == 2


def test_files_that_are_no_photos_are_named_and_the_others_kept(page: OutreachPage, jobs: Jobs, tmp_path: Path) -> None:
    held(page, jobs)
    wrong = tmp_path / "ghi-chu.jpg"
    wrong.write_bytes(b"khong phai anh")
    page.evidence.add_files((*photos(tmp_path, "red"), wrong))
    hands.settle(jobs)
    assert page.evidence.pictures.count() == 1
    assert "ghi-chu.jpg" in page.evidence.problem.text()
    assert page.evidence.add_button.isEnabled()


@pytest.mark.parametrize("topic", ["qd22", "gqvl"])
def test_a_protected_topic_asks_for_neither_place_nor_photos(page: OutreachPage, jobs: Jobs, topic: str) -> None:
    hands.press(page.new_button)
    hands.settle(jobs)
    place = page.form.field("place")
    assert place.isVisible()
    hands.choose(page.form.topic, topic)
    hands.settle(jobs)
    assert not place.isVisible()
    assert not page.evidence.add_button.isVisible()


def test_who_only_reads_adds_no_photos(
    page: OutreachPage, office: Office, jobs: Jobs, show: Show, tmp_path: Path, as_officer: Callable[[str], Office]
) -> None:
    held(page, jobs)
    page.evidence.add_files(photos(tmp_path, "red"))
    hands.settle(jobs)
    reader = OutreachPage(as_officer("mai"), jobs)
    show(reader)
    reader.reload()
    hands.settle(jobs)
    reader.list.choose(event_ids(office, Query())[0])
    hands.settle(jobs)
    assert reader.evidence.pictures.count() == 1
    assert not reader.evidence.add_button.isVisible()


def test_a_planned_event_is_held_with_what_is_missing_and_gets_three_photos(
    page: OutreachPage, office: Office, jobs: Jobs, tmp_path: Path
) -> None:
    type_event(page, jobs, 2, state="planned")
    id_ = event_ids(office, Query())[0]
    assert not page.evidence.add_button.isVisible()
    hands.press(page.acts.done_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, EventDoneDialog)
    assert dialog.form.names() == ("starts_on", "ends_on", "people", "women")
    hands.fill(dialog.form, "people", "40")
    hands.fill(dialog.form, "women", "41")
    hands.press(dialog.save_button)
    hands.settle(jobs)
    assert dialog.form.problem_at("women")
    hands.fill(dialog.form, "women", "22")
    hands.press(dialog.save_button)
    hands.settle(jobs)
    kept = event(office, id_).draft
    assert (kept.state, kept.people, kept.women, len(kept.group_ids)) == ("done", 40, 22, 2)
    assert not page.acts.done_button.isVisible()
    page.evidence.add_files(photos(tmp_path, "red", "green", "blue"))
    hands.settle(jobs)
    assert page.evidence.pictures.count() == 3
    assert len(evidence_of(office, id_)) == 3
