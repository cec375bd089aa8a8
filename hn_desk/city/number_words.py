"""A desk's numbers in words: what a sum is called, its figure, its pace with a sign, who is late."""

from typing import Final

from hn_desk.actions.rulebook import rule_book
from hn_desk.city.late_reports import LateReport
from hn_desk.city.numbers import Line, Numbers, OfficeLine
from hn_desk.city.received import has_figures, is_counting
from hn_desk.city.report_figures import FigureLine
from hn_desk.i18n import _
from hn_desk.rules import city_measures as measures
from hn_desk.rules.city_targets import CityTarget
from hn_desk.rules.dates import format_date
from hn_desk.rules.money import format_dong
from hn_desk.rules.outreach import topics_with
from hn_desk.rules.targets import Pace, pace_words

MOST_NAMES: Final = 6
MONEY: Final = "money"


def measure_label(measure: str) -> str:
    """What the screen calls a sum; KeyError for an unknown kind."""
    family, code = measures.family_of(measure), measures.code_of(measure)
    labels = {
        measures.REGISTERED: _("Enterprises registered"),
        measures.WORKERS: _("Workers of these enterprises"),
        measures.CAPITAL: _("Capital of these enterprises (đồng)"),
        measures.SUBMITTED: _("Dossiers handed in"),
        measures.CONTACTS: _("Contacts"),
        measures.REACHED: _("Residential groups reached"),
        measures.GROUPS: _("Residential groups owed"),
        measures.EVENTS: _("{name}: events held"),
        measures.PEOPLE: _("{name}: people present"),
        measures.CASES: _("{name}: cases confirmed"),
        measures.AMOUNT: _("{name}: amount confirmed (đồng)"),
    }
    return labels[family].format(name=topic_name(code))


def topic_name(code: str) -> str:
    """The neutral name of a programme or topic; the code itself for one that isn't known."""
    book = rule_book()
    if code in book.programmes:
        return book.programmes[code].name
    labels = {one.code: one.label for one in topics_with(book.outreach, ())}
    return labels.get(code, code)


def value_words(one: Line | OfficeLine) -> str:
    """A figure, and of coverage out of how many."""
    return format_dong(one.value) if one.of is None else f"{format_dong(one.value)} / {format_dong(one.of)}"


def percent_words(permille: int) -> str:
    """Thousandths as percent with one place: `12,3 %`."""
    return f"{permille // 10},{permille % 10} %"


def signed(value: int | None) -> str:
    """A change with its sign; "" for none."""
    if value is None:
        return ""
    return "0" if value == 0 else f"{'+' if value > 0 else '−'}{format_dong(abs(value))}"


def pace_of(one: Pace | None) -> str:
    """Whether it is on time, with a sign before the words; "" without a target."""
    return "" if one is None else f"{pace_sign(one)} {pace_words(one)}"


def pace_sign(one: Pace) -> str:
    """▲ ahead, ▼ behind, ● on time or reached."""
    if one.done >= one.target or one.ahead == 0:
        return "●"
    return "▲" if one.ahead > 0 else "▼"


def figure_label(one: FigureLine) -> str:
    """What a report's figure is called, with đồng where it is money."""
    return f"{one.figure.label} ({_('đồng')})" if one.figure.unit == MONEY else one.figure.label


def figures_words(found: Numbers) -> str:
    """Why no figures of reports are shown; "" where there are some or none are received."""
    if found.figures:
        return ""
    if has_figures(found.board.desk):
        return _("No office has sent figures of a report for {period}.").format(period=found.period.name)
    return "" if is_counting(found.board.desk) else _("This desk receives nothing that is added up.")


def closed_words(found: Numbers) -> str:
    """Whether the period is closed, since when, with which hash, and what of it changed."""
    if found.snapshot is None:
        return _("{period} isn't closed: its sums change with every packet.").format(period=found.period.name)
    if not found.snapshot.is_whole:
        return _("The closed content of {period} was changed outside the program: its hash is another one.").format(
            period=found.period.name
        )
    words = _("{period} was closed on {day} (SHA-256 {hash}…) from {n} packet numberings; {told} earlier adjustments.")
    return words.format(
        period=found.period.name,
        day=format_date(found.snapshot.taken_on),
        hash=found.snapshot.sha256[:16],
        n=len(found.snapshot.sources),
        told=len(found.snapshot.closed.adjustments),
    )


def late_words(found: Numbers) -> tuple[str, ...]:
    """Which offices are late with packets, and which with the figures of a report; nothing for none."""
    names = {one.code: one.name for one in found.board.offices}
    told = []
    late = found.late_with_packets()
    if late:
        words = _("No packet for {days} days or more: {n} of {all} offices ({names}).")
        told.append(
            words.format(
                days=found.board.late_after, n=len(late), all=len(names), names=_some([names[code] for code in late])
            )
        )
    never = found.never_sent()
    if never:
        words = _("No packet has ever come: {n} of {all} offices ({names}).")
        told.append(words.format(n=len(never), all=len(names), names=_some([names[code] for code in never])))
    return (*told, *(report_words(one, names) for one in found.late))


def report_words(one: LateReport, names: dict[str, str]) -> str:
    """Which offices owe the figures of a report."""
    words = _("Figures of “{report}” for {period}, due {day}, have not come from {n} offices ({names}).")
    return words.format(
        report=one.title,
        period=one.period.name,
        day=format_date(one.due),
        n=len(one.offices),
        names=_some([names[code] for code in one.offices]),
    )


def untold_words(targets: tuple[CityTarget, ...]) -> str:
    """The targets for which offices send nothing to be counted; "" for none."""
    if not targets:
        return ""
    told = "; ".join(f"{one.label}: {format_dong(one.value)} {one.unit}" for one in targets)
    return _("Targets of the year for which the offices send no figures: {targets}.").format(targets=told)


def _some(names: list[str]) -> str:
    """The first names and how many more."""
    if len(names) <= MOST_NAMES:
        return ", ".join(names)
    return _("{names} and {n} more").format(names=", ".join(names[:MOST_NAMES]), n=len(names) - MOST_NAMES)
