"""Proving official reports: each against the signed log's word of its freezing, number and sending."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import DRAFT
from hn_desk.actions.office_report_keeping import content_of, file_of
from hn_desk.actions.office_report_log import Told, told_of_all
from hn_desk.errors import StorageError
from hn_desk.models.hidden import SecondKeyError
from hn_desk.models.tables import OfficeReport
from hn_desk.reports.document import sha256_of


@dataclass(frozen=True, slots=True)
class ChangedReport:
    """A column of a report that isn't what the log tells; `sequence` is the log's newest entry of it, 0 for none."""

    id: str
    name: str
    column: str
    sequence: int


def changed_reports(session: Session, office: Office) -> list[ChangedReport]:
    """Every place of a report that isn't what was frozen, numbered or sent; without the second key, what can be seen.

    A report that the log says was frozen, and that is gone, is named by its column `id`.
    """
    told = told_of_all(session)
    rows = {row.id: row for row in session.scalars(select(OfficeReport).order_by(OfficeReport.id))}
    found: list[ChangedReport] = []
    for id_ in (*rows, *(one for one in told if one not in rows)):
        row, said = rows.get(id_), told.get(id_)
        name = f"{row.code} {row.period}" if row else ""
        columns = dict.fromkeys(_differing(session, office, row, said))
        found += [ChangedReport(id_, name, column, said.sequence if said else 0) for column in columns]
    return found


def _differing(session: Session, office: Office, row: OfficeReport | None, told: Told | None) -> Iterator[str]:
    if row is None:
        yield "id"
        return
    if told is not None:
        yield from told.differing(row)
    elif row.state != DRAFT:
        yield "state"
    if row.state != DRAFT and not _is_whole(session, office, row):
        yield "content"


def _is_whole(session: Session, office: Office, row: OfficeReport) -> bool:
    """Whether the frozen content has the hash that stands beside it, as far as it can be read."""
    try:
        return sha256_of(content_of(session, file_of(office, row.code), row)) == row.sha256
    except StorageError:
        return False
    except SecondKeyError:
        return True
