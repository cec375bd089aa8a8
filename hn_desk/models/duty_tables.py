"""What the office owes, and how it shows that it did: plans, acts, instructions, budget, difficulties, examples.

What a row on a protected topic says freely (`note`, of acts and budget lines `title` too) stands in `ProtectedText`.
"""

from datetime import date
from typing import Any, Final

from sqlalchemy.orm import Mapped, mapped_column

from hn_desk.models.columns import Record, Table
from hn_desk.models.hidden import hidden

LINE: Final = 256
STORY: Final = 2048


class OfficePlan(Record):
    """A yearly plan the office owes: of which duty (D3, D5 …), whose (`ubnd`, `police`), its number, when it left."""

    __tablename__ = "office_plans"

    duty: Mapped[str] = mapped_column(index=True)
    year: Mapped[int]
    author: Mapped[str] = mapped_column(default="ubnd")
    title: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    receiver: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class DutyAct(Record):
    """Something done for a duty that leaves no other record: a meeting, figures handed over, a debt followed up."""

    __tablename__ = "duty_acts"

    duty: Mapped[str] = mapped_column(index=True)
    day: Mapped[date]
    title: Mapped[str]
    number: Mapped[str] = mapped_column(default="")
    receiver: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class Instruction(Record):
    """A paper from above: `standing` switches a yearly duty on, `request` asks for one report by a day.

    `report` is the code of the report asked for; `due_on` the day of a request; `due_month` and `due_day` of a standing
    one; `receiver` who gets the answer. A request is closed by its report or by hand.
    """

    __tablename__ = "instructions"

    kind: Mapped[str]
    duty: Mapped[str] = mapped_column(index=True)
    report: Mapped[str] = mapped_column(default="")
    number: Mapped[str]
    issued_on: Mapped[date]
    issuer: Mapped[str]
    title: Mapped[str]
    receiver: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None]
    due_month: Mapped[int | None]
    due_day: Mapped[int | None]
    closed_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")


class BudgetLine(Record):
    """Money for a topic in a year, in đồng: planned and spent, from which source."""

    __tablename__ = "budget_lines"

    topic: Mapped[str]
    year: Mapped[int] = mapped_column(index=True)
    title: Mapped[str]
    planned: Mapped[int | None]
    spent: Mapped[int | None]
    source: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")


class Difficulty(Record):
    """A difficulty and what is proposed; what is said of a protected topic stands in `ProtectedText`."""

    __tablename__ = "difficulties"

    topic: Mapped[str]
    day: Mapped[date] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    receiver: Mapped[str] = mapped_column(default="")
    settled_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(default="")


class Example(Record):
    """Mô hình, điển hình: a `model`, a `collective`, or a `person` who agreed in writing and is of age.

    `groups` are codes of the audiences it helps; `helped` people it helped. Who it is stands under the second key:
    `about` holds name, story, birth and the paper of the consent.
    """

    __tablename__ = "examples"

    kind: Mapped[str]
    topic: Mapped[str] = mapped_column(index=True)
    groups: Mapped[list[str]]
    started_on: Mapped[date]
    ended_on: Mapped[date | None]
    helped: Mapped[int | None]
    about: Mapped[dict[str, Any]] = hidden("examples.about", STORY)


class OfficeReport(Record):
    """A report of the office over a period: typed while `draft`, then `frozen`, numbered and `sent`.

    `texts` maps a part to what was typed; `content` is the frozen document and its figures, `sha256` of its canonical
    JSON. Of a report that tells of protected programmes both stand in `ProtectedText`. `counted_on` is the last day
    whose records were counted; `request_id` the instruction that asked for it.
    """

    __tablename__ = "office_reports"

    code: Mapped[str] = mapped_column(index=True)
    period: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    state: Mapped[str] = mapped_column(default="draft")
    texts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sha256: Mapped[str] = mapped_column(default="")
    counted_on: Mapped[date | None]
    frozen_at: Mapped[str] = mapped_column(default="")
    frozen_by: Mapped[str] = mapped_column(default="")
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    sent_on: Mapped[date | None]
    sent_to: Mapped[str] = mapped_column(default="")
    sent_way: Mapped[str] = mapped_column(default="")
    request_id: Mapped[str] = mapped_column(default="")


class ProtectedText(Table):
    """What a record says of protected programmes or people in words: `record_id` is the record, `content` its texts."""

    __tablename__ = "protected_texts"

    record_id: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = hidden("protected_texts.content", STORY)
