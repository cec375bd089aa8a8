"""The board of conversions: a column a state, the ends together in the last one; cards go by drag, keys or menu."""

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions import labels
from hn_desk.actions.conversion_board import BoardColumn, Card, begin_step, board
from hn_desk.actions.household_facts import HouseholdFacts
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.rules.conversion import BOARD, ENDS, allowed, beside
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.conversion_step import ConversionStepDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.card_list import CardList

_NARROWEST = 132
_LOWEST = 70


class Board(QWidget):
    """All columns; a step is taken in a dialog that asks what it needs."""

    said = Signal(str)
    opened = Signal(str)
    """The record of this household is wanted."""
    wanted = Signal(str)
    """The list of all conversions in this state is wanted."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        self._states: dict[str, str] = {}
        self._moved = ""
        self.step: ConversionStepDialog | None = None
        self.menu: QMenu | None = None
        self.columns = {state: _Column(state, may_move=office.may("conversions.write")) for state in BOARD}
        for state, column in self.columns.items():
            self._connect(state, column)
        self._lay_out()

    def reload(self) -> None:
        """Read the board again; the current card stays current, in its new column too."""
        self._jobs.run_latest("board", board, self._office, then=self._show)

    def take(self, id_: str, state: str) -> None:
        """Begin a step of a conversion; one that may not follow is refused in words."""
        self._jobs.run(begin_step, self._office, id_, state, then=partial(self._ask, state))

    def _show(self, columns: tuple[BoardColumn, ...]) -> None:
        self._states = {card.id: card.state for column in columns for card in column.cards}
        for column in columns:
            self.columns[column.state].put(column)
        moved, self._moved = self._moved, ""
        for shown in self.columns.values():
            if moved and shown.cards.choose(moved):
                shown.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask(self, state: str, facts: HouseholdFacts) -> None:
        self.step = ConversionStepDialog(self, self._office, self._jobs, facts, state)
        self.step.taken.connect(self._taken)
        self.step.open()

    def _taken(self, id_: str) -> None:
        self._moved = id_
        self.said.emit(_("Saved."))
        self.reload()

    def _go(self, id_: str, is_onward: bool) -> None:
        state = self._states[id_]
        following = beside(state, is_onward=is_onward)
        if following:
            self.take(id_, following)
        else:
            sentence = _("From “{state}” no step leads to this side; Space shows the steps there are.")
            self.said.emit(sentence.format(state=labels.conversion_states()[state]))

    def _go_beside(self, state: str, is_onward: bool) -> None:
        places = BOARD[BOARD.index(state) + 1 :] if is_onward else BOARD[: BOARD.index(state)][::-1]
        following = next((self.columns[one].cards for one in places if self.columns[one].cards.count()), None)
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
            following.setCurrentRow(max(following.currentRow(), 0))

    def _offer(self, id_: str, place: QPoint) -> None:
        words = labels.conversion_states()
        self.menu = QMenu(self)
        self.menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if self._office.may("conversions.write"):
            for state in allowed(self._states[id_]):
                self.menu.addAction(words[state], partial(self.take, id_, state))
            self.menu.addSeparator()
        self.menu.addAction(_("Open the household"), partial(self.opened.emit, id_))
        self.menu.popup(place)

    def _connect(self, state: str, column: "_Column") -> None:
        cards = column.cards
        cards.opened.connect(self.opened)
        cards.asked.connect(self._offer)
        cards.left_to.connect(partial(self._go_beside, state))
        column.rest.clicked.connect(partial(self._want, state))
        if self._office.may("conversions.write"):
            cards.moved.connect(self._go)
            cards.dropped.connect(partial(self._drop, state))

    def _want(self, state: str, _is_checked: bool = False) -> None:
        self.wanted.emit(state)

    def _drop(self, state: str, id_: str) -> None:
        self.take(id_, state)

    def _lay_out(self) -> None:
        sheet = QWidget()
        row = QHBoxLayout(sheet)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for state in BOARD:
            if state not in ENDS:
                row.addWidget(self.columns[state], 1)
        ends = QWidget()
        ends.setMinimumWidth(_NARROWEST)
        stack = QVBoxLayout(ends)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(4)
        for state in ENDS:
            stack.addWidget(self.columns[state], 1)
        row.addWidget(ends, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(sheet)
        hint = QLabel(
            _("Alt+→ and Alt+← take a step, Space shows the steps there are, Enter opens the household."), self
        )
        hint.setObjectName("hint")
        hint.setWordWrap(True)
        room = QVBoxLayout(self)
        room.setContentsMargins(8, 8, 8, 6)
        room.addWidget(scroll, 1)
        room.addWidget(hint)


class _Column(QWidget):
    def __init__(self, state: str, *, may_move: bool) -> None:
        super().__init__()
        self._title = labels.conversion_states()[state]
        self.setMinimumWidth(_NARROWEST)
        self.heading = QLabel(self)
        self.heading.setObjectName("label")
        self.heading.setWordWrap(True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft)
        self.heading.setContentsMargins(4, 0, 0, 0)
        self.cards = CardList(_lines)
        self.cards.setAccessibleName(self._title)
        self.cards.setMinimumHeight(_LOWEST)
        if may_move:
            self.cards.let_drag()
        self.rest = QPushButton(self)
        self.rest.setObjectName("link")
        self.rest.setAutoDefault(False)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(3)
        room.addWidget(self.heading)
        room.addWidget(self.cards, 1)
        room.addWidget(self.rest)
        if state not in ENDS:
            self.heading.setMinimumHeight(2 * self.heading.fontMetrics().lineSpacing() + 4)

    def put(self, column: BoardColumn) -> None:
        self.heading.setText(_("{state}: {n}").format(state=self._title, n=f"{column.count:,}".replace(",", ".")))
        self.cards.put(column.cards)
        more = column.count - len(column.cards)
        self.rest.setVisible(more > 0)
        self.rest.setText(_("… and {n} more").format(n=f"{more:,}".replace(",", ".")))


def _lines(card: Card) -> list[str]:
    lines = [card.name, card.owner_name, _("{n} days").format(n=card.days)]
    if card.next_on is not None:
        day = format_date(card.next_on)
        mark = _("⚠ late since {day}") if card.is_late else _("next: {day}")
        lines.append(" ".join(filter(None, (mark.format(day=day), card.next_step))))
    return lines
