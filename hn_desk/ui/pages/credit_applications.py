"""The applications of the credit page: the list, the form of the chosen one, its checks, its steps."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hn_desk.actions.bank_facts import BankFacts
from hn_desk.actions.city_listing import FILTER
from hn_desk.actions.city_states import city_state_words, step_words
from hn_desk.actions.credit import (
    ApplicationDraft,
    ApplicationFacts,
    application_ids,
    application_rows,
    judge,
    save_application,
)
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.query import Query
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.asked_band import AskedBand
from hn_desk.ui.pages.city_filter import city_field
from hn_desk.ui.pages.credit_acts import Acts
from hn_desk.ui.pages.credit_case import application_case, heading
from hn_desk.ui.pages.credit_choices import Choices, Opened, choosable, opened
from hn_desk.ui.pages.credit_columns import application_columns, states
from hn_desk.ui.pages.credit_form import ApplicationForm, Asked
from hn_desk.ui.pages.credit_side import Side
from hn_desk.ui.widgets.cell import Cell
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.page import ListWithForm
from hn_desk.ui.widgets.rows import Source
from hn_desk.ui.widgets.search_list import SearchList
from hn_desk.ui.widgets.unsaved import NEW

NO_CHOICES = Choices((), {}, (), ())


class Applications(QWidget):
    """List | form | checks and steps. `form` is the form shown; another programme brings another form."""

    said = Signal(str)
    list_wanted = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.list = SearchList(jobs, Source(office, application_ids, application_rows, Query, application_columns()))
        self.state_filter = ChoiceField([("", _("All states")), *states()], has_empty=False)
        self.city_filter = city_field()
        self.programme = ChoiceField()
        self.applicant = ChoiceField(has_empty=False)
        self.form: ApplicationForm | None = None
        self.side = Side(Acts(office, jobs, self._refuse))
        self.judgement, self.history, self.acts = self.side.judgement, self.side.history, self.side.acts
        self.side_tabs = self.side.tabs
        self.heading = QLabel(self)
        self.asked = AskedBand(office, jobs, "credit", "applications")
        self.asked.answered.connect(lambda: self._read(self._open_id()))
        self._choices = NO_CHOICES
        self._facts: ApplicationFacts | None = None
        self._typed: dict[str, object] = {}
        self._kept = ApplicationDraft()
        self.both = ListWithForm(self.list, self._detail(), self.is_changed)
        self.both.setSizes([440, 730])
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.both)
        self._connect()

    def reload(self) -> None:
        """Read the list again, and the record that is open."""
        self.list.reload()
        if self._facts is not None and self._facts.draft.id:
            self._read(self._facts.draft.id)

    def open_record(self, id_: str) -> None:
        """Show an application, also one that the search or the filter left out."""
        self.list.choose(id_)
        if self.list.rows.row_of(id_) < 0:
            self.list.search.clear()
            self.state_filter.put("")
            self.city_filter.put("")
            self._filter()

    def is_changed(self) -> bool:
        """Whether something typed is not saved."""
        return self.form is not None and self.form.is_changed()

    def place(self) -> str:
        """Programme and applicant of the form, the person kept before that a new application took, the record open."""
        taken = self.form.kept_draft().person if self.form is not None and not self._open_id() else None
        chosen = (self.programme.value(), self.applicant.value(), taken.id if taken else None, self._open_id())
        return " ".join(part or NEW for part in chosen)

    def go_to(self, place: str) -> None:
        """Open the record, then choose the programme and applicant, then take the person."""
        programme, applicant, taken, id_ = ("" if part == NEW else part for part in place.split(" "))
        if id_ != self._open_id() and id_:
            self.open_record(id_)
        elif id_ != self._open_id() or not self.both.place():
            self._begin("", "")
        elif (self.programme.value(), self.applicant.value()) != (programme, applicant):
            self.programme.put(programme)
            self.applicant.offer(self._kinds(programme))
            self.applicant.put(applicant)
            self._chose_applicant()
        elif self.form is not None and taken:
            self.form.take_kept(taken)

    def begin(self, programme: str = "", list_id: str = "") -> None:
        """Begin a new application after asking about typed things; the programme and list when they are known."""
        self.both.leave(partial(self._begin, programme, list_id))

    def _begin(self, programme: str, list_id: str) -> None:
        self._facts, self._typed, self._kept = None, {}, ApplicationDraft()
        self.list.blockSignals(True)
        self.list.choose("")
        self.list.blockSignals(False)
        for field in (self.programme, self.applicant):
            field.lock(is_locked=False)
        self.programme.put(programme)
        self.heading.setText(_("New application"))
        self.asked.show_record("")
        self.acts.show_case(None)
        self.history.put(None, ())
        self.side.bank.put(BankFacts())
        self._put_form(None)
        self.both.show_detail()
        self._chose_programme()
        if self.form is not None and list_id:
            self.form.field("list_id").put(list_id)
            self.form.keep()
            self._edited()
        (self.programme.box if self.form is None else self.form).setFocus()

    def _chose_programme(self) -> None:
        kinds = self._kinds(self.programme.value())
        self.applicant.offer(kinds)
        if kinds and not self.applicant.value():
            self.applicant.put(kinds[0][0])
        self._chose_applicant()

    def _chose_applicant(self) -> None:
        """Bring the form of the programme and applicant chosen; what was typed goes along."""
        if self.form is not None:
            self._kept = self.form.kept_draft()
            self._typed |= self.form.typed()
        asked = self._asked(self.programme.value(), self.applicant.value())
        self._put_form(asked)
        if self.form is not None:
            self.form.type_in(self._typed, self._kept)
            self._edited()

    def _asked(self, programme: str, applicant: str) -> Asked | None:
        known = next((one for one in self._choices.programmes if one.code == programme), None)
        if known is None or (programme, applicant) not in self._choices.fields:
            return None
        lists = choosable(self._choices, known.name)
        fields = self._choices.fields[programme, applicant]
        return Asked(programme, applicant, known.confirmations[applicant], fields, self._choices.groups, lists)

    def _put_form(self, asked: Asked | None) -> None:
        if self.form is not None:
            self._forms.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if asked is None:
            self._forms.setCurrentIndex(0)
            self.judgement.clear()
            return
        self.form = ApplicationForm(self.office, self.jobs, asked)
        self.form.edited.connect(self._edited)
        self.save_button = self.form.add_button(_("&Save"), self._save, is_main=True)
        self._forms.addWidget(self.form)
        self._forms.setCurrentWidget(self.form)

    def _edited(self) -> None:
        if self.form is None:
            return
        self.acts.hold(is_held=self.form.is_changed())
        if self.office.may("credit.enter"):
            kept = self._facts.findings if self._facts is not None else ()
            then = partial(self.judgement.show_judgement, kept=kept)
            self.jobs.run_latest("judge", judge, self.office, self.form.half_typed(), then=then)

    def _save(self) -> None:
        draft = self.form.draft() if self.form is not None else None
        if draft is not None:
            self.jobs.run(save_application, self.office, draft, then=self._saved, on_refused=self._refuse)

    def _saved(self, changed: Changed) -> None:
        if self.form is not None:
            self.form.keep()
            self.form.summary.forget()
        self.said.emit(_("Saved."))
        self._went_on(changed)

    def _went_on(self, changed: Changed) -> None:
        self.list.blockSignals(True)
        self.list.choose(changed.id or self._open_id())
        self.list.blockSignals(False)
        self._read(changed.id or self._open_id())

    def _acted(self, changed: Changed) -> None:
        is_own = changed.id == self._open_id()
        self._went_on(changed if is_own else Changed(changed.subjects, self._open_id()))

    def _open_id(self) -> str:
        return (self._facts.draft.id or "") if self._facts is not None else ""

    def _refuse(self, error: DeskError) -> None:
        if self.form is not None:
            self.form.refuse(error)

    def _open(self, id_: str) -> None:
        if id_:
            self._read(id_)
        else:
            self._facts = None
            self._put_form(None)
            self.both.show_nothing()

    def _read(self, id_: str) -> None:
        if id_:
            self.jobs.run_latest("application", opened, self.office, id_, then=self._show)

    def _show(self, one: Opened) -> None:
        is_same = self._open_id() == one.facts.draft.id
        self._facts = one.facts
        draft = one.facts.draft
        if is_same and self.is_changed() and self.form is not None:
            self.form.keep_versions(draft)
        else:
            self._show_form(one)
        case = application_case(self.office, one.facts)
        self.heading.setText(heading(one.facts.file_code, one.facts.state, city_state_words(one.facts.city_way)))
        self.heading.setToolTip("\n".join(map(step_words, one.facts.city_way.steps)))
        self.asked.show_record(draft.id or "")
        self.history.put(one.facts.confirmation, one.facts.history)
        self.side.bank.put(one.facts.bank)
        self.acts.show_case(case)
        self.acts.hold(is_held=self.is_changed())
        self.both.show_detail(draft.id or "")

    def _show_form(self, one: Opened) -> None:
        draft, is_open = one.facts.draft, "save" in one.facts.may
        self._typed, self._kept = {}, draft
        self._offer_programme(one.facts)
        asked = self._asked_of(one)
        if self.form is None or self.form.asked != asked:
            self._put_form(asked)
        if self.form is None:
            return
        self.form.show_draft(draft)
        self.form.lock(is_locked=not is_open)
        self.save_button.setVisible(is_open)
        if is_open and self.office.may("credit.enter"):
            self._edited()
        else:
            self.judgement.show_kept(one.facts)

    def _asked_of(self, one: Opened) -> Asked:
        """What is asked of a kept application; its own list may be chosen also when it is no longer open."""
        draft, facts = one.facts.draft, one.facts
        lists = choosable(self._choices, facts.programme_name, draft.list_id)
        return Asked(draft.programme, draft.applicant, facts.subject.kind, one.fields, self._choices.groups, lists)

    def _offer_programme(self, facts: ApplicationFacts) -> None:
        draft = facts.draft
        self.programme.put(draft.programme)
        self.applicant.offer(self._kinds(draft.programme))
        self.applicant.put(draft.applicant)
        is_open = "save" in facts.may
        self.programme.lock(is_locked=not is_open)
        self.applicant.lock(is_locked=not is_open)

    def _kinds(self, programme: str) -> list[tuple[str, str]]:
        known = next((one for one in self._choices.programmes if one.code == programme), None)
        return [(kind.code, kind.label) for kind in known.applicants] if known else []

    def offer(self, choices: Choices) -> None:
        """Offer these programmes, groups and lists from now on."""
        self._choices = choices
        self.programme.offer([(one.code, one.name) for one in choices.programmes])

    def _filter(self) -> None:
        asked = {"state": self.state_filter.value(), FILTER: self.city_filter.value()}
        self.list.filter({name: value for name, value in asked.items() if value})

    def _connect(self) -> None:
        self.list.bar.addWidget(self.state_filter)
        self.list.bar.addWidget(self.city_filter)
        self.state_filter.edited.connect(self._filter)
        self.city_filter.edited.connect(self._filter)
        self.both.chosen.connect(self._open)
        self.programme.edited.connect(self._chose_programme)
        self.applicant.edited.connect(self._chose_applicant)
        self.acts.done.connect(self._acted)
        self.acts.said.connect(self.said)
        self.acts.list_wanted.connect(self.list_wanted)

    def _detail(self) -> QWidget:
        self._forms = QStackedWidget()
        self._forms.addWidget(_no_form())
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.heading.setObjectName("section")
        self.heading.setContentsMargins(16, 8, 16, 0)
        self.heading.setWordWrap(True)
        chosen = QHBoxLayout()
        chosen.setContentsMargins(16, 4, 16, 8)
        chosen.setSpacing(12)
        chosen.addWidget(Cell(_("Pro&gramme"), self.programme), 1)
        chosen.addWidget(Cell(_("&Applicant"), self.applicant), 1)
        column.addWidget(self.heading)
        column.addWidget(self.asked)
        column.addLayout(chosen)
        column.addWidget(self._forms, 1)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(middle)
        split.addWidget(self.side)
        split.setChildrenCollapsible(False)
        split.setSizes([470, 300])
        return split


def _no_form() -> QWidget:
    label = QLabel(_("Choose the programme above: the form follows."))
    label.setObjectName("hint")
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    return label
