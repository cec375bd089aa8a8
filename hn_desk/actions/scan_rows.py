"""Scans in the database: which there are of a subject's papers, and how they go with their confirmation."""

from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_facts import Subject
from hn_desk.models.tables import Scan


@dataclass(frozen=True, slots=True)
class ScanRow:
    """A scan that is kept: of which confirmation, when and by whom, `pdf` or `jpeg`, its length and SHA-256."""

    id: str
    confirmation_id: str
    at: str
    officer_id: str
    kind: str
    bytes: int
    sha256: str


def scans_about(session: Session, subject: Subject) -> tuple[ScanRow, ...]:
    """The scans of a subject's papers, of all editions, the oldest first; the scans themselves are not read."""
    found = session.execute(select(Scan.id, Scan.about)).all()
    mine = [_row(id_, about) for id_, about in found if about["subject"] == [subject.kind, subject.id]]
    return tuple(sorted(mine, key=lambda row: (row.at, row.id)))


def delete_scans(session: Session, confirmation_id: str) -> None:
    """Delete the scans of one confirmation."""
    for id_, about in session.execute(select(Scan.id, Scan.about)).all():
        if about["confirmation"] == confirmation_id:
            session.execute(delete(Scan).where(Scan.id == id_))


def _row(id_: str, about: dict[str, str | int]) -> ScanRow:
    return ScanRow(
        id_,
        str(about["confirmation"]),
        str(about["at"]),
        str(about["by"]),
        str(about["kind"]),
        int(about["bytes"]),
        str(about["sha256"]),
    )
