"""The columns of the credit page's tables, and the states its list is filtered by."""

from hn_desk.actions.city_states import city_state_words
from hn_desk.actions.credit import ApplicationRow
from hn_desk.actions.credit_labels import state_label, verdict_label
from hn_desk.i18n import _
from hn_desk.rules.credit import STATES
from hn_desk.rules.dates import format_date
from hn_desk.rules.identifiers import masked
from hn_desk.rules.money import format_dong
from hn_desk.ui.pages.credit_choices import month_words
from hn_desk.ui.widgets.rows import Column


def states() -> list[tuple[str, str]]:
    """Every state of an application with its words."""
    return [(state, state_label(state)) for state in STATES]


def application_columns() -> tuple[Column, ...]:
    """The list of applications."""
    return (
        Column(_("Name"), lambda row: row.applicant_name, sort="name", letters=22),
        Column(_("State"), lambda row: state_label(row.state), sort="state", letters=15),
        Column(_("Amount (đồng)"), _amount, sort="amount", letters=13, is_number=True),
        Column(_("Programme"), lambda row: row.programme_name, sort="programme", letters=16),
        _number(),
        Column(_("Eligible until"), _until, sort="until", letters=11),
        Column(_("File code"), lambda row: row.file_code, sort="file_code", letters=14),
        _city(),
    )


def list_columns() -> tuple[Column, ...]:
    """The police lists."""
    return (
        Column(_("Month"), lambda row: month_words(row.month), sort="month", letters=8),
        Column(_("List"), lambda row: row.name, sort="name", letters=16),
        Column(_("State"), lambda row: state_label(row.state), sort="state", letters=11),
        Column(_("Lines"), lambda row: str(row.lines), sort="lines", letters=7, is_number=True),
        Column(_("Programme"), lambda row: row.programme_name, sort="programme_name", letters=12),
        _city(),
    )


def line_columns() -> tuple[Column, ...]:
    """The people on one list."""
    return (
        Column(_("Name"), lambda row: row.applicant_name, letters=20),
        Column(_("State"), lambda row: state_label(row.state), letters=14),
        _number(),
        Column(_("Amount (đồng)"), _amount, letters=13, is_number=True),
        Column(_("Verdict"), lambda row: verdict_label(row.verdict) if row.verdict else "", letters=12),
        Column(_("Eligible until"), _until, letters=11),
        Column(_("Purpose"), lambda row: row.purpose, letters=18),
        _city(),
    )


def _number() -> Column:
    return Column(_("ID number"), lambda row: masked(row.id_number), letters=12, bare=lambda row: row.id_number)


def _city() -> Column:
    return Column(_("City"), lambda row: city_state_words(row.city), letters=22)


def _amount(row: ApplicationRow) -> str:
    return format_dong(row.amount) if row.amount is not None else ""


def _until(row: ApplicationRow) -> str:
    return format_date(row.until) if row.until is not None else ""
