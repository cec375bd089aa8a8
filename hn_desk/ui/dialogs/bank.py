"""What the clerk types of the bank's papers: its answer, the payment, the debt, recovery, the settling."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from PySide6.QtWidgets import QWidget

from hn_desk.actions.bank import BankDraft, record_bank
from hn_desk.actions.bank_facts import BankFacts
from hn_desk.actions.office import Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.bank import APPROVED, DEBT, LONGEST_TERM, PAID_OUT, RECOVERY, REFUSED, REPAID, kind_label
from hn_desk.rules.credit import DEBT_STATES, debt_label
from hn_desk.rules.money import format_dong
from hn_desk.ui.dialogs.record import RecordDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import MultiLine, NumberField, TextField
from hn_desk.ui.widgets.money import MoneyField

ANSWERS: Final = (APPROVED, REFUSED)
ANSWER_FIELDS: Final = {APPROVED: ("amount", "term_months"), REFUSED: ("reason",)}


class BankDialog(RecordDialog):
    """What the bank's paper says of one application."""

    kind = ""
    size_at_first = (600, 420)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, application_id: str) -> None:
        super().__init__(parent, office, jobs)
        self.application_id = application_id

    def begin(self, bank: BankFacts) -> None:
        """Put in what is proposed and open."""
        self.form.put(self.proposed(bank))
        self.open()
        self.form.jump(self.form.names()[0])

    def proposed(self, _bank: BankFacts) -> dict[str, Any]:
        """What the fields begin with; the clerk may change all of it."""
        return {}

    def save(self) -> None:
        """Hand what was typed to the action."""
        values = self.form.values()
        if values is not None:
            self.hand_over(self.kind, values)

    def hand_over(self, kind: str, values: dict[str, Any]) -> None:
        """Record an entry of this kind; there is no second press before the first has its answer."""
        self.save_button.setEnabled(False)
        draft = BankDraft(self.application_id, kind, **values, accepted=self.form.accepted())
        self.jobs.run(record_bank, self.office, draft, then=self.kept, on_refused=self._refused)

    def ask_day(self, label: str) -> None:
        """Add the field for the day that stands on the bank's paper."""
        self.form.add("day", label, DateField(self.office.today), is_required=True)

    def _refused(self, error: DeskError) -> None:
        self.save_button.setEnabled(True)
        self.form.refuse(error)


class AnswerDialog(BankDialog):
    """The bank's answer (04/TD): approved with amount and term, or refused with its reason."""

    def ask(self) -> None:
        """The answer, the day, the paper's number, and what belongs to the answer."""
        self.what.setText(_("Record the bank's answer (form 04/TD)"))
        self.answer = self.form.add("kind", _("&Answer"), ChoiceField(has_empty=False), is_required=True)
        self.ask_day(_("&Day of the answer"))
        self.form.beside("number", _("&Number of the bank's paper"), TextField(most=40))
        self.form.add("amount", _("Amount &approved"), MoneyField(), is_required=True)
        self.form.beside("term_months", _("&Term (months)"), NumberField(least=1, most=LONGEST_TERM))
        self.form.add("reason", _("R&eason"), MultiLine(rows=2), is_required=True)
        self.answer.edited.connect(self._chosen)

    def begin_with(self, kinds: Sequence[str]) -> None:
        """Offer these answers and open."""
        self.answer.offer([(kind, kind_label(kind)) for kind in kinds])
        self.form.put({"kind": kinds[0]})
        self._chosen()
        self.open()
        self.form.jump("kind" if len(kinds) > 1 else "day")

    def save(self) -> None:
        """Record what belongs to the answer chosen."""
        values = self.form.values()
        if values is not None:
            kind = str(values.pop("kind"))
            self.hand_over(kind, _without(values, _others(kind)))

    def _chosen(self) -> None:
        kind = self.answer.value()
        for names in ANSWER_FIELDS.values():
            for name in names:
                self.form.show_field(name, is_shown=name not in _others(kind))


class PaidOutDialog(BankDialog):
    """A payment of the loan, or of a part of it."""

    kind = PAID_OUT

    def ask(self) -> None:
        """The day, the amount, the contract."""
        self.what.setText(_("Record that the bank paid out the loan"))
        self.ask_day(_("&Day of payment"))
        self.form.beside("number", _("&Number of the loan contract"), TextField(most=40))
        self.form.add("amount", _("Amount paid &out"), MoneyField(), is_required=True)
        self.form.add("note", _("N&ote"), MultiLine(rows=2))

    def proposed(self, bank: BankFacts) -> dict[str, Any]:
        """What is approved and not paid out yet."""
        rest = (bank.approved or 0) - bank.paid_out
        return {"amount": rest if rest > 0 else None}


class DebtDialog(BankDialog):
    """The state of the debt on a day."""

    kind = DEBT

    def ask(self) -> None:
        """The state, the day, what is still owed."""
        self.what.setText(_("Record the state of the debt"))
        states = [(state, debt_label(state)) for state in DEBT_STATES]
        self.form.add("debt", _("&State of the debt"), ChoiceField(states), is_required=True)
        self.form.beside("day", _("&Day of this state"), DateField(self.office.today), is_required=True)
        self.amount = self.form.add("amount", _("Still &owed"), MoneyField(), is_required=True)
        self.form.add("note", _("N&ote"), MultiLine(rows=2))

    def proposed(self, bank: BankFacts) -> dict[str, Any]:
        """The last known state."""
        return {"debt": bank.debt}

    def begin(self, bank: BankFacts) -> None:
        """Say what was owed before."""
        super().begin(bank)
        words = _("Record the state of the debt; owed before: {amount} đồng")
        self.what.setText(words.format(amount=format_dong(bank.owed)))


class RecoveryDialog(BankDialog):
    """How the office cooperated in recovering a debt."""

    kind = RECOVERY

    def ask(self) -> None:
        """What was done, by whom, with what result."""
        self.what.setText(_("Record how the office cooperated in recovering the debt"))
        self.ask_day(_("&Day"))
        self.form.beside("done_by", _("Done &by"), TextField(most=100), is_required=True)
        self.form.add("note", _("&What was done"), MultiLine(rows=2), is_required=True)
        self.form.add("result", _("&With what result"), MultiLine(rows=2))


class RepaidDialog(BankDialog):
    """The loan is repaid."""

    kind = REPAID

    def ask(self) -> None:
        """The day."""
        self.what.setText(_("Record that the loan is settled"))
        self.ask_day(_("&Day of the last payment"))
        self.form.add("note", _("N&ote"), MultiLine(rows=2))


def _others(kind: str) -> Collection[str]:
    """The fields that belong to the other answer only."""
    return [name for answer, names in ANSWER_FIELDS.items() if answer != kind for name in names]


def _without(values: dict[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
