"""Our own code of a file ("mã hồ sơ"): a year and a running number, neutral and never văn thư's number."""

from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hn_desk.models.tables import BeneficiaryList, LoanApplication

DIGITS: Final = 6


def next_file_code(session: Session, year: int) -> str:
    """The next free code of `year`, such as `2026-000015`, over applications and lists together."""
    columns: tuple[InstrumentedAttribute[Any], ...] = (LoanApplication.file_code, BeneficiaryList.file_code)
    newest = (session.scalar(select(func.max(code)).where(code.like(f"{year}-%"))) for code in columns)
    number = max((int(code.partition("-")[2]) for code in newest if code), default=0) + 1
    return f"{year}-{number:0{DIGITS}}"
