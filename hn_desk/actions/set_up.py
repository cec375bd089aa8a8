"""What a new office is made of, checked before anything is written."""

from dataclasses import dataclass, replace
from typing import Final

from hn_desk.actions.rulebook import RuleBook
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.reference import Commune
from hn_desk.rules.roles import ADMINISTRATOR, APPROVER, ECONOMY, ROLES, SOCIAL
from hn_desk.rules.text import clean_line, fold, nfc

REAL: Final = "real"
ENVIRONMENTS: Final = ("training", REAL)
SHORTEST_PASSPHRASE: Final = 12
FEWEST_WORDS: Final = 4
SHORTEST_WORD: Final = 2
ENTERERS: Final = frozenset({ECONOMY, SOCIAL})


@dataclass(frozen=True, slots=True)
class NewOfficer:
    """An officer as typed: name, sign-in name, passphrase, roles held."""

    name: str
    login: str
    passphrase: str
    roles: frozenset[str]
    position: str = ""


@dataclass(frozen=True, slots=True)
class SetUp:
    """A new office: its commune (five digits), training or real, its officers and residential groups."""

    office_code: str
    environment: str
    officers: tuple[NewOfficer, ...]
    groups: tuple[str, ...]


def checked(plan: SetUp, book: RuleBook) -> tuple[SetUp, Commune]:
    """`plan` cleaned, and its commune. InputError names every field that can't be used."""
    commune = next((c for c in book.communes if c.code == plan.office_code), None)
    officers = tuple(
        replace(
            officer,
            name=clean_line(officer.name),
            login=clean_line(officer.login),
            passphrase=nfc(officer.passphrase),
            position=clean_line(officer.position),
        )
        for officer in plan.officers
    )
    groups = tuple(dict.fromkeys(filter(None, map(clean_line, plan.groups))))
    problems = [] if commune else [Problem("office_code", _("Choose the office from the list."))]
    if plan.environment not in ENVIRONMENTS:
        problems.append(Problem("environment", _("Choose training or real work.")))
    if not groups:
        problems.append(Problem("groups", _("Type at least one residential group.")))
    problems += _officer_problems(officers)
    if commune is None or problems:
        raise InputError(_("The office can't be made yet."), do=_("Mend the marked fields."), problems=tuple(problems))
    return replace(plan, officers=officers, groups=groups), commune


def passphrase_problem(passphrase: str) -> str:
    """What is wrong with a passphrase in one sentence, or nothing: 12 characters, or four words of two letters."""
    words = [word for word in nfc(passphrase).split() if len(word) >= SHORTEST_WORD]
    if len(nfc(passphrase)) >= SHORTEST_PASSPHRASE or len(words) >= FEWEST_WORDS:
        return ""
    return _("A passphrase has at least {n} characters or {words} words.").format(
        n=SHORTEST_PASSPHRASE, words=FEWEST_WORDS
    )


def _officer_problems(officers: tuple[NewOfficer, ...]) -> list[Problem]:
    problems = [] if officers else [Problem("officers", _("Type at least one officer."))]
    for number, officer in enumerate(officers):
        problems += _one_officer(officer, number)
    logins = [fold(officer.login) for officer in officers]
    problems += [
        Problem("login", _("Two officers have this sign-in name."), row=number)
        for number, login in enumerate(logins)
        if login and login in logins[:number]
    ]
    if officers and not any(ADMINISTRATOR in officer.roles for officer in officers):
        problems.append(Problem("roles", _("One officer must be the administrator.")))
    if officers and not _can_confirm(officers):
        what = _("The one who enters may not confirm: there must be a clerk, and another officer who approves.")
        problems.append(Problem("officers", what))
    return problems


def _can_confirm(officers: tuple[NewOfficer, ...]) -> bool:
    """Whether what one of them enters can be confirmed by another."""
    approvers = [officer for officer in officers if APPROVER in officer.roles]
    enterers = [officer for officer in officers if officer.roles & ENTERERS]
    return any(enterer is not approver for approver in approvers for enterer in enterers)


def _one_officer(officer: NewOfficer, number: int) -> list[Problem]:
    found = {
        "name": "" if officer.name else _("Type the officer's name."),
        "login": "" if fold(officer.login) else _("Type a sign-in name."),
        "passphrase": passphrase_problem(officer.passphrase),
        "roles": "" if officer.roles and officer.roles <= set(ROLES) else _("Choose at least one role."),
    }
    return [Problem(field, what, row=number) for field, what in found.items() if what]
