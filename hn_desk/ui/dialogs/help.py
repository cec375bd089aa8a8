"""The help of one page, beside the window: what the page is for, what is done most, what to do when."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from hn_desk.i18n import _, language
from hn_desk.settings import resource
from hn_desk.ui.fitting import fit


def help_text(page: str) -> str:
    """The help of a page in the language of the screen, as Markdown."""
    return (resource("help") / language() / f"{page}.md").read_text(encoding="utf-8")


class HelpDialog(QDialog):
    """Stays open beside the work; asked for on another page it shows that page's help."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Help"))
        self.text = QTextBrowser(self)
        self.text.setOpenLinks(False)
        self.text.setAccessibleName(_("Help"))
        self.text.document().setDocumentMargin(14)
        close = QPushButton(_("&Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        buttons = QDialogButtonBox(self)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        room = QVBoxLayout(self)
        room.addWidget(self.text, 1)
        room.addWidget(buttons)
        fit(self, 560, 560)

    def show_page(self, page: str) -> None:
        """Show the help of a page and give it the focus."""
        self.text.setMarkdown(help_text(page))
        self.show()
        self.activateWindow()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
