"""The one decision about a household workbook: preview shows it, writing carries it out.

Row by row in the sheet's order, each is compared with what is kept and with what the rows before it brought.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy.orm import Session

from hn_desk.actions.household_facts import IndustryDraft
from hn_desk.actions.import_checks import Candidate, HouseholdChecks
from hn_desk.actions.import_facts import (
    AGAIN,
    ERROR,
    NEW,
    NONE,
    POSSIBLE,
    SAME,
    SKIPPED,
    Reason,
    RowOutcome,
)
from hn_desk.actions.import_facts import (
    UPDATE as UPDATED,
)
from hn_desk.actions.import_known import OWNER_COLUMNS, Entry, Known, Owner, place_of, read_known
from hn_desk.actions.import_matching import OTHER_PERSON, REPEATED, SURE, doubt, judge, match, same_person
from hn_desk.actions.import_plan import MAKE, SKIP, UPDATE, ImportPlan
from hn_desk.actions.import_words import known_words
from hn_desk.actions.labels import ACTIVE
from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.intake.reading import ReadRow, Value
from hn_desk.intake.rows import DATA

CHOSEN: Final = "chosen"
NOTED: Final = {"industry": "Ngành nghề: {name}", "group": "Tổ dân phố: {name}"}
"""Lines of a note for words that are unknown here; notes are in the office's language whatever the screen's is."""
SHOWN_STEP: Final = 50
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Decided:
    """Every row's outcome, and the records that rows made or changed, in their order (entries of households)."""

    outcomes: tuple[RowOutcome, ...]
    touched: tuple[Any, ...]


def decide_households(
    session: Session, office: Office, rows: Sequence[ReadRow], plan: ImportPlan, step: Progress
) -> Decided:
    """What becomes of each row; `step(done, total)` is told as it goes and may raise."""
    checks = HouseholdChecks(known_words(session, office), plan.accepted, office.today())
    checked = [_checked(checks, row) for row in rows]
    known = read_known(session, office, ((row, place) for row, place in checked if row is not None))
    deciding = _Deciding(known, checks, plan)
    outcomes = []
    for done, (row, (candidate, place)) in enumerate(zip(rows, checked, strict=True)):
        if done % SHOWN_STEP == 0:
            step(done, len(rows))
        outcomes.append(skipped(row) if candidate is None else deciding.decide(row, candidate, place))
    return Decided(tuple(outcomes), tuple(deciding.touched.values()))


def skipped(row: ReadRow) -> RowOutcome:
    """A title, total or signature row."""
    return RowOutcome(row.row, SKIPPED, (Reason(f"kind.{row.kind}", _skip_sentence(row.kind)),))


def _checked(checks: HouseholdChecks, row: ReadRow) -> tuple[Candidate | None, str]:
    if row.kind != DATA:
        return None, ""
    candidate = checks.check(row.values)
    return candidate, place_of(candidate.values)


