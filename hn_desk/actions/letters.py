"""The office's letter around a paper: head, sign block, file code, as the office's own data say."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.forms import facts as paper
from hn_desk.forms.head import full_name
from hn_desk.models.tables import OfficeRow
from hn_desk.rules.text import fold

TRAINING: Final = "training"
COMMITTEE: Final = "ỦY BAN NHÂN DÂN"
CHAIR: Final = "CHỦ TỊCH"
FOR_COMMITTEE: Final = "TM."
FOR_CHAIR: Final = "KT."
AUTHORITY_OF_TITLE: Final = {"chu tich": FOR_COMMITTEE, "pho chu tich": FOR_CHAIR}


def letter_of(session: Session, file_code: str, *, signer: paper.Signer | None = None) -> paper.Letter:
    """A letter of this office without number and day; signed as the office's sign block says unless `signer` does."""
    row = session.scalars(select(OfficeRow)).one()
    head = paper.Office(row.name, row.kind.lower(), superior=row.upper_line, place=row.place_name)
    block = paper.Signer(_block(row), row.approver_name)
    return paper.Letter(head, file_code, signer or block, training=row.environment == TRAINING)


def authority_of(block: tuple[str, ...], title: str) -> tuple[str, ...]:
    """The lines above who signed with `title`: a vice chair signs for the chair, others as the frozen block says."""
    if not title or block[-1:] == (title.upper(),):
        return block
    sign_for = AUTHORITY_OF_TITLE.get(fold(title))
    return _lines(sign_for, title, "") if sign_for else (*block[:-1], title.upper())


def police_signer(office: paper.Office) -> paper.Signer:
    """Who signs a list for the commune's police; the name is written by hand."""
    return paper.Signer((f"CÔNG AN {full_name(office).upper()}", "TRƯỞNG CÔNG AN"))


def month_day(month: str) -> date:
    """The first day of a month written `2026-11`."""
    return date.fromisoformat(f"{month}-01")


def _block(row: OfficeRow) -> tuple[str, ...]:
    return _lines(row.sign_for, row.approver_title, row.sign_authority)


def _lines(sign_for: str, title: str, authority: str) -> tuple[str, ...]:
    committee = f"{FOR_COMMITTEE} {COMMITTEE}"
    lines: Sequence[str]
    if sign_for == FOR_CHAIR:
        lines = (committee, f"{FOR_CHAIR} {CHAIR}", title or f"PHÓ {CHAIR}")
    elif sign_for == FOR_COMMITTEE:
        lines = (committee, title or CHAIR)
    else:
        lines = (authority or f"{sign_for} {COMMITTEE}", title)
    return tuple(line.upper() for line in lines if line)
