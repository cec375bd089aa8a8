"""Our own code of a file ("mã hồ sơ"): a year and a running number, neutral and never văn thư's number."""

from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from hn_desk.models.prepared import connection_of
from hn_desk.models.tables import BeneficiaryList, LoanApplication, RegisterNumber

DIGITS: Final = 6
FILE_CODES: Final = "="
"""Under this series stands the highest file code that was read on paper after a restore; no register has it."""
_CODES: Final[tuple[InstrumentedAttribute[str], ...]] = (LoanApplication.file_code, BeneficiaryList.file_code)
_NEWEST: Final = tuple(
    select(func.max(code)).where(code >= bindparam("first"), code < bindparam("last")) for code in _CODES
)
"""A range, which the index answers at once; `LIKE` would read every code."""
_READ: Final = select(func.max(RegisterNumber.number)).where(
    RegisterNumber.year == bindparam("year"), RegisterNumber.series == FILE_CODES
)


def next_file_code(session: Session, year: int) -> str:
    """The next free code of `year`, such as `2026-000015`, over applications and lists together."""
    connection, of_year = connection_of(session), {"first": f"{year}-", "last": f"{year}."}
    newest = [connection.execute(statement, of_year).scalar() for statement in _NEWEST]
    read = connection.execute(_READ, {"year": year}).scalar() or 0
    number = max((int(code.partition("-")[2]) for code in newest if code), default=0)
    number = max(number, read) + 1
    return f"{year}-{number:0{DIGITS}}"
