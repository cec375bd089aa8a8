"""What the rules of duties work on: the database, the year asked for, the part; and what each hands back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy.orm import Session

from hn_desk.actions.duty_facts import EvidenceRow
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.reports.table import Period
from hn_desk.rules.duties import Duty, DutyPart, Shown

MOST_ROWS: Final = 50
"""Most records that one part names; the page it leads to has the rest."""


@dataclass(frozen=True, slots=True)
class Look:
    """One part of one duty, looked at in `year` up to `day`."""

    session: Session
    office: Office
    duty: Duty
    part: DutyPart
    year: int
    day: date

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
    """What a rule found: how far the part is, in words, with the newest records that show it."""

    shown: Shown
    words: str
    rows: tuple[EvidenceRow, ...] = ()


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
