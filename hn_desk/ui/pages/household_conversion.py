"""The conversion of one household business: where it stands, the next step, the enterprise, the advice slip."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.conversion_checks import WANT_REASON
from hn_desk.actions.conversions import advice_slip, conversion_steps, move_conversion
from hn_desk.actions.household_facts import ConversionDraft, ConversionFacts, HouseholdFacts
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.papers import note_printed
from hn_desk.actions.source_words import source_words
from hn_desk.i18n import _
from hn_desk.rules.conversion import REGISTERED, missing_papers
from hn_desk.rules.dates import format_date
from hn_desk.rules.screening import UNDECIDED, Reason
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.household_after import AfterConversionPart
from hn_desk.ui.widgets.choices import Choice, ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import NumberField, TextField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.money import MoneyField
from hn_desk.ui.widgets.papers import PapersField
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
        self._household_id = self._state = self._wanted = ""
        self.preview: PreviewDialog | None = None
        self.state = QLabel(self)
        self.state.setObjectName("section")
        self.state.setWordWrap(True)
        self.support = QLabel(self)
        self.support.setWordWrap(True)
        self.reasons = QLabel(self)
        self.reasons.setObjectName("hint")
        self.reasons.setTextFormat(Qt.TextFormat.PlainText)
        self.reasons.setWordWrap(True)
        self.history = SmallTable(_columns())
        self.history.setMaximumHeight(118)
        self.form = self._form()
        self.after = AfterConversionPart(office, jobs)
        self.after.saved.connect(self.saved)
        self._lay_out()

    def show_household(self, facts: HouseholdFacts) -> None:
        """Show how far this household is, and ask which steps may follow."""
        self._household_id = facts.draft.id or ""
        conversion = facts.conversion
        self._state = conversion.draft.state if conversion else ""
        self.state.setText(_state_text(conversion))
        self.support.setText(_support_text(conversion) if conversion else "")
        self.support.setVisible(bool(self.support.text()))
        is_open = conversion is None or conversion.draft.state in UNDECIDED
        self.reasons.setText(reasons_text(facts.reasons))
        self.reasons.setVisible(is_open and bool(facts.reasons))
        self.history.put(conversion.steps[::-1] if conversion else ())
        self.history.setVisible(conversion is not None)
        draft = conversion.draft if conversion else None
        values = {name: getattr(draft, name) for name in (*_ENTERPRISE, "dossier")} if draft else {}
        self.papers.offer(self._papers(str(values.get("enterprise_kind", ""))))
        self.form.put({**values, "day": self._office.today()})
        self._show_dossier()
        is_registered = self._state == REGISTERED
        self.parts.tabBar().setVisible(is_registered)
        self.parts.setCurrentIndex(0)
        if is_registered:
            self.after.show_household(self._household_id)
        self._jobs.run_latest(
            "conversion steps", conversion_steps, self._office, self._household_id, then=self._offer_steps
        )

    def is_changed(self) -> bool:
        """Whether something typed isn't saved."""
        return self.form.is_changed() or self.after.form.is_changed()

    def offer_step(self, state: str) -> None:
        """Choose a step as soon as the steps that may follow are here."""
        self._wanted = state

    def _offer_steps(self, states: tuple[str, ...]) -> None:
        words = labels.conversion_states()
        self.step.offer([(state, words[state]) for state in states])
        wanted, self._wanted = self._wanted, ""
        self.step.put(wanted if wanted in states else (states[0] if len(states) == 1 else ""))
        self.form.keep()
        self._fit()
        may_write = self._office.may("conversions.write")
        self.form.show_field("state", is_shown=bool(states))
        self.save_button.setVisible(may_write and bool(states))
        self.facts_button.setVisible(may_write and bool(self._state))
        if wanted:
            self.form.jump("reason" if wanted in WANT_REASON else "day")

    def _fit(self) -> None:
        state = str(self.step.value())
        self.form.show_field("reason", is_shown=state in WANT_REASON)
        for name in ("enterprise_code", "certificate_on"):
            self.form.show_field(name, is_shown=REGISTERED in (state, self._state))

    def _papers(self, kind: str) -> list[Choice]:
        return [(item.code, item.label) for item in self._office.book.conversion.dossier(kind)] if kind else []

    def _change_kind(self) -> None:
        self.papers.offer(self._papers(str(self.kind.value())))
        self._show_dossier()

    def _show_dossier(self) -> None:
        kind = str(self.kind.value())
        self.slip_button.setEnabled(bool(kind))
        if not kind:
            self.papers.explain(_("Choose the kind of enterprise to see its dossier."))
            return
        missing = missing_papers(self._office.book.conversion.dossier(kind), self.papers.value())
        names = "; ".join(item.label for item in missing)
        self.papers.explain(_("Still missing: {papers}").format(papers=names) if names else _("The dossier is whole."))

    def _save(self) -> None:
        self._take(None)

    def _save_facts(self) -> None:
        """Keep papers and facts; the state stays."""
        self._take(self._state)

    def _take(self, state: str | None) -> None:
        values = self.form.values()
        if values is not None:
            named = values if state is None else {**values, "state": state, "day": self._office.today()}
            draft = ConversionDraft(household_id=self._household_id, **named, accepted=self.form.accepted())
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
        self.papers = form.add("dossier", _("Papers seen"), PapersField(self._office.today))
        form.add("enterprise_name", _("&Name of the enterprise"), TextField())
        form.add("enterprise_code", _("Enterprise &code"), TextField(most=20))
        form.beside("certificate_on", _("Certi&ficate of"), DateField(self._office.today))
        form.add("enterprise_capital", _("Charter capita&l (đồng)"), MoneyField())
        form.beside("enterprise_workers", _("&Workers"), NumberField(most=MOST_WORKERS))
        form.add("enterprise_industry", _("Main industr&y"), TextField())
        self.step.edited.connect(self._fit)
        self.kind.edited.connect(self._change_kind)
        self.papers.edited.connect(self._show_dossier)
        self.slip_button = form.add_button(_("Advice sl&ip…"), self._print_slip)
        self.slip_button.setVisible(self._office.may("forms.print"))
        self.facts_button = form.add_button(_("Save without a step"), self._save_facts)
        self.save_button = form.add_button(_("&Take the step"), self._save, is_main=True)
        return form

    def _lay_out(self) -> None:
        self.parts = QTabWidget(self)
        self.parts.setDocumentMode(True)
        self.parts.addTab(self.form, _("Step and dossier"))
        self.parts.addTab(self.after, _("After the certificate"))
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 12, 12, 0)
        for widget in (self.state, self.support, self.reasons, self.history):
            room.addWidget(widget)
        room.addWidget(self.parts, 1)


