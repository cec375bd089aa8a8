"""A loan programme as data: who may apply, for what, under which dated numbers and checks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.rules.dated import Dated

BY_LIST: Final = "list"
BY_PLAN: Final = "plan"
BY_APPLICATION: Final = "application"
CONFIRMATIONS: Final = (BY_LIST, BY_PLAN, BY_APPLICATION)


@dataclass(frozen=True, slots=True)
class Choice:
    """A code that is stored and the Vietnamese label that is shown."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Document:
    """A paper of the file; when `is_required`, for the `purposes` named or, when none is named, for all."""

    code: str
    label: str
    article: str
    is_required: bool
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One check with its parameters; `purposes` narrows it, `failing` is the verdict when it does not pass."""

    name: str
    article: str
    failing: str
    limit: str = ""
    field: str = ""
    document: str = ""
    purposes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApplicantRules:
    """What one kind of applicant is asked, in the screen's order, and how it is checked and confirmed."""

    label: str
    confirmation: str
    fields: tuple[str, ...]
    purposes: tuple[Choice, ...]
    documents: tuple[Document, ...]
    checks: tuple[Check, ...]

    def purpose_label(self, code: str) -> str:
        """Vietnamese label of a purpose; the code itself when it is unknown."""
        return next((purpose.label for purpose in self.purposes if purpose.code == code), code)

    def document_label(self, code: str) -> str:
        """Vietnamese label of a document; the code itself when it is unknown."""
        return next((document.label for document in self.documents if document.code == code), code)


@dataclass(frozen=True, slots=True)
class Programme:
    """One programme file. `name` is neutral and may stand on the screen; `legal_name` is for paper only."""

    code: str
    name: str
    legal_name: str
    legal_basis: str
    source: str
    valid_from: date
    valid_to: date | None
    desk: str
    bank_desk: str
    is_protected: bool
    numbers: Mapping[str, Dated[int]]
    applicants: Mapping[str, ApplicantRules]
    priority_groups: tuple[Choice, ...]
    audiences: tuple[Choice, ...]
    texts: Mapping[str, str]

    def is_valid_on(self, day: date) -> bool:
        """Whether the programme is in force on `day`."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def confirmation_of(self, applicant: str) -> str:
        """What UBND confirms for this kind of applicant: list, plan or application."""
        return self.applicants[applicant].confirmation
