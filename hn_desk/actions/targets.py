"""The office's assigned targets: how many of what in a year or one of its quarters, and the paper that says so."""

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.remarks import Remarks, gone, refuse_stale
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import Target
from hn_desk.rules.targets import QUARTERS, WHOLE_YEAR
from hn_desk.rules.text import clean_line

__all__ = ["QUARTERS", "WHOLE_YEAR", "TargetDraft", "TargetRow", "delete_target", "save_target", "targets"]

YEARS_AHEAD: Final = 10
FIRST_YEAR: Final = 2020
SUBJECTS: Final = frozenset({"targets"})


@dataclass(frozen=True, slots=True)
class TargetDraft:
    """A target as typed: `kind` is a code of the data, `quarter` 0 for the whole year, `source` the paper."""

    id: str | None = None
    version: int | None = None
    year: int | None = None
    quarter: int = WHOLE_YEAR
    kind: str = ""
    number: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target as it is kept."""

    id: str
    version: int
    year: int
    quarter: int
    kind: str
    number: int
    source: str


def targets(office: Office) -> tuple[TargetRow, ...]:
    """Every target, the newest year first, then by kind and quarter."""
    office.require("households.read", "targets")
    with office.database.read() as session:
        return kept_targets(session)


def kept_targets(session: Session) -> tuple[TargetRow, ...]:
    """Every target, the newest year first, then by kind and quarter."""
    order = (Target.year.desc(), Target.kind, Target.quarter)
    columns = (Target.id, Target.version, Target.year, Target.quarter, Target.kind, Target.number, Target.source)
    return tuple(TargetRow(*row) for row in session.execute(select(*columns).order_by(*order)))


def save_target(office: Office, draft: TargetDraft) -> Changed:
    """Keep a target; one of a kind for each year and quarter. InputError, DeskError (stale, gone)."""
    office.require("targets.write")
    with office.write() as session:
        cleaned = _checked(session, office, replace(draft, source=clean_line(draft.source)))
        row = Target() if draft.id is None else session.get(Target, draft.id)
        if row is None:
            raise gone()
        if draft.id is not None:
            refuse_stale(row.version, draft.version)
        for name in ("year", "quarter", "kind", "number", "source"):
            setattr(row, name, getattr(cleaned, name))
        session.add(row)
        session.flush()
        audit.log(session, Act("targets.save", "targets", row.id, _told(row)))
        return Changed(SUBJECTS, row.id)


def delete_target(office: Office, target_id: str, version: int) -> Changed:
    """Take a target out. DeskError (stale, gone)."""
    office.require("targets.write")
    with office.write() as session:
        row = session.get(Target, target_id)
        if row is None:
            raise gone()
        refuse_stale(row.version, version)
        told = _told(row)
        session.delete(row)
        audit.log(session, Act("targets.delete", "targets", target_id, told))
        return Changed(SUBJECTS, target_id)


def _checked(session: Session, office: Office, draft: TargetDraft) -> TargetDraft:
    remarks = Remarks()
    latest = office.today().year + YEARS_AHEAD
    if draft.year is None or not FIRST_YEAR <= draft.year <= latest:
        words = _("Type a year from {first} to {last}.")
        remarks.problem("year", words.format(first=FIRST_YEAR, last=latest))
    if draft.quarter not in (WHOLE_YEAR, *QUARTERS):
        remarks.problem("quarter", _("Choose one of the list."))
    remarks.required("kind", draft.kind, _("Choose what is to be reached."))
    remarks.one_of("kind", draft.kind, tuple(kind.code for kind in office.book.targets.kinds))
    if draft.number is None or draft.number < 1:
        remarks.problem("number", _("Type a whole number from 1."))
    else:
        remarks.not_negative(draft, "number")
    remarks.required("source", draft.source, _("Type the paper that assigns it: number, day, who signed."))
    same = select(Target.id).where(
        Target.year == draft.year,
        Target.quarter == draft.quarter,
        Target.kind == draft.kind,
        Target.id != (draft.id or ""),
    )
    if session.scalar(same):
        remarks.problem("kind", _("This target stands there already; change that one."))
    remarks.settle({})
    return draft


def _told(row: Target) -> dict[str, object]:
    return {"target": row.kind, "year": row.year, "quarter": row.quarter, "number": row.number}
