"""What the programme's checks say, beside the form: a mark, a word, the sentence, the sum and the article."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.credit import ApplicationFacts, Judgement
from hn_desk.actions.credit_labels import verdict_label
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.findings import ASK, PASS, REFUSE, WARN
from hn_desk.ui import theme

MARKS: Final = {PASS: "✓", WARN: "⚠", ASK: "?", REFUSE: "✗"}
COLOURS: Final = {PASS: theme.GOOD, WARN: theme.TRAINING, ASK: theme.QUIET, REFUSE: theme.WRONG}


class FindingLike(Protocol):
    """A finding, fresh or kept."""

    @property
    def verdict(self) -> str:
        """pass, warn, ask or refuse."""

    @property
    def sentence(self) -> str:
        """Why."""

    @property
    def figure(self) -> str:
        """The sum."""

    @property
    def article(self) -> str:
        """The article."""

    @property
    def until(self) -> date | None:
        """The last day."""


class JudgementPanel(QScrollArea):
    """The verdict, the last day, and every check; `texts()` is what stands there."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        sheet = QWidget()
        sheet.setObjectName("sheet")
        self._room = QVBoxLayout(sheet)
        self._room.setContentsMargins(12, 10, 12, 10)
        self._room.setSpacing(10)
        self.verdict = _label()
        self._room.addWidget(self.verdict)
        self._findings: list[QLabel] = []
        self._room.addStretch(1)
        self.setWidget(sheet)
        self.clear()

    def clear(self) -> None:
        """Say that there is nothing to judge yet."""
        self._put(_("Choose the programme: its conditions are checked here while you type."), ())

    def show_judgement(self, judged: Judgement) -> None:
        """Show what the checks say of what is typed now."""
        self._put(_verdict(judged.verdict, judged.until), [_told(finding, "") for finding in judged.findings])

    def show_kept(self, facts: ApplicationFacts) -> None:
        """Show what stands in the file."""
        told = [_told(finding, finding.accepted_reason) for finding in facts.findings]
        self._put(_verdict(facts.verdict, facts.until) if facts.verdict else "", told)

    def texts(self) -> list[str]:
        """The verdict and each finding as shown, marked up."""
        return [self.verdict.text(), *(label.text() for label in self._findings if not label.isHidden())]

    def _put(self, verdict: str, findings: Sequence[str]) -> None:
        self.verdict.setText(verdict)
        while len(self._findings) < len(findings):
            label = _label()
            self._room.insertWidget(self._room.count() - 1, label)
            self._findings.append(label)
        for place, label in enumerate(self._findings):
            label.setVisible(place < len(findings))
            label.setText(findings[place] if place < len(findings) else "")


def _verdict(verdict: str, until: date | None) -> str:
    lines = [f'<span style="font-size:12pt">{_marked(verdict)}</span>']
    if until is not None:
        lines.append(f"<b>{escape(_('Eligible until {day}.').format(day=format_date(until)))}</b>")
    return "<br>".join(lines)


def _told(finding: FindingLike, accepted: str) -> str:
    lines = [f"{_marked(finding.verdict)}. {escape(finding.sentence)}"]
    if finding.figure:
        lines.append(f"<b>{escape(finding.figure)}</b>")
    if finding.article:
        lines.append(f'<span style="color:{theme.QUIET}">{escape(finding.article)}</span>')
    if accepted:
        lines.append(_("Kept because: {reason}").format(reason=escape(accepted)))
    return "<br>".join(lines)


def _marked(verdict: str) -> str:
    colour, mark, word = COLOURS[verdict], MARKS[verdict], escape(verdict_label(verdict))
    return f'<b style="color:{colour}">{mark} {word}</b>'


def _label() -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.RichText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label
