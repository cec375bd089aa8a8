"""Periods closed: the sums as they stood, with what they were made of; what came later as adjustments."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from hn_desk.actions.office import stamp
from hn_desk.city.board_sums import FigureSum
from hn_desk.city.desk import CityDesk
from hn_desk.city.period_values import period_values
from hn_desk.city.received import is_counting
from hn_desk.city.report_figures import figures_in
from hn_desk.city.stream import APPLIED
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.models import audit
from hn_desk.models.audit import Act
from hn_desk.models.tables import CityPacket, CitySnapshot
from hn_desk.rules.closed_periods import Adjustment, Closed, Values, is_alike, is_closable, untold
from hn_desk.rules.dates import format_date
from hn_desk.rules.periods import NamedPeriod, parse_period


@dataclass(frozen=True, slots=True)
class Source:
    """One numbering of an office's instance: its packets up to `number` were counted, the last with this hash."""

    office: str
    instance: str
    epoch: int
    number: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A closed period; `is_whole` says that its content still has the hash it was closed with.

    `figures` are those of reports as they stood; None in a closing of before they were kept.
    """

    closed: Closed
    taken_on: date
    sha256: str
    is_whole: bool
    sources: tuple[Source, ...]
    figures: tuple[FigureSum, ...] | None = None

    @property
    def id(self) -> str:
        """What tables know it by."""
        return self.closed.period


def snapshots(desk: CityDesk) -> tuple[Snapshot, ...]:
    """The desk's closed periods in the order in which they were closed."""
    desk.require("board.read")
    with desk.database.read() as session:
        return read_snapshots(session)


def read_snapshots(session: Session) -> tuple[Snapshot, ...]:
    """The same in the caller's transaction."""
    return tuple(_snapshot(row) for row in session.scalars(select(CitySnapshot).order_by(CitySnapshot.change)))


def close_period(desk: CityDesk, code: str) -> Snapshot:
    """Close a month, quarter, half or year that is over, with what is still to be told of those closed before.

    DeskError when it isn't over, was closed before, is no such period, or the desk receives nothing to be counted.
    """
    desk.require("periods.close")
    period, today = parse_period(code), desk.today()
    _refuse_nothing(desk.code)
    _refuse_open(period, today)
    with desk.write() as session:
        before = read_snapshots(session)
        _refuse_second(period, before)
        alike = [one for one in before if is_alike(one.closed.period, period.code)]
        periods = [period, *(parse_period(one.closed.period) for one in alike)]
        values = period_values(session, desk.code, periods, today)
        content = {
            "desk": desk.code,
            "period": period.code,
            "taken_on": today.isoformat(),
            "values": values[period.code],
            "figures": [asdict(one) for one in figures_in(session, period)],
            "adjustments": [asdict(one) for one in _untold([one.closed for one in alike], values)],
            "sources": [asdict(one) for one in _sources(session)],
        }
        row = CitySnapshot(
            period=period.code, taken_at=stamp(desk.now()), content=content, sha256=audit.sha256_of(content)
        )
        session.add(row)
        session.flush()
        audit.log(session, Act("city.close", "snapshots", row.id, {"period": period.code, "sha256": row.sha256}))
        return _snapshot(row)


def untold_adjustments(desk: CityDesk) -> tuple[Adjustment, ...]:
    """What later packets changed of closed periods and no later closing has told yet."""
    desk.require("board.read")
    with desk.database.read() as session:
        closed = [one.closed for one in read_snapshots(session)]
        periods = [parse_period(one.period) for one in closed]
        return _untold(closed, period_values(session, desk.code, periods, desk.today()))


def _untold(closed: Sequence[Closed], now: dict[str, Values]) -> tuple[Adjustment, ...]:
    return tuple(one for place, mine in enumerate(closed) for one in untold(closed, place, now[mine.period]))


def _refuse_nothing(desk: str) -> None:
    if not is_counting(desk):
        raise DeskError(
            _("This desk receives nothing that is added up."),
            do=_("No period needs to be closed here."),
            reason="empty",
        )


def _refuse_open(period: NamedPeriod, today: date) -> None:
    if not is_closable(period):
        raise DeskError(
            _("Only a month, a quarter, a half or a year can be closed."),
            do=_("Choose one of these."),
            reason="period",
        )
    if period.ends_on >= today:
        raise DeskError(
            _("{period} isn't over before {day}.").format(period=period.name, day=format_date(period.ends_on)),
            do=_("Close it once its last day has passed and the offices have sent their packets."),
            reason="period-open",
        )


def _refuse_second(period: NamedPeriod, before: Sequence[Snapshot]) -> None:
    same = next((one for one in before if one.closed.period == period.code), None)
    if same is not None:
        raise DeskError(
            _("{period} was closed on {day}.").format(period=period.name, day=format_date(same.taken_on)),
            do=_("What came later is told as an adjustment when the next such period is closed."),
            reason="period-closed",
        )


def _sources(session: Session) -> list[Source]:
    """The last packet applied of every numbering: by its hash it stands for all before it."""
    columns = (CityPacket.office, CityPacket.instance_id, CityPacket.epoch, CityPacket.number, CityPacket.sha256)
    order = (CityPacket.office, CityPacket.instance_id, CityPacket.epoch, CityPacket.number)
    rows = session.execute(select(*columns).where(CityPacket.decision == APPLIED).order_by(*order))
    last = {(row.office, row.instance_id, row.epoch): Source(*row) for row in rows}
    return list(last.values())


def _snapshot(row: CitySnapshot) -> Snapshot:
    content: dict[str, Any] = row.content
    adjustments = tuple(Adjustment(**one) for one in content["adjustments"])
    return Snapshot(
        Closed(row.period, content["values"], adjustments),
        date.fromisoformat(content["taken_on"]),
        row.sha256,
        audit.sha256_of(content) == row.sha256,
        tuple(Source(**one) for one in content["sources"]),
        tuple(FigureSum(**one) for one in content["figures"]) if "figures" in content else None,
    )
