"""What credit's screens hand in and get back: applications, findings, lists, confirmations."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from hn_desk.actions.bank_facts import BankFacts
from hn_desk.actions.people import PersonDraft
from hn_desk.rules.city_way import NOWHERE, Way
from hn_desk.rules.facts import FieldKind
from hn_desk.rules.findings import Finding
from hn_desk.rules.programme import BY_APPLICATION, BY_LIST, BY_PLAN, Choice
from hn_desk.rules.workers import Worker

SUBJECT_KINDS: Final = (BY_APPLICATION, BY_PLAN, BY_LIST)


@dataclass(frozen=True, slots=True)
class EstablishmentDraft:
    """An establishment as typed; `plan_place` is where the plan is carried out, money in đồng."""

    id: str | None = None
    version: int | None = None
    name: str = ""
    code: str = ""
    address: str = ""
    representative: str = ""
    plan_place: str = ""
    project_cost: int | None = None
    own_capital: int | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """What stands on a document of the file: which kind it is where there are several, number, day, issuer."""

    kind: str = ""
    number: str = ""
    on: date | None = None
    issuer: str = ""


@dataclass(frozen=True, slots=True)
class Representative:
    """Who signs for a minor or a household; `relation` says how they are related (`mẹ`)."""

    name: str = ""
    id_number: str = ""
    relation: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Intake:
    """The receipt of the centre that took the file in, and the last day to answer."""

    receipt_number: str = ""
    answer_on: date | None = None


@dataclass(frozen=True, slots=True)
class ApplicationDraft:
    """An application as typed. `facts` holds values of `fields()` by name: days, ints, bools, codes, sets of codes.

    `papers` are those of documents by their codes. While `workers` are named, the facts that count them follow.
    `accepted` maps a warning's code to the reason why it may stand; `received_on` is today when left out.
    """

    id: str | None = None
    version: int | None = None
    programme: str = ""
    applicant: str = ""
    person: PersonDraft | None = None
    establishment: EstablishmentDraft | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    list_id: str | None = None
    received_on: date | None = None
    review_on: date | None = None
    review_place: str = ""
    review_present: int | None = None
    review_result: str = ""
    savings_group: str = ""
    association: str = ""
    representative: Representative = Representative()
    workers: tuple[Worker, ...] = ()
    papers: Mapping[str, Paper] = field(default_factory=dict)
    intake: Intake = Intake()
    accepted: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the programme's checks say of a draft on `day`; `codes` names each finding's warning, in the same order.

    `rate` is the loan's rate in percent of that for poor households, where it is known.
    """

    verdict: str
    findings: tuple[Finding, ...]
    codes: tuple[str, ...] = ()
    until: date | None = None
    rate: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class KeptFinding:
    """A finding as it stands in the file since the day `on`, with the reason why a warning was accepted."""

    check: str
    verdict: str
    sentence: str
    figure: str
    article: str
    until: date | None
    accepted_reason: str = ""
    on: date | None = None


@dataclass(frozen=True, slots=True)
class StepFacts:
    """One step of a file's history."""

    state: str
    at: str
    officer_name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What UBND confirms: an application, an establishment's plan (both by the application's id), or a list."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class ConfirmationFacts:
    """The newest confirmation of a subject; `number_text` is whole (`125/XN-UBND`), `hash` of the frozen facts."""

    id: str
    subject: Subject
    edition: int
    state: str
    file_code: str
    presented_by: str
    presented_at: str
    way: str
    signed_on: date | None
    signer_name: str
    signer_title: str
    number: int | None
    series: str
    year: int | None
    number_text: str
    issued_on: date | None
    sent_on: date | None
    lines: int
    amount: int | None
    hash: str
    prints: int
    reason: str


@dataclass(frozen=True, slots=True)
class ApplicationFacts:
    """A whole application as its screen shows it; `may` names the acts open to this officer now.

    `today` is what the checks say now of one that is not decided; what is decided keeps the findings of its day.
    """

    draft: ApplicationDraft
    file_code: str
    state: str
    programme_name: str
    verdict: str
    until: date | None
    findings: tuple[KeptFinding, ...]
    history: tuple[StepFacts, ...]
    subject: Subject
    list_name: str
    confirmation: ConfirmationFacts | None
    may: frozenset[str]
    city_state: str
    bank: BankFacts
    today: Judgement | None = None
    city_way: Way = NOWHERE
    """Its way to the city, step by step."""


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One line of a list of applications; `purpose` is its label, `id_number` the person's or the establishment's."""

    id: str
    file_code: str
    applicant_name: str
    programme_name: str
    purpose: str
    amount: int | None
    state: str
    verdict: str
    until: date | None
    list_name: str
    id_number: str = field(default="", repr=False)
    city: Way = NOWHERE


@dataclass(frozen=True, slots=True)
class ProgrammeChoice:
    """A programme that is in force, by its neutral name, and the kinds of applicants it takes."""

    code: str
    name: str
    applicants: tuple[Choice, ...]
    confirmations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FactField:
    """One fact that a programme asks for, in the screen's order; `choices` for choices and documents."""

    name: str
    kind: FieldKind
    label: str
    choices: tuple[Choice, ...]
    is_required: bool


@dataclass(frozen=True, slots=True)
class ListDraft:
    """A police list as typed: month `2026-11`, the police's own number and day."""

    id: str | None = None
    version: int | None = None
    programme: str = ""
    month: str = ""
    police_number: str = ""
    police_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListRow:
    """One list among the lists; `name` is neutral, `number` is văn thư's or empty; withdrawn lines don't count."""

    id: str
    name: str
    programme_name: str
    month: str
    police_number: str
    police_on: date
    lines: int
    state: str
    number: str
    city: Way = NOWHERE


@dataclass(frozen=True, slots=True)
class ListFacts:
    """A whole list with its lines; `may` names the acts open to this officer now.

    `corrects` names the list that it replaces or will replace, `correction` says what it changes in that one.
    """

    draft: ListDraft
    file_code: str
    name: str
    programme_name: str
    state: str
    reason: str
    lines: tuple[ApplicationRow, ...]
    confirmation: ConfirmationFacts | None
    may: frozenset[str]
    city_state: str
    corrects: str = ""
    correction: str = ""
    city_way: Way = NOWHERE
    """Its way to the city, step by step."""


@dataclass(frozen=True, slots=True)
class SignatureDraft:
    """A wet signature as the records clerk records it: `way` is `window` (confirmed here before) or `paper`."""

    subject: Subject
    signer_name: str
    signer_title: str
    signed_on: date
    way: str


@dataclass(frozen=True, slots=True)
class NumberDraft:
    """The number that văn thư gave: unique in year and series (`XN-UBND`); `accepted` says why some are left out."""

    subject: Subject
    number: int
    year: int
    series: str
    issued_on: date
    accepted: Mapping[str, str] = field(default_factory=dict)
