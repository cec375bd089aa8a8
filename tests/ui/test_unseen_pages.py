"""Walked through from page to page, the window of who needs no protected programme never names one."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QListWidget, QTableView, QTabWidget, QWidget

from hn_desk.actions.office import Office
from hn_desk.actions.outreach import save_event
from hn_desk.i18n import use_language
from hn_desk.ui import hands
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.help import help_text
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES
from tests.actions.credit_samples import MAN, presented, presented_list
from tests.actions.test_unseen import HELD
from tests.ui.conftest import Show

TELLING = ("Chương trình 22", "Chương trình 08", "Chương trình việc làm", "QĐ 22", "22/2023", "08/2026", "Kế hoạch 297")


@pytest.fixture(autouse=True)
def in_vietnamese() -> Iterator[None]:
    use_language("vi")
    yield
    use_language("en")


def said(root: QWidget) -> str:
    """Everything that the widgets under `root` say, hidden ones included: labels, buttons, choices, tabs, tables."""
    found: list[str] = []
    kinds: Any = (QLabel, QAbstractButton, QComboBox, QTabWidget, QTableView, QListWidget)
    for kind in kinds:
        widgets: Any = root.findChildren(kind)
        found += [text for widget in widgets for text in _of(widget)]
    return "\n".join(found)


def _of(widget: Any) -> list[str]:
    if isinstance(widget, QComboBox):
        return [widget.itemText(place) for place in range(widget.count())]
    if isinstance(widget, QTabWidget):
        return [widget.tabText(place) for place in range(widget.count())]
    if not isinstance(widget, QTableView | QListWidget):
        return [widget.text(), widget.toolTip()]
    model = widget.model()
    if model is None:
        return []
    columns = range(model.columnCount() if isinstance(widget, QTableView) else 1)
    cells = [model.index(row, column).data() for row in range(model.rowCount()) for column in columns]
    heads = [model.headerData(column, Qt.Orientation.Horizontal) for column in columns]
    return [str(text) for text in (*heads, *cells) if text]


def walked(office: Office, jobs: Jobs, show: Show) -> str:
    """What all pages that this officer sees say, with their help."""
    desk = Desk(office, jobs, PLACES)
    show(desk)
    texts = []
    for name in desk.names():
        desk.go(name)
        hands.settle(jobs)
        desk.page(name).begin()
        hands.settle(jobs)
        texts += [said(desk.page(name)), help_text(name)]
    return "\n".join([*texts, said(desk.navigation)])


@pytest.mark.parametrize(
    ("role", "sees"), [("economy", False), ("administrator", False), ("auditor", False), ("social", True)]
)
def test_no_page_names_a_protected_programme(office: Office, jobs: Jobs, show: Show, role: str, sees: bool) -> None:
    presented(office)
    presented_list(office, MAN)
    save_event(office, HELD)
    clerk = replace(office, officer=replace(office.officer, roles=frozenset({role})))
    told = walked(clerk, jobs, show)
    assert bool([word for word in TELLING if word in told]) == sees, [word for word in TELLING if word in told]
    assert (MAN.name in told or HELD.title in told) == sees
