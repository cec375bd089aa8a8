"""The figures of official reports that were sent, as they were frozen, for the desks that receive such a report."""

from collections.abc import Iterator

from sqlalchemy import select

from hn_desk.actions.office_report_facts import SENT
from hn_desk.actions.office_report_keeping import file_of, frozen_of
from hn_desk.actions.office_report_making import figures_in
from hn_desk.actions.packet_source import PUT, Source, code, day, text
from hn_desk.models.tables import OfficeReport
from hn_desk.packets.subjects import FigureRow, Row


def report_figures(source: Source) -> Iterator[Row]:
    """A row for each figure of each report that was sent and goes to this desk; never the records it counts.

    StorageError when a frozen report isn't what its hash says.
    """
    sent = select(OfficeReport).where(OfficeReport.code.in_(source.desk.reports), OfficeReport.state == SENT)
    for report in source.session.scalars(sent.order_by(OfficeReport.code, OfficeReport.starts_on, OfficeReport.id)):
        content = frozen_of(source.session, file_of(source.office, report.code), report)
        for figure in figures_in(content):
            yield FigureRow(
                id=source.derived_id("report_figure", report.id, figure.code),
                version=1,
                operation=PUT,
                report=code(report.code),
                period=code(report.period),
                key=code(figure.code),
                label=text(figure.label),
                value=figure.value,
                unit=figure.unit,  # type: ignore[arg-type]  # one of its units
                number=code(report.number),
                issued_on=day(report.issued_on),
                hash=report.sha256,
            )
