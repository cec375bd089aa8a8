"""Actions run one by one off the window's thread; results, refusals and bugs come back to it."""

import threading
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from hn_desk.errors import DeskError
from hn_desk.ui.hands import settle
from hn_desk.ui.jobs import Jobs


@dataclass(frozen=True, slots=True)
class Change:
    subjects: frozenset[str]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Sealing:
    changed: Change


def save(name: str) -> Change:
    return Change(frozenset({name}))


def refuse() -> None:
    raise DeskError("No.", do="Do this.")


def blunder() -> None:
    raise ValueError("Nguyễn Văn Bí Mật")


def test_an_action_runs_on_the_worker_and_its_answer_comes_back_on_the_windows_thread(jobs: Jobs) -> None:
    threads: list[int] = []
    jobs.run(threading.get_ident, then=lambda ident: threads.extend([ident, threading.get_ident()]))
    settle(jobs)
    assert threads[0] != threading.get_ident()
    assert threads[1] == threading.get_ident()


def test_a_write_says_what_changed(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.changed) as said:
        jobs.run(save, "households")
    assert said.args is not None
    assert said.args[0].subjects == {"households"}


def test_a_change_inside_a_larger_answer_is_found(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.changed) as said:
        jobs.run(Sealing, Change(frozenset({"packets"})))
    assert said.args is not None
    assert said.args[0].subjects == {"packets"}


def test_actions_run_in_the_order_they_were_asked_for(jobs: Jobs) -> None:
    done: list[int] = []
    for number in range(50):
        jobs.run(done.append, number)
    settle(jobs)
    assert done == list(range(50))


def test_a_refusal_goes_to_the_form_that_asked(qtbot: QtBot, jobs: Jobs) -> None:
    taken: list[DeskError] = []
    with qtbot.assertNotEmitted(jobs.refused):
        jobs.run(refuse, on_refused=taken.append)
        settle(jobs)
    assert [error.do for error in taken] == ["Do this."]


def test_a_refusal_nobody_takes_is_announced(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.refused) as said:
        jobs.run(refuse)
    assert said.args is not None
    assert said.args[0].what == "No."


def test_a_bug_is_announced_with_its_place_and_without_its_values(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.waitSignal(jobs.failed) as said:
        jobs.run(blunder)
    assert said.args is not None
    assert "ValueError" in said.args[0]
    assert "blunder" in said.args[0]
    assert "Bí Mật" not in said.args[0]


def test_of_reads_in_one_lane_only_the_latest_answers(jobs: Jobs) -> None:
    gate = threading.Event()
    answers: list[int] = []
    jobs.run(gate.wait, 10)
    for number in range(20):
        jobs.run_latest("judge", int, number, then=answers.append)
    gate.set()
    settle(jobs)
    assert answers == [19]


def test_a_long_action_reports_its_progress(jobs: Jobs) -> None:
    steps: list[tuple[int, int]] = []
    jobs.progress.connect(lambda done, total: steps.append((done, total)))

    def work(report: Callable[[int, int], None]) -> None:
        for done in range(3):
            report(done, 3)

    jobs.run_long(work)
    settle(jobs)
    assert steps == [(0, 3), (1, 3), (2, 3)]


def test_a_cancelled_action_is_refused_in_plain_words(qtbot: QtBot, jobs: Jobs) -> None:
    begun, cancelled = threading.Event(), threading.Event()

    def work(report: Callable[[int, int], None]) -> None:
        begun.set()
        cancelled.wait(10)
        report(1, 2)

    with qtbot.waitSignal(jobs.refused) as said:
        jobs.run_long(work)
        begun.wait(10)
        jobs.cancel()
        cancelled.set()
    assert said.args is not None
    assert said.args[0].reason == "cancelled"


def test_an_answer_for_a_window_that_is_gone_is_dropped(qtbot: QtBot, jobs: Jobs) -> None:
    gate = threading.Event()
    label = QLabel()
    jobs.run(gate.wait, 10)
    jobs.run(str, 5, then=label.setText)
    label.deleteLater()
    with qtbot.waitSignal(label.destroyed):
        pass
    gate.set()
    settle(jobs)
    assert not jobs.is_busy()


def test_it_says_when_it_is_busy_and_when_not(jobs: Jobs) -> None:
    states: list[bool] = []
    jobs.busy.connect(states.append)
    jobs.run(str, 1)
    jobs.run(str, 2)
    settle(jobs)
    assert states == [True, False]


def test_what_waits_when_the_window_closes_is_not_done(qtbot: QtBot) -> None:
    jobs = Jobs()
    begun = threading.Event()
    done: list[int] = []

    def until_cancelled(report: Callable[[int, int], None]) -> None:
        begun.set()
        while True:
            report(0, 1)

    jobs.run_long(until_cancelled)
    jobs.run(done.append, 1)
    begun.wait(10)
    jobs.close()
    assert done == []
