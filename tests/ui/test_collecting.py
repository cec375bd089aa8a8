"""A widget in a dead cycle is destroyed on the window's thread, however much the worker allocates."""

import gc
import threading
import weakref
from functools import partial

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from hn_desk.ui import collecting
from hn_desk.ui.collecting import Collecting, collect_due
from hn_desk.ui.hands import settle
from hn_desk.ui.jobs import Jobs


class Holder(QObject):
    """Something of Qt's that holds itself."""

    def __init__(self) -> None:
        super().__init__()
        self.itself = self


def allocate() -> list[list[int]]:
    """Far more than any threshold of Python's collector."""
    return [[number] for number in range(200_000)]


def forget(*_what: object) -> None:
    """What becomes of an answer nobody needs."""


def abandoned(threads: list[int]) -> None:
    weakref.finalize(Holder(), lambda: threads.append(threading.get_ident()))


def test_the_worker_collects_nothing_and_the_windows_thread_does(qtbot: QtBot, jobs: Jobs) -> None:
    threads: list[int] = []
    gc.collect()
    abandoned(threads)
    kept: list[object] = []
    jobs.run(allocate, then=kept.append)
    settle(jobs)
    qtbot.waitUntil(lambda: threads == [threading.get_ident()])
    assert kept


def test_the_worker_lets_go_of_what_a_call_was_for(jobs: Jobs) -> None:
    threads: list[int] = []
    gate = threading.Event()
    jobs.run(gate.wait)
    holder = QObject()
    weakref.finalize(holder, lambda: threads.append(threading.get_ident()))
    jobs.run(str, holder, then=partial(forget, holder))
    del holder
    gate.set()
    settle(jobs)
    jobs.run(str)
    settle(jobs)
    assert threads == [threading.get_ident()]


def test_python_collects_again_when_the_last_worker_ended(qtbot: QtBot) -> None:
    before = gc.isenabled()
    first, second = Collecting(), Collecting()
    first.end()
    assert not gc.isenabled()
    second.end()
    second.end()
    assert gc.isenabled() == before


def test_the_oldest_generation_that_is_due_is_collected(jobs: Jobs) -> None:
    gc.collect()
    assert collect_due() == -1
    kept = allocate()
    assert collect_due() == 0
    assert kept


def test_all_is_collected_only_when_what_lived_long_has_grown(jobs: Jobs, monkeypatch: pytest.MonkeyPatch) -> None:
    collected: list[int] = []
    monkeypatch.setattr(gc, "get_count", lambda: (10_000, 100, 100))
    monkeypatch.setattr(gc, "collect", collected.append)
    monkeypatch.setattr(collecting, "_long_lived", [0])
    assert collect_due() == 2
    assert collect_due() == 1
    monkeypatch.setattr(collecting, "_long_lived", [len(gc.get_objects(generation=2)) // 2])
    assert collect_due() == 2
    assert collected == [2, 1, 2]
