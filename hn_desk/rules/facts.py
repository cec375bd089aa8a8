"""What is known of an application: the facts that a programme's checks ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any, Final

from hn_desk.i18n import _
from hn_desk.rules.dates import FIRST_YEAR, LAST_YEAR
from hn_desk.rules.reading import Reader

PERSON: Final = "person"
ESTABLISHMENT: Final = "establishment"
APPLICANTS: Final = (PERSON, ESTABLISHMENT)
NO_PRIORITY_GROUP: Final = "none"


class FieldKind(StrEnum):
    """How a fact is typed: what a screen draws for it and how it is stored."""

    DATE = "date"
    BIRTH = "birth"
    MONEY = "money"
    COUNT = "count"
    FLAG = "flag"
    CHOICE = "choice"
    CHOICES = "choices"
    DOCUMENTS = "documents"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known; None is “not yet known”. Money in đồng; `born` is `YYYY` or `YYYY-MM-DD`; terms in months.

    `workers_total` and `workers_qualifying` count workers with a labour contract only.
    """

    applicant: str = PERSON
    born: str | None = None
    completed_on: date | None = None
    decision_on: date | None = None
    loan_on: date | None = None
    amount: int | None = None
    amount_per_month: int | None = None
    training_months: int | None = None
    term_months: int | None = None
    purpose: str | None = None
    documents: frozenset[str] | None = None
    listed: bool | None = None
    list_confirmed: bool | None = None
    has_representative: bool | None = None
    workers_total: int | None = None
    workers_qualifying: int | None = None
    workers_supported: int | None = None
    resides_here: bool | None = None
    plan_here: bool | None = None
    is_lawful: bool | None = None
    obeys_law: bool | None = None
    open_loan_purposes: frozenset[str] | None = None
    priority_group: str | None = None


FIELDS: Final[Mapping[str, FieldKind]] = {
    "born": FieldKind.BIRTH,
    "completed_on": FieldKind.DATE,
    "decision_on": FieldKind.DATE,
    "loan_on": FieldKind.DATE,
    "amount": FieldKind.MONEY,
    "amount_per_month": FieldKind.MONEY,
    "training_months": FieldKind.COUNT,
    "term_months": FieldKind.COUNT,
    "purpose": FieldKind.CHOICE,
    "documents": FieldKind.DOCUMENTS,
    "listed": FieldKind.FLAG,
    "list_confirmed": FieldKind.FLAG,
    "has_representative": FieldKind.FLAG,
    "workers_total": FieldKind.COUNT,
    "workers_qualifying": FieldKind.COUNT,
    "workers_supported": FieldKind.COUNT,
    "resides_here": FieldKind.FLAG,
    "plan_here": FieldKind.FLAG,
    "is_lawful": FieldKind.FLAG,
    "obeys_law": FieldKind.FLAG,
    "open_loan_purposes": FieldKind.CHOICES,
    "priority_group": FieldKind.CHOICE,
}


def field_label(name: str) -> str:
    """What the screen calls a fact; KeyError for a name that is not in FIELDS."""
    return {
        "born": _("Born (day or year)"),
        "completed_on": _("Day of completion"),
        "decision_on": _("Day of the decision"),
        "loan_on": _("Day of the loan"),
        "amount": _("Amount"),
        "amount_per_month": _("Amount a month"),
        "training_months": _("Months of training"),
        "term_months": _("Term in months"),
        "purpose": _("Purpose"),
        "documents": _("Documents in the file"),
        "listed": _("Named in the list of the commune police"),
        "list_confirmed": _("The list was confirmed before"),
        "has_representative": _("A representative signs"),
        "workers_total": _("Workers with a contract"),
        "workers_qualifying": _("Of them, workers the programme is for"),
        "workers_supported": _("Workers supported by the loan"),
        "resides_here": _("Lives lawfully in this ward or commune"),
        "plan_here": _("The plan is carried out in this ward or commune"),
        "is_lawful": _("Founded and working by law"),
        "obeys_law": _("Obeys the law, takes part in no social evil"),
        "open_loan_purposes": _("Purposes of loans still open"),
        "priority_group": _("Priority group"),
    }[name]


def facts_from(values: Mapping[str, object], name: str = "facts") -> Facts:
    """Facts from stored plain values (days as dates or `YYYY-MM-DD`, sets as lists); ResourceError if wrong."""
    reader = Reader({key: value for key, value in values.items() if value is not None}, name)
    known: dict[str, Any] = {"applicant": reader.choice("applicant", APPLICANTS)} if reader.has("applicant") else {}
    for key in FIELDS:
        if reader.has(key):
            known[key] = _fact(reader, key, values[key])
    reader.finish()
    return Facts(**known)


def facts_to_plain(facts: Facts) -> dict[str, object]:
    """Known facts as values that JSON can hold: days as `YYYY-MM-DD`, sets as sorted lists."""
    known = {field.name: getattr(facts, field.name) for field in fields(facts)}
    return {key: _plain(value) for key, value in known.items() if value is not None}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return sorted(value) if isinstance(value, frozenset) else value


def _fact(reader: Reader, key: str, value: object) -> object:
    kind = FIELDS[key]
    if kind in (FieldKind.MONEY, FieldKind.COUNT):
        return reader.whole(key)
    if kind is FieldKind.FLAG:
        return reader.flag(key)
    if kind in (FieldKind.CHOICES, FieldKind.DOCUMENTS):
        return frozenset(reader.texts(key))
    if kind is FieldKind.DATE and not isinstance(value, str):
        return _near(reader, key, reader.day(key))
    text = reader.text(key)
    return text if kind is FieldKind.CHOICE else _checked_day(reader, key, text)


def _near(reader: Reader, key: str, day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        reader.problem(key, _("must be a day such as 2026-03-05"))
    return day


def _checked_day(reader: Reader, key: str, text: str) -> object:
    is_birth = FIELDS[key] is FieldKind.BIRTH
    is_year = is_birth and len(text) == 4
    try:
        day = _near(reader, key, date.fromisoformat(f"{text}-12-31" if is_year else text))
    except ValueError:
        reader.problem(key, _("must be a day such as 2026-03-05"))
        return None
    return text if is_birth else day
