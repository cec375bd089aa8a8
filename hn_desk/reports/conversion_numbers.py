"""Figures of the SME scheme for a year or quarter: each section is one table, and where it helps one chart of it.

The window, paper and workbook all show these sections, so that they can't differ.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from hn_desk.i18n import _
from hn_desk.models.tables import HouseholdBusiness
from hn_desk.reports import conversion_counts as counts
from hn_desk.reports.charts import RANKED, Bar, Chart, ranked
from hn_desk.reports.conversion_counts import Counting, Met, Place, Wish
from hn_desk.reports.conversion_plan import plan
from hn_desk.reports.conversion_progress import parts, progress
from hn_desk.reports.conversion_sections import (
    Asked,
    Section,
    Words,
    Work,
    contacted_column,
    contacts_column,
    made,
    of_two,
    registered_column,
    section_labels,
    titled,
)
from hn_desk.reports.table import Cell, Column, Period, Table
from hn_desk.rules.coverage import PERCENT
from hn_desk.rules.money import format_dong

MOST_BARS: Final = 12
MOST_INDUSTRIES: Final = 15


def section(session: Session, asked: Asked, words: Words, code: str) -> Section:
    """One section; KeyError for an unknown code."""
    return _noted(_MAKERS[code](Work(counts.counting(session, asked.period), asked, words)))


def sections(session: Session, asked: Asked, words: Words, codes: Sequence[str] = ()) -> tuple[Section, ...]:
    """The sections of these codes, all without any, in their order."""
    work = Work(counts.counting(session, asked.period), asked, words)
    return tuple(_noted(_MAKERS[code](work)) for code in section_labels() if code in codes or not codes)


def _noted(made: Section) -> Section:
    """An empty table says that it is."""
    return made if made.table.rows else replace(made, notes=(*made.notes, _("Nothing to count in this time.")))


def groups_table(session: Session, period: Period) -> Table:
    """Households, contacted and registered ones of each residential group over any period."""
    return _groups_table(counts.counting(session, period))


def wishes_table(session: Session, period: Period, words: Mapping[str, Mapping[str, str]]) -> Table:
    """Obstacles and wanted supports over any period; `words` holds the labels of `obstacles` and of `supports`."""
    of = counts.counting(session, period)
    kinds = (
        (_("Obstacle"), words["obstacles"], counts.obstacles(of)),
        (_("Support wanted"), words["supports"], counts.supports_wanted(of)),
    )
    rows: list[tuple[Cell, ...]] = [
        (kind, labels.get(wish.code, wish.code), wish.households, wish.contacts)
        for kind, labels, found in kinds
        for wish in found
    ]
    return Table(wishes_title(), (Column(_("Kind")), Column(_("Which")), *_wish_columns()), tuple(rows))


def groups_title() -> str:
    """What the report by residential group is called."""
    return _("Contacted and converted households by residential group")


def wishes_title() -> str:
    """What the report of obstacles and supports is called."""
    return _("Obstacles and support wanted by households")


def _groups(work: Work) -> Section:
    table = _groups_table(work.of)
    bars = [_funnel(str(row[0]), _whole(row[4]), _whole(row[2])) for row in table.rows[:-1]]
    note = _("Households: all that are kept today, closed and converted ones too.")
    return Section("groups", titled(table, "groups"), _funnels(bars), (note,))


def _groups_table(of: Counting) -> Table:
    converted = counts.by_key(counts.registered(of), "group_id")
    places = counts.by_group(of)
    rows: list[tuple[Cell, ...]] = [
        _place_row(place.name or _("No residential group"), place, converted.get(place.key, 0)) for place in places
    ]
    rows.append(_place_row(_("Total"), _summed(places), sum(converted.values())))
    return Table(groups_title(), _place_columns(_("Residential group")), tuple(rows))


def _officers(work: Work) -> Section:
    met = counts.met_by_officer(work.of)
    converted = counts.by_key(counts.registered(work.of), "officer_id")
    names = {**counts.officer_names(work.of.session), "": _("Not recorded")}
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for id_, name in names.items():
        one, figure = met.get(id_, Met()), converted.get(id_, 0)
        if one.contacts or figure:
            rows.append((name, one.contacts, one.households, one.agreed, figure))
            bars.append(_funnel(name, figure, one.households))
    columns = (
        Column(_("Officer")),
        contacts_column(),
        contacted_column(),
        Column(_("Households that agreed"), "number"),
    )
    note = _("A household that two officers met counts with both; a registration counts for who recorded it.")
    return Section("officers", made("officers", (*columns, registered_column()), rows), _funnels(bars), (note,))


def _industries(work: Work) -> Section:
    converted = counts.by_key(counts.registered(work.of), "industry")
    places = sorted(
        counts.by_industry(work.of, work.words.industries),
        key=lambda one: (-converted.get(one.key, 0), -one.contacted, -one.households, one.key or ""),
    )
    shown, others = places[:MOST_INDUSTRIES], places[MOST_INDUSTRIES:]
    rows = [_place_row(f"{one.key} {one.name}".strip(), one, converted.get(one.key, 0)) for one in shown]
    bars = [_funnel(f"{one.key} {one.name}".strip(), converted.get(one.key, 0), one.contacted) for one in shown]
    if others:
        rows.append(_place_row(_("Other industries"), _summed(others), sum(converted.get(o.key, 0) for o in others)))
    rest = _without_industry(work, _summed(places))
    if rest.households or converted.get("", 0):
        rows.append(_place_row(_("No main industry"), rest, converted.get("", 0)))
    table = made("industries", _place_columns(_("Main industry")), rows)
    note = _("The household's main industry as it is kept now.")
    return Section("industries", table, _funnels(bars), (note,))


def _without_industry(work: Work, known: Place) -> Place:
    everyone = select(func.count(HouseholdBusiness.id)).where(*work.of.unmerged(HouseholdBusiness.id))
    contacted = counts.met_by(work.of)[None].households
    return Place(None, "", (work.of.session.scalar(everyone) or 0) - known.households, contacted - known.contacted)


def _kinds(work: Work) -> Section:
    converted = counts.by_key(counts.registered(work.of), "kind")
    labels = {**work.words.kinds, **{str(kind): str(kind) for kind in converted if kind not in work.words.kinds}}
    bars = tuple(
        Bar(name, converted.get(kind, 0), format_dong(converted.get(kind, 0))) for kind, name in labels.items()
    )
    rows: list[tuple[Cell, ...]] = [(bar.label, bar.value) for bar in bars]
    rows.append((_("Total"), sum(converted.values())))
    columns = (Column(_("Enterprise kind")), registered_column())
    best = sorted(bars, key=lambda bar: -bar.value)
    chart = Chart(RANKED, ranked(best, MOST_BARS), _("Filled: registered."))
    return Section("kinds", made("kinds", columns, rows), chart if chart.bars else None, ())


def _obstacles(work: Work) -> Section:
    return _wished("obstacles", counts.obstacles(work.of), work.words.obstacles)


def _supports(work: Work) -> Section:
    return _wished("supports", counts.supports_wanted(work.of), work.words.supports)


def _wished(code: str, found: Sequence[Wish], labels: Mapping[str, str]) -> Section:
    rows: list[tuple[Cell, ...]] = [
        (labels.get(wish.code, wish.code), wish.households, wish.contacts) for wish in found
    ]
    bars = [
        Bar(labels.get(wish.code, wish.code), wish.households, of_two(wish.households, wish.contacts), wish.contacts)
        for wish in found
    ]
    legend = _("Filled: households by their newest contact. Outline: all contacts. Beside the bar: both.")
    chart = Chart(RANKED, ranked(bars, MOST_BARS), legend) if bars else None
    note = _("A household counts by its newest contact of the period; all its contacts count in the last column.")
    return Section(code, made(code, (Column(section_labels()[code]), *_wish_columns()), rows), chart, (note,))


def _received(work: Work) -> Section:
    found = counts.supports_received(work.of)
    labels = {**work.words.supports, **{code: code for code in found if code not in work.words.supports}}
    bars = [
        Bar(name, found.get(code, 0), format_dong(found.get(code, 0)))
        for code, name in labels.items()
        if found.get(code)
    ]
    rows: list[tuple[Cell, ...]] = [(bar.label, bar.value) for bar in sorted(bars, key=lambda one: -one.value)]
    chart = Chart(RANKED, ranked(sorted(bars, key=lambda one: -one.value), MOST_BARS), _("Filled: enterprises."))
    columns = (Column(_("Support")), Column(_("Enterprises"), "number"))
    note = _("Supports that converted households received in the period; an enterprise counts once for each.")
    return Section("received", made("received", columns, rows), chart if bars else None, (note,))


def _alive(work: Work) -> Section:
    found = counts.alive_after(work.of, work.words.alive_months, work.words.today)
    rows: list[tuple[Cell, ...]] = []
    bars: list[Bar] = []
    for one in found:
        name, due = _("{n} months after the certificate").format(n=one.months), one.alive + one.ended + one.unasked
        rows.append((name, due, one.alive, one.ended, one.unasked))
        bars.append(Bar(name, one.alive, of_two(one.alive, due), full=due))
    heads = (_("Enterprises due"), _("Still in business"), _("Ended"), _("Not asked yet"))
    columns = (Column(_("When it is asked")), *(Column(head, "number") for head in heads))
    shown = tuple(bar for bar in bars if bar.full)
    chart = Chart(RANKED, shown, _("Filled: still in business. Outline: enterprises due.")) if shown else None
    note = _("Enterprises whose day to be asked fell in this time, by today; one that ended stays so later.")
    return Section("alive", made("alive", columns, rows), chart, (note,))


_MAKERS: Final[Mapping[str, Callable[[Work], Section]]] = {
    "progress": progress,
    "parts": parts,
    "groups": _groups,
    "officers": _officers,
    "industries": _industries,
    "kinds": _kinds,
    "obstacles": _obstacles,
    "supports": _supports,
    "received": _received,
    "alive": _alive,
    "plan": plan,
}


def _place_columns(first: str) -> tuple[Column, ...]:
    share = Column(_("Contacted of them"), "percent")
    return (Column(first), Column(_("Households"), "number"), contacted_column(), share, registered_column())


def _place_row(name: str, place: Place, converted: int) -> tuple[Cell, ...]:
    share = place.contacted * PERCENT // place.households if place.households else None
    return (name, place.households, place.contacted, share, converted)


def _summed(places: Sequence[Place]) -> Place:
    return Place(None, "", sum(one.households for one in places), sum(one.contacted for one in places))


def _funnel(label: str, converted: int, contacted: int) -> Bar:
    return Bar(label, converted, of_two(converted, contacted), full=contacted)


def _funnels(bars: Sequence[Bar]) -> Chart | None:
    best = sorted(bars, key=lambda bar: (-bar.value, -(bar.full or 0)))
    shown = ranked(best, MOST_BARS)
    legend = _("Filled: registered. Outline: households contacted. Beside the bar: both.")
    return Chart(RANKED, shown, legend) if shown else None


def _wish_columns() -> tuple[Column, ...]:
    return (Column(_("Households (newest contact)"), "number"), Column(_("Contacts (all)"), "number"))


def _whole(cell: Cell) -> int:
    return cell if isinstance(cell, int) else 0
