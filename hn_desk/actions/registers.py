"""What every register shares: who may write a row, keeping it with version and log, taking it out."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Generic, Protocol, TypeVar

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.actions.unseen import protected_topics, unseen_topics
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.changes import stamp
from hn_desk.models.columns import Record
from hn_desk.models.tables import ProtectedText
from hn_desk.rules.registers import SME, SOCIAL, RegisterData, line_of

KIND: Final = "registers"
SUBJECTS: Final = frozenset({KIND})
FIRST_YEAR: Final = 2020
YEARS_AHEAD: Final = 10
Row = TypeVar("Row", bound=Record)


class Typed(Protocol):
    """A row as typed: new without an id, else with the version that was shown."""

    @property
    def id(self) -> str | None:
        """The id of the row as it is kept."""

    @property
    def version(self) -> int | None:
        """The version that was shown."""


@dataclass(frozen=True, slots=True)
class Register(Generic[Row]):
    """One register: its code in the log, its table, the columns `by` which is decided who may write a row.

    A duty's topic, or the row's own, names the line of the table of roles; `others` adds lines by the row. Of a
    protected topic the columns `words` stay empty: what they say stands under the second key.
    """

    code: str
    table: type[Row]
    by: tuple[str, ...]
    others: Callable[[Any], tuple[str, ...]] = lambda _row: ()
    words: tuple[str, ...] = ()

    def may_write(self, office: Office, row: Any) -> bool:
        """Whether this officer may change or take out a row, kept or typed."""
        return any(map(office.may, self._lines(office.book.registers, row)))

    def require(self, office: Office, draft: Typed) -> None:
        """Raise RoleError unless this officer may write the row as typed and, if there is one, as it is kept."""
        self._require(office, draft)
        if draft.id is not None:
            self._require(office, self._kept(office, draft.id))

    def opened(self, session: Session, draft: Typed) -> Row:
        """The row of a draft in this transaction, a new one for a new draft. DeskError (stale, gone)."""
        if draft.id is None:
            return self.table()
        row = session.get(self.table, draft.id)
        if row is None:
            raise gone()
        refuse_stale(row.version, draft.version)
        return row

    def write(self, office: Office, session: Session, row: Row, values: Mapping[str, Any]) -> Changed:
        """Put values by column into a row, protected words under the second key, and log it. DeskError (second-key)."""
        for name, value in values.items():
            setattr(row, name, value)
        hidden = {name: values[name] for name in self.words} if self._is_protected(office, row) else {}
        for name in hidden:
            setattr(row, name, "")
        session.add(row)
        session.flush()
        forget_words_of(session, row.id)
        if hidden:
            session.add(ProtectedText(record_id=row.id, content=hidden))
            stamp(session, row, session.info["author"])
        audit.log(session, Act("registers.save", KIND, row.id, {"register": self.code}))
        return Changed(SUBJECTS, row.id)

    def words_of(self, session: Session, office: Office, row: Any) -> dict[str, Any]:
        """What a kept row says in its columns `words`, wherever it stands. DeskError (reason `second-key`)."""
        hidden = session.get(ProtectedText, row.id) if self._is_protected(office, row) else None
        return hidden.content if hidden is not None else {name: getattr(row, name) for name in self.words}

    def delete(
        self, office: Office, draft: Typed, check: Callable[[Session, str], None] = lambda _session, _id: None
    ) -> Changed:
        """Take a row out for good, with its words, unless `check` refuses. RoleError, DeskError (stale, gone)."""
        if draft.id is None:
            raise gone()
        self._require(office, self._kept(office, draft.id))
        with office.write() as session:
            row = self.opened(session, draft)
            check(session, draft.id)
            forget_words_of(session, draft.id)
            session.delete(row)
            audit.log(session, Act("registers.delete", KIND, draft.id, {"register": self.code}))
            return Changed(SUBJECTS, draft.id)

    def _is_protected(self, office: Office, row: Any) -> bool:
        return bool(self.words) and self._topic(office.book.registers, row) in protected_topics(office)

    def _topic(self, data: RegisterData, row: Any) -> str:
        topic: str = row.topic if "topic" in self.by else data.topic_of(row.duty)
        return topic

    def _lines(self, data: RegisterData, row: Any) -> tuple[str, ...]:
        topic = self._topic(data, row)
        return (*self.others(row), *((line_of(topic),) if topic else (SME, SOCIAL)))

    def _require(self, office: Office, row: Any) -> None:
        lines = self._lines(office.book.registers, row)
        office.require(next(filter(office.may, lines), lines[0]), KIND)

    def _kept(self, office: Office, record_id: str) -> Any:
        columns = [getattr(self.table, name) for name in self.by]
        with office.database.read() as session:
            row = session.execute(select(*columns).where(self.table.id == record_id)).one_or_none()
        if row is None:
            raise gone()
        return row


def forget_words_of(session: Session, record_id: str) -> None:
    """Delete what a record says under the second key."""
    session.execute(delete(ProtectedText).where(ProtectedText.record_id == record_id))


def seen_duties(office: Office) -> frozenset[str]:
    """The duties whose rows this officer sees."""
    unseen = unseen_topics(office)
    return frozenset(duty.code for duty in office.book.registers.duties.values() if duty.topic not in unseen)


def seen_register_topics(office: Office) -> frozenset[str]:
    """The topics whose rows this officer sees."""
    return frozenset(office.book.registers.topics) - unseen_topics(office)


def check_duty(data: RegisterData, remarks: Remarks, duty: str, among: Iterable[str] = ()) -> None:
    """Note a problem when no duty is chosen, or none of those that the register is about."""
    remarks.required("duty", duty, _("Choose the duty."))
    remarks.one_of("duty", duty, frozenset(among or data.duties))


def check_year(today: date, remarks: Remarks, year: int | None) -> None:
    """Note a problem when a year is missing or far away."""
    last = today.year + YEARS_AHEAD
    if year is None or not FIRST_YEAR <= year <= last:
        remarks.problem("year", _("Type a year from {first} to {last}.").format(first=FIRST_YEAR, last=last))


def check_past(today: date, remarks: Remarks, **days: date | None) -> None:
    """Note a problem of each day, by field, that lies in the future."""
    for name, day in days.items():
        if day and day > today:
            remarks.problem(name, _("This day lies in the future."))
