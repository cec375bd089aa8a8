"""What packets of a lost PC say that the restored records don't: each record once, with what is to be typed again."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import select

from hn_desk.actions.packet_delta import digest_of
from hn_desk.actions.packet_rows import rows_of
from hn_desk.actions.packet_source import PUT, Source
from hn_desk.actions.register_words import example_kinds
from hn_desk.actions.restoring_outbox import Taken
from hn_desk.i18n import _
from hn_desk.models.tables import BeneficiaryList, Confirmation, Conversion, HouseholdBusiness, LoanApplication
from hn_desk.packets.subjects import SUBJECTS, Row
from hn_desk.rules.dates import format_date
from hn_desk.rules.desks import PROTECTED
from hn_desk.rules.programme import BY_LIST

NEW: Final = "new"
CHANGED: Final = "changed"
REMOVED: Final = "removed"
INSIDE: Final = {"event_groups": ("events", "event_id"), "paper_lines": ("papers", "paper_id")}
"""Rows that are typed as a part of another record: its subject, and the field that names it."""
READERS: Final = {
    "groups": "office.read",
    "group_successions": "office.read",
    "events": "outreach.read",
    "conversions": "households.read",
    "contact_counts": "households.read",
    "cases": "credit.read",
    "papers": "credit.read",
    "figures": "reports.read",
}
"""The action of the table of roles that opens each kind of record; `READS_OTHERS` opens one that is not named."""
READS_OTHERS: Final = "credit.read"
NOT_TYPED: Final = frozenset({"officers"})
"""What follows from the office's own keys, and nobody types."""
_UNSAID: Final = frozenset(
    {
        "id",
        "version",
        "operation",
        "commitment",
        "hash",
        "event_id",
        "group_id",
        "paper_id",
        "version_of",
        "old_id",
        "new_id",
    }
)
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class LostItem:
    """One record to be typed again: what it is, and its fields as the packets have them (heading, value).

    `kind` is new, changed or removed; `packets` name where it was read; `done_at` is when it was ticked off.
    """

    id: str
    subject: str
    kind: str
    what: str
    facts: tuple[tuple[str, str], ...]
    packets: tuple[str, ...]
    is_protected: bool
    done_at: str = ""


@dataclass(slots=True)
class _Row:
    row: Row
    here: Row | None
    packet: str


def lost_items(source: Source, taken: Sequence[Taken], names: Mapping[str, str]) -> Iterator[LostItem]:
    """Compare the packets of one desk, in their order, with what the desk would be sent now."""
    here = {(subject, row.id): row for subject, rows in rows_of(source).items() for row in rows}
    packed = {
        (subject, row.id): _Row(row, here.get((subject, row.id)), one.name)
        for one in taken
        for subject, rows in one.packet.rows.items()
        for row in rows
    }
    lost = {key: one for key, one in packed.items() if _is_lost(one) and key[0] not in NOT_TYPED}
    parts = _parts(lost, packed)
    for key in dict.fromkeys((*(key for key in lost if key[0] not in INSIDE), *parts)):
        one = packed.get(key) or (_Row(here[key], here[key], "") if key in here else None)
        item = _item(source, key, one, (parts.get(key, []), names))
        if item.facts or item.kind != CHANGED:
            yield item


def names_in(taken: Iterable[Taken], source: Source) -> dict[str, str]:
    """Names of loan cases, where a packet has them: a line of a paper is called after its paper and its case."""
    rows = [(subject, row) for one in taken for subject, rows in one.packet.rows.items() for row in rows]
    cases = {row.id for subject, row in rows if subject == "cases"}
    papers = {row.id for subject, row in rows if subject == "papers"}
    derived = {source.derived_id("paper_line", paper, case): case for paper in papers for case in cases}
    named = {
        derived[row.id]: str(getattr(row, "name", None) or "")
        for subject, row in rows
        if subject == "paper_lines" and row.id in derived
    }
    return {case: name for case, name in named.items() if name}


def merged(items: Iterator[LostItem]) -> tuple[LostItem, ...]:
    """Each record once: the fields that several desks were sent are joined."""
    found: dict[str, LostItem] = {}
    for item in items:
        before = found.get(item.id)
        if before is not None:
            facts = dict.fromkeys((*before.facts, *item.facts))
            packets = dict.fromkeys((*before.packets, *item.packets))
            item = LostItem(
                item.id,
                item.subject,
                before.kind,
                before.what,
                tuple(facts),
                tuple(packets),
                before.is_protected or item.is_protected,
            )
        found[item.id] = item
    return tuple(sorted(found.values(), key=lambda one: (one.subject, one.what, one.id)))


def subject_words(subject: str) -> str:
    """What a kind of record is called; a kind that is new here by the name of its sheet."""
    known = {
        "groups": _("Residential group"),
        "events": _("Outreach event"),
        "conversions": _("Conversion"),
        "contact_counts": _("Contacts"),
        "cases": _("Loan case"),
        "papers": _("Issued paper"),
        "figures": _("Report figure"),
        "example_counts": _("Models and examples"),
    }
    return known.get(subject) or SUBJECTS[subject].head.name


def reads(subject: str) -> str:
    """The action that opens a kind of record."""
    return READERS.get(subject, READS_OTHERS)


def kind_words(kind: str) -> str:
    """What happened to it after the backup."""
    return {NEW: _("type it anew"), CHANGED: _("mend it"), REMOVED: _("take it out again")}[kind]


