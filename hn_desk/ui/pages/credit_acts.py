"""The acts on an application or a list that are open to this officer now, a button each, and why others are not."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions import credit, lists
from hn_desk.actions.bank import LONGEST, BankDraft, record_bank
from hn_desk.actions.bank_facts import BankFacts
from hn_desk.actions.confirmations import mark_sent
from hn_desk.actions.credit import Subject
from hn_desk.actions.list_correction import correct_list
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper as Printed
from hn_desk.actions.papers import note_printed, print_form, print_notice
from hn_desk.i18n import _
from hn_desk.rules.bank import DEBT, PAID_OUT, RECOVERY, REPAID, TAKEN_BACK
from hn_desk.rules.programme import BY_LIST
from hn_desk.ui.dialogs.bank import (
    ANSWERS,
    AnswerDialog,
    BankDialog,
    DebtDialog,
    PaidOutDialog,
    RecoveryDialog,
    RepaidDialog,
)
from hn_desk.ui.dialogs.confirm import ConfirmDialog
from hn_desk.ui.dialogs.overlay import OverlayDialog
from hn_desk.ui.dialogs.paper_choice import Paper
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.scans import ScansDialog
from hn_desk.ui.dialogs.signature import NumberDialog, Proposed, SignatureDialog, SubjectDialog, proposed
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask_reason

NOTICE: Final = "notice"
OVERLAY: Final = "print_overlay"
OPEN_LIST: Final = "open_list"
ANSWER: Final = "bank_answer"
FORWARD: Final = frozenset({"check", "present", "confirm", "record_number", ANSWER, PAID_OUT, DEBT})


@dataclass(frozen=True, slots=True)
class Case:
    """What the buttons act on: a record, what UBND confirms of it, which acts are open, and what is said of it."""

    id: str
    subject: Subject
    is_list: bool
    may: frozenset[str]
    summary: str
    waits: str
    bank: BankFacts = field(default_factory=BankFacts)


class Acts(QWidget):
    """Buttons in the order of the work; `done(Changed)` after each act, `said` a sentence for the line below."""

    done = Signal(object)
    said = Signal(str)
    list_wanted = Signal(str)
    """The officer wants to see the police list on which the application stands."""

    def __init__(self, office: Office, jobs: Jobs, refuse: Callable[[Any], object]) -> None:
        super().__init__()
        self.office, self.jobs, self._refuse = office, jobs, refuse
        self._case: Case | None = None
        self.waits = QLabel(self)
        self.waits.setObjectName("note")
        self.waits.setWordWrap(True)
        self.unsaved = QLabel(_("Save what you typed before the next step."), self)
        self.unsaved.setObjectName("hint")
        self.unsaved.setWordWrap(True)
        self.buttons: dict[str, QPushButton] = {}
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 8, 12, 8)
        room.setSpacing(6)
        room.addWidget(self.waits)
        room.addWidget(self.unsaved)
        for act, text, pressed in self._acts():
            room.addWidget(self._button(act, text, pressed))
        self.show_case(None)

    def show_case(self, case: Case | None) -> None:
        """Show the buttons of the acts that `case` allows."""
        self._case = case
        may = case.may if case else frozenset()
        for act, button in self.buttons.items():
            button.setVisible(act in may)
        self.waits.setText(case.waits if case else "")
        self.waits.setVisible(bool(case and case.waits))
        self.hold(is_held=False)

    def hold(self, *, is_held: bool) -> None:
        """Switch the buttons off while something typed is not saved."""
        for button in self.buttons.values():
            button.setEnabled(not is_held)
        self.unsaved.setVisible(is_held and bool(self._case and self._case.may & self.buttons.keys()))

    def case(self) -> Case:
        """What the buttons act on now."""
        assert self._case is not None, "a button of a hidden case"
        return self._case

    def _acts(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        return (
            (OPEN_LIST, _("&Open its list"), lambda: self.list_wanted.emit(self.case().subject.id)),
            ("check", _("Chec&ked: conditions are met"), lambda: self._run(credit.check, self.case().id)),
            ("present", _("&Present for signature"), self._present),
            ("confirm", _("C&onfirm…"), self._ask_confirm),
            ("record_signature", _("Record the si&gnature…"), lambda: self._record(SignatureDialog)),
            ("record_number", _("Record the &number…"), lambda: self._record(NumberDialog)),
            ("mark_sent", _("&Sent to the bank"), lambda: self._run(mark_sent, self.case().subject)),
            (ANSWER, _("The &bank's answer…"), self._ask_answer),
            (PAID_OUT, _("The loan was paid &out…"), lambda: self._ask_bank(PaidOutDialog)),
            (DEBT, _("State of the &debt…"), lambda: self._ask_bank(DebtDialog)),
            (RECOVERY, _("Coop&eration in recovery…"), lambda: self._ask_bank(RecoveryDialog)),
            (REPAID, _("The &loan is settled…"), lambda: self._ask_bank(RepaidDialog)),
            (TAKEN_BACK, _("Take the last entry bac&k…"), self._ask_back),
            ("print", _("Prin&t…"), lambda: self._draw(print_form, self.case().subject)),
            (OVERLAY, _("Print onto others' &form…"), self._ask_overlay),
            (NOTICE, _("Print the no&tice…"), lambda: self._draw(print_notice, self.case().id)),
            ("scans", _("Scans of the si&gned paper…"), self._ask_scans),
            ("correct", _("Make a correct&ion…"), self._ask_correct),
            ("return", _("&Return to be mended…"), self._ask_return),
            ("refuse", _("Do not confir&m…"), self._ask_refuse),
            ("withdraw", _("&Withdraw…"), self._ask_withdraw),
        )

    def _button(self, act: str, text: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        if act in FORWARD:
            button.setObjectName("main")
        button.clicked.connect(lambda: pressed())
        self.buttons[act] = button
        return button

    def _run(self, action: Callable[..., Changed], *args: object) -> None:
        self.jobs.run(action, self.office, *args, then=self._done, on_refused=self._refuse)

    def _done(self, changed: Changed) -> None:
        self.said.emit(_("Done."))
        self.done.emit(changed)

    def _present(self) -> None:
        case = self.case()
        if case.is_list:
            self._run(lists.present_list, case.id)
        else:
            self._run(credit.present, (case.id,))

    def _ask_confirm(self) -> None:
        case = self.case()
        dialog = ConfirmDialog(self, self.office, self.jobs, (Paper(case.subject, case.summary),))
        dialog.confirmed.connect(self._done)
        dialog.open()

    def _ask_return(self) -> None:
        case = self.case()
        action = lists.return_list if case.is_list else credit.return_to_enterer
        question = Question(_("Why does it go back?"), case.summary, yes=_("&Return it"), no=_("&Cancel"))
        ask_reason(self, question, lambda why: self._run(action, case.id, why))

    def _ask_scans(self) -> None:
        ScansDialog(self, self.office, self.jobs, self.case().subject).open()

    def _ask_correct(self) -> None:
        case = self.case()
        question = Question(
            _("What is wrong on this list?"), case.summary, yes=_("&Begin the correction"), no=_("&Cancel")
        )
        ask_reason(self, question, lambda why: self._correct(case.id, why))

    def _correct(self, list_id: str, why: str) -> None:
        self.jobs.run(correct_list, self.office, list_id, why, then=self._corrected, on_refused=self._refuse)

    def _corrected(self, changed: Changed) -> None:
        self.said.emit(_("This is the correction: mend, add or withdraw its lines, then check and present it."))
        self.list_wanted.emit(changed.id)

    def _ask_refuse(self) -> None:
        case = self.case()
        question = Question(_("Why is it not confirmed?"), case.summary, yes=_("Do &not confirm"), no=_("&Cancel"))
        ask_reason(self, question, lambda why: self._run(credit.refuse, case.id, why))

    def _ask_withdraw(self) -> None:
        case = self.case()
        action = lists.withdraw_list if case.is_list else credit.withdraw
        question = Question(_("Why is it withdrawn?"), case.summary, yes=_("&Withdraw it"), no=_("&Cancel"))
        ask_reason(self, question, lambda why: self._run(action, case.id, why))

    def _ask_answer(self) -> None:
        open_kinds = self.case().bank.open_kinds
        dialog = AnswerDialog(self, self.office, self.jobs, self.case().id)
        dialog.recorded.connect(self._done)
        dialog.begin_with([kind for kind in ANSWERS if kind in open_kinds])

    def _ask_bank(self, kind: type[BankDialog]) -> None:
        dialog = kind(self, self.office, self.jobs, self.case().id)
        dialog.recorded.connect(self._done)
        dialog.begin(self.case().bank)

    def _ask_back(self) -> None:
        case = self.case()
        question = Question(_("Why is the last entry wrong?"), case.summary, yes=_("&Take it back"), no=_("&Cancel"))
        today = self.office.today()
        ask_reason(
            self,
            question,
            lambda why: self._run(record_bank, BankDraft(case.id, TAKEN_BACK, today, reason=why)),
            LONGEST["reason"],
        )

    def _record(self, kind: type[SubjectDialog]) -> None:
        subject = self.case().subject
        self.jobs.run(proposed, self.office, subject, then=partial(self._open_record, kind, subject))

    def _open_record(self, kind: type[SubjectDialog], subject: Subject, start: Proposed) -> None:
        dialog = kind(self, self.office, self.jobs, subject)
        dialog.recorded.connect(self._done)
        dialog.begin(start)

    def _draw(self, action: Callable[..., Printed], what: object) -> None:
        subject = self.case().subject
        kept = ("notice", self.case().id) if action is print_notice else (subject.kind, subject.id)
        self.jobs.run(action, self.office, what, then=partial(self._preview, kept), on_refused=self._refuse)

    def _ask_overlay(self) -> None:
        OverlayDialog(self, self.office, self.jobs, self.case().id).open()

    def _preview(self, kept: tuple[str, str], paper: Printed) -> None:
        dialog = PreviewDialog(paper, partial(self._printed, kept), self)
        if paper.is_provisional:
            dialog.said.setText(_("The layout is provisional until the official form is installed."))
        dialog.open()

    def _printed(self, kept: tuple[str, str], copies: int) -> None:
        self.jobs.run(partial(note_printed, copies=copies), self.office, *kept)


def bank_acts(bank: BankFacts) -> frozenset[str]:
    """The buttons for what the bank may be entered to have said."""
    kinds = frozenset(bank.open_kinds)
    return kinds.difference(ANSWERS) | ({ANSWER} if kinds.intersection(ANSWERS) else set())


def subject_acts(subject: Subject) -> frozenset[str]:
    """What is added for a line of a list: a way to its list."""
    return frozenset({OPEN_LIST}) if subject.kind == BY_LIST and subject.id else frozenset()
