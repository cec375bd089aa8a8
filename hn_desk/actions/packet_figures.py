"""Figures for a desk: by year events, people and groups reached by topic, confirmed cases by programme; then reports.

Of an official report that was sent, its figures as they were frozen.
"""

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Final

from sqlalchemy import ColumnElement, func, select

from hn_desk.actions.packet_credit_rows import CASE_STATES
from hn_desk.actions.packet_reports import report_figures
from hn_desk.actions.packet_source import PUT, Source, amount
from hn_desk.actions.rulebook import read_toml
from hn_desk.models.tables import LoanApplication, OutreachEvent
from hn_desk.packets.subjects import FigureRow, Row
from hn_desk.reports import coverage
from hn_desk.reports.table import Period
from hn_desk.settings import resource

DONE = "done"
MONEY_KEY: Final = ".amount"


def figures(source: Source) -> Iterator[Row]:
    """The figures that are not 0 of every year with records: those of a past year stay, a late entry mends them."""
    for year in _years(source):
        yield from _of_year(source, year)
    yield from report_figures(source)


def _years(source: Source) -> list[int]:
    days = (OutreachEvent.starts_on, LoanApplication.received_on)
    found = (source.session.scalars(select(func.strftime("%Y", day)).distinct()) for day in days)
    return sorted({int(year) for years in found for year in years})


def _of_year(source: Source, year: int) -> Iterator[Row]:
    for report, found in (("outreach", _outreach(source, year)), ("credit", _credit(source, year))):
        for key, name, value in found:
            if amount(value):
                yield FigureRow(
                    id=source.derived_id("figure", report, str(year), key),
                    version=1,
                    operation=PUT,
                    report=report,
                    period=str(year),
                    key=key,
                    label=_labels()[key.rpartition(".")[2]].format(name=name),
                    value=value,
                    unit="money" if key.endswith(MONEY_KEY) else "count",
                )


def _outreach(source: Source, year: int) -> Iterator[tuple[str, str, int]]:
    whole = Period(date(year, 1, 1), date(year, 12, 31))
    coverages = coverage.coverages(source.session, source.topics, whole, source.office.today())
    for topic in source.topics:
        done = (OutreachEvent.topic == topic, OutreachEvent.state == DONE, _year(year))
        events, people = source.session.execute(
            select(func.count(OutreachEvent.id), func.sum(OutreachEvent.people)).where(*done)
        ).one()
        name, covered = source.topic_name(topic), coverages[topic]
        yield f"{topic}.events", name, events or 0
        yield f"{topic}.people", name, people or 0
        yield f"{topic}.groups", name, covered.reached
        if topic in source.owed_topics:
            yield f"{topic}.groups_owed", name, covered.active


def _credit(source: Source, year: int) -> Iterator[tuple[str, str, int]]:
    columns = (LoanApplication.programme, LoanApplication.state, LoanApplication.amount)
    received = select(*columns).where(func.strftime("%Y", LoanApplication.received_on) == str(year))
    confirmed = [row for row in source.session.execute(received) if row.state in CASE_STATES]
    for programme in sorted(source.case_programmes):
        amounts = [row.amount or 0 for row in confirmed if row.programme == programme]
        name = source.topic_name(programme)
        yield f"{programme}.cases", name, len(amounts)
        yield f"{programme}.amount", name, sum(amounts)


def _year(year: int) -> ColumnElement[bool]:
    return func.strftime("%Y", OutreachEvent.starts_on) == str(year)


@cache
def _labels() -> dict[str, str]:
    labels: dict[str, str] = read_toml(resource("reference/packet_figures.toml"))["labels"]
    return labels
