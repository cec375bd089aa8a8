"""The desk of a signed-in officer: the navigation at the left, the page at the right."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from hn_desk.actions.office import Office
from hn_desk.actions.quick_unlock import QuickUnlock
from hn_desk.actions.reference import REFERENCE
from hn_desk.i18n import _
from hn_desk.settings import resource
from hn_desk.ui.dialogs.account import AccountDialog
from hn_desk.ui.dialogs.help import HelpDialog
from hn_desk.ui.draft_keeping import DraftKeeping
from hn_desk.ui.jobs import Jobs, SaysWhatChanged
from hn_desk.ui.loader import Place, labels, load
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.shortcuts import bind

_WIDTH: Final = 196
_ROW: Final = 42


class Desk(QWidget):
    """Pages are made when they are first wanted, and read again when shown after something of theirs changed."""

    said = Signal(str)
    locked = Signal()
    signed_out = Signal()
    ended = Signal()
    """The office was closed, and the program has to end now."""

    def __init__(self, office: Office, jobs: Jobs, places: Sequence[Place]) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self._places = [place for place in places if _may_see(office, place)]
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._help: HelpDialog | None = None
        self.quick: QuickUnlock | None = None
        self.navigation = _navigation(self._places)
        self.navigation.currentRowChanged.connect(self._went)
        self._stack = QStackedWidget(self)
        self.drafts = DraftKeeping(office, self, jobs, self)
        self.drafts.said.connect(self.said)
        self.locked.connect(self.drafts.keep_soon)
        self._lay_out()
        jobs.changed.connect(self._changed)

    def go(self, name: str, id_: str = "") -> None:
        """Show a page, and a record of it; a page this officer doesn't see stays away."""
        names = [place.name for place in self._places]
        if name in names:
            self.navigation.setCurrentRow(names.index(name))
            page = self.page(name)
            if id_:
                page.open_record(id_)

    def page(self, name: str) -> Page:
        """The page called `name`, made if it wasn't."""
        if name not in self._pages:
            place = next(place for place in self._places if place.name == name)
            page: Page = load(place)(self._office, self._jobs)
            page.said.connect(self.said)
            page.wanted.connect(self.go)
            page.closing.connect(self.drafts.close)
            page.closed.connect(self.signed_out)
            page.ended.connect(self.ended)
            self._pages[name] = page
            self._stale.add(name)
            self._stack.addWidget(page)
        return self._pages[name]

    def made_pages(self) -> dict[str, Page]:
        """The pages made so far, by name."""
        return self._pages

    def shown(self) -> str:
        """The name of the page that is shown."""
        return self._places[self.navigation.currentRow()].name

    def names(self) -> list[str]:
        """The names of the pages this officer sees."""
        return [place.name for place in self._places]

    def offer_file(self, path: Path) -> None:
        """Offer to read an answer of the city that was opened with the program; a packet is not for an office."""
        if path.suffix.casefold() != ".pdf":
            words = _("{name} is a packet for a desk of the city: it is taken in there, not at an office.")
            self.said.emit(words.format(name=path.name))
        elif not self._office.may("packets.receive"):
            words = _("{name} is read by whoever looks after the packets; your role doesn't.")
            self.said.emit(words.format(name=path.name))
        else:
            self.go("packets")
            question = Question(
                _("Read {name}?").format(name=path.name),
                _("It is checked whether it comes from the city before anything is taken from it."),
                yes=_("&Read it"),
                no=_("&Not now"),
            )
            page: Any = self.page("packets")
            ask(self, question, partial(page.read_answers, (path,)))

    def help(self) -> None:
        """Show the help of the page that is shown, beside the window."""
        if self._help is None:
            self._help = HelpDialog(self)
        self._help.show_page(self.shown())

    def account(self) -> None:
        """Show the officer's own account: passphrase, PIN, the words of the own key."""
        dialog = AccountDialog(self, self._office, self._jobs)
        dialog.pin_set.connect(self._pin_set)
        dialog.said.connect(self.said)
        dialog.open()

    def _pin_set(self, quick: QuickUnlock) -> None:
        self.quick = quick

    def is_changed(self) -> bool:
        """Whether something typed on any page isn't saved."""
        return any(page.is_changed() for page in self._pages.values())

    def leave(self, then: Callable[[], object]) -> None:
        """Leave the desk for good and do `then`, after asking when something typed isn't saved."""
        if not self.is_changed():
            self._left(then)
            return
        changed = next(name for name, page in self._pages.items() if page.is_changed())
        self.go(changed)
        question = Question(
            _("What you typed on “{page}” is not saved yet.").format(page=labels()[changed]),
            yes=_("&Throw it away"),
            no=_("&Keep typing"),
            other=_("Keep it as a &draft"),
        )
        ask(self, question, partial(self._left, then, is_discarding=True), partial(self._left, then))

    def _left(self, then: Callable[[], object], *, is_discarding: bool = False) -> None:
        self.drafts.close(is_discarding=is_discarding)
        then()

    def _went(self, row: int) -> None:
        name = self._places[row].name
        self._stack.setCurrentWidget(self.page(name))
        self.said.emit("")
        self._refresh(name)

    def _refresh(self, name: str) -> None:
        if name in self._stale:
            self._stale.discard(name)
            self._pages[name].reload()

    def _changed(self, change: SaysWhatChanged) -> None:
        if REFERENCE in change.subjects:
            self._forget_pages()
        self._stale |= {name for name, page in self._pages.items() if page.subjects & change.subjects}
        self._refresh(self.shown())

    def _forget_pages(self) -> None:
        """Let pages be made anew by new rules; the one shown and those with something typed are only read again."""
        for name in [name for name in self._pages if name != self.shown()]:
            if self._pages[name].is_changed():
                self._stale.add(name)
            else:
                page = self._pages.pop(name)
                self._stack.removeWidget(page)
                page.deleteLater()
        self._stale = {name for name in self._stale if name in self._pages} | {self.shown()}

    def _sign_out(self) -> None:
        self.leave(self.signed_out.emit)

    def _lay_out(self) -> None:
        side = QFrame(self)
        side.setObjectName("side")
        side.setFixedWidth(_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(4)
        column.addWidget(_wrapped(_full_name(self._office), "office"))
        column.addWidget(self.navigation, 1)
        column.addWidget(_wrapped(self._office.officer.name, "officer"))
        if self._office.officer.position:
            column.addWidget(_wrapped(self._office.officer.position, "hint"))
        column.addWidget(self._side_button(_("Hel&p"), "F1", self.help))
        column.addWidget(self._side_button(_("&My account"), "", self.account))
        column.addWidget(self._side_button(_("&Lock"), "Ctrl+L", self.locked.emit))
        column.addWidget(self._side_button(_("Sign &out"), "", self._sign_out))
        room = QHBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(side)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.drafts.bar)
        middle.addWidget(self._stack, 1)
        room.addLayout(middle, 1)
        for number in range(len(self._places)):
            shortcut = QShortcut(QKeySequence(f"Ctrl+{number + 1}"), self)
            shortcut.activated.connect(lambda row=number: self.navigation.setCurrentRow(row))

    def _side_button(self, text: str, keys: str, pressed: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setObjectName("link")
        button.setAutoDefault(False)
        if keys:
            bind(button, keys, self)
        button.clicked.connect(lambda: pressed())
        return button


def _full_name(office: Office) -> str:
    names = {commune.code: commune.full_name for commune in office.book.communes}
    return names.get(office.code, office.name)


def _may_see(office: Office, place: Place) -> bool:
    return not place.needs or any(office.may(action) for action in place.needs)


def _navigation(places: Sequence[Place]) -> QListWidget:
    navigation = QListWidget()
    navigation.setObjectName("navigation")
    navigation.setAccessibleName(_("Pages"))
    navigation.setIconSize(QSize(20, 20))
    navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    words = labels()
    for number, place in enumerate(places, 1):
        item = QListWidgetItem(QIcon(str(resource("icons") / f"{place.name}.svg")), words[place.name], navigation)
        item.setSizeHint(QSize(0, _ROW))
        item.setToolTip(f"Ctrl+{number}")
    return navigation


def _wrapped(text: str, name: str) -> QLabel:
    label = QLabel(text)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setContentsMargins(12, 8 if name == "office" else 0, 8, 4 if name == "office" else 0)
    return label
