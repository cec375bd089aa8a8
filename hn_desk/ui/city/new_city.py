"""Setting up a city: its authority and its desks, all behind one passphrase."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from hn_desk.actions.rulebook import RuleBook, rule_book
from hn_desk.city.authority import CityPlan, Clock, set_up_city
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField, ChoicesField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form

_WIDTH: Final = 860


@dataclass(frozen=True, slots=True)
class Ways:
    """How the city's window works: how a new city's keys are made, and by which clock."""

    plan: CityPlan = field(default_factory=CityPlan)
    clock: Clock = lambda: datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class NewCityPlan:
    """What was typed: where, behind which passphrase, with which desks, how."""

    folder: Path
    passphrase: str
    desks: Sequence[str]
    city: CityPlan


class NewCity(QWidget):
    """The form; `made` once root, delegate and desks are there, `left` to go back."""

    made = Signal()
    left = Signal()

    def __init__(self, jobs: Jobs, folder: Path, ways: Ways) -> None:
        super().__init__()
        self._jobs, self._folder, self._ways = jobs, folder, ways
        self.form = Form()
        self.form.section(_("Set up the city"))
        self.form.add_widget(label(_("Folder: {folder}").format(folder=folder), "hint"))
        self.environment = self.form.add(
            "environment",
            _("&What for"),
            ChoiceField([("training", _("Training")), ("real", _("Real work"))], has_empty=False),
        )
        self.desks = self.form.add("desks", _("&Desks that receive packets here"), ChoicesField(columns=1))
        self.keeper = self.form.add("keeper", _("&Name of the desks' first keeper"), TextField())
        self.keeper.explain(_("Opens each desk first, and lets the other officers in, each with an own passphrase."))
        self.passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.passphrase.explain(_("It opens the authority and, for the keeper, its desks. Nothing opens without it."))
        self.again = self.form.beside("again", _("Passphrase &again"), SecretField())
        self.wait = label(_("Making the keys of the city and its desks. This may take a minute…"), "hint")
        self.wait.hide()
        self.form.add_widget(self.wait)
        self.back_button = self.form.add_button(_("&Back"), self.left.emit)
        self.make_button = self.form.add_button(_("&Make the city"), self._make, is_main=True)
        self._lay_out()
        jobs.run(rule_book, then=self._know)

    def _know(self, book: RuleBook) -> None:
        self.desks.offer([(code, f"{code} – {desk.name}") for code, desk in book.desks.items()])
        self.form.put({"environment": "training", "desks": frozenset(book.desks)})

    def _make(self) -> None:
        values = self.form.values()
        if values is None or not self.make_button.isEnabled():
            return
        problems = _problems(values["desks"], values["passphrase"], values["again"])
        if problems:
            self.form.refuse(InputError(_("The city can't be made yet."), problems=problems))
            return
        self._show_waiting(is_waiting=True)
        plan = replace(self._ways.plan, environment=values["environment"], keeper=values["keeper"])
        wanted = NewCityPlan(self._folder, values["passphrase"], sorted(values["desks"]), plan)
        self._jobs.run(make_city, wanted, self._ways.clock, then=self._made, on_refused=self._refused)

    def _made(self, _nothing: None) -> None:
        self._show_waiting(is_waiting=False)
        self.form.put({})
        self.made.emit()

    def _refused(self, error: DeskError) -> None:
        self._show_waiting(is_waiting=False)
        if error.reason.startswith("passphrase"):
            error = InputError(error.what, problems=(Problem("passphrase", str(error)),))
        self.form.refuse(error)

    def _show_waiting(self, *, is_waiting: bool) -> None:
        self.make_button.setEnabled(not is_waiting)
        self.back_button.setEnabled(not is_waiting)
        self.wait.setVisible(is_waiting)

    def _lay_out(self) -> None:
        frame = QFrame()
        frame.setObjectName("card")
        frame.setFixedWidth(_WIDTH)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(8, 12, 8, 12)
        inner.addWidget(self.form)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 24, 16, 24)
        room.addWidget(frame, 1, Qt.AlignmentFlag.AlignHCenter)


def make_city(plan: NewCityPlan, clock: Clock) -> None:
    """Make the root, the delegate and the desks."""
    set_up_city(plan.folder, plan.passphrase, plan.desks, plan.city, clock=clock)


def _problems(desks: frozenset[str], passphrase: str, again: str) -> tuple[Problem, ...]:
    problems: list[Problem] = []
    if not desks:
        problems.append(Problem("desks", _("Choose at least one desk.")))
    if not passphrase:
        problems.append(Problem("passphrase", _("Type a passphrase.")))
    elif passphrase != again:
        problems.append(Problem("again", _("The two passphrases differ.")))
    return tuple(problems)
