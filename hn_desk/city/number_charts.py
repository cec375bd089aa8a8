"""Charts of a desk's numbers: what is done against the targets, the months of a sum, the offices that add most."""

from typing import Final

from hn_desk.city.number_words import measure_label, pace_sign, percent_words, signed, value_words
from hn_desk.city.numbers import Line, Numbers
from hn_desk.i18n import _
from hn_desk.reports.charts import COLUMNS, PROGRESS, RANKED, Bar, Chart, ranked
from hn_desk.rules.city_measures import is_money
from hn_desk.rules.money import format_dong

MOST_OFFICES: Final = 8
MILLION: Final = 10**6


def progress_chart(found: Numbers) -> Chart | None:
    """Each target with what is done and where it should be by now; None without any."""
    bars = [_progress(one) for one in found.lines if one.pace]
    if not bars:
        return None
    return Chart(PROGRESS, tuple(bars), _("Filled: done. Outline: the target. Mark: where it should be by now."))


def months_chart(found: Numbers, measure: str) -> Chart | None:
    """The months of the period's year for one sum; None where months can't be added up."""
    months = found.months.get(measure)
    if months is None:
        return None
    year = found.period.starts_on.year
    unit = _("million đồng") if is_money(measure) else ""
    bars = tuple(Bar(f"{n:02}", value, _short(measure, value)) for n, value in enumerate(months, 1))
    legend = _("{measure} by month of {year}").format(measure=measure_label(measure), year=year)
    return Chart(COLUMNS, bars, f"{legend} ({unit})" if unit else legend)


def offices_chart(found: Numbers, measure: str) -> Chart | None:
    """The offices that add most to a sum, or are furthest behind in coverage; None when none adds anything."""
    line = found.line(measure)
    rows = found.offices(measure)
    if line.of is None:
        bars = ranked(
            [Bar(one.name, one.value, f"{value_words(one)} ({percent_words(one.permille)})") for one in rows],
            MOST_OFFICES,
        )
        legend = _("The offices that add most to “{measure}”").format(measure=measure_label(measure))
        return Chart(RANKED, bars, legend) if bars else None
    owing = [one for one in rows if one.of][:MOST_OFFICES]
    progress = tuple(
        Bar(one.name, one.value, f"{value_words(one)} ({percent_words(one.permille)})", one.of) for one in owing
    )
    legend = _("The offices with the lowest coverage. Filled: reached. Outline: owed.")
    return Chart(PROGRESS, progress, legend) if progress else None


def _progress(one: Line) -> Bar:
    assert one.pace is not None
    words = f"{one.pace.percent} % {pace_sign(one.pace)}"
    if one.pace.ahead and one.pace.done < one.pace.target:
        words += f" {signed(one.pace.ahead)}"
    return Bar(measure_label(one.measure), one.pace.done, words, full=one.pace.target, mark=one.pace.expected)


def _short(measure: str, value: int) -> str:
    if not value:
        return ""
    return format_dong(value // MILLION) if is_money(measure) else format_dong(value)
