"""The tab of the city's own keys: desks' and delegate's renewed, a second holder, another root, the register proved."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hn_desk import files
from hn_desk.city.authority import authority_offices
from hn_desk.city.escrow import (
    EscrowState,
    Held,
    escrow_name,
    escrow_state,
    export_opening,
    prove_opening,
    restore_opening,
)
from hn_desk.city.places import desk_codes
from hn_desk.city.register_check import RegisterProof, check_register
from hn_desk.city.renewing import Clock, renew_delegate, rotate_desk
from hn_desk.city.root_change import change_root
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.city.certificates import at_passphrase, no_passphrase
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.question import Question, ask

LARGEST = 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Known:
    """Who holds each desk's opening key, and how many offices have a certificate: all of them feel a new key."""

    held: tuple[EscrowState, ...]
    offices: int


class CityKeys(QWidget):
    """One form; each act asks for the authority's passphrase above it."""

    changed = Signal()

    def __init__(self, jobs: Jobs, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._jobs, self._folder, self._clock = jobs, folder, clock
        self._offices = 0
        self.form = Form()
        self.told = label("", "good")
        self.told.hide()
        self.held = label("")
        self._fill_form()
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 8, 0, 0)
        room.addWidget(self.form, 1)

    def reload(self) -> None:
        """Read the desks and who holds their keys again."""
        self._jobs.run_latest("city keys", _known, self._folder, then=self._show)

    def hand_out(self, into: Path) -> None:
        """Write the second holder's file into a folder."""
        second = self.holder.value() or "", self.second.value()
        self._run(partial(_hand_out, self._folder, into, self.desk.value(), second, self._clock), self._handed)

    def prove(self, paths: Sequence[Path]) -> None:
        """Prove that a second holder's file opens."""
        self._with_file(prove_opening, paths[0])

    def put_back(self, paths: Sequence[Path]) -> None:
        """Put the second holder's keys back in their desk."""
        self._with_file(restore_opening, paths[0])

    def _show(self, known: _Known) -> None:
        states, self._offices = known.held, known.offices
        if self.desk.codes() != tuple(one.desk for one in states):
            self.desk.offer([(one.desk, one.desk) for one in states])
        self.held.setText("\n".join(map(_told, states)))

    def _with_file(self, act: Callable[..., Held], path: Path) -> None:
        self._run(partial(_with_data, act, self._folder, path, self.second.value(), self._clock), self._proved)

    def _rotate_desk(self) -> None:
        desk, reason = self.desk.value(), self.reason.value() or ""
        follows = _("{n} offices seal for the new key as soon as each has taken the next trust pack.")
        question = Question(
            _("Make new keys for desk {desk}?").format(desk=desk),
            _with_revoked(follows.format(n=self._offices), reason),
            yes=_("&Make new keys"),
            no=_("&Leave them"),
        )
        self._ask(question, partial(_rotate, self._folder, desk, reason, self._clock), self._rotated)

    def _renew_delegate(self) -> None:
        reason = self.reason.value() or ""
        follows = _("The next trust pack, for {n} offices, is signed by it.").format(n=self._offices)
        question = Question(
            _("Make a new key that signs trust packs?"),
            _with_revoked(follows, reason),
            yes=_("&Make a new key"),
            no=_("&Leave it"),
        )
        self._ask(question, partial(_delegate, self._folder, reason, self._clock), self._rotated)

    def _change_root(self) -> None:
        reason = self.root_reason.value() or ""
        if not reason:
            self._refused(_no_root_reason())
            return
        follows = _(
            "{n} offices must each take the new root by its four words, which you read to them by phone; until then"
            " they take no trust pack. What they have sent and no desk has taken yet counts no more: they send all of"
            " it again. Nothing takes this back."
        )
        question = Question(
            _("Begin a new root in place of today's?"),
            follows.format(n=self._offices),
            yes=_("&Begin a new root"),
            no=_("&Leave it"),
        )
        self._ask(question, partial(_root, self._folder, reason, self._clock), self._rooted)

    def _ask(self, question: Question, act: Callable[[str], object], then: Callable[..., object]) -> None:
        """Ask before an act that can't be taken back; without the passphrase there is nothing to ask."""
        if self.passphrase.value():
            ask(self, question, lambda: self._run(act, then))
        else:
            self._refused(no_passphrase())

    def _check(self) -> None:
        self._jobs.run(check_register, self._folder, then=self._checked)

    def _checked(self, proof: RegisterProof) -> None:
        if proof.flaws:
            self.told.hide()
            self.form.refuse(DeskError(" ".join(proof.flaws)))
        else:
            self._say(_("The register holds: {count} acts, each chained and signed.").format(count=proof.count))

    def _rotated(self, until: datetime) -> None:
        words = _("There is a new key until {day}. Write the trust pack now and send it to every office.")
        self._done(words.format(day=format_date(until.astimezone().date())))

    def _rooted(self, words: tuple[str, ...]) -> None:
        told = _("The city has a new root; its four words: {words}. Write the trust pack and read them to each office.")
        self._done(told.format(words=" ".join(words)))

    def _handed(self, name: str) -> None:
        self._done(_("Written and proved to open: {file}. Hand it to the second holder.").format(file=name))

    def _proved(self, held: Held) -> None:
        told = _("The file opens what is sealed for desk {desk}.").format(desk=held.desk)
        more = "" if held.has_newest else _("The desk's newest key is not in it: hand the second holder a new file.")
        self._done(f"{told} {more}".strip())

    def _done(self, words: str) -> None:
        self.form.put({"desk": self.desk.value()})
        self._say(words)
        self.changed.emit()

    def _say(self, words: str) -> None:
        self.form.summary.forget()
        self.told.setText(f"✓ {words}")
        self.told.show()

    def _run(self, act: Callable[[str], object], then: Callable[..., object]) -> None:
        if not self.passphrase.value():
            self._refused(no_passphrase())
            return
        self._jobs.run(act, self.passphrase.value(), then=then, on_refused=self._refused)

    def _refused(self, error: DeskError) -> None:
        self.told.hide()
        self.form.refuse(at_passphrase(error))

    def _fill_form(self) -> None:
        self.form.section(_("For each of these acts"))
        self.passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.form.add_widget(self.told)
        self._fill_renewal()
        self._fill_holder()
        self.form.section(_("Only when the root's key was lost or stolen"))
        told = _("Every key is certified again; each office takes the new root by its four words.")
        self.form.add_widget(label(told))
        self.root_reason = self.form.add("root_reason", _("Wh&y a new root"), TextField())
        self.root_button = self._button(_("Begin a new r&oot"), self._change_root)
        self._beside(self.root_button)
        self.form.section(_("Register of acts"))
        self.check_button = self._button(_("Pro&ve the register"), self._check)
        self._beside(self.check_button)

    def _fill_renewal(self) -> None:
        self.form.section(_("New keys"))
        self.desk = self.form.add("desk", _("&Desk"), ChoiceField())
        self.reason = self.form.beside("reason", _("&Why"), TextField())
        self.reason.explain(_("With a reason the older key is revoked; without one it ends by itself."))
        self.desk_button = self._button(_("New keys for this &desk"), self._rotate_desk)
        self.delegate_button = self._button(_("New key that signs &trust packs"), self._renew_delegate)
        self._beside(self.desk_button, self.delegate_button)

    def _fill_holder(self) -> None:
        self.form.section(_("Second holder of the desk's opening key"))
        self.form.add_widget(self.held)
        self.holder = self.form.add("holder", _("&Who holds it"), TextField())
        self.second = self.form.beside("second", _("&Their passphrase"), SecretField())
        self.hand_button = self._button(_("&Hand out the file…"), self._choose_folder)
        self.prove_button = self._button(_("Prove a &file…"), partial(self._choose_file, self.prove))
        self.back_button = self._button(_("Put lost keys &back…"), partial(self._choose_file, self.put_back))
        self._beside(self.hand_button, self.prove_button, self.back_button)

    def _button(self, words: str, pressed: Callable[[], object]) -> QPushButton:
        made = button(words)
        made.clicked.connect(lambda: pressed())
        return made

    def _beside(self, *made: QPushButton) -> None:
        """Put buttons in one row, each as wide as its words."""
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        for one in made:
            row.addWidget(one)
        row.addStretch(1)
        line = QWidget()
        line.setLayout(row)
        self.form.add_widget(line)

    def _choose_folder(self) -> None:
        ask_folder(self, Wanted(_("Folder for the second holder's file"), _("&Write here")), self.hand_out)

    def _choose_file(self, then: Callable[[Sequence[Path]], object]) -> None:
        ask_files(self, Wanted(_("The second holder's file"), _("&Read"), "PEM (*.pem)"), then)


