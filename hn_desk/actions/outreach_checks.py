"""What is wrong or doubtful in an outreach event as typed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.event_ties import evidence_count, linked_count
from hn_desk.actions.labels import CANCELLED, DONE, EVENT_STATES, PLANNED, by_code
from hn_desk.actions.office import Office
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.outreach_words import audiences, form_names, topic_names
from hn_desk.actions.remarks import Remarks
from hn_desk.actions.unseen import protected_topics
from hn_desk.i18n import _
from hn_desk.models.tables import OutreachEvent, ResidentialGroup
from hn_desk.rules.coverage import Days
from hn_desk.rules.text import clean_line, clean_text

LINES: Final = ("title", "legal_basis", "place", "leader", "joined", "speaker", "cost_source", "cancel_reason")
COUNTS: Final = (
    *("people", "women", "times", "broadcasts", "posts", "leaflets", "cost", "outcome_convert", "outcome_loan"),
)
FOLLOWING: Final = {PLANNED: EVENT_STATES, DONE: (DONE,), CANCELLED: (PLANNED, CANCELLED)}


def check_event(
    session: Session, office: Office, draft: EventDraft, kept: OutreachEvent | None
) -> tuple[EventDraft, Remarks]:
    """The cleaned draft and all that is said of it; `kept` is the event as it stands, None for a new one."""
    remarks = Remarks()
    lines: dict[str, Any] = {name: clean_line(getattr(draft, name)) for name in LINES}
    cleaned = replace(draft, content=clean_text(draft.content), **lines)
    remarks.required("title", cleaned.title, _("Type a title."))
    _check_choices(session, office, cleaned, remarks)
    _check_place(office, cleaned, kept, remarks)
    if kept is not None:
        _check_ties(session, office, cleaned, kept, remarks)
    _check_state(cleaned, kept, office.today(), remarks)
    _check_days(cleaned, remarks)
    remarks.not_negative(cleaned, *COUNTS)
    if cleaned.women is not None and cleaned.women > (cleaned.people or 0):
        remarks.problem("women", _("There can't be more women than people present."))
    _point_out_twin(session, cleaned, kept, remarks)
    return cleaned, remarks


def _check_choices(session: Session, office: Office, draft: EventDraft, remarks: Remarks) -> None:
    remarks.required("topic", draft.topic, _("Choose what the event is about."))
    remarks.one_of("topic", draft.topic, topic_names(office))
    remarks.required("form", draft.form, _("Choose the form of the event."))
    remarks.one_of("form", draft.form, form_names(office))
    remarks.all_of("audiences", draft.audiences, by_code(audiences(office, draft.topic)))
    known = session.scalars(select(ResidentialGroup).where(ResidentialGroup.id.in_(draft.group_ids))).all()
    if len(known) != len(draft.group_ids):
        remarks.problem("group_ids", _("Choose of the residential groups only."))
    _check_lives(draft, known, remarks)


def _check_lives(draft: EventDraft, groups: Sequence[ResidentialGroup], remarks: Remarks) -> None:
    """A group that is closed, split or merged counts on days of its life only; so no other event may name it."""
    if draft.starts_on is None or draft.state == CANCELLED:
        return
    days = Days(draft.starts_on, max(draft.starts_on, draft.ends_on or draft.starts_on))
    others = sorted(group.name for group in groups if not days.meet(group.started_on, group.ended_on))
    if others:
        told = _("On these days there is no {names} (closed, split, merged or not there yet): choose other groups.")
        remarks.problem("group_ids", told.format(names=", ".join(others)))


def _check_place(office: Office, draft: EventDraft, kept: OutreachEvent | None, remarks: Remarks) -> None:
    """Of a protected topic no new place is kept; one that stands there from before may stay."""
    protected = protected_topics(office)
    stands = kept.place if kept is not None and kept.topic in protected else ""
    if draft.topic in protected and draft.place not in ("", stands):
        remarks.problem("place", _("Of this topic no place is kept, it is only counted. Empty this field."))


def _check_ties(session: Session, office: Office, draft: EventDraft, kept: OutreachEvent, remarks: Remarks) -> None:
    """Photos and households that hang on an event keep its topic, and its outcome is no less than they show."""
    if draft.topic in protected_topics(office) and evidence_count(session, kept.id):
        remarks.problem("topic", _("Of this topic no photo is kept. Remove the photos of this event first."))
    linked = linked_count(session, kept.id)
    if linked and draft.topic != kept.topic:
        remarks.problem("topic", _("Households are linked to this event: its topic stays."))
    if linked > (draft.outcome_convert or 0):
        remarks.problem("outcome_convert", _("{n} households are linked to this event; type no less.").format(n=linked))


def _check_state(draft: EventDraft, kept: OutreachEvent | None, today: date, remarks: Remarks) -> None:
    if draft.state not in (FOLLOWING[kept.state] if kept else EVENT_STATES):
        remarks.problem("state", _("An event that was held stays held."))
    if draft.state == CANCELLED:
        remarks.required("cancel_reason", draft.cancel_reason, _("Write why the event was cancelled."))
    if draft.state == DONE and draft.starts_on and draft.starts_on > today:
        remarks.problem("starts_on", _("An event that was held can't begin in the future."))


def _check_days(draft: EventDraft, remarks: Remarks) -> None:
    remarks.required("starts_on", draft.starts_on, _("Type the day of the event."))
    if draft.starts_on and draft.ends_on and draft.ends_on < draft.starts_on:
        remarks.problem("ends_on", _("The event ends before it begins."))


def _point_out_twin(session: Session, draft: EventDraft, kept: OutreachEvent | None, remarks: Remarks) -> None:
    same = (OutreachEvent.topic == draft.topic, OutreachEvent.title == draft.title)
    others = select(OutreachEvent.id).where(*same, OutreachEvent.starts_on == draft.starts_on)
    if kept is None and draft.title and session.scalar(others.limit(1)):
        remarks.warn("title", "twin", _("An event of this title is kept for the same day."))
