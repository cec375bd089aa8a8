"""What the household screens hand in and get back: households, contacts, conversions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hn_desk.actions.people import PersonDraft
from hn_desk.rules.city_way import NOWHERE, Way
from hn_desk.rules.screening import Reason

FIELDS: Final = (
    *("name", "business_code", "tax_code", "address", "group_id", "capital", "workers", "registered_on", "changed_on"),
    *("started_on", "revenue_band", "status", "note"),
)
"""What a household business keeps of a draft, its owner and its industries apart."""


@dataclass(frozen=True, slots=True)
class IndustryDraft:
    """One industry: its VSIC code as text (4–5 digits), its name, whether it is the main one."""

    code: str
    name: str = ""
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class HouseholdDraft:
    """A household business as typed; capital in đồng; `accepted` maps a warning's code to the reason given."""

    id: str | None = None
    version: int | None = None
    name: str = ""
    business_code: str = ""
    tax_code: str = ""
    owner: PersonDraft = field(default_factory=PersonDraft)
    address: str = ""
    group_id: str | None = None
    industries: tuple[IndustryDraft, ...] = ()
    capital: int | None = None
    workers: int | None = None
    registered_on: date | None = None
    changed_on: date | None = None
    started_on: date | None = None
    revenue_band: str = ""
    status: str = "active"
    note: str = ""
    accepted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """One visit, call or meeting as typed; codes as `choices` names them; capital demand in đồng."""

    id: str | None = None
    version: int | None = None
    household_id: str = ""
    day: date | None = None
    way: str = ""
    said: str = ""
    intention: str = "not_asked"
    obstacles: frozenset[str] = frozenset()
    supports: frozenset[str] = frozenset()
    capital_demand: int | None = None
    next_on: date | None = None
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One contact as the household's screen shows it."""

    draft: ContactDraft
    officer_name: str


@dataclass(frozen=True, slots=True)
class ConversionDraft:
    """The next step of a conversion; the enterprise's facts may be filled in at any step. Capital in đồng.

    `dossier` maps the code of each paper that is ready to the day it was seen; None leaves what is kept.
    """

    household_id: str
    state: str
    day: date
    reason: str = ""
    enterprise_name: str = ""
    enterprise_code: str = ""
    enterprise_kind: str = ""
    certificate_on: date | None = None
    enterprise_capital: int | None = None
    enterprise_workers: int | None = None
    enterprise_industry: str = ""
    dossier: Mapping[str, date] | None = None
    accepted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ConversionStepFacts:
    """One step of a conversion's history."""

    state: str
    day: date
    officer_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConversionFacts:
    """A conversion as the screen shows it; `support` says whether business before it was long enough, by which law."""

    id: str
    version: int
    draft: ConversionDraft
    is_converted: bool
    support: str
    support_source: str
    steps: tuple[ConversionStepFacts, ...]


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """A household business with its contacts (newest first), its conversion, and sentences that name its twins."""

    draft: HouseholdDraft
    group_name: str
    intention: str
    last_contact: date | None
    contacts: tuple[ContactFacts, ...]
    conversion: ConversionFacts | None
    city_state: str
    duplicates: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()
    """Why it would gain from converting."""
    city_way: Way = NOWHERE
    """Its way to the city, step by step."""


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One line of the list of household businesses; codes as stored. `city` is its conversion's way there, if any."""

    id: str
    name: str
    owner_name: str
    group_name: str
    business_code: str
    tax_code: str
    status: str
    intention: str
    conversion_state: str
    last_contact: date | None
    city: Way | None = None