def _known(folder: Path) -> _Known:
    held = tuple(escrow_state(folder, desk) for desk in desk_codes(folder))
    return _Known(held, len(authority_offices(folder)))


def _with_revoked(follows: str, reason: str) -> str:
    """What follows from new keys; with a reason, that the older ones go for good."""
    gone = _("With this reason the older key is revoked; nothing takes that back.")
    return f"{follows} {gone}" if reason else follows


def _no_root_reason() -> DeskError:
    words = _("Write why the city begins a new root.")
    return InputError(words, problems=(Problem("root_reason", words),))


def _hand_out(folder: Path, into: Path, desk: str, second: tuple[str, str], clock: Clock, passphrase: str) -> str:
    data = export_opening(folder, passphrase, desk, second, clock=clock)
    return files.copy_out(data, into, escrow_name(desk)).name


def _with_data(act: Callable[..., Held], folder: Path, path: Path, phrase: str, clock: Clock, passphrase: str) -> Held:
    return act(folder, passphrase, files.read_whole(path, LARGEST), phrase, clock=clock)


def _rotate(folder: Path, desk: str, reason: str, clock: Clock, passphrase: str) -> datetime:
    return rotate_desk(folder, passphrase, desk, reason, clock=clock)


def _delegate(folder: Path, reason: str, clock: Clock, passphrase: str) -> datetime:
    return renew_delegate(folder, passphrase, reason, clock=clock)


def _root(folder: Path, reason: str, clock: Clock, passphrase: str) -> tuple[str, ...]:
    return change_root(folder, passphrase, reason, clock=clock)


def _told(state: EscrowState) -> str:
    if not state.holder:
        return _("{desk}: ⚠ nobody holds its opening key besides the city.").format(desk=state.desk)
    words = (
        _("{desk}: held by {holder}, proved on {day}.")
        if state.is_whole
        else _("{desk}: ⚠ {holder} holds an older key; hand out a new file (proved on {day}).")
    )
    day = format_date(datetime.fromisoformat(state.at).astimezone().date())
    return words.format(desk=state.desk, holder=state.holder, day=day)
