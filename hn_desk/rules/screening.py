"""Who would gain from becoming an enterprise: single reasons in words, each with its source, never a score."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from string import Formatter
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.conversion import CONSIDERING, CONTACTED, LISTED, ConversionData
from hn_desk.rules.dated import Dated, Period
from hn_desk.rules.money import format_dong
from hn_desk.rules.reading import Reader

REVENUE: Final = "revenue"
WORKERS: Final = "workers"
WANTED: Final = "wanted"
FIELD: Final = "field"
REASONS: Final = (REVENUE, FIELD, WORKERS, WANTED)
UNDECIDED: Final = (LISTED, CONTACTED, CONSIDERING)
"""States in which there is still somebody to persuade; so is a household without a conversion."""


@dataclass(frozen=True, slots=True)
class Measure:
    """From what value on a reason holds (đồng or workers; 0 where nothing is measured), and its words."""

    least: int
    reason: str


@dataclass(frozen=True, slots=True)
class Field:
    """A field the scheme concentrates on: industry codes that begin with one of `prefixes` belong to it."""

    label: str
    prefixes: tuple[str, ...]
    reason: str
    source: str
    since: date


@dataclass(frozen=True, slots=True)
class ScreeningData:
    """Every reason by day."""

    revenue: Dated[Measure]
    workers: Dated[Measure]
    wanted: Dated[Measure]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Screened:
    """What of a household business is looked at: band code, workers, industries as (code, name), labels of supports."""

    revenue_band: str = ""
    workers: int | None = None
    industries: tuple[tuple[str, str], ...] = ()
    supports: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason why a household business would gain, with where it comes from."""

    code: str
    sentence: str
    source: str


def screen(data: ScreeningData, bands: ConversionData, one: Screened, day: date) -> tuple[Reason, ...]:
    """Reasons that hold on `day`, in the order of `REASONS`; none when nothing speaks for it."""
    return (
        *_revenue(data, bands, one, day),
        *_fields(data, one, day),
        *_workers(data, one, day),
        *_wanted(data, one, day),
    )


def bands_from(data: ScreeningData, bands: ConversionData, day: date) -> frozenset[str]:
    """Codes of the revenue bands that lie wholly from the threshold of `day` on; none without a threshold."""
    period, known = data.revenue.period_on(day), bands.revenue_bands.period_on(day)
    if period is None or known is None:
        return frozenset()
    return frozenset(band.code for band in known.value if band.since >= period.value.least)


def fields_on(data: ScreeningData, day: date) -> tuple[Field, ...]:
    """The fields that count on `day`."""
    return tuple(field for field in data.fields if field.since <= day)


def reason_label(code: str) -> str:
    """What a list calls a kind of reason; KeyError for an unknown one."""
    return {
        REVENUE: _("Revenue"),
        FIELD: _("Field the scheme concentrates on"),
        WORKERS: _("Number of workers"),
        WANTED: _("Asked for support"),
    }[code]


def load_screening(data: Mapping[str, object], name: str) -> ScreeningData:
    """Make ScreeningData of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    read = ScreeningData(
        revenue=_measures(reader, REVENUE, {"band", "least"}, is_measured=True),
        workers=_measures(reader, WORKERS, {"workers", "least"}, is_measured=True),
        wanted=_measures(reader, WANTED, {"supports"}, is_measured=False),
        fields=tuple(_field(row) for row in reader.tables("fields")),
    )
    reader.finish()
    return read


def _revenue(data: ScreeningData, bands: ConversionData, one: Screened, day: date) -> Iterator[Reason]:
    period = data.revenue.period_on(day)
    if period and one.revenue_band in bands_from(data, bands, day):
        labels = {band.code: band.label for band in bands.revenue_bands.on(day)}
        words = {"band": labels[one.revenue_band].lower(), "least": format_dong(period.value.least)}
        yield Reason(REVENUE, period.value.reason.format(**words), period.source)


def _fields(data: ScreeningData, one: Screened, day: date) -> Iterator[Reason]:
    for field in fields_on(data, day):
        found = next((industry for industry in one.industries if industry[0].startswith(field.prefixes)), None)
        if found is not None:
            industry = " ".join(filter(None, found))
            yield Reason(FIELD, field.reason.format(industry=industry, field=field.label), field.source)


def _workers(data: ScreeningData, one: Screened, day: date) -> Iterator[Reason]:
    period = data.workers.period_on(day)
    if period and one.workers is not None and one.workers >= period.value.least:
        words = {"workers": one.workers, "least": period.value.least}
        yield Reason(WORKERS, period.value.reason.format(**words), period.source)


def _wanted(data: ScreeningData, one: Screened, day: date) -> Iterator[Reason]:
    period = data.wanted.period_on(day)
    if period and one.supports:
        yield Reason(WANTED, period.value.reason.format(supports=", ".join(one.supports)), period.source)


def _measures(reader: Reader, key: str, places: set[str], *, is_measured: bool) -> Dated[Measure]:
    def measure(row: Reader) -> Period[Measure]:
        least = row.whole("value") if is_measured else 0
        return Period(row.day("from"), Measure(least, _reason(row, places)), row.text("source"))

    return Dated(tuple(measure(row) for row in reader.tables(key)))


def _field(row: Reader) -> Field:
    prefixes = row.texts("prefixes", optional=False)
    if not all(prefix.isascii() and prefix.isdigit() for prefix in prefixes):
        row.problem("prefixes", _("must be digits"))
    return Field(row.text("label"), prefixes, _reason(row, {"industry", "field"}), row.text("source"), row.day("from"))


def _reason(row: Reader, places: set[str]) -> str:
    reason = row.text("reason")
    named = {name for _text, name, _spec, _conversion in Formatter().parse(reason) if name is not None}
    if not named <= places:
        row.problem("reason", _("may name only {places}").format(places=", ".join(sorted(places))))
    return reason
