"""A list of residential groups: what becomes of each row, and writing it."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.import_decide import CHOSEN, Decided, Progress, skipped
from hn_desk.actions.import_facts import AGAIN, ERROR, NEW, OF_FILE, POSSIBLE, SAME, SKIPPED, UPDATE, Reason, RowOutcome
from hn_desk.actions.import_plan import MAKE, SKIP, ImportPlan
from hn_desk.actions.import_plan import UPDATE as CHANGE
from hn_desk.actions.import_words import group_key, joined
from hn_desk.actions.import_writing import GROUPS, Step, Written
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.intake.reading import ReadRow
from hn_desk.intake.rows import DATA
from hn_desk.models.tables import ResidentialGroup
from hn_desk.rules.text import clean_line, place_key

LIKE: Final = "duplicate.group"
OTHERWISE: Final = "kind.otherwise"


class Place:
    """A residential group that rows are compared with; `row` is the row that brought or changed it, 0 for none."""

    __slots__ = ("id", "kind", "name", "row")

    def __init__(self, id_: str, name: str, kind: str, row: int = 0) -> None:
        self.id, self.name, self.kind, self.row = id_, name, kind, row


def decide_groups(
    session: Session, _office: Office, rows: Sequence[ReadRow], plan: ImportPlan, step: Progress
) -> Decided:
    """What becomes of each row; a name that says the same number otherwise may be the same group.

    Of a closed group and a later one of the same name the later one is meant.
    """
    columns = select(ResidentialGroup.id, ResidentialGroup.name, ResidentialGroup.kind)
    kept = session.execute(columns.order_by(ResidentialGroup.ended_on.is_(None), ResidentialGroup.sort_key))
    deciding = _Deciding([Place(*row) for row in kept], plan)
    outcomes = []
    for done, row in enumerate(rows):
        step(done, len(rows))
        outcomes.append(deciding.decide(row) if row.kind == DATA else skipped(row))
    return Decided(tuple(outcomes), tuple(deciding.touched))


def write_groups(session: Session, _office: Office, touched: Sequence[Place], step: Step) -> Written:
    """Write the groups that are new or changed into this transaction."""
    written = Written()
    for done, place in enumerate(touched):
        step(done)
        kept = session.get(ResidentialGroup, place.id)
        row = kept or ResidentialGroup(name=place.name, sort_key=place_key(place.name))
        since, before = row.version or 0, {"kind": row.kind}
        row.kind = place.kind
        session.add(row)
        session.flush()
        if kept is None:
            written.note(place.row, GROUPS, row.id, row.version)
        else:
            written.note_change(place.row, GROUPS, row.id, (since, row.version), before)
    return written


class _Deciding:
    def __init__(self, kept: list[Place], plan: ImportPlan) -> None:
        self.touched: list[Place] = []
        self._plan = plan
        self._by_name = {joined(one.name): one for one in kept}
        self._by_key = {group_key(one.name): one for one in kept}

    def decide(self, row: ReadRow) -> RowOutcome:
        """The outcome of a row with data."""
        name, kind = clean_line(str(row.values.get("name") or "")), clean_line(str(row.values.get("kind") or ""))
        choice = self._plan.choices.get(row.row, "")
        if choice == SKIP:
            return self._left_out(row)
        if row.problems:
            reasons = tuple(Reason(f"{one.field}.{one.code}", one.what, one.field) for one in row.problems)
            return RowOutcome(row.row, ERROR, reasons, row.normalised, row.values)
        if not joined(name):
            missing = Reason("name.missing", _("Type the name of the residential group."), "name")
            return RowOutcome(row.row, ERROR, (missing,), row.normalised, row.values)
        known = self._by_name.get(joined(name))
        if known is not None:
            return self._known(row, known, kind)
        like = self._by_key.get(group_key(name))
        answer = choice or self._plan.accepted.get(LIKE, "")
        if answer == SKIP:
            return self._left_out(row)
        if like is not None and answer.startswith(CHANGE.removesuffix(":")):
            return self._known(row, like, kind)
        if like is not None and answer != MAKE:
            what = _("“{name}” may be the same residential group.").format(name=like.name)
            return RowOutcome(row.row, POSSIBLE, (Reason(LIKE, what, "name"),), row.normalised, row.values, {}, like.id)
        return self._new(row, name, kind)

    def _known(self, row: ReadRow, known: Place, kind: str) -> RowOutcome:
        values = {"name": known.name, "kind": known.kind}
        if known.row and kind and kind != known.kind:
            what = _("Row {row} of this file gives “{name}” the kind “{kind}”; let both say the same.")
            told = what.format(row=known.row, name=known.name, kind=known.kind)
            said = {"name": known.name, "kind": kind}
            return RowOutcome(row.row, ERROR, (Reason(OTHERWISE, told, "kind"),), row.normalised, said)
        if not kind or kind == known.kind:
            told = _("The same as row {row} of this file.").format(row=known.row)
            reasons = (Reason(AGAIN, told),) if known.row else ()
            return RowOutcome(row.row, SAME, reasons, row.normalised, values, {}, known.id)
        changes = {"kind": (known.kind, kind)}
        known.kind, known.row = kind, row.row
        self.touched.append(known)
        return RowOutcome(row.row, UPDATE, (), row.normalised, {**values, "kind": kind}, changes, known.id)

    def _new(self, row: ReadRow, name: str, kind: str) -> RowOutcome:
        made = Place(f"{OF_FILE}{row.row}", name, kind, row.row)
        self._by_name[joined(name)] = self._by_key[group_key(name)] = made
        self.touched.append(made)
        return RowOutcome(row.row, NEW, (), row.normalised, {"name": name, "kind": kind})

    def _left_out(self, row: ReadRow) -> RowOutcome:
        return RowOutcome(row.row, SKIPPED, (Reason(CHOSEN, _("Left out by choice.")),), row.normalised)
