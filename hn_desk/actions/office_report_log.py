"""What the signed log tells of official reports: frozen in which order, as what, with which number, sent when.

Who holds the database's keys can change a report and its hash, but not what the log says that officers signed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.office_report_facts import DRAFT, FROZEN, SENT
from hn_desk.errors import StorageError
from hn_desk.models import audit
from hn_desk.models.hidden import SecondKeyError
from hn_desk.models.tables import AuditEntry, OfficeReport

FREEZE: Final = "reports.freeze"
NUMBER: Final = "reports.number"
SENDING: Final = "reports.sent"
WITHDRAW: Final = "reports.withdraw"
STATES: Final = {FREEZE: FROZEN, NUMBER: FROZEN, SENDING: SENT, WITHDRAW: DRAFT}
"""In which state each act leaves a report."""
FROZEN_COLUMNS: Final = ("period", "request_id", "counted_on", "sha256")
NUMBER_COLUMNS: Final = ("number", "issued_on")
SENT_COLUMNS: Final = ("sent_on", "sent_to", "sent_way")
COLUMNS: Final = {FREEZE: FROZEN_COLUMNS, NUMBER: NUMBER_COLUMNS, SENDING: SENT_COLUMNS, WITHDRAW: ()}
"""The columns whose values the entry of an act tells; every entry tells the kind of report besides."""
_LATER: Final = (*NUMBER_COLUMNS, *SENT_COLUMNS)


@dataclass(frozen=True, slots=True)
class Told:
    """What the log says that a report is: the newest entry of it, and values by column, as text.

    Values that were erased, or hidden from who hasn't the second key, are none of them.
    """

    sequence: int
    values: Mapping[str, str]

    def differing(self, row: OfficeReport) -> Iterator[str]:
        """The columns of a report that say something else."""
        told = ((name, value) for name, value in self.values.items())
        return (name for name, value in told if _text(getattr(row, name)) != value)


def freezings(session: Session, ids: Iterable[str]) -> dict[str, int]:
    """The number of the entry of each report's newest freezing: their order, whatever clocks said."""
    newest = func.max(AuditEntry.sequence).label("turn")
    found = select(AuditEntry.record_id, newest).where(AuditEntry.record_id.in_(list(ids)), AuditEntry.action == FREEZE)
    return {row.record_id: row.turn for row in session.execute(found.group_by(AuditEntry.record_id))}


def values_at(row: OfficeReport, action: str) -> dict[str, str]:
    """What the entry of an act is to tell of the report, as the act leaves it."""
    return {name: _text(getattr(row, name)) for name in COLUMNS[action]}


def told_of(session: Session, report_id: str) -> Told | None:
    """What the log tells of one report; None when it was never frozen."""
    return _told(session, report_id).get(report_id)


def told_of_all(session: Session) -> dict[str, Told]:
    """What the log tells of every report that was ever frozen, by id."""
    return _told(session)


def _told(session: Session, report_id: str = "") -> dict[str, Told]:
    table = AuditEntry
    found = select(table.sequence, table.action, table.record_id, table.content).where(table.action.in_(STATES))
    only = found.where(table.record_id == report_id) if report_id else found
    told: dict[str, Told] = {}
    for sequence, action, record_id, content in session.execute(only.order_by(table.sequence)):
        before = told[record_id].values if record_id in told else {}
        told[record_id] = Told(sequence, _after(before, action, _shown(session, content)))
    return told


def _after(before: Mapping[str, str], action: str, content: Mapping[str, Any]) -> dict[str, str]:
    """The values once an act was done: freezing and taking back leave neither number nor sending."""
    if action in (FREEZE, WITHDRAW):
        kept = dict.fromkeys(_LATER, "")
    else:
        kept = {name: value for name, value in before.items() if name not in COLUMNS[action]}
    said = {name: str(content[name]) for name in COLUMNS[action] if name in content}
    kind = {"code": str(content["report"])} if "report" in content else {}
    return {**kept, **kind, **said, "state": STATES[action]}


def _shown(session: Session, content: dict[str, Any] | None) -> Mapping[str, Any]:
    """What an entry tells; nothing when it is erased, hidden or damaged: the check of the log says the last."""
    try:
        return audit.shown_content(session, content) or {}
    except (StorageError, SecondKeyError):
        return {}


def _text(value: object) -> str:
    return "" if value is None else str(value)
