"""What the programme's checks say, beside the form: a mark, a word, the sentence, the sum and the article."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Final, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.credit import ApplicationFacts, Judgement, KeptFinding
from hn_desk.actions.credit_labels import verdict_label
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.finding_changes import FindingChange, Said, by_place, finding_changes
from hn_desk.rules.findings import ASK, PASS, REFUSE, WARN
from hn_desk.ui import theme

MARKS: Final = {PASS: "✓", WARN: "⚠", ASK: "?", REFUSE: "✗"}
COLOURS: Final = {PASS: theme.GOOD, WARN: theme.TRAINING, ASK: theme.QUIET, REFUSE: theme.WRONG}


class FindingLike(Said, Protocol):
    """A finding, fresh or kept, as it is told."""

    @property
    def sentence(self) -> str:
        """Why."""

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

    def show_judgement(self, judged: Judgement, kept: Sequence[KeptFinding] = ()) -> None:
        """Show what the checks say of what is typed now and, beside each, what was kept when it was otherwise."""
        changes = finding_changes(kept, judged.findings) if kept else ()
        kept_on = kept[0].on if kept else None
        before = {id(change.now): _before(change, kept_on) for change in changes if change.now is not None}
        reasons = {place: finding.accepted_reason for place, finding in by_place(kept).items()}
        told = [
            _told(finding, reasons.get(place, "") if finding.verdict == WARN else "", before.get(id(finding), ""))
            for place, finding in by_place(judged.findings).items()
        ]
        told += [_gone(change.before) for change in changes if change.now is None and change.before is not None]
        head = [_verdict(judged.verdict, judged.until), _rate(judged.rate), _differ(len(changes), kept_on)]
        self._put("<br>".join(filter(None, head)), told)

    def show_kept(self, facts: ApplicationFacts) -> None:
        """Show what stands in the file; for one that is not decided also what today's law says otherwise."""
        if facts.today is not None and finding_changes(facts.findings, facts.today.findings):
            self.show_judgement(facts.today, facts.findings)
            return
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


def _rate(rate: int | None) -> str:
    return escape(_("Rate: {rate} % of the poor households' rate.").format(rate=rate)) if rate is not None else ""


def _differ(count: int, kept_on: date | None) -> str:
    if not count:
        return ""
    if kept_on is None:
        said = _("{n} conditions differ from what was kept.").format(n=count)
    else:
        said = _("{n} conditions differ from what was kept on {day}.").format(n=count, day=format_date(kept_on))
    return f'<b style="color:{theme.TRAINING}">{escape(said)}</b>'


def _before(change: FindingChange[KeptFinding], kept_on: date | None) -> str:
    """What was kept of a finding that is otherwise now, and since when the law is another."""
    since = change.law_since(kept_on)
    law = escape(_("The number holds since {day}.").format(day=format_date(since))) if since else ""
    if change.before is None:
        return " ".join(filter(None, (escape(_("Not checked before.")), law)))
    was = _("Before: {finding}").format(finding=_marked(change.before.verdict))
    return "<br>".join(filter(None, (f"{was} {escape(change.before.figure)}".strip(), law)))


def _gone(before: KeptFinding) -> str:
    said = escape(_("No longer checked: {sentence}").format(sentence=before.sentence))
    return f'<span style="color:{theme.QUIET}">{said} {escape(before.figure)}</span>'


def _told(finding: FindingLike, accepted: str, before: str = "") -> str:
    lines = [f"{_marked(finding.verdict)}. {escape(finding.sentence)}"]
    if finding.figure:
        lines.append(f"<b>{escape(finding.figure)}</b>")
    if before:
        lines.append(before)
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
