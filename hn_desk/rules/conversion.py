"""From household business to enterprise: states, what counts, the condition for support, the dossier."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from hn_desk.i18n import _
from hn_desk.rules.dated import Dated, Period, read_dated_whole
from hn_desk.rules.dates import add_years, format_date
from hn_desk.rules.programme import Choice
from hn_desk.rules.programme_file import read_choices
from hn_desk.rules.reading import Reader
from hn_desk.rules.steps import Steps

LISTED: Final = "listed"
CONTACTED: Final = "contacted"
CONSIDERING: Final = "considering"
AGREED: Final = "agreed"
REFUSED: Final = "refused"
PREPARING: Final = "preparing"
SUBMITTED: Final = "submitted"
RETURNED: Final = "returned"
REGISTERED: Final = "registered"
WITHDRAWN: Final = "withdrawn"
STATES: Final[Mapping[str, tuple[str, ...]]] = {
    LISTED: (CONTACTED, WITHDRAWN),
    CONTACTED: (CONSIDERING, AGREED, REFUSED, WITHDRAWN),
    CONSIDERING: (AGREED, REFUSED, WITHDRAWN),
    AGREED: (PREPARING, REFUSED, WITHDRAWN),
    REFUSED: (CONTACTED, CONSIDERING, AGREED, WITHDRAWN),
    PREPARING: (SUBMITTED, REFUSED, WITHDRAWN),
    SUBMITTED: (RETURNED, REGISTERED, WITHDRAWN),
    RETURNED: (SUBMITTED, WITHDRAWN),
    REGISTERED: (),
    WITHDRAWN: (),
}
BOARD: Final = (
    *(LISTED, CONTACTED, CONSIDERING, AGREED, PREPARING, RETURNED, SUBMITTED),
    *(REGISTERED, REFUSED, WITHDRAWN),
)
"""The states as a board shows them from left to right; the last three are ends."""
ENDS: Final = (REGISTERED, REFUSED, WITHDRAWN)
FURTHEST_FIRST: Final = (
    *(REGISTERED, SUBMITTED, RETURNED, PREPARING, AGREED, CONSIDERING, CONTACTED, LISTED),
    *(REFUSED, WITHDRAWN),
)
"""Which of two conversions of one household is further: what came to nothing never hides what goes on."""
SUPPORT_SINCE: Final = date(2018, 1, 1)
"""The first day of the law that supports household businesses which convert."""


@dataclass(frozen=True, slots=True)
class DossierItem:
    """One paper of the registration dossier, with the article that asks for it; `if_any` when not everyone has it."""

    code: str
    label: str
    source: str
    if_any: bool = False


@dataclass(frozen=True, slots=True)
class EnterpriseKind:
    """A kind of enterprise a household business may become, and its dossier's checklist."""

    code: str
    label: str
    dossier: tuple[DossierItem, ...]


@dataclass(frozen=True, slots=True)
class RevenueBand:
    """Yearly revenue from `since` đồng, up to but without the next band's."""

    code: str
    label: str
    since: int


@dataclass(frozen=True, slots=True)
class AliveCheck:
    """After how many months an office asks whether the enterprise is still in business."""

    months: int
    source: str


@dataclass(frozen=True, slots=True)
class ConversionData:
    """What the conversion pages offer: kinds with dossiers, coded contacts, revenue bands by day, what comes after."""

    kinds: tuple[EnterpriseKind, ...]
    ways: tuple[Choice, ...]
    intentions: tuple[Choice, ...]
    obstacles: tuple[Choice, ...]
    supports: tuple[Choice, ...]
    revenue_bands: Dated[tuple[RevenueBand, ...]]
    years_for_support: Dated[int]
    alive_checks: tuple[AliveCheck, ...]
    advice: tuple[str, ...]

    def dossier(self, kind: str) -> tuple[DossierItem, ...]:
        """Checklist of one enterprise kind; KeyError for an unknown one."""
        return {one.code: one.dossier for one in self.kinds}[kind]


@dataclass(frozen=True, slots=True)
class Support:
    """Whether the business ran long enough before its certificate; None when a day is missing."""

    is_met: bool | None
    sentence: str
    from_day: date | None = None
    source: str = ""


def state_label(state: str) -> str:
    """What the screen calls a conversion's state; KeyError for an unknown one."""
    return {
        LISTED: _("On the list"),
        CONTACTED: _("Contacted"),
        CONSIDERING: _("Considering"),
        AGREED: _("Agreed"),
        REFUSED: _("Refused"),
        PREPARING: _("Preparing the dossier"),
        SUBMITTED: _("Dossier submitted"),
        RETURNED: _("Dossier returned"),
        REGISTERED: _("Registered as an enterprise"),
        WITHDRAWN: _("Withdrawn"),
    }[state]


