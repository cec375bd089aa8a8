"""What the rules of duties work on: the database, the year asked for, the part; and what each hands back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_listing import applications_with
from hn_desk.actions.duty_facts import EvidenceRow
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.models.tables import BeneficiaryList, Confirmation, LoanApplication
from hn_desk.reports.table import Period
from hn_desk.rules.duties import Duty, DutyPart, Shown

MOST_ROWS: Final = 50
"""Most records that one part names; the page it leads to has the rest."""


class Kept:
    """What several duties ask of hidden columns, each read at most once: nothing of it can be asked for by SQL."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @cached_property
    def applications(self) -> Sequence[Any]:
        """Id, file code, programme, state, list and day of receipt of every application, by name."""
        one = LoanApplication
        columns = (one.file_code, one.programme, one.state, one.list_id, one.received_on)
        return list(applications_with(self.session, *columns))

    @cached_property
    def lists(self) -> Sequence[Any]:
        """Id, file code, programme, month, state, the police's number and day of every list."""
        one = BeneficiaryList
        columns = (one.id, one.file_code, one.programme, one.month, one.state, one.police_number, one.police_on)
        return self.session.execute(select(*columns)).all()

    @cached_property
    def confirmations(self) -> Sequence[Any]:
        """Kind, subject, programme, state, number, series and day of issue of every confirmation."""
        one = Confirmation
        columns = (one.kind, one.subject_id, one.programme, one.state, one.number, one.series, one.issued_on)
        return self.session.execute(select(*columns)).all()


@dataclass(frozen=True, slots=True)
class Look:
    """One part of one duty, looked at in the year of `day` up to that day."""

    office: Office
    kept: Kept
    duty: Duty
    part: DutyPart
    day: date

    @property
    def session(self) -> Session:
        """The reading that is under way."""
        return self.kept.session

    @property
    def year(self) -> int:
        """The year looked at."""
        return self.day.year

    @property
    def period(self) -> Period:
        """From the first day of the year to the day looked at."""
        return Period(date(self.year, 1, 1), self.day)

    def over(self, key: str) -> str:
        """What the part's data say under `key`, empty for nothing."""
        return self.part.over.get(key, "")

    def row(self, text: str, id_: str, day: date | None, page: str = "") -> EvidenceRow:
        """A record as evidence; it opens on the part's page unless another is named."""
        return EvidenceRow(text, page or self.part.page, id_, day)

    def line(self, text: str, id_: str, day: date | None) -> EvidenceRow:
        """A record that stands among others at the part's place and is not opened alone."""
        return EvidenceRow(text, self.part.page, id_, day, self.part.place)


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found: how far the part is, in words, with the newest records that show it.

    `place` is where it is entered, when that hangs on the year.
    """

    shown: Shown
    words: str
    rows: tuple[EvidenceRow, ...] = ()
    place: str = ""


def found_any(rows: Sequence[EvidenceRow], words: str, *, is_begun: bool = False) -> Found:
    """A part that is done as soon as there is one record."""
    return Found(Shown(is_begun or bool(rows), bool(rows)), words, newest(rows))


def newest(rows: Iterable[EvidenceRow]) -> tuple[EvidenceRow, ...]:
    """The newest rows, so many as a part names."""
    ordered = sorted(rows, key=lambda row: (row.day or date.min, row.text, row.id), reverse=True)
    return tuple(ordered[:MOST_ROWS])


def counted(count: int) -> str:
    """How many records there are in the year."""
    return _("{n} in the year").format(n=count) if count else _("none in the year")
