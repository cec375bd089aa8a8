"""What is typed is kept every few seconds and whenever a field is left, and offered again after a crash.

What is kept is what stands unsaved on the pages now, and the drafts found at sign-in that were not answered yet: a
save, or throwing something away, removes its draft with the next writing by itself.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from hn_desk.actions.drafts import KeptDrafts, draft_plan, is_old, keep_drafts, kept_drafts
from hn_desk.actions.office import Office, stamp
from hn_desk.drafts import Draft
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import labels
from hn_desk.ui.widgets.draft_bar import DraftBar
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.unsaved import Reopened, Reopening, unsaved_in

_SECOND: Final = 1000


class HasPages(Protocol):
    """The desk, as far as drafts need it."""

    def made_pages(self) -> dict[str, Page]:
        """The pages made so far, by name."""

    def names(self) -> list[str]:
        """The pages this officer sees."""

    def go(self, name: str) -> None:
        """Show a page."""


class DraftKeeping(QObject):
    """Keeps one officer's drafts until `close`; `bar` offers those found.

    It has a queue of its own: a draft waits for no long action, and a full disk stops nothing else.
    """

    said = Signal(str)
    """A quiet sentence for the line at the bottom."""

    def __init__(self, office: Office, desk: HasPages, page_jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self._office = office
        self._desk = desk
        self._page_jobs = page_jobs
        self.jobs = Jobs(self)
        self.bar = DraftBar(parent)
        self._waiting: tuple[Draft, ...] = ()
        self._later: tuple[Draft, ...] = ()
        self._live: tuple[Draft, ...] = ()
        self._kept: tuple[Draft, ...] = ()
        self._is_loaded = self._is_busy = self._is_failing = self._is_closed = False
        self._timer = QTimer(self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._connect()
        self.keep()

    def keep(self) -> None:
        """Write what is typed now, unless it is written already; the first time, read what was left."""
        if self._is_closed or self._is_busy:
            return
        if not self._is_loaded:
            self._is_busy = True
            self.jobs.run(kept_drafts, self._office, then=self._found, on_refused=self._refused)
            return
        wanted = self._all()
        if wanted != self._kept:
            self._is_busy = True
            self.jobs.run(
                keep_drafts, self._office, wanted, then=partial(self._wrote, wanted), on_refused=self._refused
            )

    def keep_soon(self) -> None:
        """Write once what happens now has happened."""
        if not self._is_closed:
            self._soon.start(0)

    def close(self, *, is_discarding: bool = False) -> None:
        """Write for the last time, without what is typed when the officer throws that away, and stop."""
        if self._is_closed:
            return
        self._is_closed = True
        self._timer.stop()
        self._soon.stop()
        self.jobs.close()
        last = (*self._waiting, *self._later) if is_discarding else self._all()
        if self._is_loaded and (self._is_busy or last != self._kept):
            with suppress(DeskError):
                keep_drafts(self._office, last)

    def _all(self) -> tuple[Draft, ...]:
        """What was found and not answered, and what stands on the pages, each with the moment since when it does."""
        now = stamp(self._office.now())
        typed = [draft for name, page in self._desk.made_pages().items() for draft in unsaved_in(name, page, now)]
        self._live = tuple(next((old for old in self._live if _is_same(old, draft)), draft) for draft in typed)
        return (*self._waiting, *self._later, *self._live)

    def _found(self, found: KeptDrafts) -> None:
        self._is_busy, self._is_loaded, self._is_failing = False, True, False
        self._waiting = self._kept = found.drafts
        if found.problem is not None:
            self.bar.tell(found.problem.what, found.problem.do)
        else:
            self._offer()

    def _wrote(self, written: tuple[Draft, ...], _nothing: None) -> None:
        self._is_busy = self._is_failing = False
        self._kept = written
        self.keep()

    def _refused(self, error: DeskError) -> None:
        """Say once that drafts can't be kept; the timer tries again, and saving is not held up."""
        self._is_busy = False
        if not self._is_failing:
            self._is_failing = True
            self.said.emit(_("{what} What you type is not kept as a draft: save it soon.").format(what=error.what))

    def _offer(self, more: str = "") -> None:
        if not self._waiting:
            self.bar.hide()
            return
        draft = self._waiting[0]
        can_reopen = draft.page in self._desk.names()
        self.bar.offer(_told(draft), " ".join(filter(None, (more, self._more(draft)))), can_reopen=can_reopen)

    def _more(self, draft: Draft) -> str:
        lines = []
        if is_old(draft, self._office.now()):
            lines.append(_("It is older than {n} days: is it still needed?").format(n=draft_plan().old_after_days))
        if len(self._waiting) > 1:
            lines.append(_("{n} drafts in all.").format(n=len(self._waiting)))
        return " ".join(lines)

    def _reopen(self) -> None:
        draft = self._waiting[0]
        page = self._desk.made_pages().get(draft.page)
        if page is not None and page.is_changed():
            self._offer(_("First save what you are typing on that page."))
            return
        self._desk.go(draft.page)
        self.bar.setEnabled(False)
        reopening = Reopening(self._desk.made_pages()[draft.page], self._page_jobs, draft)
        reopening.ended.connect(partial(self._reopened, draft))

    def _reopened(self, draft: Draft, result: Reopened) -> None:
        self.bar.setEnabled(True)
        if result.form is None:
            is_locked = _("This record can't be changed any more.")
            self._offer(is_locked if result.is_locked else _("This record can't be opened any more."))
            return
        self._answered(draft)
        if not result.form.unsaved():
            self.said.emit(_("This draft had been saved already."))
        elif result.changed:
            names = ", ".join(result.changed)
            more = _("What you typed stands over it: look at these again: {names}").format(names=names)
            self.bar.tell(_("The record was changed since you typed this."), more)
        else:
            self.said.emit(_("What you typed stands here again; it is not saved yet."))

    def _ask_throw_away(self) -> None:
        draft = self._waiting[0]
        question = Question(_told(draft), yes=_("&Throw it away"), no=_("&Keep the draft"))
        ask(self.bar, question, partial(self._answered, draft))

    def _answered(self, draft: Draft) -> None:
        self._waiting = tuple(one for one in self._waiting if one is not draft)
        self._offer()
        self.keep_soon()

    def _put_off(self) -> None:
        """Ask no more until the next sign-in; a sentence that was read makes way for what waits."""
        if self.bar.is_offering:
            self._later, self._waiting = (*self._later, *self._waiting), ()
        self._offer()

    def _connect(self) -> None:
        self.jobs.failed.connect(self._page_jobs.failed)
        self._page_jobs.changed.connect(self.keep_soon)
        self._timer.timeout.connect(self.keep)
        self._soon.timeout.connect(self.keep)
        self._timer.start(draft_plan().keep_every_seconds * _SECOND)
        self.bar.reopened.connect(self._reopen)
        self.bar.thrown_away.connect(self._ask_throw_away)
        self.bar.put_off.connect(self._put_off)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self.keep_soon)


def _is_same(one: Draft, other: Draft) -> bool:
    return replace(one, at="") == replace(other, at="")


def _told(draft: Draft) -> str:
    at = datetime.fromisoformat(draft.at).astimezone()
    what = " – ".join(filter(None, (labels().get(draft.page, draft.page), draft.name)))
    return _("Typed before and not saved: {what} ({time})").format(
        what=what, time=f"{at:%H:%M} {format_date(at.date())}"
    )
