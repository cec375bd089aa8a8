"""The side of an application: its conditions, its course, the bank's part, and below them the acts."""

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.ui.pages.credit_acts import Acts
from hn_desk.ui.pages.credit_bank import BankPanel
from hn_desk.ui.pages.credit_history import History
from hn_desk.ui.pages.credit_judgement import JudgementPanel


class Side(QWidget):
    """Three tabs over the buttons, which stay in sight."""

    def __init__(self, acts: Acts) -> None:
        super().__init__()
        self.judgement = JudgementPanel()
        self.history = History()
        self.bank = BankPanel()
        self.acts = acts
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.judgement, _("Conditions"))
        self.tabs.addTab(self.history, _("Course so far"))
        self.tabs.addTab(self.bank, _("Bank"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs, 1)
        column.addWidget(acts)
