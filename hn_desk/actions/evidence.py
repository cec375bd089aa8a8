"""Photos and scans that prove an event: drawn anew without what the camera wrote, kept in the encrypted database alone.

Of protected topics none is kept: such outreach is only counted. The file's name is not kept either. No photo leaves the
office: packets have no room for pictures.
"""

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from hn_desk import files
from hn_desk.actions.credit_steps import cleaned_reason
from hn_desk.actions.event_keeping import found_event
from hn_desk.actions.event_ties import evidence_count
from hn_desk.actions.labels import DONE
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import gone, refuse_stale
from hn_desk.actions.unseen import protected_topics
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Evidence, OutreachEvent
from hn_desk.rules.text import clean_line
from hn_desk.scans import as_photo

MOST_READ: Final = 50 * 1024 * 1024
"""Bytes of the file a camera or a scanner made."""
SUBJECTS: Final = frozenset({"evidence"})
READ: Final = "outreach.read"
WRITE: Final = "outreach.write"


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A photo that is kept, with its thumbnail (JPEG); size in bytes."""

    id: str
    version: int
    note: str
    size: int
    thumbnail: bytes


@dataclass(frozen=True, slots=True)
class EvidenceDraft:
    """What is said of a photo."""

    id: str
    version: int
    note: str = ""


def keep_evidence(office: Office, event_id: str, path: Path) -> Changed:
    """Keep the photo in the file `path`, or the first page of its PDF, with an event that was held.

    DeskError when gone, not held yet, protected, kept already or one too many; PacketError for what can't be read or
    stays too large; StorageError.
    """
    office.require(WRITE, "events")
    limits = office.book.evidence.on(office.today())
    with office.database.read() as session:
        _open_event(session, office, event_id)
    photo = as_photo(
        files.read_whole(path, MOST_READ),
        side=limits.longest_side,
        small_side=limits.thumbnail_side,
        most=limits.most_bytes,
    )
    digest = sha256(photo.content).hexdigest()
    with office.write() as session:
        _open_event(session, office, event_id)
        _refuse_more(session, event_id, digest, limits.most_pictures)
        kept = Evidence(
            event_id=event_id,
            sha256=digest,
            size=len(photo.content),
            thumbnail=photo.thumbnail,
            content=photo.content,
        )
        session.add(kept)
        session.flush()
        _log(session, "evidence.keep", event_id, {"bytes": kept.size, "sha256": digest})
        return Changed(SUBJECTS, kept.id)


def evidence_of(office: Office, event_id: str) -> tuple[EvidenceRow, ...]:
    """The photos of an event in the order they came, with their thumbnails. DeskError when the event is gone."""
    office.require(READ, "events")
    columns = (Evidence.id, Evidence.version, Evidence.note, Evidence.size, Evidence.thumbnail)
    statement = select(*columns).where(Evidence.event_id == event_id).order_by(text("evidence.rowid"))
    with office.database.read() as session:
        found_event(session, office, event_id)
        return tuple(EvidenceRow(*row) for row in session.execute(statement))


def open_evidence(office: Office, evidence_id: str) -> bytes:
    """One photo (JPEG) to be shown. DeskError when gone, StorageError when it isn't the one that was kept."""
    office.require(READ, "events")
    with office.database.read() as session:
        kept = _found(session, office, evidence_id)
        if sha256(kept.content).hexdigest() != kept.sha256:
            raise StorageError(
                _("This photo is not the one that was kept."),
                do=_("Tell the administrator; restore the newest backup."),
                reason="damaged",
            )
        return kept.content


def describe_evidence(office: Office, draft: EvidenceDraft) -> Changed:
    """Keep the note of a photo. DeskError when gone or changed meanwhile."""
    office.require(WRITE, "events")
    with office.write() as session:
        kept = _found(session, office, draft.id)
        refuse_stale(kept.version, draft.version)
        kept.note = clean_line(draft.note)
        _log(session, "evidence.describe", kept.event_id, {"sha256": kept.sha256})
        return Changed(SUBJECTS, kept.id)


def remove_evidence(office: Office, evidence_id: str, reason: str) -> Changed:
    """Take a photo away for good; the reason is logged. DeskError when gone."""
    office.require(WRITE, "events")
    why = cleaned_reason(reason)
    with office.write() as session:
        kept = _found(session, office, evidence_id)
        _log(session, "evidence.remove", kept.event_id, {"sha256": kept.sha256, "reason": why})
        session.delete(kept)
        return Changed(SUBJECTS)


def _open_event(session: Session, office: Office, event_id: str) -> OutreachEvent:
    """The event, when photos may be added to it."""
    row = found_event(session, office, event_id)
    _refuse_protected(office, row)
    if row.state != DONE:
        raise DeskError(
            _("Photos are kept of an event that was held."), do=_("Mark the event as done first."), reason="not-held"
        )
    return row


def _refuse_protected(office: Office, row: OutreachEvent) -> None:
    if row.topic in protected_topics(office):
        raise DeskError(
            _("Of this topic no photo is kept: the people it is about are protected, the event is only counted."),
            do=_("Type how many people came; keep the photos nowhere."),
            reason="protected",
        )


def _refuse_more(session: Session, event_id: str, digest: str, most: int) -> None:
    if session.scalar(select(Evidence.id).where(Evidence.event_id == event_id, Evidence.sha256 == digest)):
        raise DeskError(_("This photo is kept already."), do=_("Choose another one."), reason="twin")
    if evidence_count(session, event_id) >= most:
        raise DeskError(
            _("Of one event at most {n} photos are kept.").format(n=most),
            do=_("Remove one first, or leave this one out."),
            reason="too-many",
        )


def _found(session: Session, office: Office, evidence_id: str) -> Evidence:
    kept = session.get(Evidence, evidence_id)
    if kept is None:
        raise gone()
    found_event(session, office, kept.event_id)
    return kept


def _log(session: Session, action: str, event_id: str, content: dict[str, object]) -> None:
    audit.log(session, Act(action, "events", event_id, content))
