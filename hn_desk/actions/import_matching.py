"""Whether a row speaks of a household business that is known: surely, perhaps (and why), or not at all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from hn_desk.actions.import_known import Entry, Known, Owner, bare_names_of
from hn_desk.actions.import_words import joined
from hn_desk.i18n import _
from hn_desk.intake.reading import Value
from hn_desk.rules.identifiers import is_citizen_number

SURE: Final = ""
"""The code of a match without doubt; every other code names the doubt."""
OTHER_NAME: Final = "duplicate.owner_other_name"
OTHER_SHOP: Final = "duplicate.owner_other_shop"
OTHER_OWNER: Final = "duplicate.code_other_owner"
OLD_NUMBER: Final = "duplicate.old_number"
SAME_PLACE: Final = "duplicate.name_and_address"
SAME_CODE: Final = "duplicate.same_code"
SAME_NAMES: Final = "duplicate.same_names"
OTHER_PERSON: Final = "duplicate.number_other_person"
SEVERAL: Final = "duplicate.several"
MERGED: Final = "duplicate.merged"
REPEATED: Final = "duplicate.repeated"
_SPELLED: Final = frozenset({"name", "owner_name"})
_STRENGTH: Final = (SURE, OTHER_OWNER, OTHER_SHOP, OTHER_NAME, OLD_NUMBER, SAME_PLACE, SAME_CODE)


@dataclass(frozen=True, slots=True)
class Match:
    """The entry that a row fits; `code` is `SURE` or names the doubt."""

    entry: Entry
    code: str


def match(known: Known, values: Mapping[str, Value], place: str) -> Match | None:
    """The entry that a row with these values fits best; None when nothing of it is known."""
    entries = (
        *known.by_number.get(values.get("owner_id")),
        *known.by_number.get(values.get("owner_old_id")),
        *known.by_business_code.get(values.get("business_code")),
        *known.by_tax_code.get(values.get("tax_code")),
        *known.by_place.get(place),
    )
    if not entries:
        return _match_names(known, values)
    every = {entry.id: entry for entry in entries}
    found = {id_: entry for id_, entry in every.items() if entry.merged_into not in every}
    judged = [Match(entry, judge(values, place, entry.values)) for entry in found.values()]
    sure = [one for one in judged if one.code == SURE]
    if len(sure) == 1 and not any(_claims_code(values, sure[0].entry, one.entry) for one in judged):
        return _unmerged(known, sure[0])
    if sure and len({one.entry.merged_into or one.entry.id for one in judged}) > 1:
        return Match(_unmerged(known, sure[0]).entry, SEVERAL)
    return _unmerged(known, min(judged, key=lambda one: _STRENGTH.index(one.code)))


def _match_names(known: Known, values: Mapping[str, Value]) -> Match | None:
    """What a row that tells little more than two names fits: surely only when it says nothing else of it."""
    entries = {one.id: one for one in known.by_names.get(bare_names_of(values))}
    found = [one for one in entries.values() if one.merged_into not in entries]
    if not found:
        return None
    if len(found) > 1:
        return Match(_unmerged(known, Match(found[0], SAME_NAMES)).entry, SEVERAL)
    kept = found[0].values
    is_told_else = any(kept.get(field) != value for field, value in values.items() if field not in _SPELLED)
    return _unmerged(known, Match(found[0], SAME_NAMES if is_told_else else SURE))


def same_person(known: Known, values: Mapping[str, Value]) -> tuple[Owner | None, Owner | None]:
    """Who is known under the row's number with the same name, and who with another name."""
    number = values.get("owner_id")
    owners = [*known.people.get(number), *(entry.owner for entry in known.by_number.get(number))]
    if not owners:
        return None, None
    name = joined(str(values.get("owner_name") or ""))
    same = [one for one in owners if number in (one.values.get("owner_id"), one.values.get("owner_old_id"))]
    named = [one for one in same if joined(str(one.values.get("owner_name") or "")) == name]
    return next(iter(named), None), next((one for one in same if one not in named), None)


