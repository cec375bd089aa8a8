"""The restore wizard: from the newest good backup to an office that works again, on this PC or on a new one."""

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from hn_desk.actions.backup_making import BACKUPS
from hn_desk.actions.office import OUTBOX
from hn_desk.actions.restoring import Member, Restored, RestorePlan, Who, members_of, restore, today_here
from hn_desk.actions.restoring_search import Place, Search, by_passphrase, by_words, newest_good
from hn_desk.actions.rulebook import RuleBook, rule_book
from hn_desk.errors import DeskError, Problem
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.dialogs.restore_forms import WORDS, BesideForm, NumbersForm, Opening, OpeningForm, folders_in, told
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.form import Form

_WIDTH: Final = 1000
SEARCH, BESIDE, NUMBERS, DONE = range(4)


class Restore(QWidget):
    """Where the backups are → what was found, what else is left → the register's numbers → done."""

    done = Signal(str)
    """The office is restored; the sign-in name of who did it."""
    left = Signal()
    """The officer went back without restoring."""

    def __init__(self, folder: Path, jobs: Jobs, *, is_new_pc: bool = False) -> None:
        super().__init__()
        self._folder, self._jobs, self._is_new_pc = folder, jobs, is_new_pc
        self._book: RuleBook | None = None
        self._search: Search | None = None
        self._opening: Opening | None = None
        self._restored: Restored | None = None
        self.opening = OpeningForm(folder / BACKUPS if (folder / BACKUPS).is_dir() else None)
        self.beside: BesideForm | None = None
        self.numbers: NumbersForm | None = None
        self.outcome = Form()
        self.result = label("")
        self.outcome.add_widget(self.result)
        self.steps = QStackedWidget(self)
        self._heading = QLabel(self)
        self._back = QPushButton(_("&Back"), self)
        self._next = QPushButton(_("&Next"), self)
        self._lay_out()
        self._show(SEARCH)
        jobs.run(rule_book, then=self._know)

    def _know(self, book: RuleBook) -> None:
        self._book = book

    def _forward(self) -> None:
        step = self._step()
        if step == SEARCH:
            self._look()
        elif step == BESIDE and self.beside is not None:
            self._to_numbers(self.beside)
        elif step == NUMBERS:
            self._restore()
        elif self._restored is not None:
            self.done.emit(self._restored.login)

    def _backward(self) -> None:
        step = self._step()
        if step == SEARCH:
            self.left.emit()
        else:
            self._show(step - 1)

    def _look(self) -> None:
        opening = self.opening.opening()
        if opening is None:
            return
        try:
            opens = by_words(opening.words) if opening.by == WORDS else by_passphrase(opening.login, opening.passphrase)
        except DeskError as error:
            self.opening.refuse(_at(error, "words"))
            return
        self._opening = opening
        place = Place((Path(opening.folder),), self._folder, opens)
        self._wait(_("Looking for the newest good backup; every page is checked…"))
        self._jobs.run(newest_good, place, then=self._found, on_refused=partial(self._refused, SEARCH))

    def _found(self, search: Search) -> None:
        self._search = search
        if self._opening is not None and self._opening.by == WORDS:
            self._jobs.run(members_of, search.good, then=self._known, on_refused=partial(self._refused, SEARCH))
        else:
            self._known(())

    def _known(self, members: tuple[Member, ...]) -> None:
        if self._search is None or self._book is None:
            return
        outbox = self._suggested(self._search)
        self.beside = BesideForm(self._search, members, outbox)
        self.numbers = NumbersForm(self._search, self._book, today_here())
        self._put(BESIDE, self.beside)
        self._put(NUMBERS, self.numbers)
        self._show(BESIDE)

    def _suggested(self, search: Search) -> Path | None:
        """The outbox that lies beside what was found, or the one in the office's folder."""
        good = search.good.path
        places = (self._folder / OUTBOX, good / OUTBOX, good.parent / OUTBOX, good.parent.parent / OUTBOX)
        return next((place for place in places if place.is_dir()), None)

    def _to_numbers(self, form: BesideForm) -> None:
        values = form.values()
        if values is None:
            return
        if values.get("new_passphrase", "") != values.get("again", ""):
            form.refuse(DeskError(_("The two passphrases differ.")))
            return
        missing = [one for one in folders_in(f"{values['outboxes']}\n{values['receipts']}") if not one.is_dir()]
        if missing:
            form.refuse(DeskError(_("The folder {folder} isn't there.").format(folder=missing[0])))
            return
        self._show(NUMBERS)

    def _restore(self) -> None:
        plan = self._plan()
        if plan is None:
            return
        self._wait(_("Restoring. Don't switch the PC off…"))
        call = (restore, self._folder, plan)
        self._jobs.run_long(*call, then=self._restored_now, on_refused=partial(self._refused, NUMBERS))

    def _plan(self) -> RestorePlan | None:
        floors = self.numbers.floors() if self.numbers else None
        values = self.beside.values() if self.beside else None
        if floors is None or values is None or self._search is None or self._opening is None:
            return None
        who = Who(values.get("login", "") or self._opening.login, values.get("new_passphrase", ""))
        folders = folders_in(values["outboxes"]), folders_in(values["receipts"])
        return RestorePlan(self._search.good, who, *folders, floors)

    def _restored_now(self, restored: Restored) -> None:
        self._restored = restored
        self.result.setText(told(restored))
        self._show(DONE)

    def _refused(self, step: int, error: DeskError) -> None:
        fields = {problem.field for problem in error.problems}
        step = BESIDE if "new_passphrase" in fields else step
        self._show(step)
        form = self.steps.widget(step)
        if isinstance(form, Form):
            form.refuse(error)

    def _step(self) -> int:
        return self.steps.currentIndex()

    def _put(self, step: int, form: Form) -> None:
        before = self.steps.widget(step)
        self.steps.removeWidget(before)
        before.deleteLater()
        self.steps.insertWidget(step, form)

    def _show(self, step: int) -> None:
        self.steps.setCurrentIndex(step)
        self._heading.setText(f"{self._title()}: {_steps()[step]}")
        self._back.setEnabled(True)
        self._next.setEnabled(True)
        self._back.setVisible(step != DONE)
        words = {NUMBERS: _("&Restore now"), DONE: _("&Sign in")}
        self._next.setText(words.get(step, _("&Next")))
        form = self.steps.widget(step)
        if isinstance(form, Form):
            form.summary.forget()
            form.jump(next(iter(form.names()), ""))

    def _wait(self, sentence: str) -> None:
        self._heading.setText(sentence)
        self._back.setEnabled(False)
        self._next.setEnabled(False)

    def _title(self) -> str:
        return _("Move to this PC") if self._is_new_pc else _("Restore from a backup")

    def _lay_out(self) -> None:
        self._heading.setObjectName("title")
        self._heading.setWordWrap(True)
        for form in (self.opening, Form(), Form(), self.outcome):
            self.steps.addWidget(form)
        self._next.setObjectName("main")
        self._back.clicked.connect(self._backward)
        self._next.clicked.connect(self._forward)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self._back, self._next):
            button.setAutoDefault(False)
            buttons.addWidget(button)
        card = QFrame(self)
        card.setObjectName("card")
        card.setMaximumWidth(_WIDTH)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(16, 14, 16, 14)
        inner.addWidget(self._heading)
        inner.addWidget(self.steps, 1)
        inner.addLayout(buttons)
        room = QHBoxLayout(self)
        room.setContentsMargins(24, 20, 24, 20)
        room.addStretch(1)
        room.addWidget(card, 20)
        room.addStretch(1)


def _at(error: DeskError, field: str) -> DeskError:
    return DeskError(error.what, do=error.do, reason=error.reason, problems=(Problem(field, str(error)),))


def _steps() -> tuple[str, ...]:
    return (_("the backups"), _("what was found"), _("the register's numbers"), _("done"))
