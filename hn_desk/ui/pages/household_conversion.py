"""The conversion of one household business: where it stands, the next step, the enterprise, the advice slip."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.conversions import WANT_REASON, advice_slip, conversion_steps, move_conversion
from hn_desk.actions.household_facts import ConversionDraft, ConversionFacts, HouseholdFacts
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.papers import note_printed
from hn_desk.i18n import _
from hn_desk.rules.conversion import REGISTERED
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import NumberField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

MOST_WORKERS = 100_000
_ENTERPRISE = (
    "enterprise_name",
    "enterprise_code",
    "enterprise_kind",
    "certificate_on",
    "enterprise_capital",
    "enterprise_workers",
    "enterprise_industry",
)


class ConversionPanel(QWidget):
    """State and history above, the next step below; the enterprise's facts are asked when they are needed."""

    saved = Signal()

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self._household_id = ""
        self.preview: PreviewDialog | None = None
        self.state = QLabel(self)
        self.state.setObjectName("section")
        self.support = QLabel(self)
        self.support.setWordWrap(True)
        self.history = SmallTable(_columns())
        self.history.setMaximumHeight(170)
        self.dossier = QLabel(self)
        self.dossier.setWordWrap(True)
        self.form = self._form()
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 12, 12, 0)
        for widget in (self.state, self.support, self.history):
            room.addWidget(widget)
        room.addWidget(self.form, 1)

    def show_household(self, facts: HouseholdFacts) -> None:
        """Show how far this household is, and ask which steps may follow."""
        self._household_id = facts.draft.id or ""
        conversion = facts.conversion
        self.state.setText(_state_text(conversion))
        self.support.setText(conversion.support if conversion else "")
        self.support.setVisible(bool(self.support.text()))
        self.history.put(conversion.steps[::-1] if conversion else ())
        self.history.setVisible(conversion is not None)
        draft = conversion.draft if conversion else None
        values = {name: getattr(draft, name) for name in _ENTERPRISE} if draft else {}
        self.form.put({**values, "day": self._office.today()})
        self._show_dossier()
        self._jobs.run_latest(
            "conversion steps", conversion_steps, self._office, self._household_id, then=self._offer_steps
        )

    def is_changed(self) -> bool:
        """Whether something typed isn't saved."""
        return self.form.is_changed()

    def _offer_steps(self, states: tuple[str, ...]) -> None:
        words = labels.conversion_states()
        self.step.offer([(state, words[state]) for state in states])
        self.step.put(states[0] if len(states) == 1 else "")
        self.form.keep()
        self._fit()
        may_write = self._office.may("conversions.write") and bool(states)
        self.save_button.setVisible(may_write)

    def _fit(self) -> None:
        state = str(self.step.value())
        self.form.show_field("reason", is_shown=state in WANT_REASON)
        for name in ("enterprise_code", "certificate_on"):
            self.form.show_field(name, is_shown=state == REGISTERED)

    def _show_dossier(self) -> None:
        kind = str(self.kind.value())
        self.slip_button.setEnabled(bool(kind))
        lines = [f"☐ {item.label}" for item in self._office.book.conversion.dossier(kind)] if kind else []
        self.dossier.setText("\n".join(lines) or _("Choose the kind of enterprise to see its dossier."))

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            draft = ConversionDraft(household_id=self._household_id, **values, accepted=self.form.accepted())
            self._jobs.run(move_conversion, self._office, draft, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _changed: Changed) -> None:
        self.form.keep()
        self.saved.emit()

    def _print_slip(self) -> None:
        kind = str(self.kind.value())
        self._jobs.run(advice_slip, self._office, self._household_id, kind, then=self._show_slip)

    def _show_slip(self, paper: Paper) -> None:
        self.preview = PreviewDialog(paper, self._note_printed, self)
        self.preview.open()

    def _note_printed(self, copies: int) -> None:
        self._jobs.run(partial(note_printed, copies=copies), self._office, "slip", self._household_id)

    def _form(self) -> Form:
        form = Form()
        form.section(_("Next step"))
        self.step = form.add("state", _("&Step"), ChoiceField([]), is_required=True)
        form.beside("day", _("&Day"), DateField(self._office.today), is_required=True)
        form.add("reason", _("&Reason"), TextField())
        form.section(_("Enterprise"))
        kinds = list(labels.enterprise_kinds(self._office).items())
        self.kind = form.add("enterprise_kind", _("&Kind of enterprise"), ChoiceField(kinds))
        form.add_widget(self.dossier)
        form.add("enterprise_name", _("&Name of the enterprise"), TextField())
        form.add("enterprise_code", _("Enterprise &code"), TextField(most=20))
        form.beside("certificate_on", _("Certi&ficate of"), DateField(self._office.today))
        form.add("enterprise_capital", _("Charter capita&l (đồng)"), MoneyField())
        form.beside("enterprise_workers", _("&Workers"), NumberField(most=MOST_WORKERS))
        form.add("enterprise_industry", _("Main industr&y"), TextField())
        self.step.edited.connect(self._fit)
        self.kind.edited.connect(self._show_dossier)
        self.slip_button = form.add_button(_("Advice sl&ip…"), self._print_slip)
        self.slip_button.setVisible(self._office.may("forms.print"))
        self.save_button = form.add_button(_("&Take the step"), self._save, is_main=True)
        return form


def _state_text(conversion: ConversionFacts | None) -> str:
    if conversion is None:
        return _("Not on the list for conversion yet")
    words = labels.conversion_states()[conversion.draft.state]
    return _("Conversion: {state}").format(state=words)


def _columns() -> list[Column]:
    return [
        Column(_("Day"), lambda row: format_date(row.day), letters=10),
        Column(_("Step"), lambda row: labels.conversion_states()[row.state], letters=24),
        Column(_("Reason"), lambda row: row.reason, letters=30),
        Column(_("Officer"), lambda row: row.officer_name, letters=18),
    ]
