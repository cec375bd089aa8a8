"""Checking a printed paper by its mã kiểm tra, offline: genuine, withdrawn, or not what it says; nobody is named.

What a paper of this office came to stands in its own records; of another office's paper the city's trust pack says
whether it was withdrawn.
"""

import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.check_code import commitment_of
from hn_desk.actions.confirmation_rows import newest, number_text
from hn_desk.actions.credit_facts import SUBJECT_KINDS, Subject
from hn_desk.actions.credit_listing import in_parts
from hn_desk.actions.credit_log import log_lines
from hn_desk.actions.letters import TRAINING
from hn_desk.actions.list_correction import is_replaced
from hn_desk.actions.office import Office
from hn_desk.actions.trust_store import required_trust
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import ApplicationStep, BeneficiaryList, Confirmation, LoanApplication
from hn_desk.packets.check_codes import BEGINNING, HANOI, VerifiedCode, verify_form
from hn_desk.rules.credit import PRESENTED, REFUSED, RETURNED, SIGNED, WITHDRAWN
from hn_desk.scans import codes_on

GENUINE: Final = "genuine"
UNSIGNED: Final = "unsigned"
REPLACED: Final = "replaced"
GONE: Final = "withdrawn"
LEFT: Final = "returned"
CHANGED: Final = "changed"
UNKNOWN: Final = "unknown"
VERIFIED: Final = "papers.verified"
LEAST_OF_NONCE: Final = 10
_NONCE: Final = 32
_STANDINGS: Final = {WITHDRAWN: GONE, RETURNED: LEFT, REFUSED: LEFT, PRESENTED: UNSIGNED, SIGNED: UNSIGNED}
ENDED: Final = frozenset({WITHDRAWN, RETURNED, REFUSED})
_TYPED: Final = re.compile(
    r"(?P<code>[0-9]{4}-[0-9]{6})(?:/(?P<edition>[1-9][0-9]{0,5}))?\s(?P<nonce>[0-9A-Fa-f\s]+)", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a paper is. `standing` is one of the words above; `since` is the day from which it no longer counts.

    `kind` (of a subject), `number`, `issued_on`, `taken_out` (lines withdrawn singly since) and `subject` are known of
    this office's own papers alone. `paper` is the file code with the edition; nobody is named.
    """

    standing: str
    office: str
    office_name: str
    paper: str
    day: date | None
    is_training: bool
    since: date | None = None
    kind: str = ""
    number: str = ""
    issued_on: date | None = None
    taken_out: int = 0
    subject: Subject | None = None

    @property
    def is_good(self) -> bool:
        """Whether one may rely on the paper."""
        return self.standing == GENUINE


def check_paper(office: Office, paper: bytes) -> tuple[Verdict, ...]:
    """Every check code on a PDF, a scan or a photo. PacketError with its reason for what is not ours or was changed."""
    office.require("papers.verify")
    texts = codes_on(paper)
    with office.write() as session:
        return _of_codes(session, office, texts)


def check_typed(office: Office, typed: str) -> tuple[Verdict, ...]:
    """The QR's text, or the file code with the random number printed under the QR (at least its first 10 signs).

    The second way is answered of this office's own papers only. InputError when it is neither; PacketError as above.
    """
    office.require("papers.verify")
    text = typed.strip("\r\n\t")
    with office.write() as session:
        if text.lstrip().startswith(BEGINNING):
            return _of_codes(session, office, (text.lstrip(),))
        found = _TYPED.fullmatch(text.strip())
        nonce = "".join(found["nonce"].split()).lower() if found else ""
        if found is None or not LEAST_OF_NONCE <= len(nonce) <= _NONCE:
            raise _unreadable()
        edition = int(found["edition"]) if found["edition"] else None
        return (_of_nonce(session, office, (found["code"], edition), nonce),)


def _of_codes(session: Session, office: Office, texts: Sequence[str]) -> tuple[Verdict, ...]:
    codes = verify_form(texts, required_trust(session), now=office.now())
    return tuple(_of_code(session, office, one) for one in codes)


def _of_code(session: Session, office: Office, code: VerifiedCode) -> Verdict:
    said = code.vouched
    if said.office != office.code or said.is_training != (office.environment == TRAINING):
        standing = GONE if code.withdrawn_on else GENUINE
        name = _name_of(office, said.office)
        return Verdict(standing, said.office, name, said.paper, said.day, said.is_training, code.withdrawn_on)
    file_code, _slash, edition = said.paper.rpartition("/")
    rows = _editions(session, file_code, int(edition))
    if not rows:
        return _unknown(office, said.paper, said.day)
    if not hmac.compare_digest(commitment_of(rows[0].nonce, rows[0].frozen), said.commitment):
        return Verdict(CHANGED, office.code, office.name, said.paper, said.day, said.is_training)
    return _own(session, office, rows[0], said.day)


def _of_nonce(session: Session, office: Office, paper: tuple[str, int | None], nonce: str) -> Verdict:
    file_code, edition = paper
    for row in _editions(session, file_code, edition):
        if hmac.compare_digest(row.nonce[: len(nonce)], nonce):
            return _own(session, office, row, _day(row.presented_at))
    return _unknown(office, f"{file_code}/{edition}" if edition else file_code, None)


def _own(session: Session, office: Office, row: Confirmation, day: date) -> Verdict:
    """What one of this office's own papers came to; looking it up is logged."""
    subject, lines = Subject(row.kind, row.subject_id), [line["id"] for line in row.frozen["lines"]]
    log_lines(session, VERIFIED, lines, {"edition": row.edition}, list_id=row.subject_id)
    standing, last = _STANDINGS.get(row.state, GENUINE), newest(session, subject)
    if standing == GENUINE and last is not None and last.edition > row.edition and last.state not in _STANDINGS:
        standing = REPLACED
    if standing == GONE and is_replaced(session, row.subject_id):
        standing = REPLACED
    return Verdict(
        standing,
        office.code,
        office.name,
        f"{row.frozen['facts']['letter']['file_code']}/{row.edition}",
        day,
        office.environment == TRAINING,
        _since(session, row, lines) if row.state in ENDED else None,
        row.kind,
        number_text(row),
        row.issued_on,
        _taken_out(session, lines) if standing == GENUINE else 0,
        subject,
    )


def _editions(session: Session, file_code: str, edition: int | None) -> list[Confirmation]:
    """The confirmations under a file code, the newest first; of one edition when it is named."""
    ids = [
        id_
        for table in (LoanApplication, BeneficiaryList)
        for id_ in session.scalars(select(table.id).where(table.file_code == file_code))
    ]
    names = [name for id_ in ids for kind in SUBJECT_KINDS for name in pseudonyms(session, kind, id_)]
    rows = select(Confirmation).where(Confirmation.pseudonym.in_(names)).order_by(Confirmation.edition.desc())
    return list(session.scalars(rows if edition is None else rows.where(Confirmation.edition == edition)))


def _since(session: Session, row: Confirmation, lines: Sequence[str]) -> date:
    """The day of the step that ended it."""
    steps = [
        step.at
        for part in in_parts(lines)
        for step in session.scalars(select(ApplicationStep).where(ApplicationStep.application_id.in_(part)))
        if step.state == row.state
    ]
    return _day(max(steps, default=row.written_at))


def _taken_out(session: Session, lines: Sequence[str]) -> int:
    states = (
        state
        for part in in_parts(lines)
        for state in session.scalars(select(LoanApplication.state).where(LoanApplication.id.in_(part)))
    )
    return sum(state == WITHDRAWN for state in states)


def _unknown(office: Office, paper: str, day: date | None) -> Verdict:
    return Verdict(UNKNOWN, office.code, office.name, paper, day, office.environment == TRAINING)


def _name_of(office: Office, code: str) -> str:
    return next((commune.full_name for commune in office.book.communes if commune.code == code), "")


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(HANOI).date()


def _unreadable() -> InputError:
    problem = Problem("typed", _("Type the file code and the random number under the QR, or paste the QR's text."))
    return InputError(_("This is no check code."), do=_("Mend the marked fields."), problems=(problem,))
