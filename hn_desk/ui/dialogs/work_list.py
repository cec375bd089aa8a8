"""The work list of the households shown: printed, taken along as a workbook, and read back after the visits."""

from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from hn_desk.actions.households import household_ids
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.paper_file import Paper
from hn_desk.actions.query import Query
from hn_desk.actions.visit_facts import KNOWN, MISTAKE, NEW, NOTHING, VisitRow
from hn_desk.actions.visits import look_at_visits, write_visits
from hn_desk.actions.work_lists import print_work_list, take_along
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.row_import import RowImportDialog
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.rows import Column


class WorkListButton(QPushButton):
    """A button with three acts on the households that the query of `shown()` finds, in its order."""

    said = Signal(str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs, shown: Callable[[], Query]) -> None:
        super().__init__(_("&Work list"), parent)
        self.setAutoDefault(False)
        self._office, self._jobs, self._shown = office, jobs, shown
        self.preview: PreviewDialog | None = None
        self.visits: VisitsDialog | None = None
        menu = QMenu(self)
        self.print_act = menu.addAction(_("&Print, with room for notes…"), self._print)
        self.take_act = menu.addAction(_("&Take along as Excel…"), self._ask_folder)
        self.read_act = menu.addAction(_("&Read back a list after the visits…"), self._read_back)
        self.setMenu(menu)

    def take_into(self, folder: Path) -> None:
        """Write the workbook into `folder`."""
        self._find(partial(self._take, folder / f"DI-TIEP-XUC-{self._office.today():%Y%m%d}.xlsx"))

    def _find(self, then: Callable[[Sequence[str]], object]) -> None:
        self._jobs.run(household_ids, self._office, self._shown(), then=then)

    def _take(self, path: Path, ids: Sequence[str]) -> None:
        self._jobs.run(take_along, self._office, ids, path, then=partial(self._taken, path.name))

    def _print(self) -> None:
        self._find(self._print_these)

    def _print_these(self, ids: Sequence[str]) -> None:
        self._jobs.run(print_work_list, self._office, ids, then=self._preview)

    def _preview(self, paper: Paper) -> None:
        self.preview = PreviewDialog(paper, lambda _copies: None, self)
        self.preview.open()

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.take_into)

    def _taken(self, name: str, _changed: Changed) -> None:
        self.said.emit(_("Kept as {name}.").format(name=name))

    def _read_back(self) -> None:
        self.visits = VisitsDialog(self, self._office, self._jobs)
        self.visits.written.connect(self.said)
        self.visits.open()


class VisitsDialog(RowImportDialog):
    """A list that comes back: every row with what becomes of it, then all new contacts at once."""

    written = Signal(str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent, office, jobs, _columns())
        fit(self, 900, 560)

    def ask(self) -> None:
        """Only the file and its rows."""
        self.lay_rows(320)

    def wanted(self) -> str:
        """What is chosen."""
        return _("The work list that was filled in")

    def look(self) -> None:
        """See what becomes of each row."""
        self.run(look_at_visits, self._seen)

    def keep(self) -> None:
        """Write the new contacts."""
        self.run(write_visits, self._kept)

    def _seen(self, rows: tuple[VisitRow, ...]) -> None:
        counted = Counter(row.outcome for row in rows)
        told = _("New contacts: {new}; nothing written: {nothing}; there already: {known}; mistakes: {mistake}")
        words = told.format(new=counted[NEW], nothing=counted[NOTHING], known=counted[KNOWN], mistake=counted[MISTAKE])
        self.show_rows(rows, words, may_write=bool(counted[NEW]))

    def _kept(self, _changed: Changed) -> None:
        self.written.emit(_("The visits are written down."))
        self.accept()


def _columns() -> list[Column]:
    return [
        Column(_("Row"), lambda row: str(row.row), letters=5, is_number=True),
        Column(_("Household business"), lambda row: row.name, letters=34),
        Column(_("What becomes of it"), lambda row: row.what, letters=50),
    ]
