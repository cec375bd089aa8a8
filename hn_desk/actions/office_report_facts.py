"""What the screens of official reports hand in and get back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hn_desk.reports.adjusting import Adjustment
from hn_desk.reports.document import Figure, ReportDocument

DRAFT = "draft"
FROZEN = "frozen"
SENT = "sent"

__all__ = [
    "DRAFT",
    "FROZEN",
    "SENT",
    "Adjustment",
    "Compared",
    "Composed",
    "Figure",
    "FigureRecord",
    "PeriodChoice",
    "ReportDocument",
    "ReportFreeze",
    "ReportKind",
    "ReportNumber",
    "ReportSending",
    "ReportTexts",
    "Slot",
    "WrittenReport",
]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """A report that this officer may read; `why_off` says what is missing while it is off."""

    code: str
    title: str
    source: str
    is_on: bool
    why_off: str
    may_write: bool
    may_issue: bool


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A period of a report; `due_on` is the day it is owed, if there is one.

    It `is_missed` when that day passed, unless it did before the office began and nothing was written: as at home.
    """

    code: str
    name: str
    starts_on: date
    ends_on: date
    due_on: date | None
    is_missed: bool = False


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A report that was begun; `title` is its kind's, `request_id` the instruction that asked for it."""

    id: str
    version: int
    code: str
    title: str
    period: str
    period_name: str
    state: str
    number: str
    issued_on: date | None
    sent_on: date | None
    sha256: str
    counted_on: date | None
    request_id: str


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for free words: what is typed, and what the report before said there."""

    code: str
    label: str
    hint: str
    text: str
    previous: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One figure now and in the period before."""

    code: str
    label: str
    unit: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Composed:
    """A report as it stands; of a frozen one everything is as it was frozen. `before` names the period compared with.

    `id` and `version` are of the kept report, None and 0 before anything was kept. `shown` is the SHA-256 of a draft's
    figures, to be handed in when they are frozen.
    """

    id: str | None
    version: int
    state: str
    document: ReportDocument
    figures: tuple[Figure, ...]
    slots: tuple[Slot, ...]
    compared: tuple[Compared, ...]
    before: str
    adjustments: tuple[Adjustment, ...]
    sha256: str = ""
    sent_on: date | None = None
    sent_to: str = ""
    sent_way: str = ""
    request_id: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class FigureRecord:
    """One record that a figure counts; `page` opens it, `title` says no more than this officer may see.

    `amount` is what it adds to a sum; None where records are counted.
    """

    id: str
    subject: str
    page: str
    title: str
    day: date | None
    amount: int | None


@dataclass(frozen=True, slots=True)
class ReportTexts:
    """Free words of a report, by slot; id and version as shown, None and 0 before anything was kept."""

    code: str
    period: str
    texts: Mapping[str, str] = field(default_factory=dict)
    id: str | None = None
    version: int = 0
    request_id: str = ""


@dataclass(frozen=True, slots=True)
class ReportFreeze:
    """The report whose figures are to be frozen, as it was shown; with `shown` only those figures are frozen."""

    code: str
    period: str
    id: str | None = None
    version: int = 0
    request_id: str = ""
    shown: str = ""


@dataclass(frozen=True, slots=True)
class ReportNumber:
    """Văn thư's number of a frozen report and its day."""

    id: str
    version: int
    number: str
    issued_on: date | None


@dataclass(frozen=True, slots=True)
class ReportSending:
    """When a numbered report was sent, to whom, in which way."""

    id: str
    version: int
    sent_on: date | None
    sent_to: str = ""
    sent_way: str = ""
