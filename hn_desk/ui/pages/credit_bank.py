"""The bank's part of an application: what is approved, paid out and owed, and every entry so far."""

from collections.abc import Iterable
from datetime import datetime
from html import escape

from hn_desk.actions.bank_facts import BankFacts, BankLine
from hn_desk.i18n import _
from hn_desk.rules.bank import DEBT, PAID_OUT, kind_label
from hn_desk.rules.credit import debt_label
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.ui import theme
from hn_desk.ui.widgets.telling import Telling


class BankPanel(Telling):
    """The figures above, the entries below, the newest first."""

    def __init__(self) -> None:
        super().__init__()
        self.put(BankFacts())

    def put(self, bank: BankFacts) -> None:
        """Show an application's course with the bank."""
        parts = ["<br>".join(map(escape, _figures(bank)))] if bank.entries else []
        parts += [_entry(entry) for entry in reversed(bank.entries)]
        self.told.setText("<br><br>".join(filter(None, parts)) or escape(_("Nothing from the bank yet.")))


def _figures(bank: BankFacts) -> Iterable[str]:
    if bank.approved is not None:
        yield _("Approved: {amount} đồng").format(amount=format_dong(bank.approved))
    if bank.paid_out:
        yield _("Paid out: {amount} đồng").format(amount=format_dong(bank.paid_out))
        yield _("Still owed: {amount} đồng").format(amount=format_dong(bank.owed))
    if bank.debt:
        yield _("Debt: {state}").format(state=debt_label(bank.debt))
    if bank.last_day is not None:
        yield _("The term ends on {day}").format(day=format_date(bank.last_day))


def _entry(entry: BankLine) -> str:
    title = f"<b>{escape(kind_label(entry.kind))}</b> · {format_date(entry.day)}"
    lines = [f"<s>{title}</s>" if entry.is_void else title]
    lines += [escape(line) for line in _lines(entry)]
    lines.append(f'<span style="color:{theme.QUIET}">{escape(_entered(entry))}</span>')
    return "<br>".join(lines)


def _lines(entry: BankLine) -> Iterable[str]:
    if entry.is_void:
        yield _("Taken back, no longer counts")
    if entry.debt:
        yield debt_label(entry.debt)
    if entry.amount is not None:
        words = _("Still owed: {amount} đồng") if entry.kind == DEBT else _("Amount: {amount} đồng")
        yield words.format(amount=format_dong(entry.amount))
    if entry.term_months:
        yield _("Term: {n} months").format(n=entry.term_months)
    if entry.number:
        words = _("Contract: {number}") if entry.kind == PAID_OUT else _("Number: {number}")
        yield words.format(number=entry.number)
    if entry.done_by:
        yield _("Done by: {name}").format(name=entry.done_by)
    if entry.note:
        yield entry.note
    if entry.result:
        yield _("Result: {result}").format(result=entry.result)
    if entry.reason:
        yield _("Reason: {reason}").format(reason=entry.reason)


def _entered(entry: BankLine) -> str:
    local = datetime.fromisoformat(entry.at).astimezone()
    when = f"{format_date(local.date())} {local:%H:%M}"
    words = _("From the bank's workbook, {at} · {name}") if entry.is_imported else _("Entered {at} · {name}")
    return words.format(at=when, name=entry.officer_name)
