"""Proving what was confirmed: every frozen column against the signatures, every state against who brought it there.

Who holds the database's keys can change any row and recompute any hash, but sign as no officer: what was changed is
named by table, column and file code. Confirmations of version 0.1 bear no signature; the log holds their hash.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.confirmed_log import ConfirmedLog, read_log
from hn_desk.actions.confirmed_reading import Broken, read_row, together
from hn_desk.actions.frozen_records import changed_columns
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_proof import changed_reports
from hn_desk.actions.officer_registry import trusted_keys
from hn_desk.actions.signatures import (
    approval_of,
    issue_message,
    issue_of,
    line_messages,
    paper_message,
    paper_private,
    signed_lines,
    step_message,
    step_of,
)
from hn_desk.errors import DeskError, StorageError
from hn_desk.i18n import _
from hn_desk.models.audit import sha256_of
from hn_desk.models.columns import Record
from hn_desk.models.pseudonyms import pseudonyms
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication, OfficerKey, RegisterNumber
from hn_desk.packets.officer_signatures import APPROVAL, FORMAT, ISSUE, LINE, STEP, Signed, is_good
from hn_desk.rules.credit import ISSUED, LOCKED, PRESENTED, SENT, SIGNED, WITHDRAWN
from hn_desk.rules.programme import BY_LIST

WINDOW: Final = "window"
CONFIRMED: Final = frozenset({SIGNED, ISSUED, SENT})
LIVE: Final = frozenset({PRESENTED, WITHDRAWN}) | CONFIRMED
"""States in which a confirmation's files can't be edited: they still say what was frozen."""
NUMBERED: Final = frozenset({ISSUED, SENT})
COLUMN_OF: Final = {
    "confirmation": "id",
    "format": "signatures",
    "decided_on": "signatures",
    "approved_on": "signatures",
}
FOLLOWING: Final[Mapping[str, frozenset[str]]] = {
    SIGNED: frozenset({SIGNED}),
    ISSUED: frozenset({ISSUED}),
    SENT: LOCKED - {SIGNED, ISSUED},
    WITHDRAWN: frozenset({WITHDRAWN}),
}
"""The states of the files whose confirmation is in a state; a line of a list may be withdrawn singly besides."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What every confirmation is held against."""

    session: Session
    office: str
    keys: Mapping[str, OfficerKey]
    log: ConfirmedLog


def check_confirmed(session: Session, office: Office) -> list[Broken]:
    """Every place that is not what was confirmed or, of an official report, frozen; nothing when all is as written.

    Needs the second key.
    """
    proof = Proof(session, office.code, trusted_keys(session, office), read_log(session))
    found: list[Broken] = []
    newest: dict[tuple[str, str], Confirmation] = {}
    standing: dict[str, Confirmation] = {}
    ids = session.scalars(select(Confirmation.id).order_by(Confirmation.edition, Confirmation.id)).all()
    for id_ in together(session, Confirmation, ids, lambda id_: (id_,)):
        row = read_row(session, Confirmation, id_, found)
        if row is not None:
            newest[row.kind, row.subject_id] = row
            found += [Broken(row.id, _code(row), f"confirmations.{name}") for name in _of_row(proof, row)]
    for row in together(session, LoanApplication, list(newest.values()), _files_of):
        found += _of_files(proof, row, standing)
    found += _unconfirmed(proof, standing)
    found += [Broken(one.id, one.name, f"office_reports.{one.column}") for one in changed_reports(session, office)]
    return list(dict.fromkeys(found))


def refuse_broken(session: Session, office: Office) -> None:
    """DeskError that names the first places when something confirmed was changed."""
    found = check_confirmed(session, office)
    if found:
        raise broken_error(found)


def broken_error(found: Sequence[Broken]) -> DeskError:
    """The refusal when confirmed records were changed, with the first places."""
    places = " ".join(one.sentence for one in found[:3])
    what = _("Confirmed records were changed outside of the program ({n} places). {places}")
    return DeskError(
        what.format(n=len(found), places=places),
        do=_("Nothing is packed. Compare them with the stamped papers and tell the head of office; keep the file."),
        reason="confirmed-broken",
    )


