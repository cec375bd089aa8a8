"""Loans: the applications, and the police lists that are confirmed as a whole."""

from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTabWidget, QWidget

from hn_desk.actions.confirming import Presented, presented_papers, printable_papers, ready_papers
from hn_desk.actions.import_rights import importable
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.ui.dialogs.bank_import import BankImportDialog
from hn_desk.ui.dialogs.confirm import ConfirmDialog
from hn_desk.ui.dialogs.import_wizard import ImportWizard
from hn_desk.ui.dialogs.list_import import ListImportDialog
from hn_desk.ui.dialogs.paper_choice import paper_of
from hn_desk.ui.dialogs.present_several import PresentDialog
from hn_desk.ui.dialogs.print_several import PrintSeveralDialog
from hn_desk.ui.dialogs.verify_paper import VerifyPaperDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit_applications import Applications
from hn_desk.ui.pages.credit_choices import Choices, credit_choices, is_list
from hn_desk.ui.pages.credit_lists import Lists
from hn_desk.ui.pages.credit_surveys import Surveys
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.veil import Veil


class CreditPage(Page):
    """Tabs of applications, lists and surveys; a record asked for from elsewhere brings its tab."""

    subjects: ClassVar[frozenset[str]] = frozenset(
        {"applications", "lists", "confirmations", "people", "groups", "surveys"}
    )

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.applications = Applications(office, jobs)
        self.lists = Lists(office, jobs)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.applications, _("&Applications"))
        self.tabs.addTab(self.lists, _("Police &lists"))
        self.surveys = Surveys(office, jobs)
        self.surveys.said.connect(self.said)
        self.tabs.addTab(self.surveys, _("&Needs surveys"))
        self.veil = Veil(self)
        self.import_people = QPushButton(_("Pe&ople from Excel…"))
        self.verify_button = QPushButton(_("Chec&k a paper…"))
        self.tabs.setCornerWidget(self._beside_the_tabs())
        self._connect()
        self.fill(_("Loans"), self.tabs)
        self.new_application = self.add_action(_("New a&pplication"), self._new_application, is_new=True)
        self.new_list = self.add_action(_("New l&ist"), self._new_list)
        self.import_list = self.add_action(_("List from &Excel…"), self._import_list)
        for button in (self.new_application, self.new_list, self.import_list):
            button.setVisible(office.may("credit.enter"))
        self.import_answers = self.add_action(_("Bank's &answers from Excel…"), self._import_answers)
        self.import_answers.setVisible(office.may("credit.bank"))
        self.present_several = self.add_action(_("P&resent several…"), self._ask_ready)
        self.present_several.setVisible(office.may("credit.present"))
        self.print_several = self.add_action(_("Print &several…"), self._ask_printable)
        self.print_several.setVisible(office.may("forms.print"))
        self.confirm_several = self.add_action(_("Confirm se&veral…"), self._ask_presented)
        self.confirm_several.setVisible(office.may("credit.confirm"))

    def reload(self) -> None:
        """Read the tabs and what they may choose from."""
        self.jobs.run_latest("credit choices", credit_choices, self.office, then=self._offer)
        self.applications.reload()
        self.lists.reload()
        self.surveys.reload()

    def open_record(self, id_: str) -> None:
        """Show an application or a police list, whichever has this id; for `?lists` and `?surveys` that tab."""
        tabs = {"?lists": self.lists, "?surveys": self.surveys}
        if id_ in tabs:
            self.tabs.setCurrentWidget(tabs[id_])
            return
        self.jobs.run_latest("credit record", is_list, self.office, id_, then=partial(self._open_found, id_))

    def _offer(self, choices: Choices) -> None:
        self.applications.offer(choices)
        self.lists.offer(choices)

    def _open_found(self, id_: str, is_of_list: object) -> None:
        (self._open_list if is_of_list else self._open_application)(id_)

    def _open_application(self, id_: str) -> None:
        self.tabs.setCurrentWidget(self.applications)
        self.applications.open_record(id_)

    def _open_list(self, id_: str) -> None:
        self.tabs.setCurrentWidget(self.lists)
        self.lists.open_record(id_)

    def _ask_presented(self) -> None:
        self.jobs.run(presented_papers, self.office, then=self._confirm_several)

    def _confirm_several(self, waiting: tuple[Presented, ...]) -> None:
        if not waiting:
            self.said.emit(_("Nothing waits for your confirmation."))
            return
        dialog = ConfirmDialog(self, self.office, self.jobs, list(map(paper_of, waiting)))
        dialog.confirmed.connect(self._confirmed)
        dialog.open()

    def _beside_the_tabs(self) -> QWidget:
        for button in (self.import_people, self.verify_button):
            button.setObjectName("link")
            button.setAutoDefault(False)
        self.import_people.setVisible("people" in importable(self.office))
        self.import_people.clicked.connect(lambda: self._import_people())
        self.verify_button.setVisible(self.office.may("papers.verify"))
        self.verify_button.clicked.connect(lambda: self._verify())
        corner = QWidget(self)
        row = QHBoxLayout(corner)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(self.import_people)
        row.addWidget(self.verify_button)
        row.addWidget(self.veil.button)
        return corner

    def _verify(self) -> None:
        dialog = VerifyPaperDialog(self, self.office, self.jobs)
        dialog.wanted.connect(self.open_record)
        dialog.open()

    def _ask_ready(self) -> None:
        self.jobs.run(ready_papers, self.office, then=self._present_several)

    def _present_several(self, ready: tuple[Presented, ...]) -> None:
        if not ready:
            self.said.emit(_("Nothing is checked and waits to be presented."))
            return
        dialog = PresentDialog(self, self.office, self.jobs, list(map(paper_of, ready)))
        dialog.presented.connect(self._confirmed)
        dialog.open()

    def _ask_printable(self) -> None:
        self.jobs.run(printable_papers, self.office, then=self._print_several)

    def _print_several(self, found: tuple[Presented, ...]) -> None:
        if not found:
            self.said.emit(_("No paper waits to be printed."))
            return
        papers = [paper_of(one, is_ticked=not one.prints) for one in found]
        PrintSeveralDialog(self, self.office, self.jobs, papers).open()

    def _confirmed(self, _changed: object) -> None:
        self.said.emit(_("Done."))

    def _new_application(self) -> None:
        self.tabs.setCurrentWidget(self.applications)
        self.applications.begin()

    def _new_line(self, programme: str, list_id: str) -> None:
        self.tabs.setCurrentWidget(self.applications)
        self.applications.begin(programme, list_id)

    def _new_list(self) -> None:
        self.tabs.setCurrentWidget(self.lists)
        self.lists.begin()

    def _import_list(self) -> None:
        self.tabs.setCurrentWidget(self.lists)
        dialog = ListImportDialog(self, self.office, self.jobs, self.lists.programmes)
        dialog.imported.connect(self._imported)
        dialog.open()

    def _import_people(self) -> None:
        wizard = ImportWizard(self, self.office, self.jobs, "people", is_only=True)
        wizard.written.connect(self._confirmed)
        wizard.open()

    def _import_answers(self) -> None:
        dialog = BankImportDialog(self, self.office, self.jobs)
        dialog.imported.connect(self._confirmed)
        dialog.open()

    def _imported(self, list_id: str) -> None:
        self.said.emit(_("The list is taken in. Now check its lines."))
        self._open_list(list_id)

    def _connect(self) -> None:
        self.veil.turned.connect(self.applications.list.rows.lift)
        self.veil.turned.connect(self.lists.lines.lift)
        self.applications.said.connect(self.said)
        self.applications.list_wanted.connect(self._open_list)
        self.lists.said.connect(self.said)
        self.lists.application_wanted.connect(self._open_application)
        self.lists.line_wanted.connect(self._new_line)
