"""Today: what waits for this officer, what is due, packets without a receipt, outreach, conversions."""

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.due_facts import DueDay, DueState
from hn_desk.actions.home import today
from hn_desk.actions.home_facts import ConversionCounts, Today, Waiting
from hn_desk.actions.office import Office
from hn_desk.actions.packet_facts import PacketRow
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.home_backup import BackupLine
from hn_desk.ui.theme import GOOD, WRONG
from hn_desk.ui.widgets.page import Page
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class HomePage(Page):
    """Cards; a click or Enter on a line goes to its record."""

    subjects: ClassVar[frozenset[str]] = frozenset(
        {
            "backups",
            "lost",
            "applications",
            "lists",
            "confirmations",
            "events",
            "conversions",
            "contacts",
            "packets",
            "receipts",
            "groups",
            "workdays",
            "surveys",
            "registers",
            "deadlines",
        }
    )

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.day = QLabel(self)
        self.day.setObjectName("section")
        self.backup = BackupLine(office, jobs)
        self.waiting = SmallTable((Column(_("What"), lambda one: one.text, letters=60),))
        self.waiting.horizontalHeader().hide()
        self.waiting.opened.connect(self._go)
        self.waiting.cellClicked.connect(self._clicked)
        self.deadlines = SmallTable(_deadline_columns())
        self.deadlines.opened.connect(self._go_to_due)
        self.deadlines.cellClicked.connect(lambda row, _column: self._go_to_due(self.deadlines.rows()[row]))
        self.packets = SmallTable(_packet_columns())
        self.packets.opened.connect(self._go_to_packet)
        self.coverage = _Coverage()
        self.conversions = _Conversions()
        if office.may("duties.read"):
            self.add_action(_("&Duties of the office"), lambda: self.wanted.emit("duties", ""))
        self.fill(_("Today"), self._cards())

    def reload(self) -> None:
        """Ask what there is to do today."""
        self.jobs.run_latest("home", today, self.office, then=self._show)
        self.backup.reload()

    def _show(self, facts: Today) -> None:
        self.day.setText(_("{weekday}, {day}").format(weekday=facts.weekday, day=format_date(facts.day)))
        self.waiting.put(facts.waiting)
        self._waiting_none.setVisible(not facts.waiting)
        self.waiting.setVisible(bool(facts.waiting))
        self.deadlines.put(facts.deadlines)
        self._near.setVisible(any(row.state is DueState.NEAR for row in facts.deadlines))
        self.packets.put(facts.unreceipted)
        self._packets_none.setVisible(not facts.unreceipted)
        self.packets.setVisible(bool(facts.unreceipted))
        self.coverage.put(facts)
        self.conversions.put(facts.conversions)

    def _go(self, waiting: Waiting) -> None:
        self.wanted.emit(waiting.page, waiting.id)

    def _clicked(self, row: int, _column: int) -> None:
        self._go(self.waiting.rows()[row])

    def _go_to_due(self, due: DueDay) -> None:
        if due.page:
            self.wanted.emit(due.page, due.opens)

    def _go_to_packet(self, packet: PacketRow) -> None:
        self.wanted.emit("packets", packet.id)

    def _cards(self) -> QWidget:
        self._waiting_none = _quiet(_("Nothing waits for you."))
        self._near = _quiet(_("⚠ Time to begin; each deadline has its own time to prepare."))
        self._packets_none = _quiet(_("Every packet sent has its receipt."))
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(16, 0, 16, 16)
        grid.setSpacing(12)
        grid.addWidget(self.day, 0, 0)
        grid.addWidget(self.backup, 0, 1)
        has_packets = self.office.may("packets.read")
        rows = 1 if has_packets else 2
        grid.addWidget(_card(_("Waiting for me"), self.waiting, self._waiting_none), 1, 0, rows, 1)
        grid.addWidget(_card(_("Deadlines ahead"), self.deadlines, self._near), 1, 1)
        packets = _card(_("Packets without a receipt"), self.packets, self._packets_none)
        coverage = _card(_("Residential groups reached this year"), self.coverage)
        conversions = _card(_("Conversions"), self.conversions)
        grid.addWidget(packets, 2, 0)
        low = QWidget()
        beside = QHBoxLayout(low)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(12)
        beside.addWidget(coverage, 1)
        beside.addWidget(conversions, 1)
        grid.addWidget(low, 2, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setRowStretch(1, 3)
        grid.setRowStretch(2, 2)
        packets.setVisible(has_packets)
        coverage.setVisible(self.office.may("outreach.read"))
        conversions.setVisible(self.office.may("households.read"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(sheet)
        return scroll


class _Coverage(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.figure = QLabel(self)
        self.figure.setObjectName("figure")
        self.words = _quiet("")
        self.line = QProgressBar(self)
        self.line.setTextVisible(False)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        for part in (self.figure, self.line, self.words):
            room.addWidget(part)
        room.addStretch(1)

    def put(self, facts: Today) -> None:
        """Show the share of residential groups reached, and who is left."""
        coverage = facts.coverage
        self.figure.setText(_("{percent} %").format(percent=coverage.percent))
        self.line.setMaximum(max(coverage.active, 1))
        self.line.setValue(coverage.reached)
        left = [group.name for group in coverage.left]
        words = [_("{reached} of {active} residential groups").format(reached=coverage.reached, active=coverage.active)]
        if left:
            words.append(_("Still left: {names}").format(names=_few(left)))
        self.words.setText("\n".join(words))


class _Conversions(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.figures: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        for place, words in enumerate((_("listed"), _("contacted"), _("agreed"), _("registered"))):
            figure = QLabel(self)
            figure.setObjectName("figure")
            self.figures.append(figure)
            grid.addWidget(figure, 2 * (place // 2), place % 2)
            grid.addWidget(_quiet(words), 2 * (place // 2) + 1, place % 2)
        grid.setRowStretch(4, 1)

    def put(self, counts: ConversionCounts) -> None:
        """Show how many household businesses stand where."""
        numbers = (counts.listed, counts.contacted, counts.agreed, counts.registered)
        for figure, number in zip(self.figures, numbers, strict=True):
            figure.setText(f"{number:,}".replace(",", "."))


def _deadline_columns() -> tuple[Column, ...]:
    return (
        Column(_("Day"), _day, letters=24, ink=_ink),
        Column(_("What"), _what, letters=40, ink=_ink),
        Column(_("To"), lambda row: row.receiver, letters=24),
    )


def _packet_columns() -> tuple[Column, ...]:
    return (
        Column(_("Desk"), lambda row: row.desk_name, letters=26),
        Column(_("Number"), lambda row: str(row.number), letters=6, is_number=True),
        Column(_("Waiting"), lambda row: _("{n} days").format(n=row.days_waiting), letters=10),
    )


def _day(row: DueDay) -> str:
    lines = [f"{row.weekday}, {format_date(row.day)}", _left(row)]
    if row.last_workday != row.day and row.state not in (DueState.DONE, DueState.OVERDUE):
        lines.append(_("last workday {day}").format(day=format_date(row.last_workday)))
    return "\n".join(lines)


def _ink(row: DueDay) -> str:
    return {DueState.DONE: GOOD, DueState.OVERDUE: WRONG}.get(row.state, "")


def _what(row: DueDay) -> str:
    sign = {DueState.DONE: "✓ ", DueState.OVERDUE: "⚠ "}.get(row.state, "")
    return f"{row.title}\n{sign}{row.evidence}" if row.evidence else row.title


def _left(row: DueDay) -> str:
    if row.state is DueState.DONE:
        return _("✓ done")
    if row.days_left < 0:
        return _("⚠ {n} days late").format(n=-row.days_left)
    if row.days_left == 0:
        return _("⚠ today")
    words = _("{n} days left").format(n=row.days_left)
    return f"⚠ {words}" if row.state is DueState.NEAR else words


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:5])
    return _("{names} and {n} more").format(names=shown, n=len(names) - 5) if len(names) > 5 else shown


def _card(title: str, *parts: QWidget) -> QFrame:
    card = QFrame()
    card.setObjectName("card")
    room = QVBoxLayout(card)
    room.setContentsMargins(14, 8, 14, 12)
    heading = QLabel(title, card)
    heading.setObjectName("section")
    heading.setWordWrap(True)
    room.addWidget(heading)
    for part in parts:
        room.addWidget(part, int(isinstance(part, SmallTable)))
    room.addStretch(0)
    return card


def _quiet(words: str) -> QLabel:
    label = QLabel(words)
    label.setObjectName("hint")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
    return label
