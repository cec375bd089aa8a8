"""What happened to a file so far, and its confirmation: who presented, signed, numbered, sent and printed it."""

from collections.abc import Sequence
from html import escape

from hn_desk.actions.credit import ConfirmationFacts, StepFacts
from hn_desk.actions.credit_labels import state_label, way_label
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.ui import theme
from hn_desk.ui.widgets.telling import Telling, told_at


class History(Telling):
    """The confirmation above, the steps below, the newest first."""

    def put(self, confirmation: ConfirmationFacts | None, steps: Sequence[StepFacts]) -> None:
        """Show a file's confirmation, if there is one, and its steps."""
        parts = [_confirmation(confirmation)] if confirmation else []
        parts += [_step(step) for step in reversed(steps)]
        self.told.setText("<br><br>".join(parts) or escape(_("Nothing has happened yet.")))


def _confirmation(facts: ConfirmationFacts) -> str:
    lines = [f"<b>{escape(_('Confirmation, edition {n}').format(n=facts.edition))}</b>"]
    lines += [escape(line) for line in _lines(facts) if line]
    return "<br>".join(lines)


def _lines(facts: ConfirmationFacts) -> list[str]:
    number = facts.number_text
    sent, issued = facts.sent_on, facts.issued_on
    return [
        state_label(facts.state),
        _("Presented by {name}, {at}").format(name=facts.presented_by, at=told_at(facts.presented_at)),
        _("Lines: {n}").format(n=facts.lines) if facts.subject.kind == "list" else "",
        _("Amount: {amount} đồng").format(amount=format_dong(facts.amount)) if facts.amount else "",
        way_label(facts.way),
        _signed(facts),
        _("Number {number}, {day}").format(number=number, day=format_date(issued)) if number and issued else "",
        _("Sent on {day}").format(day=format_date(sent)) if sent else "",
        _("Printed: {n}").format(n=facts.prints) if facts.prints else "",
        _("Reason: {reason}").format(reason=facts.reason) if facts.reason else "",
        _("Checksum: {hash}").format(hash=facts.hash[:16]),
    ]


def _signed(facts: ConfirmationFacts) -> str:
    if not facts.signed_on:
        return ""
    who = _("Signed by {name}, {title}, {day}")
    return who.format(name=facts.signer_name, title=facts.signer_title, day=format_date(facts.signed_on))


def _step(step: StepFacts) -> str:
    lines = [
        f"<b>{escape(state_label(step.state))}</b>",
        f'<span style="color:{theme.QUIET}">{escape(f"{told_at(step.at)} · {step.officer_name}")}</span>',
    ]
    if step.reason:
        lines.append(escape(_("Reason: {reason}").format(reason=step.reason)))
    return "<br>".join(lines)