def reasons_text(reasons: tuple[Reason, ...]) -> str:
    """Why a household would gain, a line a reason, each with its source."""
    source = _("Source: {source}")
    return "\n".join(f"• {one.sentence} ({source.format(source=source_words(one.source))})" for one in reasons)


def _state_text(conversion: ConversionFacts | None) -> str:
    if conversion is None:
        return _("Not on the list for conversion yet")
    draft = conversion.draft
    words = _("Conversion: {state}").format(state=labels.conversion_states()[draft.state])
    if draft.state != REGISTERED or draft.certificate_on is None:
        return words
    ended = _("The household business ended on {day}, the day of the certificate.")
    return f"{words}. {ended.format(day=format_date(draft.certificate_on))}"


def _support_text(conversion: ConversionFacts) -> str:
    if not conversion.support_source:
        return conversion.support
    return f"{conversion.support} ({_('Source: {source}').format(source=source_words(conversion.support_source))})"


def _columns() -> list[Column]:
    return [
        Column(_("Day"), lambda row: format_date(row.day), letters=10),
        Column(_("Step"), lambda row: labels.conversion_states()[row.state], letters=24),
        Column(_("Reason"), lambda row: row.reason, letters=30),
        Column(_("Officer"), lambda row: row.officer_name, letters=18),
    ]
