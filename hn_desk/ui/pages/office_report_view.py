"""The text of an official report on the screen, laid out like its paper; figures are links that keys reach too."""

from typing import Final

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QColor, QImage, QPalette, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from hn_desk.actions.conversion_numbers import Chart
from hn_desk.actions.office_report_facts import ReportDocument
from hn_desk.actions.office_report_html import CHART, FIGURE, SLOT, charts_of, html_of
from hn_desk.i18n import _
from hn_desk.ui.theme import ACCENT, INK, LINE, PAPER
from hn_desk.ui.widgets.chart import ChartView

_AROUND: Final = 36
_CHART_WIDTH: Final = 540
_SHEET: Final = f"""
body {{ color: {INK}; }}
a {{ color: {ACCENT}; text-decoration: underline; }}
td.cell, th.cell {{ border: 1px solid {LINE}; }}
"""


class PaperView(QTextBrowser):
    """Shows a report; Tab goes from figure to figure, Enter or a click opens one."""

    figure = Signal(str)
    """The code of the figure that was opened."""
    slot = Signal(str)
    """The code of the free words that were gone to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setAccessibleName(_("Text of the report"))
        self.document().setDocumentMargin(_AROUND)
        self.document().setDefaultStyleSheet(_SHEET)
        self.anchorClicked.connect(self._opened)
        self._html = ""

    def put(self, report: ReportDocument | None, *, is_written: bool = False, is_other: bool = True) -> None:
        """Show a report, or nothing; of the same report (not `is_other`) the place that is read stays in sight."""
        html = html_of(report, is_written=is_written) if report else ""
        if html == self._html:
            return
        self._html = html
        place = 0 if is_other else self.verticalScrollBar().value()
        self.document().clear()
        for number, chart in enumerate(charts_of(report) if report else ()):
            self.document().addResource(
                QTextDocument.ResourceType.ImageResource, QUrl(f"{CHART}{number}"), _drawn(chart)
            )
        self.setHtml(html)
        self.verticalScrollBar().setValue(place)

    def _opened(self, link: QUrl) -> None:
        target = link.toString()
        if target.startswith(FIGURE):
            self.figure.emit(target.removeprefix(FIGURE))
        elif target.startswith(SLOT):
            self.slot.emit(target.removeprefix(SLOT))


def _drawn(chart: Chart) -> QImage:
    """A chart as a picture, drawn by the same widget as everywhere."""
    view = ChartView()
    view.setPalette(QPalette(QColor(PAPER)))
    view.put(chart)
    view.resize(_CHART_WIDTH, view.sizeHint().height())
    return view.grab().toImage()
