"""Proving the log on demand: what was checked, against whom, and where it breaks."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy.orm import Session

from hn_desk import office_keys
from hn_desk.actions.anchors import Anchor, read_anchor
from hn_desk.actions.office import KEY_FILE, Office
from hn_desk.actions.office_report_proof import ChangedReport, changed_reports
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models import audit, audit_check
from hn_desk.models.audit import Act
from hn_desk.models.audit_check import Break, Known, Witness, check_log
from hn_desk.officer_keys import key_id

LOST_ANCHOR: Final = "anchor"


@dataclass(frozen=True, slots=True)
class LogState:
    """What the check found: how many entries, the newest one's hash, the breaks in words, how far somebody witnesses.

    `witnessed` is the highest entry that the anchor file names, 0 without one.
    """

    entries: int
    head: str
    breaks: tuple[tuple[int, str], ...]
    witnessed: int

    @property
    def is_whole(self) -> bool:
        """Whether the log is as it was written."""
        return not self.breaks


def check_office_log(office: Office, witnessed: Iterable[str] = ()) -> LogState:
    """Check the whole log; `witnessed` are hashes that receipts outside this PC name. The check itself is logged."""
    office.require("log.read")
    with office.database.read() as session:
        state = _state(office, session, tuple(witnessed))
    with office.write() as session:
        content = {"entries": state.entries, "breaks": len(state.breaks)}
        audit.log(session, Act("log.check", "log", content=content))
    return state


def _state(office: Office, session: Session, witnessed: tuple[str, ...]) -> LogState:
    entries, head = audit.newest(session)
    keys = {key_id(entry.sign): entry.sign for entry in office_keys.load(office.folder / KEY_FILE).entries}
    anchor, lost = _anchor(office, keys)
    own = anchor.witnesses() if anchor else ()
    known = Known(keys, (*own, *(Witness(0, one) for one in witnessed)), is_signed=True)
    breaks = [*lost, *check_log(session, known)]
    changed = changed_reports(session, office)
    words = (
        *((one.sequence, break_words(one)) for one in breaks),
        *((one.sequence, _report_words(one)) for one in changed),
    )
    return LogState(entries, head, words, anchor.sequence if anchor else 0)


def _anchor(office: Office, keys: dict[str, bytes]) -> tuple[Anchor | None, list[Break]]:
    try:
        return read_anchor(office.folder, keys), []
    except StorageError:
        return None, [Break(0, LOST_ANCHOR)]


def _report_words(found: ChangedReport) -> str:
    """One place of an official report as a sentence for the auditor, who isn't told which report."""
    if not found.sequence:
        return _("A report stands as frozen, and no entry says that it was.")
    words = _("An official report is not what entry {n} and those before it say: “{column}”.")
    return words.format(n=found.sequence, column=found.column)


def break_words(found: Break) -> str:
    """One break as a sentence for the auditor."""
    sentences = {
        audit_check.MISSING: _("Entry {n} is missing."),
        audit_check.CHANGED: _("Entry {n} was changed, or stands in another place than it was written."),
        audit_check.CONTENT: _("The content of entry {n} was changed."),
        audit_check.ERASED: _("The content of entry {n} is gone, and no entry says that it was erased."),
        audit_check.UNSIGNED: _("Entry {n} bears no officer's signature."),
        audit_check.SIGNATURE: _("The signature of entry {n} does not fit it: it was written anew by somebody else."),
        audit_check.KEY: _("Entry {n} is signed with a key that isn't its officer's."),
        audit_check.CUT: _(
            "The log was cut: an entry that a receipt or the anchor file names is gone (after entry {n})."
        ),
        LOST_ANCHOR: _("The anchor file beside the database was changed or is damaged."),
    }
    return sentences[found.what].format(n=found.sequence)
