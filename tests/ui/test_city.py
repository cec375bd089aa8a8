"""The city's window: desks take packets and answer them, the authority certifies offices."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hn_desk.actions import keyring
from hn_desk.actions.office import Office
from hn_desk.actions.packets import packet_rows, receive, seal_packet
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.overview import records
from hn_desk.ui import application, hands, loader
from hn_desk.ui.city.authority import WORDS, AuthorityScreen, Requests
from hn_desk.ui.city.desk_screen import DeskScreen
from hn_desk.ui.city.entrance import Entrance
from hn_desk.ui.city.new_city import NewCity, Ways
from hn_desk.ui.city.record_words import HIDDEN, shown, words
from hn_desk.ui.city.window import CityWindow
from tests.actions.records import add_contact, add_conversion, add_event, add_household
from tests.pair import CITY, CITY_PASSPHRASE, KEY_PASSPHRASE, Pair, at_now

Open = Callable[[Path], CityWindow]


@pytest.fixture
def open_window(qtbot: QtBot) -> Iterator[Open]:
    windows: list[CityWindow] = []

    def opened(folder: Path) -> CityWindow:
        window = CityWindow(folder, Ways(CITY, at_now))
        windows.append(window)
        with qtbot.waitExposed(window):
            window.show()
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        hands.settle(window.jobs)
        return window

    yield opened
    for window in windows:
        window.hide()
        window.shut()
        window.deleteLater()


def sealed(pair: Pair, desk: str = "STC") -> Path:
    return seal_packet(pair.clerk, desk, KEY_PASSPHRASE).path


def fill_office(pair: Pair) -> None:
    add_event(pair.office)
    household = add_household(pair.office)
    add_contact(pair.office, household)
    add_conversion(pair.office, household)


def open_desk(window: CityWindow, code: str = "STC", passphrase: str = CITY_PASSPHRASE) -> QWidget:
    hands.fill(window.entrance.form, "desk", code)
    hands.type_text(window.entrance.passphrase, passphrase)
    hands.press(window.entrance.open_button)
    hands.settle(window.jobs)
    return window.screen_shown()


def desk_screen(window: CityWindow, code: str = "STC") -> DeskScreen:
    screen = open_desk(window, code)
    assert isinstance(screen, DeskScreen)
    return screen


def take(window: CityWindow, screen: DeskScreen, *paths: Path) -> None:
    screen.intake.take(paths)
    hands.settle(window.jobs)


def results(screen: DeskScreen) -> list[tuple[str, str]]:
    return [(row.decision, row.reason) for row in screen.intake.table.rows()]


def test_the_entrance_offers_the_desks_of_the_folder(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    box = window.entrance.desk.box
    assert [box.itemData(place) for place in range(1, box.count())] == ["CATP-MT", "NHCS", "SNV", "STC"]
    assert window.entrance.authority_button.isVisible()
    assert not window.entrance.new_button.isVisible()


def test_an_empty_folder_says_what_to_do_first(tmp_path: Path, open_window: Open) -> None:
    window = open_window(tmp_path / "nothing")
    assert "Set up a city first" in window.entrance.where.text()
    assert not window.entrance.open_button.isEnabled()
    assert not (tmp_path / "nothing").exists()


def test_another_folder_can_be_chosen(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    window = open_window(tmp_path / "nothing")
    window.entrance.choose_folder(pair.city)
    hands.settle(window.jobs)
    assert isinstance(desk_screen(window), DeskScreen)
    assert window.folder == pair.city


def test_a_wrong_passphrase_is_refused_in_place(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    screen = open_desk(window, passphrase="không phải mật khẩu này")
    assert isinstance(screen, Entrance)
    assert screen.form.summary.isVisible()
    assert screen.passphrase.value() == ""


def test_no_desk_chosen_is_said_under_the_field(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    hands.press(window.entrance.open_button)
    assert window.entrance.form.problem_at("desk") == "Choose the desk."


def test_a_packet_is_taken_and_its_receipt_reaches_the_office(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    fill_office(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, sealed(pair))
    screen.intake.save_receipts(tmp_path)
    hands.settle(window.jobs)
    receive(pair.clerk, (tmp_path / "BN-STC-00070-000001.pdf").read_bytes())
    assert results(screen) == [("applied", "")]
    assert "BN-STC-00070-000001.pdf" in screen.intake.told.text()
    assert [row.state for row in packet_rows(pair.clerk)] == ["received"]


def test_many_packets_are_stopped_between_two_and_what_was_taken_stays(pair: Pair, open_window: Open) -> None:
    paths = [sealed(pair)]
    for _n in range(2):
        add_event(pair.office)
        paths.append(sealed(pair))
    window = open_window(pair.city)
    screen = desk_screen(window)

    def stop_after_one(done: int, _total: int) -> None:
        if done == 1:
            window.jobs.cancel()

    window.jobs.progress.connect(stop_after_one, Qt.ConnectionType.DirectConnection)
    take(window, screen, *paths)
    assert results(screen) == [("applied", "")] * 2
    assert "1 files were not looked at" in screen.intake.hint.text()
    assert not screen.intake.progress.isVisible()
    take(window, screen, paths[2])
    assert results(screen) == [("applied", "")]


def test_packets_taken_together_go_in_their_order(pair: Pair, open_window: Open) -> None:
    fill_office(pair)
    first = sealed(pair)
    add_event(pair.office, "Buổi thứ hai")
    second = sealed(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, second, first)
    assert [row.number for row in screen.intake.table.rows()] == [1, 2]
    assert results(screen) == [("applied", ""), ("applied", "")]


def test_files_that_are_no_packets_are_told_apart(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    fill_office(pair)
    packet = sealed(pair)
    (tmp_path / "a.xlsx").write_bytes(b"nothing of ours")
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, packet, tmp_path / "a.xlsx", tmp_path / "gone.xlsx")
    assert sorted(decision for decision, _reason in results(screen)) == ["applied", "quarantined", "unread"]
    assert screen.intake.hint.text() == "1 of 3 files were accepted."
    assert screen.intake.senders() == ("00070",)


def test_a_dropped_packet_is_taken(pair: Pair, open_window: Open) -> None:
    fill_office(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    drop(screen.intake, sealed(pair))
    hands.settle(window.jobs)
    assert results(screen) == [("applied", "")]


def test_offices_show_their_packets_and_write_their_receipt(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    fill_office(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, sealed(pair))
    screen.tabs.setCurrentWidget(screen.offices)
    hands.pick(screen.offices.table, 0)
    hands.settle(window.jobs)
    hands.pick(screen.offices.packets, 0)
    screen.offices.save_receipt(tmp_path)
    hands.settle(window.jobs)
    office = screen.offices.table.chosen_row()
    assert office is not None
    assert (office.code, office.packets, office.has_receipt) == ("00070", 1, True)
    assert screen.offices.why.text().startswith("Hash: ")
    assert (tmp_path / "BN-STC-00070-000001.pdf").exists()


def test_a_packet_that_was_not_taken_says_why(pair: Pair, open_window: Open) -> None:
    fill_office(pair)
    sealed(pair)
    add_event(pair.office, "Buổi thứ hai")
    second = sealed(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, second)
    assert results(screen)[0][0] == "waiting"
    said = screen.intake.table.item(0, 8)
    assert said is not None
    assert "it waits for number 1" in said.text()


def test_records_are_shown_in_words(pair: Pair, open_window: Open) -> None:
    fill_office(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, sealed(pair))
    screen.tabs.setCurrentWidget(screen.records)
    hands.choose(screen.records.subject, "events")
    hands.settle(window.jobs)
    cells = [screen.records.table.item(0, place) for place in range(screen.records.table.columnCount())]
    texts = [cell.text() for cell in cells if cell is not None]
    assert {"Phổ biến Đề án", "Hội nghị", "05/10/2026", "45"} <= set(texts)
    assert "conference" not in texts
    assert screen.records.count.text() == "1 of 1 records"


def test_every_code_of_a_record_has_its_word(pair: Pair, open_window: Open) -> None:
    fill_office(pair)
    window = open_window(pair.city)
    screen = desk_screen(window)
    take(window, screen, sealed(pair))
    hands.press(screen.close_button)
    hands.settle(window.jobs)
    desk, called = pair.desk("STC"), words(rule_book())
    coded = {("conversions", "state"), ("conversions", "enterprise_kind"), ("events", "topic"), ("events", "state")}
    for subject, field in coded:
        found = records(desk, subject)
        value = found.rows[0][found.fields.index(field)]
        assert shown(subject, field, value, called) not in ("", value)
    assert {"event_id", "group_id"} <= HIDDEN


def test_counted_codes_are_written_out(pair: Pair) -> None:
    called = words(rule_book())
    code, label = next(iter(called["contact_counts", "obstacles"].items()))
    assert shown("contact_counts", "obstacles", f"{code}=3", called) == f"{label}: 3"


def test_an_office_is_certified_after_its_words_were_compared(
    pair: Pair, as_officer: Callable[[str], Office], tmp_path: Path, open_window: Open
) -> None:
    other = as_officer("anh")
    request = tmp_path / "request.csr"
    request.write_bytes(keyring.make_request(other, KEY_PASSPHRASE, bits=2048))
    window = open_window(pair.city)
    screen = authority(window)
    screen.read_request(request)
    hands.settle(window.jobs)
    assert keyring.key_state(other).fingerprint_words == tuple(screen.words.text().split("  ·  "))
    hands.press(screen.issue_button)
    assert screen.form.problem_at("word_1") == "Compare the four words with the office first."
    tick_words(screen)
    hands.fill(screen.form, "word_3", False)
    hands.press(screen.issue_button)
    assert screen.form.problem_at("word_3") == "Compare the four words with the office first."
    tick_words(screen)
    hands.press(screen.issue_button)
    assert screen.form.problem_at("passphrase") == "Type the authority's passphrase."
    hands.type_text(screen.passphrase, CITY_PASSPHRASE)
    hands.press(screen.issue_button)
    hands.settle(window.jobs)
    assert "has a certificate until" in screen.told.text()
    assert [(row.id, row.count) for row in screen.table.rows()] == [("00070", 2)]


def test_a_wrong_passphrase_of_the_authority_keeps_the_request(
    pair: Pair, as_officer: Callable[[str], Office], tmp_path: Path, open_window: Open
) -> None:
    request = tmp_path / "request.csr"
    request.write_bytes(keyring.make_request(as_officer("anh"), KEY_PASSPHRASE, bits=2048))
    window = open_window(pair.city)
    screen = authority(window)
    screen.read_request(request)
    hands.settle(window.jobs)
    tick_words(screen)
    hands.type_text(screen.passphrase, "không phải mật khẩu này")
    hands.press(screen.issue_button)
    hands.settle(window.jobs)
    assert screen.form.problem_at("passphrase").startswith("The passphrase is wrong")
    assert screen.words.isVisible()
    assert [row.count for row in screen.table.rows()] == [1]


def test_a_file_that_is_no_request_is_refused(pair: Pair, tmp_path: Path, open_window: Open) -> None:
    (tmp_path / "a.csr").write_bytes(b"nothing")
    window = open_window(pair.city)
    screen = authority(window)
    screen.read_request(tmp_path / "a.csr")
    hands.settle(window.jobs)
    assert screen.form.summary.isVisible()
    assert not screen.issue_button.isEnabled()


def test_a_trust_pack_is_written_that_offices_accept(
    pair: Pair, as_officer: Callable[[str], Office], tmp_path: Path, open_window: Open
) -> None:
    window = open_window(pair.city)
    screen = authority(window)
    hands.press(screen.trust_button)
    assert screen.form.problem_at("passphrase") == "Type the authority's passphrase."
    hands.type_text(screen.passphrase, CITY_PASSPHRASE)
    screen.write_trust(tmp_path)
    hands.settle(window.jobs)
    assert "TIN-000002.pdf" in screen.told.text()
    assert (tmp_path / "trust" / "root.pem").exists()
    keyring.install_trust(pair.as_officer("anh"), (tmp_path / "TIN-000002.pdf").read_bytes())
    assert keyring.key_state(pair.as_officer("anh")).trust_number == 2


def test_a_city_is_set_up_in_the_window(tmp_path: Path, open_window: Open) -> None:
    window = open_window(tmp_path / "city")
    hands.press(window.entrance.new_button)
    screen = window.screen_shown()
    assert isinstance(screen, NewCity)
    hands.settle(window.jobs)
    hands.wait_until(screen.desks.box("STC").isVisible)
    hands.fill(screen.form, "desks", {"STC"})
    hands.type_text(screen.passphrase, CITY_PASSPHRASE)
    hands.press(screen.make_button)
    assert screen.form.problem_at("again") == "The two passphrases differ."
    hands.type_text(screen.again, CITY_PASSPHRASE)
    hands.press(screen.make_button)
    hands.settle(window.jobs)
    assert window.screen_shown() is window.entrance
    assert isinstance(desk_screen(window), DeskScreen)


def test_a_weak_passphrase_for_the_city_is_refused(tmp_path: Path, open_window: Open) -> None:
    window = open_window(tmp_path / "city")
    hands.press(window.entrance.new_button)
    screen = window.screen_shown()
    assert isinstance(screen, NewCity)
    hands.settle(window.jobs)
    hands.type_text(screen.passphrase, "ngắn")
    hands.type_text(screen.again, "ngắn")
    hands.press(screen.make_button)
    hands.settle(window.jobs)
    assert "shorter than" in screen.form.problem_at("passphrase")
    assert not (tmp_path / "city").exists()


def test_closing_a_desk_goes_back_and_lets_another_be_opened(pair: Pair, open_window: Open) -> None:
    window = open_window(pair.city)
    screen = desk_screen(window, "SNV")
    hands.press(screen.close_button)
    hands.settle(window.jobs)
    assert window.screen_shown() is window.entrance
    assert desk_screen(window, "STC").desk.code == "STC"


def test_the_program_opens_the_citys_window_when_asked() -> None:
    assert loader.city_window() is CityWindow
    options = application._parser().parse_args(["--city", "somewhere"])
    assert options.city == Path("somewhere")


def authority(window: CityWindow) -> Requests:
    hands.press(window.entrance.authority_button)
    screen = window.screen_shown()
    assert isinstance(screen, AuthorityScreen)
    hands.settle(window.jobs)
    return screen.requests


def tick_words(screen: Requests) -> None:
    for name in WORDS:
        hands.fill(screen.form, name, True)


def drop(target: QWidget, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(target, QDragEnterEvent(QPoint(20, 20), Qt.DropAction.CopyAction, data, button, keys))
    QApplication.sendEvent(target, QDropEvent(QPointF(20, 20), Qt.DropAction.CopyAction, data, button, keys))