class _Deciding:
    """The state between rows: what is known by now, and which entries were touched."""

    def __init__(self, known: Known, checks: HouseholdChecks, plan: ImportPlan) -> None:
        self.known = known
        self.touched: dict[str, Entry] = {}
        self._checks = checks
        self._choices = plan.choices
        self._accepted = plan.accepted

    def decide(self, row: ReadRow, candidate: Candidate, place: str) -> RowOutcome:
        """The outcome of a row with data."""
        choice = self._choices.get(row.row, "")
        if choice == SKIP:
            return RowOutcome(row.row, SKIPPED, (Reason(CHOSEN, _("Left out by choice.")),), row.normalised)
        if row.problems or candidate.problems:
            return self._wrong(row, candidate)
        found = match(self.known, candidate.values, place)
        if found is None:
            return self._new_unless_other_person(row, candidate, place, choice)
        if found.code == SURE:
            return self._settle(row, candidate, found.entry, choice)
        return self._ask(row, candidate, place, found.entry, found.code, choice)

    def _wrong(self, row: ReadRow, candidate: Candidate) -> RowOutcome:
        read = [Reason(f"{one.field}.{one.code}", one.what, one.field) for one in row.problems]
        fields = {one.field for one in read}
        own = [one for one in candidate.problems if one.field not in fields]
        return RowOutcome(row.row, ERROR, (*read, *own), row.normalised, candidate.values)

    def _new_unless_other_person(self, row: ReadRow, candidate: Candidate, place: str, choice: str) -> RowOutcome:
        owner, other = same_person(self.known, candidate.values) if candidate.values.get("owner_id") else (None, None)
        if owner or not other or self._answer(choice, OTHER_PERSON) == MAKE:
            return self._new(row, candidate, place, owner)
        if self._answer(choice, OTHER_PERSON) == SKIP:
            return RowOutcome(row.row, SKIPPED, (Reason(CHOSEN, _("Left out by choice.")),), row.normalised)
        name = other.values.get("owner_name", "")
        why = Reason(OTHER_PERSON, _("{name} is kept here with the same number.").format(name=name), "owner_id")
        return RowOutcome(row.row, POSSIBLE, (why, *candidate.warnings), row.normalised, candidate.values)

    def _new(self, row: ReadRow, candidate: Candidate, place: str, owner: Owner | None) -> RowOutcome:
        values = candidate.values = _to_keep(candidate.values, "")
        values.setdefault("status", ACTIVE)
        self._checks.stored_problems(candidate, values, NONE)
        if candidate.problems:
            return self._wrong(row, candidate)
        entry = self.known.bring(row.row, candidate, place, owner)
        entry.owner.tell(values)
        self.touched[entry.id] = entry
        changes = _owner_changes(values, owner) if owner else NONE
        shown = {**owner.values, **values} if owner and not owner.row else values
        return RowOutcome(row.row, NEW, tuple(candidate.warnings), row.normalised, _shown(shown, entry), changes)

    def _settle(self, row: ReadRow, candidate: Candidate, entry: Entry, choice: str) -> RowOutcome:
        """A row that surely is this entry: nothing new in it, a change, or a repetition that says something else."""
        changes = self._changes(candidate, entry)
        is_repeated = bool(changes) and (entry.touched_by or _fits_asked(candidate, entry))
        if is_repeated or entry.owner.is_told_else(candidate.values):
            return self._ask(row, candidate, "", entry, REPEATED, choice)
        if not changes:
            return self._same(row, candidate, entry)
        owner, other = self._other_person(candidate, entry)
        if other and not owner and not self._answer(choice, OTHER_PERSON).startswith(UPDATE[:-1]):
            name = other.values.get("owner_name", "")
            why = Reason(OTHER_PERSON, _("{name} is kept here with the same number.").format(name=name), "owner_id")
            return RowOutcome(row.row, POSSIBLE, (why,), row.normalised, candidate.values, changes, entry.id)
        return self._update(row, candidate, entry, changes)

    def _other_person(self, candidate: Candidate, entry: Entry) -> tuple[Owner | None, Owner | None]:
        """Who else has the number that the row gives this entry's owner."""
        number = candidate.values.get("owner_id")
        if not number or number == entry.values.get("owner_id"):
            return None, None
        found = (*self.known.people.get(number), *(one.owner for one in self.known.by_number.get(number)))
        return None, next((one for one in found if one is not entry.owner), None)

    def _ask(self, row: ReadRow, candidate: Candidate, place: str, entry: Entry, code: str, choice: str) -> RowOutcome:
        """A row that may be this entry: nothing is written of it unless that was chosen."""
        answer = self._answer(choice, code)
        if answer == MAKE:
            return self._new(row, candidate, place or place_of(candidate.values), self._linked(candidate))
        if answer == SKIP:
            return RowOutcome(row.row, SKIPPED, (Reason(CHOSEN, _("Left out by choice.")),), row.normalised)
        chosen = self.known.entries.get(answer.removeprefix(UPDATE), entry)
        if answer.startswith(UPDATE[:-1]) and not chosen.merged_into:
            entry = chosen
            changes = self._changes(candidate, entry)
            return self._update(row, candidate, entry, changes) if changes else self._same(row, candidate, entry)
        reasons = (Reason(code, doubt(code, entry)), *candidate.warnings)
        changes = self._changes(candidate, entry)
        entry.asked.append((candidate.values, place_of(candidate.values)))
        return RowOutcome(row.row, POSSIBLE, reasons, row.normalised, candidate.values, changes, entry.id)

    def _answer(self, choice: str, code: str) -> str:
        """What was chosen for the row, else for all rows with this doubt (`update`: what the row fits)."""
        return choice or self._accepted.get(code, "")

    def _linked(self, candidate: Candidate) -> Owner | None:
        return same_person(self.known, candidate.values)[0] if candidate.values.get("owner_id") else None

    def _same(self, row: ReadRow, candidate: Candidate, entry: Entry) -> RowOutcome:
        reasons: tuple[Reason, ...] = ()
        if entry.touched_by:
            told = _("The same as row {row} of this file.").format(row=entry.made_by or entry.touched_by)
            reasons = (Reason(AGAIN, told),)
        entry.touched_by = entry.touched_by or row.row
        entry.owner.tell(candidate.values)
        return RowOutcome(row.row, SAME, reasons, row.normalised, _shown(entry.values, entry), NONE, entry.id)

    def _update(
        self, row: ReadRow, candidate: Candidate, entry: Entry, changes: Mapping[str, tuple[Value, Value]]
    ) -> RowOutcome:
        values = {**entry.values, **{field: new for field, (_old, new) in changes.items() if field != "industry"}}
        self._checks.stored_problems(candidate, values, entry.values)
        if candidate.problems:
            return self._wrong(row, candidate)
        entry.values = values
        entry.industries = _joined_industries(entry.industries, candidate.industries)
        if entry.id not in self.touched:
            entry.touched_by = row.row
        entry.owner.tell(candidate.values)
        self.touched[entry.id] = entry
        new = [one for one in candidate.warnings if one.field in changes]
        return RowOutcome(row.row, UPDATED, tuple(new), row.normalised, _shown(values, entry), changes, entry.id)

    def _changes(self, candidate: Candidate, entry: Entry) -> dict[str, tuple[Value, Value]]:
        """What the row's filled cells would change of the entry: field → old, new."""
        kept = entry.values
        values = _to_keep(candidate.values, str(kept.get("note") or ""))
        changes = {field: (kept.get(field), new) for field, new in values.items() if new != kept.get(field)}
        industries = _joined_industries(entry.industries, candidate.industries)
        if industries != entry.industries:
            changes["industry"] = (_told(entry.industries), _told(industries))
        return changes


