"""Everything slow: actions run one after another on one worker thread, their results come back to the window's.

    jobs.run(households.save_household, office, draft, then=self._saved, on_refused=self._form.refuse)
    jobs.run_latest("judge", credit.judge, office, draft, then=self._show_findings)
    jobs.run_long(packets.seal_packet, office, desk, then=self._sealed)

`then` gets the result, `on_refused` the DeskError; both are called on the window's thread, and are dropped when the
widget they belong to (a bound method, or a partial of one) is gone. A refusal nobody asked for goes to `Jobs.refused`.
Neither they nor any other widget is ever let go on the worker's thread: Qt would not survive it.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Protocol, TypeVar, runtime_checkable

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal, Slot

from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui import bugs
from hn_desk.ui.collecting import Collecting

Result = TypeVar("Result")


@runtime_checkable
class SaysWhatChanged(Protocol):
    """What a writing action returns: the subjects whose pages must reload."""

    subjects: frozenset[str]


class CancelledError(DeskError):
    """The officer stopped a long action; nothing of it was kept."""

    reason = "cancelled"


@dataclass(slots=True)
class _Call:
    work: Callable[[], Any]
    then: Callable[[Any], object] | None
    on_refused: Callable[[DeskError], object] | None
    lane: str = ""
    result: Any = None
    refusal: DeskError | None = None
    bug: str = ""
    is_dropped: bool = False

    def let_go(self) -> None:
        """Forget what it was for, on the window's thread: the worker may hold the call a moment longer."""
        self.work = _nothing
        self.then = self.on_refused = self.result = self.refusal = None


class Jobs(QObject):
    """The one queue of actions, its worker thread, and what they said."""

    changed = Signal(object)
    """A write was kept: its `Changed`, with `subjects`."""
    refused = Signal(object)
    """A DeskError that no form took."""
    failed = Signal(str)
    """A bug: its kinds and lines, without values."""
    progress = Signal(int, int)
    """Done and total of the long action that runs."""
    busy = Signal(bool)
    """Whether anything is waiting or running."""
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting = 0
        self._lanes: dict[str, _Call] = {}
        self._stop = threading.Event()
        self._is_closed = False
        self._collecting = Collecting(self)
        self._calls: SimpleQueue[_Call | None] = SimpleQueue()
        self._ended.connect(self._take_back, Qt.ConnectionType.QueuedConnection)
        self._thread = threading.Thread(target=self._work, name="hn-desk-jobs", daemon=True)
        self._thread.start()

    def run(
        self,
        action: Callable[..., Result],
        *args: object,
        then: Callable[[Result], object] | None = None,
        on_refused: Callable[[DeskError], object] | None = None,
    ) -> None:
        """Queue `action(*args)`."""
        self._queue(_Call(partial(action, *args), then, on_refused))

    def run_latest(
        self,
        lane: str,
        action: Callable[..., Result],
        *args: object,
        then: Callable[[Result], object] | None = None,
        on_refused: Callable[[DeskError], object] | None = None,
    ) -> None:
        """Queue a read that replaces every earlier one of the same `lane`: only the latest answer is delivered."""
        before = self._lanes.get(lane)
        if before is not None:
            before.is_dropped = True
        call = _Call(partial(action, *args), then, on_refused, lane)
        self._lanes[lane] = call
        self._queue(call)

    def run_long(
        self,
        action: Callable[..., Result],
        *args: object,
        then: Callable[[Result], object] | None = None,
        on_refused: Callable[[DeskError], object] | None = None,
    ) -> None:
        """Queue `action(*args, report=…)`; its `report(done, total)` feeds `progress` and raises once cancelled."""
        self._stop.clear()
        self._queue(_Call(partial(action, *args, report=self._report), then, on_refused))

    def cancel(self) -> None:
        """Ask the long action to stop at its next report."""
        self._stop.set()

    def is_busy(self) -> bool:
        """Whether anything is waiting, running or being handed back."""
        return self._waiting > 0

    def has_waiting(self) -> bool:
        """Whether another call waits behind the one that runs; a call that can be repeated gives way then."""
        return not self._calls.empty()

    def close(self) -> None:
        """End the thread after the call that runs; what waits is dropped."""
        self._is_closed = True
        self.cancel()
        self._calls.put(None)
        self._thread.join()
        self._collecting.end()

    def _work(self) -> None:
        """The worker's whole life: one call after another, each handed back to the window's thread."""
        while (call := self._calls.get()) is not None:
            if self._is_closed:
                call.is_dropped = True
            if not call.is_dropped:
                _end(call)
            self._ended.emit(call)

    def _queue(self, call: _Call) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self.busy.emit(True)
        self._calls.put(call)

    def _report(self, done: int, total: int) -> None:
        if self._stop.is_set():
            raise CancelledError(_("You stopped it. Nothing was changed."))
        self.progress.emit(done, total)

    @Slot(object)
    def _take_back(self, call: _Call) -> None:
        if self._lanes.get(call.lane) is call:
            del self._lanes[call.lane]
        try:
            self._deliver(call)
        finally:
            call.let_go()
            self._waiting -= 1
            if not self._waiting:
                self.busy.emit(False)

    def _deliver(self, call: _Call) -> None:
        if call.is_dropped:
            return
        if call.bug:
            self.failed.emit(call.bug)
        elif call.refusal is not None:
            self._refuse(call, call.refusal)
        else:
            self._answer(call)

    def _refuse(self, call: _Call, refusal: DeskError) -> None:
        if call.on_refused is not None and _is_alive(call.on_refused):
            call.on_refused(refusal)
        else:
            self.refused.emit(refusal)

    def _answer(self, call: _Call) -> None:
        if call.then is not None and _is_alive(call.then):
            call.then(call.result)
        change = _change_in(call.result)
        if change is not None:
            self.changed.emit(change)


def _nothing() -> None:
    """What a call does that was let go."""


def _end(call: _Call) -> None:
    try:
        call.result = call.work()
    except DeskError as refusal:
        call.refusal = refusal
    except Exception as error:  # noqa: BLE001 jobs end here; the bug is shown by Problems
        call.bug = bugs.describe(error)


def _change_in(result: object) -> SaysWhatChanged | None:
    for candidate in (result, getattr(result, "changed", None)):
        if isinstance(candidate, SaysWhatChanged) and candidate.subjects:
            return candidate
    return None


def _is_alive(callback: Callable[..., object]) -> bool:
    inner = callback.func if isinstance(callback, partial) else callback
    owner = getattr(inner, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