def refuse_changed_since(session: Session, row: Confirmation) -> None:
    """DeskError when what lies before the approver is no longer what was presented."""
    if "salt" not in row.frozen:
        raise DeskError(
            _("This was presented in an older version of HN Desk."),
            do=_("Have it returned and presented again; then confirm it."),
            reason="older-frozen",
        )
    damaged: list[Broken] = []
    changed = [*_own_columns(row), *_changed_files(session, row, damaged), *damaged]
    if changed:
        raise DeskError(
            _("File {code} was changed after it was presented.").format(code=_code(row)),
            do=_("Have it returned and presented again; tell the head of office."),
            reason="changed-since",
        )


def _files_of(row: Confirmation) -> Iterable[str]:
    return (line["id"] for line in row.frozen.get("lines", ()))


def _code(row: Confirmation) -> str:
    """The file's code, as far as what was frozen can be read."""
    try:
        return str(row.frozen["facts"]["letter"]["file_code"])
    except (KeyError, TypeError):
        return ""


def _of_row(proof: Proof, row: Confirmation) -> Iterator[str]:
    """The columns of a confirmation that its signatures don't hold."""
    if row.pseudonym not in pseudonyms(proof.session, row.kind, row.subject_id):
        yield "pseudonym"
    yield from _own_columns(row)
    approval = approval_of(row)
    if approval is not None:
        yield from _approved(proof, row, approval)
    elif row.state in CONFIRMED and not proof.log.holds_unsigned(row):
        yield "signatures"
    if row.state in NUMBERED or row.number is not None:
        yield from _issued(proof, row)
    yield from _step(proof, row)


def _own_columns(row: Confirmation) -> Iterator[str]:
    if sha256_of(row.frozen) != row.hash:
        yield "frozen"


def _approved(proof: Proof, row: Confirmation, approval: Signed) -> Iterator[str]:
    key = proof.keys.get(approval.key_id)
    signer = row.confirmed_by if row.way == WINDOW else row.recorded_by
    if key is None or not is_good(key.sign_public, APPROVAL, approval):
        yield "signatures"
        return
    if key.officer_id != signer:
        yield "confirmed_by" if row.way == WINDOW else "recorded_by"
    private = (row.signatures or {}).get("private")
    if not isinstance(private, dict) or "salt" not in row.frozen:
        yield "signatures"
        return
    try:
        now = paper_message(proof.office, row, approval.message, private), paper_private(row)
        lines = line_messages(proof.office, row, approval.message)
    except (KeyError, TypeError, ValueError):
        yield "frozen"
        return
    if now[0]["commitment"] != approval.message.get("commitment"):
        yield "signatures"
    yield from _differing(now[0], {**approval.message, "commitment": now[0]["commitment"]})
    yield from _differing(now[1], private)
    yield from _approved_lines(key, row, lines)


def _approved_lines(key: OfficerKey, row: Confirmation, lines: list[dict[str, Any]]) -> Iterator[str]:
    kept = signed_lines(row)
    are_good = len(kept) == len(lines) and all(
        one is not None
        and one.key_id == key.id
        and one.message == {**message, "format": FORMAT}
        and is_good(key.sign_public, LINE, one)
        for one, message in zip(kept, lines, strict=True)
    )
    if not are_good:
        yield "signatures"


def _differing(now: Mapping[str, Any], signed: Mapping[str, Any]) -> Iterator[str]:
    """The columns that say something else than what was signed."""
    for name in sorted({*now, *signed} - {"format"}):
        if now.get(name) != signed.get(name):
            yield COLUMN_OF.get(name, name if name in _COLUMNS else "frozen")


_COLUMNS: Final = frozenset(column.name for column in Confirmation.__table__.columns)


