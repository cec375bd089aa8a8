"""What the places of a form's texts are filled with, written as paper writes it."""

from datetime import date
from typing import Final

from hn_desk.forms.facts import Establishment, Letter, Loan, Person, ProgrammeText
from hn_desk.forms.head import AUTHORITY, full_name
from hn_desk.lines import NO_BREAK
from hn_desk.rules.dates import format_birth, format_date
from hn_desk.rules.money import format_dong, in_words

LETTER: Final = frozenset({"office", "office_name", "office_kind", "file_code"})
PROGRAMME: Final = frozenset({"programme_name", "programme_legal_name", "legal_basis"})
NEUTRAL_PROGRAMME: Final = frozenset({"programme_name"})
LOAN: Final = frozenset({"amount", "amount_words", "purpose", "term", "asked_on"})
ESTABLISHMENT: Final = frozenset(
    {"establishment_name", "establishment_code", "establishment_address", "establishment_phone", "representative_title"}
    | {"representative_name", "representative_born", "representative_sex"}
    | {"representative_citizen_id", "representative_residence", "representative_phone"}
)


def letter_values(letter: Letter) -> dict[str, str]:
    """The office and the file code."""
    name = full_name(letter.office)
    return {
        "office": f"{AUTHORITY.capitalize()} {_inner(name)}",
        "office_name": _inner(name),
        "office_kind": letter.office.kind,
        "file_code": letter.file_code,
    }


def programme_values(programme: ProgrammeText) -> dict[str, str]:
    """The programme's names and what it rests on."""
    basis = "; ".join(programme.legal_basis)
    return {
        "programme_name": programme.name,
        "programme_legal_name": programme.legal_name,
        "legal_basis": basis,
    }


def loan_values(loan: Loan) -> dict[str, str]:
    """Amount in figures and words, purpose, term and day."""
    return {
        "amount": dong(loan.amount),
        "amount_words": in_words(loan.amount),
        "purpose": loan.purpose,
        "term": count(loan.term_months, "tháng"),
        "asked_on": day(loan.asked_on),
    }


def person_values(person: Person | None, prefix: str) -> dict[str, str]:
    """A person's facts under `prefix`, all empty for nobody."""
    shown = person or Person("")
    return {
        f"{prefix}_name": shown.name,
        f"{prefix}_born": format_birth(shown.born) if shown.born else "",
        f"{prefix}_sex": shown.sex,
        f"{prefix}_citizen_id": shown.citizen_id,
        f"{prefix}_residence": shown.residence,
        f"{prefix}_phone": shown.phone,
    }


def establishment_values(establishment: Establishment) -> dict[str, str]:
    """An establishment's facts and those of its representative."""
    return {
        "establishment_name": establishment.name,
        "establishment_code": establishment.code,
        "establishment_address": establishment.address,
        "establishment_phone": establishment.phone,
        "representative_title": establishment.representative_title,
    } | person_values(establishment.representative, "representative")


def person_places(prefix: str) -> frozenset[str]:
    """The places that a person's facts fill."""
    return frozenset(person_values(None, prefix))


def dong(amount: int) -> str:
    """`100.000.000 đồng`, never broken over two lines; empty for 0."""
    return f"{format_dong(amount)}{NO_BREAK}đồng" if amount else ""


def count(number: int, unit: str) -> str:
    """A number with its unit, empty for 0."""
    return f"{number}{NO_BREAK}{unit}" if number else ""


def day(value: date | None) -> str:
    """`05/03/2026`, empty for none."""
    return format_date(value) if value else ""


def _inner(name: str) -> str:
    """An office's name within a sentence: `phường Hoàn Kiếm`."""
    return name[:1].lower() + name[1:]
