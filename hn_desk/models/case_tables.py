"""What an application gathers on its way: the bank's part, scans, surveys, form files.

All that could tell one programme from another is hidden, as in `credit_tables`.
"""

from typing import Any, Final

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from hn_desk.models.columns import Table, new_id
from hn_desk.models.hidden import hidden

LINE: Final = 512
FIGURES: Final = 2 * 1024
SCAN: Final = 64 * 1024


class BankEvent(Table):
    """What the bank did with an application and what became of the debt, in order; never changed, only followed."""

    __tablename__ = "bank_events"

    application_id: Mapped[str] = mapped_column(
        ForeignKey("loan_applications.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = hidden("bank_events.content", LINE)


class Scan(Table):
    """A scan of a signed paper: `about` says of what, by whom, when, its SHA-256; `content` is the picture or PDF."""

    __tablename__ = "scans"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    about: Mapped[dict[str, Any]] = hidden("scans.about", LINE)
    content: Mapped[bytes] = hidden("scans.content", SCAN)


class NeedSurvey(Table):
    """Figures of a needs survey, and nothing but figures."""

    __tablename__ = "need_surveys"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    content: Mapped[dict[str, Any]] = hidden("need_surveys.content", FIGURES)


class InstalledForm(Table):
    """A form file that an administrator installed with a reason; of one code, at most one `is_used`."""

    __tablename__ = "installed_forms"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(index=True)
    text: Mapped[str]
    reason: Mapped[str]
    officer_id: Mapped[str]
    at: Mapped[str]
    is_used: Mapped[bool]
