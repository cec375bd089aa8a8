"""Scans of signed papers: kept under the second key beside their confirmation, shown again in the window alone.

The file's name is not kept, and no clear copy is ever written.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.confirmation_rows import required
from hn_desk.actions.credit_facts import Subject
from hn_desk.actions.credit_log import log_lines
from hn_desk.actions.credit_steps import cleaned_reason
from hn_desk.actions.office import Changed, Office, stamp
from hn_desk.actions.remarks import gone
from hn_desk.actions.scan_rows import ScanRow, scans_about
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.models.tables import Confirmation, Scan
from hn_desk.rules.credit import ISSUED, SENT, SIGNED
from hn_desk.scans import PDF, as_kept

__all__ = ["KeptScan", "ScanRow", "keep_scan", "open_scan", "remove_scan", "scans_of"]

MOST_READ: Final = 50 * 1024 * 1024
"""Bytes of the file a scanner made."""
SIGNED_STATES: Final = frozenset({SIGNED, ISSUED, SENT})
SUBJECTS: Final = frozenset({"scans"})


@dataclass(frozen=True, slots=True)
class KeptScan:
    """A scan to be shown: a PDF or a JPEG picture."""

    content: bytes
    is_pdf: bool


def keep_scan(office: Office, subject: Subject, path: Path) -> Changed:
    """Keep the scan in the file `path` beside the newest confirmation of `subject`, as `scans.as_kept` makes it.

    DeskError when it is not signed yet, PacketError for what can't be read or stays too large, StorageError.
    """
    office.require("credit.record_signature")
    content = as_kept(files.read_whole(path, MOST_READ))
    with office.write() as session:
        row = required(session, subject)
        if row.state not in SIGNED_STATES:
            raise DeskError(
                _("Only a paper whose signature is recorded gets a scan."),
                do=_("Record the signature first."),
                reason="not-signed",
            )
        about = {
            "confirmation": row.id,
            "subject": [subject.kind, subject.id],
            "by": office.officer.id,
            "at": stamp(office.now()),
            "kind": "pdf" if content.startswith(PDF) else "jpeg",
            "bytes": len(content),
            "sha256": sha256(content).hexdigest(),
        }
        kept = Scan(about=about, content=content)
        session.add(kept)
        session.flush()
        _log(session, "scans.keep", row, {"bytes": len(content), "sha256": about["sha256"]})
        return Changed(SUBJECTS, kept.id)


def scans_of(office: Office, subject: Subject) -> tuple[ScanRow, ...]:
    """The scans of a subject's papers, the oldest first."""
    office.require("credit.read")
    with office.database.read() as session:
        return scans_about(session, subject)


def open_scan(office: Office, scan_id: str) -> KeptScan:
    """One scan to be shown; looking at it is logged. DeskError when gone, StorageError when it was changed."""
    office.require("credit.read")
    with office.write() as session:
        kept, row = _found(session, scan_id)
        if sha256(kept.content).hexdigest() != kept.about["sha256"]:
            raise StorageError(
                _("This scan is not the one that was kept."),
                do=_("Tell the administrator; restore the newest backup."),
                reason="damaged",
            )
        _log(session, "scans.read", row, {"sha256": kept.about["sha256"]})
        return KeptScan(kept.content, kept.about["kind"] == "pdf")


def remove_scan(office: Office, scan_id: str, reason: str) -> Changed:
    """Take away a scan that was attached wrongly; the reason is logged. DeskError when gone."""
    office.require("credit.record_signature")
    why = cleaned_reason(reason)
    with office.write() as session:
        kept, row = _found(session, scan_id)
        _log(session, "scans.remove", row, {"sha256": kept.about["sha256"], "reason": why})
        session.delete(kept)
        return Changed(SUBJECTS)


def _found(session: Session, scan_id: str) -> tuple[Scan, Confirmation]:
    kept = session.get(Scan, scan_id)
    row = session.get(Confirmation, kept.about["confirmation"]) if kept is not None else None
    if kept is None or row is None:
        raise gone()
    return kept, row


def _log(session: Session, action: str, row: Confirmation, content: dict[str, object]) -> None:
    log_lines(session, action, [line["id"] for line in row.frozen["lines"]], content, list_id=row.subject_id)
