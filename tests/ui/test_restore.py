"""The restore wizard in the window: a dead PC and a new one, by passphrase and by recovery sheet; the list after it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from hn_desk import office_keys
from hn_desk.actions import backups
from hn_desk.actions.backup_making import BACKUPS, backup_files
from hn_desk.actions.office import DATABASE_FILE, KEY_FILE, OUTBOX, Office, is_set_up, unlock
from hn_desk.actions.packets import seal_packet
from hn_desk.actions.restoring_list import REST, lost_list
from hn_desk.errors import StorageError
from hn_desk.recovery import new_recovery, recovery_words
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.restore import DONE, NUMBERS, SEARCH, Restore
from hn_desk.ui.dialogs.restore_list import LostDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.pages.home_backup import BackupLine
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.credit_samples import WORK, issued, presented
from tests.actions.records import add_event
from tests.pair import KEY_PASSPHRASE, Pair
from tests.ui.conftest import Show

SHEET = new_recovery()
NEW = "mot cau moi de nho"


@pytest.fixture
def dead(pair: Pair) -> Path:
    """The folder of a PC whose database is gone: a backup, then an event and a loan case that were packed."""
    folder = pair.office.folder
    keys = office_keys.load(folder / KEY_FILE)
    office_keys.save(office_keys.with_recovery(keys, pair.office.keys, SHEET), folder / KEY_FILE)
    backups.back_up(pair.office)
    add_event(pair.office, "Mất khi hỏng máy")
    issued(pair.office, pair.as_officer, presented(pair.office, WORK))
    for desk in ("STC", "NHCS"):
        seal_packet(pair.clerk, desk, KEY_PASSPHRASE)
    pair.office.close()
    (folder / DATABASE_FILE).unlink()
    return folder


@pytest.fixture
def main(dead: Path, qtbot: QtBot) -> Iterator[MainWindow]:
    window = MainWindow(dead)
    with qtbot.waitSignal(window.ready):
        window.show()
    hands.settle(window.jobs)
    window.activateWindow()
    yield window
    window.shut()
    window.close()
    window.deleteLater()


def screen(window: MainWindow) -> QWidget:
    return window.screens.currentWidget()


def wizard(window: MainWindow) -> Restore:
    found = screen(window)
    assert isinstance(found, Restore)
    return found


def go_on(made: Restore, jobs: Jobs, words: str = "Next") -> None:
    hands.press(hands.button(made, words))
    hands.settle(jobs)


def by_passphrase(made: Restore, jobs: Jobs, login: str = "lan", passphrase: str = PASSPHRASE) -> None:
    hands.fill(made.opening, "login", login)
    hands.type_text(made.opening.field("passphrase"), passphrase)
    go_on(made, jobs)


def to_the_end(made: Restore, jobs: Jobs) -> str:
    go_on(made, jobs)
    assert made.steps.currentIndex() == NUMBERS
    go_on(made, jobs, "Restore now")
    assert made.steps.currentIndex() == DONE, made.numbers.summary.text() if made.numbers else ""
    return made.result.text()


def test_from_the_sign_in_screen_to_a_desk_that_works_again(main: MainWindow) -> None:
    assert hands.button(screen(main), "Restore from a backup…")
    hands.press(hands.button(screen(main), "Restore from a backup…"))
    hands.settle(main.jobs)
    made = wizard(main)
    assert made.opening.field("folder").value() == str(main.folder / BACKUPS)
    by_passphrase(made, main.jobs)
    assert made.beside is not None
    assert "Made on 20/11/2026" in made.beside.found.text()
    assert made.beside.field("outboxes").value() == str(main.folder / OUTBOX)

    told = to_the_end(made, main.jobs)

    assert "numbering 2" in told
    assert "old PC" in told
    go_on(made, main.jobs, "Sign in")
    form = screen(main).form  # type: ignore[attr-defined]  # the sign-in screen
    hands.type_text(form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(screen(main), "Sign in"))
    hands.settle(main.jobs)
    assert main.desk() is not None
    assert any("must still be typed again" in text for text in hands.visible_texts(main))
    hands.wait_until(lambda: len(backup_files(main.folder / BACKUPS)) == 2)
    hands.settle(main.upkeep.background)
    hands.settle(main.jobs)


def test_by_the_recovery_sheet_an_officer_comes_in_with_a_new_passphrase(dead: Path, jobs: Jobs, show: Show) -> None:
    made = Restore(dead, jobs)
    show(made)
    hands.settle(jobs)
    hands.fill(made.opening, "by", "words")
    hands.fill(made.opening, "words", "\n".join(recovery_words(SHEET)))
    go_on(made, jobs)
    assert made.beside is not None
    hands.fill(made.beside, "login", "mai")
    hands.fill(made.beside, "new_passphrase", NEW)
    hands.fill(made.beside, "again", NEW)

    to_the_end(made, jobs)

    with closing(unlock(dead, "mai", NEW, clock=lambda: NOW + timedelta(days=9999))) as office:
        known = lost_list(office)
    assert known is not None
    assert {item.subject for item in known.items} == {"events", "figures", "papers"}


def test_a_slip_in_the_words_is_told_at_the_words(dead: Path, jobs: Jobs, show: Show) -> None:
    made = Restore(dead, jobs)
    show(made)
    hands.settle(jobs)
    hands.fill(made.opening, "by", "words")
    hands.fill(made.opening, "words", " ".join((*recovery_words(SHEET)[:-1], "khong-phai")))
    go_on(made, jobs)

    assert made.steps.currentIndex() == SEARCH
    assert made.opening.problem_at("words")


def test_two_different_new_passphrases_and_a_short_one_are_not_taken(dead: Path, jobs: Jobs, show: Show) -> None:
    made = Restore(dead, jobs)
    show(made)
    hands.settle(jobs)
    hands.fill(made.opening, "by", "words")
    hands.fill(made.opening, "words", " ".join(recovery_words(SHEET)))
    go_on(made, jobs)
    assert made.beside is not None
    hands.fill(made.beside, "login", "mai")
    hands.fill(made.beside, "new_passphrase", NEW)
    hands.fill(made.beside, "again", "khac")
    go_on(made, jobs)
    assert "differ" in made.beside.summary.text()
    hands.fill(made.beside, "new_passphrase", "ngan")
    hands.fill(made.beside, "again", "ngan")
    go_on(made, jobs)
    go_on(made, jobs, "Restore now")
    assert made.beside.problem_at("new_passphrase")
    assert not (dead / DATABASE_FILE).exists()


def test_a_wrong_passphrase_stays_where_it_is_typed(dead: Path, jobs: Jobs, show: Show) -> None:
    made = Restore(dead, jobs)
    show(made)
    hands.settle(jobs)
    by_passphrase(made, jobs, passphrase="sai hoan toan roi")

    assert made.steps.currentIndex() == SEARCH
    assert made.opening.summary.isVisible()


def test_each_bad_backup_is_told_before_the_good_one(pair: Pair, jobs: Jobs, show: Show) -> None:
    backups.back_up(pair.office)
    (path,) = backup_files(pair.office.folder / BACKUPS)
    newer = path.with_name(path.name.replace("20261120", "20261125"))
    shutil.copy(path, newer)
    newer.write_bytes(newer.read_bytes()[:-100])
    pair.office.close()
    made = Restore(pair.office.folder, jobs)
    show(made)
    hands.settle(jobs)
    by_passphrase(made, jobs)

    assert made.beside is not None
    assert path.name in made.beside.found.text()


def test_an_empty_pc_has_a_second_door_for_the_office_of_the_old_one(dead: Path, tmp_path: Path, qtbot: QtBot) -> None:
    stick = tmp_path / "usb"
    shutil.copytree(dead, stick)
    shutil.rmtree(dead)
    window = MainWindow(tmp_path / "new-pc")
    with qtbot.waitSignal(window.ready):
        window.show()
    hands.settle(window.jobs)
    window.activateWindow()
    hands.press(hands.button(screen(window), "Move to this PC, or the old PC is broken…"))
    hands.settle(window.jobs)
    made = wizard(window)
    hands.fill(made.opening, "folder", str(stick))
    by_passphrase(made, window.jobs)
    assert made.beside is not None
    assert made.beside.field("outboxes").value() == str(stick / OUTBOX)
    to_the_end(made, window.jobs)
    go_on(made, window.jobs, "Sign in")

    assert is_set_up(tmp_path / "new-pc")
    assert not isinstance(screen(window), Restore)
    window.shut()
    window.close()


def test_going_back_leads_to_where_one_came_from(main: MainWindow) -> None:
    hands.press(hands.button(screen(main), "Restore from a backup…"))
    hands.settle(main.jobs)
    go_on(wizard(main), main.jobs, "Back")
    assert hands.button(screen(main), "Sign in")


def test_damage_told_in_the_bar_offers_to_restore(main: MainWindow) -> None:
    main.problems.show_refusal(StorageError("The database is damaged.", reason="damaged"))
    hands.press(hands.button(main.problems, "Restore from a backup…"))
    hands.settle(main.jobs)
    assert isinstance(screen(main), Restore)


def test_other_refusals_offer_no_restore(main: MainWindow) -> None:
    main.problems.show_refusal(StorageError("The disk is full.", reason="disk-full"))
    assert not main.problems.restore.isVisible()


@pytest.fixture
def restored(dead: Path, jobs: Jobs, show: Show) -> Iterator[Office]:
    made = Restore(dead, jobs)
    show(made)
    hands.settle(jobs)
    by_passphrase(made, jobs)
    to_the_end(made, jobs)
    made.window().close()
    with closing(unlock(dead, "lan", PASSPHRASE, clock=lambda: NOW + timedelta(days=9999))) as office:
        yield office


def test_the_list_is_ticked_off_and_put_away_from_the_home_page(restored: Office, jobs: Jobs, show: Show) -> None:
    line = BackupLine(restored, jobs)
    show(line)
    line.reload()
    hands.settle(jobs)
    hands.press(line.lost)
    dialog = hands.dialog(line)
    assert isinstance(dialog, LostDialog)
    hands.settle(jobs)
    assert not dialog.finish.isEnabled()
    for item_id in list(dialog.ticks):
        hands.press(dialog.ticks[item_id])
        hands.settle(jobs)
    assert REST in dialog.ticks
    hands.press(dialog.finish)
    hands.settle(jobs)
    line.reload()
    hands.settle(jobs)
    assert not line.lost.isVisible()
    assert lost_list(restored) is None


def test_the_list_is_shown_as_a_page_to_print(restored: Office, jobs: Jobs, show: Show) -> None:
    line = BackupLine(restored, jobs)
    show(line)
    line.reload()
    hands.settle(jobs)
    hands.press(line.lost)
    dialog = hands.dialog(line)
    assert isinstance(dialog, LostDialog)
    hands.settle(jobs)
    hands.press(dialog.print)
    hands.settle(jobs)
    preview = dialog.findChild(PreviewDialog)
    assert isinstance(preview, PreviewDialog)
    text = preview.document[0].get_textpage().get_text_range()
    assert "Mất khi hỏng máy" in text
    preview.close()