def _fits_asked(candidate: Candidate, entry: Entry) -> bool:
    """Whether a row above, about which is asked, would surely be the entry once it had this row's values."""
    values = {**entry.values, **candidate.values}
    return any(judge(told, place, values) == SURE for told, place in entry.asked)


def _to_keep(values: dict[str, Value], note: str) -> dict[str, Value]:
    """The row's values; its note, and words that name no industry or group here, come below the `note` that is kept."""
    unknown = {field: str(values[field]) for field in NOTED if values.get(field)}
    if not unknown and not (note and "note" in values):
        return values
    kept = {field: value for field, value in values.items() if field not in NOTED and field != "note"}
    told = _added(note, str(values.get("note") or ""))
    for field, words in unknown.items():
        told = _added(told, NOTED[field].format(name=words))
    return {**kept, "note": told}


def _added(note: str, said: str) -> str:
    """A note with the lines of `said` that it has not yet."""
    lines = note.split("\n") if note else []
    return "\n".join([*lines, *(line for line in said.split("\n") if line and line not in lines)])


def _owner_changes(values: Mapping[str, Value], owner: Owner) -> dict[str, tuple[Value, Value]]:
    """What a row says else of a person who is known already."""
    return {
        field: (owner.values.get(field), values[field])
        for field in OWNER_COLUMNS
        if field in values and values[field] != owner.values.get(field)
    }


def _joined_industries(kept: tuple[IndustryDraft, ...], read: Iterable[IndustryDraft]) -> tuple[IndustryDraft, ...]:
    """The industries kept and those of the row whose code is not among them."""
    codes = {one.code for one in kept}
    return (*kept, *(one for one in read if one.code not in codes))


def _shown(values: Mapping[str, Value], entry: Entry) -> Mapping[str, Value]:
    """`values` with the industries' codes and names, if any."""
    return {**values, "industry": _told(entry.industries)} if entry.industries else values


def _told(industries: Iterable[IndustryDraft]) -> str:
    return "; ".join(f"{one.code} {one.name}".strip() for one in industries)


def _skip_sentence(kind: str) -> str:
    return {
        "title": _("A title or heading, no record."),
        "total": _("A row of totals, no record."),
        "signature": _("A signature or remark below the table, no record."),
        "order": _("The numbers of the columns, no record."),
        "blank": _("An empty row."),
    }.get(kind, _("No record."))