def doubt(code: str, entry: Entry) -> str:
    """The sentence that says why a row may be this entry."""
    told = {
        OTHER_NAME: _("The same owner is known with the business “{name}” ({where})."),
        OTHER_SHOP: _("The same owner has a business of this name under another code and address ({where})."),
        OTHER_OWNER: _("The same code stands with “{name}” of another owner ({where})."),
        OLD_NUMBER: _("The owner of “{name}” may be the same person under an old number ({where})."),
        SAME_PLACE: _("The same name and address stand with “{name}” of another owner or number ({where})."),
        SAME_CODE: _("The same code stands with “{name}” ({where})."),
        SAME_NAMES: _("“{name}” has the same name and an owner of the same name; nothing else tells ({where})."),
        SEVERAL: _("More than one record fits this row, among them “{name}” ({where})."),
        MERGED: _("This household business was merged into “{name}” ({where})."),
        REPEATED: _("This row says something else of “{name}” than before ({where})."),
    }[code]
    return told.format(name=entry.values.get("name", ""), where=_where(entry))


def _where(entry: Entry) -> str:
    row = entry.made_by or entry.touched_by
    return _("row {row} of this file").format(row=row) if row else _("kept here")


def _unmerged(known: Known, found: Match) -> Match:
    """What a merged record became; a clerk decides what such a row still says."""
    if not found.entry.merged_into:
        return found
    kept = known.entries.get(found.entry.merged_into)
    return Match(kept or found.entry, MERGED)


def judge(values: Mapping[str, Value], place: str, other: Mapping[str, Value]) -> str:
    """How surely a row of these values is the entry that has `other`: `SURE`, or the doubt's code."""
    number, kept = str(values.get("owner_id") or ""), str(other.get("owner_id") or "")
    is_same_number = number == kept if number else values.get("owner_old_id") == other.get("owner_old_id") and not kept
    is_same_number = is_same_number and bool(number or values.get("owner_old_id"))
    is_other_number = bool(number and kept and number != kept)
    is_old = is_other_number and len(number) != len(kept)
    is_crossed = not is_same_number and _share_number(values, other)
    is_same_name = _same_words("name", values, other)
    is_same_owner = is_same_number or (not is_other_number and _same_words("owner_name", values, other))
    if is_same_number and is_same_name:
        is_apart = _differ("business_code", values, other) and _differ("address", values, other, joined)
        return OTHER_SHOP if is_apart else SURE
    if _share_code("business_code", values, other) or _share_code("tax_code", values, other):
        if is_crossed or (is_old and _same_words("owner_name", values, other)):
            return OLD_NUMBER
        return _judge_code(values, other, is_same_name=is_same_name) if is_same_owner else OTHER_OWNER
    if is_same_number:
        return OTHER_NAME
    if is_crossed:
        return OLD_NUMBER
    if is_same_name and _same_words("address", values, other) and place:
        return _judge_place(values, other, is_old=is_old, is_same_owner=is_same_owner)
    return SURE if is_same_owner and is_same_name else SAME_CODE


def _judge_code(values: Mapping[str, Value], other: Mapping[str, Value], *, is_same_name: bool) -> str:
    """How surely a row with a code of the same owner is the same shop: a tax code may stand for several."""
    if _share_code("business_code", values, other):
        return SURE
    is_apart = not is_same_name and _differ("address", values, other, joined)
    if is_apart or _differ("business_code", values, other):
        return OTHER_SHOP if is_same_name else OTHER_NAME
    return SURE


def _judge_place(values: Mapping[str, Value], other: Mapping[str, Value], *, is_old: bool, is_same_owner: bool) -> str:
    if is_old:
        return OLD_NUMBER
    is_other_code = _differ("business_code", values, other) and _differ("tax_code", values, other)
    return SURE if is_same_owner and not is_other_code else SAME_PLACE


def _share_number(values: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    own = {values.get("owner_id"), values.get("owner_old_id")} - {None, ""}
    return bool(own & {other.get("owner_id"), other.get("owner_old_id")})


def _share_code(field: str, values: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    """Whether both have one code that isn't a person's own number."""
    code = values.get(field)
    return bool(code) and code == other.get(field) and not is_citizen_number(str(code))


def _claims_code(values: Mapping[str, Value], sure: Entry, other: Entry) -> bool:
    """Whether the row would give `sure` a code that another entry has."""
    return other is not sure and any(
        _share_code(field, values, other.values) and values.get(field) != sure.values.get(field)
        for field in ("business_code", "tax_code")
    )


def _same_words(field: str, values: Mapping[str, Value], other: Mapping[str, Value]) -> bool:
    return joined(str(values.get(field) or "")) == joined(str(other.get(field) or ""))


def _differ(
    field: str, values: Mapping[str, Value], other: Mapping[str, Value], spelled: Callable[[str], str] = str
) -> bool:
    """Whether both say something and not the same."""
    own, kept = values.get(field), other.get(field)
    return bool(own) and bool(kept) and spelled(str(own)) != spelled(str(kept))
