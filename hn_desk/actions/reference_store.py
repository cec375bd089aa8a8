"""The city's rules as the office keeps them: what was applied, what the newest trust pack brings, the book of both."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.reference_book import checked_book, content_of, texts_in_use
from hn_desk.actions.rulebook import RuleBook, rule_book
from hn_desk.errors import ResourceError
from hn_desk.models.tables import ReferenceFile, TrustRow
from hn_desk.packets.documents import canonical
from hn_desk.packets.reference import INDEX, Reference, digest, unwrapped, wrapped
from hn_desk.packets.trust_keeping import from_plain
from hn_desk.rules.reference_files import NEVER, newest_day


@dataclass(frozen=True, slots=True)
class Brought:
    """What the newest trust pack brings: its number, its rules if it has any, why they can't be read."""

    number: int
    reference: Reference | None
    problem: ResourceError | None = None


def applied(session: Session) -> Reference | None:
    """The rules that this office applied last; None before the first ones."""
    rows = session.execute(select(ReferenceFile.name, ReferenceFile.text)).all()
    return unwrapped({row.name: row.text for row in rows})


def applied_number(session: Session) -> int:
    """The number of the pack that was applied last, 0 for none."""
    return session.scalar(select(ReferenceFile.pack_number).where(ReferenceFile.name == INDEX)) or 0


def brought(session: Session) -> Brought:
    """What the newest trust pack that was read brings of rules."""
    row = session.scalars(select(TrustRow).order_by(TrustRow.number.desc()).limit(1)).first()
    if row is None:
        return Brought(0, None)
    try:
        return Brought(row.number, unwrapped(from_plain(row.content).reference))
    except ResourceError as error:
        return Brought(row.number, None, error)


def is_waiting(session: Session, found: Brought) -> bool:
    """Whether the newest trust pack brings rules that are not the applied ones."""
    if found.problem is not None:
        return True
    if found.reference is None:
        return False
    known = session.scalar(select(ReferenceFile.sha256).where(ReferenceFile.name == INDEX))
    return known != digest(canonical(found.reference.index).decode())


def waiting_number(session: Session) -> int:
    """The number of the newest trust pack when it brings rules that are not the applied ones; 0 for none."""
    newest = select(TrustRow.number, TrustRow.content).order_by(TrustRow.number.desc()).limit(1)
    row = session.execute(newest).first()
    carried = row.content.get("reference", {}) if row else {}
    if row is None or not carried:
        return 0
    known = session.scalar(select(ReferenceFile.sha256).where(ReferenceFile.name == INDEX))
    return 0 if known == digest(carried.get(INDEX, "")) else row.number


def keep_reference(session: Session, reference: Reference, number: int) -> None:
    """Keep the rules of pack `number` in place of those before."""
    texts = wrapped(reference.index, reference.texts)
    known = {row.name: row for row in session.scalars(select(ReferenceFile))}
    for name in known.keys() - texts.keys():
        session.delete(known[name])
    for name, text in texts.items():
        row = known.get(name) or ReferenceFile(name=name)
        day = NEVER if name == INDEX else newest_day(content_of(name, text))
        row.text, row.sha256, row.since = text, digest(text), None if day == NEVER else day
        row.pack_number = number if name == INDEX else reference.index.files[name].number
        session.add(row)
    session.flush()


def office_book(session: Session) -> RuleBook:
    """The rules of this office: the program's, and the applied files that are in use over them.

    Where these no longer load in this version of the program, the program's own alone; `book_problem` says so.
    """
    try:
        return _book(session)
    except ResourceError:
        return rule_book()


def book_problem(session: Session) -> str:
    """Why the applied rules are not in use; "" when they are, or when none were applied."""
    try:
        _book(session)
    except ResourceError as error:
        return error.what
    return ""


def _book(session: Session) -> RuleBook:
    reference = applied(session)
    return rule_book() if reference is None else checked_book(texts_in_use(reference))
