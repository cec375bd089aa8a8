"""Many like events typed as a table: one template, a line an event with its day, groups and people; all or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.event_keeping import write_event
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.outreach_checks import check_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.remarks import Remarks
from hn_desk.errors import Problem
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import OutreachEvent, ResidentialGroup
from hn_desk.rules.dates import parse_date
from hn_desk.rules.text import clean_line, fold

WRITE: Final = "outreach.write"
IN_LINE: Final = frozenset({"starts_on", "group_ids", "people", "women"})
"""Fields of an event that its line says; every other one is the template's."""
ROWS: Final = "rows"


@dataclass(frozen=True, slots=True)
class EventLine:
    """One event as its line was typed: day, groups (names or numbers, parted by commas), people, women among them."""

    day: str = ""
    groups: str = ""
    people: str = ""
    women: str = ""


def save_events(office: Office, template: EventDraft, lines: Sequence[EventLine]) -> Changed:
    """Keep an event for each line, all or none; the id is the first one's.

    InputError with `Problem.row` (from 0) of the line and field `rows`, or the template's field; WarningsError.
    """
    office.require(WRITE, "events")
    most = office.book.outreach.most_rows.on(office.today())
    with office.write() as session:
        remarks = Remarks()
        if not lines:
            remarks.problem(ROWS, _("Type at least one line."))
        if len(lines) > most:
            remarks.problem(ROWS, _("These are {n} lines; at most {most} at once.").format(n=len(lines), most=most))
        remarks.settle({})
        drafts = _checked(session, office, template, lines)
        rows = [write_event(session, OutreachEvent(officer_id=office.officer.id), draft) for draft in drafts]
        audit.log(session, Act("events.table", "events", rows[0].id, {"events": [row.id for row in rows]}))
        return Changed(frozenset({"events"}), rows[0].id)


def _checked(
    session: Session, office: Office, template: EventDraft, lines: Sequence[EventLine]
) -> tuple[EventDraft, ...]:
    """The events as they would be kept; every mistake of the template once, and of each line by its number."""
    groups, all_remarks, drafts = _groups(session), Remarks(), []
    for place, line in enumerate(lines):
        typed, said = _read(template, line, groups, office.today())
        cleaned, checked = check_event(session, office, typed, None)
        drafts.append(cleaned)
        for problem in (*said.problems, *_beyond(checked, said)):
            if problem.field in IN_LINE:
                all_remarks.problem(ROWS, problem.what, row=place)
            elif not place:
                all_remarks.problem(problem.field, problem.what)
        if not (said.problems or checked.problems) and cleaned in drafts[:place]:
            all_remarks.problem(ROWS, _("This line says the same as one above it."), row=place)
        if checked.warnings and not all_remarks.warnings:
            all_remarks.warnings.extend(checked.warnings)
    all_remarks.settle(template.accepted)
    return tuple(drafts)


def _beyond(checked: Remarks, said: Remarks) -> list[Problem]:
    """What the check of the event says besides what the reading of its line said of the same field."""
    known = {problem.field for problem in said.problems}
    return [problem for problem in checked.problems if problem.field not in known]


def _read(template: EventDraft, line: EventLine, groups: Mapping[str, str], today: date) -> tuple[EventDraft, Remarks]:
    remarks = Remarks()
    day = remarks.read("starts_on", lambda: parse_date(line.day, today=today), None) if clean_line(line.day) else None
    people, women = (_number(remarks, name, getattr(line, name)) for name in ("people", "women"))
    typed = replace(template, id=None, version=None, starts_on=day, ends_on=None, people=people, women=women)
    return replace(typed, group_ids=_reached(remarks, line.groups, groups)), remarks


def _number(remarks: Remarks, name: str, typed: str) -> int | None:
    digits = clean_line(typed).replace(".", "").replace(" ", "")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()):
        remarks.problem(name, _("“{typed}” is not a whole number.").format(typed=clean_line(typed)))
        return None
    return int(digits)


def _reached(remarks: Remarks, typed: str, groups: Mapping[str, str]) -> frozenset[str]:
    names = [clean_line(name) for name in typed.replace(";", ",").split(",")]
    unknown = [name for name in names if name and fold(name) not in groups]
    if unknown:
        remarks.problem(
            "group_ids",
            _("“{name}” is no residential group of the office; type its name or its number.").format(
                name=", ".join(unknown)
            ),
        )
    return frozenset(groups[fold(name)] for name in names if name and fold(name) in groups)


def _groups(session: Session) -> dict[str, str]:
    """Ids of the groups by folded name, and of the active ones by the number at their end where only one has it.

    One that was closed, split or merged is found by its name; the check of the event says whether its days fit.
    """
    columns = (ResidentialGroup.id, ResidentialGroup.name, ResidentialGroup.is_active)
    found = session.execute(select(*columns).order_by(ResidentialGroup.is_active)).all()
    numbers = [(name.rsplit(" ", 1)[-1], id_) for id_, name, is_active in found if is_active]
    several = [number for number, _id in numbers]
    by_number = {number: id_ for number, id_ in numbers if several.count(number) == 1 and number.isdecimal()}
    return {**by_number, **{fold(name): id_ for id_, name, _is_active in found}}
