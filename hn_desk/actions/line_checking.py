"""All lines of a police list checked in one go: those that meet the conditions move on, each other one says why not."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from hn_desk.actions.credit_log import log_file
from hn_desk.actions.credit_save import add_step
from hn_desk.actions.credit_steps import lines_of, rejudge
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.models.tables import LoanApplication
from hn_desk.rules.credit import CHECKED, LISTED

SUBJECTS = frozenset({"applications", "confirmations", "lists"})


@dataclass(frozen=True, slots=True)
class Left:
    """A line that was not checked, and why."""

    id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class CheckedLines:
    """How many lines were found right, and those that were not."""

    changed: Changed
    checked: int
    left: tuple[Left, ...]


def check_lines(office: Office, list_id: str) -> CheckedLines:
    """Check every line that was not yet checked, on today's law; a line that is not right stays as it is."""
    office.require("credit.enter", "lists")
    left: list[Left] = []
    with office.write() as session:
        lines = lines_of(session, list_id, frozenset({LISTED}))
        for line in lines:
            why = _check(session, office, line)
            if why:
                left.append(Left(line.id, line.person.name if line.person else line.file_code, why))
        return CheckedLines(Changed(SUBJECTS, list_id), len(lines) - len(left), tuple(left))


def _check(session: Session, office: Office, line: LoanApplication) -> str:
    """Why the line is not right, or "" once it is checked."""
    try:
        rejudge(session, office, line)
    except DeskError as error:
        return str(error)
    add_step(line, office, CHECKED)
    log_file(session, "applications.check", line.id, {"verdict": line.verdict})
    return ""
