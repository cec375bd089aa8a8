"""Vietnamese for Qt's own words, of which Qt ships none: menus of text fields, file dialogs, print dialogs."""

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from hn_desk.i18n import _


class QtWords(QTranslator):
    """Answers Qt's own English words in the language of the screen; what is not known stays English."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._words = words()

    def translate(self, _context: str, text: str, _which: str | None = None, _number: int = -1) -> str:
        """The words for `text`; none when there are none, so that Qt keeps its own."""
        return self._words.get(text.split("\t")[0])  # type: ignore[return-value]  # None is Qt's null: keep your own

    def isEmpty(self) -> bool:
        """Never empty, or Qt would not ask."""
        return False


def speak(application: QCoreApplication) -> None:
    """Let `application` say Qt's own words in the language of the screen."""
    translator = QtWords(application)
    application.installTranslator(translator)


def words() -> dict[str, str]:
    """Qt's English words and ours."""
    return {
        "&Undo": _("&Undo"),
        "&Redo": _("&Redo"),
        "Cu&t": _("Cu&t"),
        "&Copy": _("&Copy"),
        "Copy &Link Location": _("Copy &link"),
        "&Paste": _("&Paste"),
        "Delete": _("Delete"),
        "Select All": _("Select all"),
        "Look in:": _("Look in:"),
        "Back": _("Back"),
        "Forward": _("Forward"),
        "Parent Directory": _("Folder above"),
        "Create New Folder": _("New folder"),
        "List View": _("As a list"),
        "Detail View": _("With details"),
        "File &name:": _("File &name:"),
        "Directory:": _("Folder:"),
        "Files of type:": _("Kind of file:"),
        "Directories": _("Folders"),
        "All Files (*)": _("All files (*)"),
        "Computer": _("This PC"),
        "Name": _("Name"),
        "Size": _("Size"),
        "Type": _("Kind"),
        "Kind": _("Kind"),
        "Date Modified": _("Changed on"),
        "&Open": _("&Open"),
        "&Choose": _("&Choose"),
        "&Save": _("&Save"),
        "Cancel": _("Cancel"),
        "&Cancel": _("&Cancel"),
        "OK": _("OK"),
        "&OK": _("OK"),
        "Close": _("Close"),
        "&Yes": _("&Yes"),
        "&No": _("&No"),
        "Print": _("Print"),
        "&Print": _("&Print"),
        "Printer": _("Printer"),
        "&Name:": _("&Name:"),
        "P&roperties": _("P&roperties"),
        "Location:": _("Place:"),
        "Copies": _("Copies"),
        "Print range": _("Pages"),
        "Print all": _("All pages"),
        "Pages from": _("From page"),
        "to": _("to"),
        "Paper size:": _("Paper:"),
        "Portrait": _("Upright"),
        "Landscape": _("Across"),
    }