def _issued(proof: Proof, row: Confirmation) -> Iterator[str]:
    issue = issue_of(row)
    if issue is None:
        if not proof.log.holds_unsigned_number(row):
            yield "number"
        return
    key = proof.keys.get(issue.key_id)
    if key is None or not is_good(key.sign_public, ISSUE, issue):
        yield "signatures"
        return
    said = {**issue.message}
    now = issue_message(proof.office, row)
    if now.pop("approval") != said.pop("approval", None):
        yield "signatures"
    names = {"signer": "signer_name", "confirmation": "id", "office": "id"}
    for name in sorted(now):
        if now[name] != said.get(name):
            yield names.get(name, name)
    registered = select(RegisterNumber).where(
        RegisterNumber.year == row.year, RegisterNumber.series == row.series, RegisterNumber.number == row.number
    )
    entry = proof.session.scalar(registered)
    if entry is None or entry.confirmation_id != row.id:
        yield "number"


def _step(proof: Proof, row: Confirmation) -> Iterator[str]:
    step = step_of(row)
    if step is None:
        if approval_of(row) is not None:
            yield "state"
        return
    key = proof.keys.get(step.key_id)
    if key is None or not is_good(key.sign_public, STEP, step):
        yield "signatures"
        return
    now = step_message(row)
    for name in sorted(now):
        if now[name] != step.message.get(name):
            yield "id" if name == "confirmation" else name


def _of_files(proof: Proof, row: Confirmation, standing: dict[str, Confirmation]) -> Iterator[Broken]:
    """Whether the files of a subject's newest confirmation are still what was frozen, and in its state."""
    if row.state not in LIVE:
        return
    found: list[Broken] = []
    yield from _changed_files(proof.session, row, found, proof.log.erased)
    if row.state != PRESENTED:
        for line in row.frozen["lines"]:
            standing[line["id"]] = row
            yield from _state(proof, row, line, found)
        if row.kind == BY_LIST:
            parent = read_row(proof.session, BeneficiaryList, row.subject_id, found)
            if parent is not None and parent.state != row.state:
                yield Broken(row.id, parent.file_code, "beneficiary_lists.state")
    yield from found


def _state(proof: Proof, row: Confirmation, line: Mapping[str, Any], found: list[Broken]) -> Iterator[Broken]:
    application = read_row(proof.session, LoanApplication, line["id"], found)
    if application is None or application.state in FOLLOWING.get(row.state, frozenset()):
        return
    is_taken_out = row.kind == BY_LIST and application.state == WITHDRAWN and line["id"] in proof.log.withdrawn
    if not is_taken_out:
        yield Broken(row.id, application.file_code, "loan_applications.state")


def _changed_files(
    session: Session, row: Confirmation, found: list[Broken], erased: frozenset[str] = frozenset()
) -> Iterator[Broken]:
    """What is not as it was frozen; a line that was `erased` by law meanwhile is not looked for."""
    for line in row.frozen.get("lines", ()):
        if "record" in line and line["id"] not in erased:
            yield from _changed(session, row, (LoanApplication, line["id"], line["record"], line["salt"]), found)
    if row.kind == BY_LIST and "record" in row.frozen:
        place = (BeneficiaryList, row.subject_id, row.frozen["record"], row.frozen["salt"])
        yield from _changed(session, row, place, found)


def _changed(
    session: Session, row: Confirmation, place: tuple[type[Record], str, Any, str], found: list[Broken]
) -> Iterator[Broken]:
    table, id_, record, salt = place
    before = len(found)
    kept = read_row(session, table, id_, found)
    name = table.__tablename__
    if kept is None:
        if len(found) == before:
            yield Broken(row.id, _code(row), f"{name}.id")
        return
    for column in changed_columns(kept, record, salt):
        yield Broken(row.id, kept.file_code, f"{name}.{column}")


def _unconfirmed(proof: Proof, standing: Mapping[str, Confirmation]) -> Iterator[Broken]:
    """Files in a state that only a confirmation brings, and confirmations of the log that are gone."""
    for id_, code in proof.session.execute(select(LoanApplication.id, LoanApplication.file_code)):
        try:
            state = proof.session.scalar(select(LoanApplication.state).where(LoanApplication.id == id_))
        except StorageError:
            yield Broken("", code, "loan_applications.state")
            continue
        if state in LOCKED and id_ not in standing:
            yield Broken("", code, "loan_applications.state")
    for record_id in proof.log.missing(proof.session):
        yield Broken("", record_id, "confirmations.id")
