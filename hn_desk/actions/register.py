"""The register of văn thư's numbers: each once within year and series, those that are left out with a reason."""

from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.actions.credit_facts import NumberDraft
from hn_desk.actions.remarks import Remarks
from hn_desk.i18n import _
from hn_desk.models.tables import RegisterNumber
from hn_desk.rules.text import clean_line

GAP: Final = "number.gap"


def highest_number(session: Session, series: str, year: int) -> int:
    """The highest number of the year and series; 0 when there is none."""
    numbers = select(func.max(RegisterNumber.number))
    return session.scalar(numbers.where(RegisterNumber.year == year, RegisterNumber.series == series)) or 0


def given_number(session: Session, draft: NumberDraft) -> RegisterNumber | None:
    """What the register says of a number; after a restore the highest one may stand there without its paper."""
    number = (RegisterNumber.year == draft.year, RegisterNumber.series == draft.series)
    return session.scalar(select(RegisterNumber).where(*number, RegisterNumber.number == draft.number))


def point_out_gap(session: Session, draft: NumberDraft, remarks: Remarks) -> None:
    """Warn when numbers are left out before this one; the first of a year and series may begin anywhere."""
    highest = highest_number(session, draft.series, draft.year)
    if highest and draft.number > highest + 1:
        said = _("The numbers {first} to {last} are left out: write which papers have them, or why.")
        remarks.warn("number", "gap", said.format(first=highest + 1, last=draft.number - 1))


def take_number(session: Session, draft: NumberDraft, confirmation_id: str) -> str:
    """Enter the number as given to this paper; the reason for numbers left out before it, if there are any."""
    highest = highest_number(session, draft.series, draft.year)
    why = clean_line(draft.accepted.get(GAP, "")) if highest and draft.number > highest + 1 else ""
    row = given_number(session, draft) or RegisterNumber(year=draft.year, series=draft.series, number=draft.number)
    row.confirmation_id, row.note = confirmation_id, why
    session.add(row)
    return why
