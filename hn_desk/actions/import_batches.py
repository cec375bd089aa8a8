"""The imports that were written: kept with what each row wrote, told with whether they can be taken back."""

from collections.abc import Collection, Iterable
from typing import Any, Final

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from hn_desk.actions.import_facts import BatchRow, Preview
from hn_desk.actions.import_plan import ImportPlan
from hn_desk.actions.import_undo import why_not
from hn_desk.actions.import_writing import Written
from hn_desk.actions.remarks import gone
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import ImportBatch, ImportRow, OfficerRow

MOST: Final = 100


def keep_batch(session: Session, plan: ImportPlan, found: Preview, written: Written) -> str:
    """Keep what an import wrote, with one entry in the log; the batch's id."""
    totals = dict(found.totals)
    batch = ImportBatch(
        subject=plan.subject,
        file_name=plan.name,
        sha256=plan.data_sha256,
        sheet=plan.sheet,
        fingerprint=plan.fingerprint,
        counts=totals,
    )
    session.add(batch)
    session.flush()
    outcomes = {row.row: row.outcome for row in found.rows}
    rows = [
        {"batch_id": batch.id, "row": row, "outcome": outcomes[row], "records": records}
        for row, records in sorted(written.rows.items())
    ]
    if rows:
        connection_of(session).execute(insert(ImportRow), rows)
    content = {**{name: count for name, count in totals.items() if count}, "sha256": plan.data_sha256}
    audit.log(session, Act("imports.write", "imports", batch.id, content))
    return batch.id


def taken_in(session: Session, sha256: str, subjects: Collection[str]) -> tuple[BatchRow, ...]:
    """The imports of this very file that still stand, newest first."""
    return _told(session, _batches(subjects).where(ImportBatch.sha256 == sha256, ImportBatch.is_undone.is_(False)))


def batch_rows(session: Session, subjects: Collection[str]) -> tuple[BatchRow, ...]:
    """The newest imports of these subjects."""
    return _told(session, _batches(subjects))


def batch_subject(session: Session, batch_id: str) -> str:
    """What an import took in; DeskError when it is gone."""
    subject = session.scalar(select(ImportBatch.subject).where(ImportBatch.id == batch_id))
    if subject is None:
        raise gone()
    return subject


def _batches(subjects: Collection[str]) -> Select[ImportBatch, str]:
    return (
        select(ImportBatch, OfficerRow.name)
        .outerjoin(OfficerRow, OfficerRow.id == ImportBatch.written_by)
        .where(ImportBatch.subject.in_(subjects))
        .order_by(ImportBatch.change.desc(), ImportBatch.id)
        .limit(MOST)
    )


def _told(session: Session, statement: Select[ImportBatch, str]) -> tuple[BatchRow, ...]:
    rows: Iterable[Any] = session.execute(statement).all()
    return tuple(_row(batch, name or "", why_not(session, batch)) for batch, name in rows)


def _row(batch: ImportBatch, officer_name: str, why: str) -> BatchRow:
    return BatchRow(
        id=batch.id,
        subject=batch.subject,
        file_name=batch.file_name,
        sheet=batch.sheet,
        officer_name=officer_name,
        at=batch.written_at,
        totals=batch.counts,
        is_undone=batch.is_undone,
        can_undo=not why,
        why=why,
    )
