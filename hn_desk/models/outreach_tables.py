"""Outreach events and the residential groups they reached; series of events, and what proves one."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column, relationship

from hn_desk.models.columns import Record, Table, ordered


class OutreachEvent(Record):
    """Đợt tuyên truyền, vận động: planned, done or cancelled. Cost in đồng; `series_id` of one that recurs."""

    __tablename__ = "outreach_events"
    __table_args__ = (ordered("outreach_events", "starts_on", "id"),)

    topic: Mapped[str] = mapped_column(index=True)
    title: Mapped[str]
    sort_key: Mapped[str]
    content: Mapped[str] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(default="")
    form: Mapped[str]
    state: Mapped[str] = mapped_column(default="planned", index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    place: Mapped[str] = mapped_column(default="")
    audiences: Mapped[list[str]]
    people: Mapped[int | None]
    women: Mapped[int | None]
    times: Mapped[int | None]
    broadcasts: Mapped[int | None]
    posts: Mapped[int | None]
    leaflets: Mapped[int | None]
    leader: Mapped[str] = mapped_column(default="")
    joined: Mapped[str] = mapped_column(default="")
    speaker: Mapped[str] = mapped_column(default="")
    cost: Mapped[int | None]
    cost_source: Mapped[str] = mapped_column(default="")
    outcome_convert: Mapped[int | None]
    outcome_loan: Mapped[int | None]
    cancel_reason: Mapped[str] = mapped_column(default="")
    officer_id: Mapped[str] = mapped_column(ForeignKey("officers.id"))
    series_id: Mapped[str] = mapped_column(default="", index=True)
    groups: Mapped[list["EventGroup"]] = relationship(cascade="all, delete-orphan", lazy="selectin")


class EventGroup(Table):
    """One residential group reached by one event."""

    __tablename__ = "event_groups"

    event_id: Mapped[str] = mapped_column(ForeignKey("outreach_events.id", ondelete="CASCADE"), primary_key=True)
    group_id: Mapped[str] = mapped_column(ForeignKey("residential_groups.id"), primary_key=True, index=True)


class EventSeries(Record):
    """Events that recur, such as a broadcast each week: `rule` says when, `draft` what each is made of."""

    __tablename__ = "event_series"

    title: Mapped[str]
    topic: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    rule: Mapped[dict[str, Any]]
    draft: Mapped[dict[str, Any]]


class Evidence(Record):
    """A photo or scan of an event, drawn anew without what a camera writes into it; none of a protected topic.

    `content` is a JPEG, `thumbnail` a small one. It never travels: packets have no room for files.
    """

    __tablename__ = "evidence"

    event_id: Mapped[str] = mapped_column(ForeignKey("outreach_events.id", ondelete="CASCADE"), index=True)
    note: Mapped[str] = mapped_column(default="")
    sha256: Mapped[str]
    size: Mapped[int]
    thumbnail: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
