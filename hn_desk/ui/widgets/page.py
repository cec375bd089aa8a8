"""A page of the window, and the usual shape of one: a list at the left, the form of the chosen record at the right.

class HouseholdsPage(Page):
    subjects = frozenset({"households", "contacts", "conversions"})

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.list = SearchList(jobs, Source(office, household_ids, household_rows, Query, _columns()))
        self.form = Form()
        self.both = ListWithForm(self.list, self.form, self.form.is_changed)
        self.both.chosen.connect(self._open)
        self.fill(_("Household businesses"), self.both)
        self.add_action(_("&New household"), self._new)

    def reload(self) -> None:
        self.list.reload()
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.search_list import SearchList
from hn_desk.ui.widgets.shortcuts import bind
from hn_desk.ui.widgets.unsaved import NEW

if TYPE_CHECKING:
    from hn_desk.actions.office import Office

_TITLE_HEIGHT: Final = 32
"""As high as a button, so that the title stands in the same place with and without one."""


Button = TypeVar("Button", bound=QPushButton)


class Page(QWidget):
    """One page, made as `SomePage(office, jobs)`.

    The window calls `reload` when the page is first shown and whenever one of its `subjects` changed.
    """

    subjects: ClassVar[frozenset[str]] = frozenset()
    said = Signal(str)
    """A sentence for the line at the bottom, such as “Saved.”."""
    wanted = Signal(str, str)
    """Go to a page by its name and to a record by its id."""
    closing = Signal()
    """What is done here is about to close the office."""
    closed = Signal()
    """It has: the officer signs in again."""
    ended = Signal()
    """It has, and the program itself has to end now."""

    def __init__(self, office: "Office", jobs: Jobs) -> None:
        super().__init__()
        self.office = office
        self.jobs = jobs
        self._actions = QHBoxLayout()
        self._actions.setSpacing(8)
        self.begin: Callable[[], object] = self.reload
        """Begins a new record: what the button for a new one does."""

    def reload(self) -> None:
        """Ask the actions again for what is shown."""

    def open_record(self, id_: str) -> None:
        """Show the record with this id, when the page has one."""

    def is_changed(self) -> bool:
        """Whether something typed here isn't saved yet; the window asks before it is lost."""
        pairs: Any = self.findChildren(ListWithForm)
        return any(pair.is_changed() for pair in pairs)

    def fill(self, title: str, content: QWidget) -> None:
        """Lay the page out: title and actions at the top, `content` below."""
        heading = QLabel(title, self)
        heading.setObjectName("title")
        heading.setMinimumHeight(_TITLE_HEIGHT)
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 6)
        top.addWidget(heading)
        top.addStretch(1)
        top.addLayout(self._actions)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addLayout(top)
        room.addWidget(content, 1)

    def add_action(self, text: str, pressed: Callable[[], object], *, is_new: bool = False) -> QPushButton:
        """Add a button beside the title; the one that makes a new record answers to Ctrl+N."""
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(lambda: pressed())
        if is_new:
            bind(button, "Ctrl+N", self)
            self.begin = pressed
        return self.add_button(button)

    def add_button(self, button: Button) -> Button:
        """Put a button of any kind beside the title."""
        self._actions.addWidget(button)
        return button


class ListWithForm(QSplitter):
    """A list and the detail of its current record; asks before typed things are lost by going to another record.

    `chosen(id)` says which record to open ("" none). `detail` is shown after `show_detail()`, a quiet sentence before.
    """

    chosen = Signal(str)

    def __init__(self, list_: SearchList, detail: QWidget, is_changed: Callable[[], bool]) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.list = list_
        self.is_changed = is_changed
        self.begin: Callable[[], object] | None = None
        """Begins a new record here, where it isn't the page's own button that does."""
        self._open = ""
        self._stack = QStackedWidget(self)
        self._stack.addWidget(_nothing())
        self._stack.addWidget(detail)
        self.addWidget(list_)
        self.addWidget(self._stack)
        self.setChildrenCollapsible(False)
        self.setStretchFactor(0, 4)
        self.setStretchFactor(1, 6)
        self.setSizes([480, 680])
        list_.chosen.connect(self._asked)

    def place(self) -> str:
        """The id of the record open, `NEW` for a new one, "" for none."""
        return (self._open or NEW) if self._stack.currentIndex() else ""

    def go_to(self, place: str) -> None:
        """Open a record, or a new one."""
        if place == NEW:
            (self.begin or _page_around(self).begin)()
        else:
            self.list.choose(place)

    def show_detail(self, id_: str = "") -> None:
        """Show the detail: of record `id_`, or of a new one."""
        self._open = id_
        self._stack.setCurrentIndex(1)

    def show_nothing(self) -> None:
        """Show no record."""
        self._open = ""
        self._stack.setCurrentIndex(0)

    def leave(self, then: Callable[[], object]) -> None:
        """Do `then`, after asking when something typed isn't saved."""
        if not self.is_changed():
            then()
            return
        question = Question(
            _("What you typed here is not saved yet."),
            yes=_("&Throw it away"),
            no=_("&Keep typing"),
        )
        ask(self, question, then)

    def _asked(self, id_: str) -> None:
        if id_ == self._open and self._stack.currentIndex() == 1:
            return
        if self.is_changed():
            self._stay()
        self.leave(lambda: self._go(id_))

    def _go(self, id_: str) -> None:
        self._open = id_
        self.list.blockSignals(True)
        self.list.choose(id_)
        self.list.blockSignals(False)
        self.chosen.emit(id_)

    def _stay(self) -> None:
        self.list.blockSignals(True)
        self.list.choose(self._open)
        self.list.blockSignals(False)


def _page_around(widget: QWidget) -> Page:
    above = widget.parentWidget()
    while above is not None and not isinstance(above, Page):
        above = above.parentWidget()
    assert isinstance(above, Page), "a list that stands on no page"
    return above


def _nothing() -> QWidget:
    page = QWidget()
    room = QVBoxLayout(page)
    sentence = QLabel(_("Choose a line at the left, or add a new one."), page)
    sentence.setObjectName("hint")
    sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
    sentence.setWordWrap(True)
    room.addWidget(sentence)
    return page