def _is_lost(one: _Row) -> bool:
    if one.row.operation != PUT:
        return one.here is not None
    return one.here is None or digest_of(one.here) != digest_of(one.row)


def _parts(lost: Mapping[Key, _Row], packed: Mapping[Key, _Row]) -> dict[Key, list[_Row]]:
    """Lost rows that belong to another record, by that record; all lines of a lost one stand there."""
    parts: dict[Key, list[_Row]] = {}
    for (subject, _id), one in packed.items():
        if subject not in INSIDE:
            continue
        parent, field = INSIDE[subject]
        values = one.row if one.row.operation == PUT else one.here
        key = (parent, str(getattr(values, field, "") or ""))
        if (subject, one.row.id) in lost or (key in lost and one.row.operation == PUT):
            parts.setdefault(key, []).append(one)
    return parts


def _item(source: Source, key: Key, one: _Row | None, around: tuple[list[_Row], Mapping[str, str]]) -> LostItem:
    subject, record_id = key
    parts, names = around
    is_lost = one is not None and _is_lost(one)
    facts = [*(_facts(subject, one) if one and is_lost else ()), *(fact for part in parts for fact in _part_fact(part))]
    packets = dict.fromkeys(row.packet for row in ([one] if one else []) + parts if row.packet)
    is_known = bool(_known_name(source, subject, record_id))
    return LostItem(
        id=f"{subject}/{record_id}",
        subject=subject,
        kind=CHANGED if one is None or not is_lost else _kind(one, is_known=is_known),
        what=_what(source, key, one, names),
        facts=tuple(facts),
        packets=tuple(packets),
        is_protected=_is_protected(source, subject, one),
    )


def _kind(one: _Row, *, is_known: bool) -> str:
    """New, changed or removed; a case that the backup has in an earlier state was changed."""
    if one.row.operation != PUT:
        return REMOVED
    return NEW if one.here is None and not is_known else CHANGED


def _facts(subject: str, one: _Row) -> Iterator[tuple[str, str]]:
    """What is to be typed: everything of a new record, of a changed one what differs; nothing of a removed one."""
    if one.row.operation != PUT:
        return
    for column in SUBJECTS[subject].head.columns:
        value, here = getattr(one.row, column.field), getattr(one.here, column.field, None)
        if column.field in _UNSAID or value == here or (value is None and one.here is None):
            continue
        said = _said(value)
        if one.here is not None:
            said = _("{packed} (here: {here})").format(packed=said or "–", here=_said(here) or "–")
        yield column.heading, said


def _part_fact(part: _Row) -> Iterator[tuple[str, str]]:
    row: Any = part.row if part.row.operation == PUT else part.here
    subject = "event_groups" if hasattr(row, "event_id") else "paper_lines"
    values = [
        _said(getattr(row, column.field)) for column in SUBJECTS[subject].head.columns if column.field not in _UNSAID
    ]
    heading = SUBJECTS[subject].head.name if part.row.operation == PUT else _("Taken out")
    yield heading, ", ".join(value for value in values if value)


def _said(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return format_date(value)
    return f"{value:,}".replace(",", ".") if type(value) is int and abs(value) >= 10_000 else str(value)


def _what(source: Source, key: Key, one: _Row | None, names: Mapping[str, str]) -> str:
    subject, record_id = key
    row: Any = (one.here if one and one.row.operation != PUT else one.row if one else None) or None
    known = _known_name(source, subject, record_id)
    if known or row is None:
        return known or record_id
    if subject == "cases":
        return names.get(record_id) or _("Loan case of {programme}, {amount} đồng").format(
            programme=source.topic_name(row.programme or ""), amount=_said(row.amount)
        )
    if subject == "contact_counts":
        return _("Contacts of {month}, {group}").format(month=row.month, group=row.group_name or "–")
    if subject == "papers":
        return _("Paper {number}/{series} of {year}").format(number=row.number, series=row.series, year=row.year)
    if subject == "figures":
        return f"{row.label} ({row.period})"
    if subject == "example_counts":
        return f"{source.topic_name(row.topic or '')}, {row.year}: {example_kinds().get(row.kind, row.kind)}"
    if subject == "group_successions":
        return f"{row.old_name} → {row.new_name}, {_said(row.day)}"
    if subject == "events":
        return f"{row.title}, {_said(row.starts_on)}"
    named = (getattr(row, field, None) for field in ("name", "title", "enterprise_name", "group_name"))
    return next((str(name) for name in named if name), record_id)


def _known_name(source: Source, subject: str, record_id: str) -> str:
    """What the restored records call it, when they have it: a file code, a household business; no person's name."""
    kept = source.session.get(Confirmation, record_id) if subject == "papers" else None
    confirmed: type[BeneficiaryList | LoanApplication] = (
        BeneficiaryList if kept and kept.kind == BY_LIST else LoanApplication
    )
    of_conversions = select(HouseholdBusiness.name).join(Conversion, Conversion.household_id == HouseholdBusiness.id)
    statements = {
        "cases": select(LoanApplication.file_code).where(LoanApplication.id == record_id),
        "papers": select(confirmed.file_code).where(confirmed.id == (kept.subject_id if kept else "")),
        "conversions": of_conversions.where(Conversion.id == record_id),
    }
    found = source.session.scalars(statements[subject]).first() if subject in statements else None
    return str(found or "")


def _is_protected(source: Source, subject: str, one: _Row | None) -> bool:
    topic = getattr(one.row, "topic", None) if one else None
    return subject in PROTECTED or (subject == "events" and topic in source.protected_topics)
