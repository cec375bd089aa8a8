"""What the outreach screens hand in and get back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hn_desk.rules.city_way import NOWHERE, Way


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An outreach event as typed; numbers are counts, cost in đồng, codes as topics, forms and audiences name them."""

    id: str | None = None
    version: int | None = None
    topic: str = ""
    title: str = ""
    content: str = ""
    legal_basis: str = ""
    form: str = ""
    state: str = "planned"
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = ""
    group_ids: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    people: int | None = None
    women: int | None = None
    times: int | None = None
    broadcasts: int | None = None
    posts: int | None = None
    leaflets: int | None = None
    leader: str = ""
    joined: str = ""
    speaker: str = ""
    cost: int | None = None
    cost_source: str = ""
    outcome_convert: int | None = None
    outcome_loan: int | None = None
    cancel_reason: str = ""
    accepted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event as its screen shows it; `series_id` of one that recurs, `linked` counts the households linked to it."""

    draft: EventDraft
    topic_name: str
    form_name: str
    group_names: tuple[str, ...]
    audience_names: tuple[str, ...]
    officer_name: str
    city_state: str
    series_id: str
    linked: int
    city_way: Way = NOWHERE
    """Its way to the city, step by step."""


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of the list of events; `groups` counts the residential groups reached."""

    id: str
    day: date
    topic_name: str
    title: str
    form_name: str
    groups: int
    people: int | None
    state: str
    city: Way = NOWHERE


@dataclass(frozen=True, slots=True)
class TopicChoice:
    """What an event may be about; of a protected topic no photo, address or link to a person is kept."""

    code: str
    label: str
    is_protected: bool
    legal_basis: str