STEPS: Final = Steps(STATES, state_label)


def allowed(state: str) -> tuple[str, ...]:
    """States that may follow a conversion's `state`."""
    return STEPS.allowed(state)


def is_further(state: str, than: str) -> bool:
    """Whether a conversion in `state` is further than one in `than`; ValueError for an unknown one."""
    return FURTHEST_FIRST.index(state) < FURTHEST_FIRST.index(than)


def beside(state: str, *, is_onward: bool) -> str:
    """The nearest state to the right (or left) on the board that may follow `state`; "" when there is none."""
    places = {following: BOARD.index(following) - BOARD.index(state) for following in STATES[state]}
    fitting = [(abs(away), following) for following, away in places.items() if (away > 0) == is_onward]
    return min(fitting, default=(0, ""))[1]


def counts_as_converted(state: str, code: str, kind: str, certificate_on: date | None) -> bool:
    """Whether a conversion counts: registered, with enterprise code, enterprise kind and the certificate's date."""
    return state == REGISTERED and bool(code) and bool(kind) and certificate_on is not None


def missing_papers(items: Iterable[DossierItem], seen: Container[str]) -> tuple[DossierItem, ...]:
    """Papers of a dossier that everyone must hand in and that were not seen yet (`seen` holds codes)."""
    return tuple(item for item in items if not item.if_any and item.code not in seen)


def support_condition(years: Dated[int], started: date | None, certificate_on: date | None, day: date) -> Support:
    """Whether business ran long enough before the certificate, or before `day` without one. Luật 04/2017, art. 16.

    `years` is how long that is by the law of a day.
    """
    period = years.period_on(certificate_on or day)
    if started is None or period is None:
        return Support(None, _("The day the business started is not known.") if period else _("No law of that day."))
    from_day, n = add_years(started, period.value), period.value
    if from_day <= (certificate_on or day):
        sentence = _("In business for {n} full year(s): the condition for support is met.")
        return Support(True, sentence.format(n=n), from_day, period.source)
    if certificate_on:
        sentence = _("Less than {n} year(s) in business before the certificate: no support.")
        return Support(False, sentence.format(n=n), from_day, period.source)
    sentence = _("A certificate from {day} on meets the condition for support.")
    return Support(False, sentence.format(day=format_date(from_day)), from_day, period.source)


def revenue_band(data: ConversionData, revenue: int, day: date) -> RevenueBand:
    """Band of a yearly revenue in đồng, by the thresholds of `day`."""
    return band_of(data.revenue_bands.on(day), revenue)


def band_of(bands: tuple[RevenueBand, ...], revenue: int) -> RevenueBand:
    """Which of a day's bands a yearly revenue in đồng falls into."""
    return [band for band in bands if band.since <= revenue][-1]


def load_conversion(data: Mapping[str, object], name: str) -> ConversionData:
    """Make ConversionData of a file's tables; ResourceError names the file, each key and what is wrong with it."""
    reader = Reader(data, name)
    read = ConversionData(
        kinds=tuple(_kind(row) for row in reader.tables("kinds")),
        ways=read_choices(reader.tables("ways")),
        intentions=read_choices(reader.tables("intentions")),
        obstacles=read_choices(reader.tables("obstacles")),
        supports=read_choices(reader.tables("supports")),
        revenue_bands=Dated(tuple(_bands(row) for row in reader.tables("revenue_bands"))),
        years_for_support=read_dated_whole(reader, "years_for_support", since=SUPPORT_SINCE),
        alive_checks=tuple(
            AliveCheck(row.whole("months"), row.text("source")) for row in reader.tables("alive_checks")
        ),
        advice=reader.texts("advice", optional=False),
    )
    reader.finish()
    return read


def _kind(reader: Reader) -> EnterpriseKind:
    items = tuple(_item(row) for row in reader.tables("dossier"))
    return EnterpriseKind(reader.text("code"), reader.text("label"), items)


def _item(reader: Reader) -> DossierItem:
    if_any = reader.has("if_any") and reader.flag("if_any")
    return DossierItem(reader.text("code"), reader.text("label"), reader.text("source"), if_any)


def _bands(reader: Reader) -> Period[tuple[RevenueBand, ...]]:
    rows = reader.tables("bands")
    bands = tuple(RevenueBand(row.text("code"), row.text("label"), row.whole("since")) for row in rows)
    starts = [band.since for band in bands]
    if starts[:1] != [0] or starts != sorted(set(starts)):
        reader.problem("bands", _("must begin at 0 and rise"))
    return Period(reader.day("from"), bands, reader.text("source"))
