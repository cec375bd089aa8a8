"""A second start hands its file to the open window, which offers it once somebody is signed in."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions.packets import seal_packet
from hn_desk.city.collect import collect
from hn_desk.city.receipts import receipts
from hn_desk.ui import application, hands
from hn_desk.ui.city.window import CityWindow
from hn_desk.ui.dialogs.first_run import FirstRun
from hn_desk.ui.dialogs.packet_answers import AnswersDialog
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.single import LONGEST, SingleInstance, hand_over, pipe_name
from tests.actions.conftest import PASSPHRASE
from tests.actions.records import add_event
from tests.pair import KEY_PASSPHRASE, Pair
from tests.ui.test_city import Open, desk_screen, open_window, results
from tests.ui.windows import Windows, settle, sign_in

__all__ = ["open_window"]


@pytest.fixture
def windows(qapp: QApplication) -> Iterator[Windows]:
    opened = Windows()
    yield opened
    opened.shut()


@pytest.fixture
def name(qapp: QApplication, tmp_path: Path) -> str:
    return pipe_name(tmp_path, is_usual=True)


@pytest.fixture
def heard(name: str) -> Iterator[list[str]]:
    """What a listening window was told."""
    listening, told = SingleInstance(name), list[str]()
    listening.wanted.connect(told.append)
    assert listening.is_listening()
    yield told
    listening.close()


def test_a_second_start_hands_over_its_file_or_only_calls(name: str, heard: list[str], tmp_path: Path) -> None:
    receipt = tmp_path / "BN-Phường Hoàn Kiếm.pdf"
    receipt.write_bytes(b"%PDF")
    assert hand_over(name, receipt)
    assert hand_over(name, None)
    hands.wait_until(lambda: len(heard) == 2)
    assert heard == [str(receipt), ""]


@pytest.mark.parametrize("sent", [b"\xff\xfe\n", b"x" * (LONGEST + 9), b"no end"])
def test_what_is_no_path_only_calls_the_window(sent: bytes, name: str, heard: list[str]) -> None:
    socket = QLocalSocket()
    socket.connectToServer(name)
    socket.write(sent)
    socket.flush()
    socket.disconnectFromServer()
    QApplication.processEvents()
    assert hand_over(name, None)
    hands.wait_until(lambda: "" in heard)
    assert set(heard) == {""}


def test_without_a_window_nothing_is_handed_over_and_a_dead_one_does_not_stay_in_the_way(name: str) -> None:
    assert not hand_over(name, None)
    assert not hand_over("", None)
    dead = SingleInstance(name)
    again = SingleInstance(name)
    assert again.is_listening()
    dead.close()
    again.close()


def test_on_windows_the_name_is_the_launcher_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(os, "environ", {"LOCALAPPDATA": "a"})
    assert pipe_name(tmp_path, is_usual=True) == "hn-desk-af63dc4c8601ec8c"
    assert pipe_name(tmp_path, is_usual=False) == ""
    monkeypatch.setattr(os, "environ", {"LOCALAPPDATA": "a", "HN_DESK_DATA": "b"})
    assert pipe_name(tmp_path, is_usual=True) == ""


def test_a_start_beside_an_open_window_ends_at_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called: list[Path | None] = []

    def taken(_name: str, handed: Path | None) -> bool:
        called.append(handed)
        return True

    monkeypatch.setattr(application, "hand_over", taken)
    file = tmp_path / "BN-1.pdf"
    file.write_bytes(b"%PDF")
    assert application.main([str(file), "--data", str(tmp_path / "office")]) == 0
    assert called == [file]
    assert not (tmp_path / "office").exists()


def receipt_of(pair: Pair, folder: Path) -> Path:
    add_event(pair.office)
    packet = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    desk = pair.desk("STC")
    collect(desk, packet.read_bytes(), packet.name)
    path = folder / "BN-00070.pdf"
    path.write_bytes(receipts(desk, "00070"))
    return path


def test_a_file_waits_for_signing_in_and_for_unlocking(windows: Windows, pair: Pair, tmp_path: Path) -> None:
    file = receipt_of(pair, tmp_path)
    folder = pair.office.folder
    pair.office.close()
    window = MainWindow(folder)
    windows.all.append(window)
    window.show()
    hands.wait_until(lambda: isinstance(window.screens.currentWidget(), SignIn))
    hands.settle(window.jobs)
    window.open_file(file)
    assert "Sign in, then BN-00070.pdf" in window.statusBar().currentMessage()
    desk = sign_in(window, "mai")
    assert desk.shown() == "packets"
    hands.press(hands.button(hands.dialog(desk.page("packets")), "Read it"))
    settle(window)
    answers = hands.dialog(desk.page("packets"))
    assert isinstance(answers, AnswersDialog)
    assert answers.answers[0].is_good
    answers.close()

    desk.locked.emit()
    window.open_file(file)
    assert "Sign in" in window.statusBar().currentMessage()
    lock = window.screens.currentWidget()
    assert isinstance(lock, SignIn)
    hands.type_text(lock.form.field("passphrase"), PASSPHRASE)
    hands.press(hands.button(lock, "Open"))
    settle(window)
    hands.press(hands.button(hands.dialog(desk.page("packets")), "Not now"))


def test_an_office_sends_a_packet_on_and_who_may_not_read_is_told(windows: Windows, office_folder: Path) -> None:
    desk = windows.open(office_folder, "anh")
    window = desk.window()
    assert isinstance(window, MainWindow)
    window.open_file(office_folder / "GOI-00070-STC-000001.xlsx")
    assert "a packet for a desk of the city" in window.statusBar().currentMessage()
    window.open_file(office_folder / "BN-1.pdf")
    assert "your role doesn't" in window.statusBar().currentMessage()


def test_a_packet_opened_at_the_city_waits_for_the_desk_and_is_taken_in(pair: Pair, open_window: Open) -> None:
    add_event(pair.office)
    packet = seal_packet(pair.clerk, "STC", KEY_PASSPHRASE).path
    window = open_window(pair.city)
    window.open_file(packet)
    assert f"Open the desk, then {packet.name}" in window.statusBar().currentMessage()
    screen = desk_screen(window)
    hands.press(hands.button(hands.dialog(screen), "Take it in"))
    hands.settle(window.jobs)
    assert results(screen) == [("applied", "")]


def test_the_first_start_leads_on_to_the_city(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    shown: list[QWidget] = []

    def press_city() -> None:
        first = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible())
        hands.wait_until(lambda: isinstance(first.screens.currentWidget(), FirstRun))
        hands.settle(first.jobs)
        hands.press(hands.button(first, "This PC is a desk of the city…"))
        shown.extend(one for one in QApplication.topLevelWidgets() if isinstance(one, CityWindow) and one.isVisible())
        QApplication.closeAllWindows()

    QTimer.singleShot(0, press_city)
    assert application.main(["--data", str(tmp_path / "office"), "--lang", "en"]) == 0
    assert [one.folder for one in shown if isinstance(one, CityWindow)] == [tmp_path / application.CITY_FOLDER]
