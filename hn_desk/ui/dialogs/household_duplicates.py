"""Possible duplicates: pairs at the left, two records side by side at the right, one made of two, or two of one."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSplitter, QTabWidget, QVBoxLayout, QWidget

from hn_desk.actions.household_distinct import DistinctPair, ask_again, distinct_pairs, keep_apart
from hn_desk.actions.household_duplicates import Comparison, DuplicatePair, compare, duplicates
from hn_desk.actions.household_merging import MergeDraft, MergeRow, merge, merges, unmerge
from hn_desk.actions.office import Changed, Office
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.household_sides import Sides
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable
from hn_desk.ui.widgets.telling import told_at

SHOWN = 500
"""Pairs that the list holds at once; merged ones make room for the next."""


class DuplicatesDialog(QDialog):
    """`wanted(id)` after a merge: the record kept."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        fit(self, 1180, 660)
        self._office, self._jobs = office, jobs
        self.pairs = SmallTable(_pair_columns())
        self.merged = SmallTable(_merge_columns())
        self.distinct = SmallTable(_distinct_columns())
        self.sides = Sides()
        self.told = QLabel(self)
        self.told.setObjectName("hint")
        self.told.setWordWrap(True)
        self.merge_button = self._button(_("&Merge into the left record"), self._ask_merge, is_main=True)
        self.two_button = self._button(_("They are &two"), self._keep_apart)
        self.again_button = self._button(_("Point out a&gain"), self._ask_again)
        self.apart_button = self._button(_("Take &apart again"), self._ask_apart)
        self.close_button = self._button(_("&Close"), self.reject)
        self._lay_out()
        self.pairs.chosen.connect(self._compare)
        self.merged.chosen.connect(self._fit)
        self.distinct.chosen.connect(self._fit)
        self.tabs.currentChanged.connect(self._fit)
        self._fit()

    def begin(self) -> None:
        """Look for pairs and open."""
        self.reload()
        self.open()
        self.pairs.setFocus()

    def reload(self) -> None:
        """Look for pairs and merges again."""
        self._jobs.run_latest("duplicates", duplicates, self._office, then=self._show_pairs)
        self._jobs.run_latest("merges", merges, self._office, then=self._show_merges)
        self._jobs.run_latest("distinct", distinct_pairs, self._office, then=self._show_distinct)

    def _show_pairs(self, pairs: tuple[DuplicatePair, ...]) -> None:
        self.pairs.put(pairs[:SHOWN])
        so_many = _("Pairs that may be one household business: {n}. Nothing is merged by itself.").format(n=len(pairs))
        self.told.setText(so_many if pairs else _("No two records look like one household business."))
        if self.pairs.chosen_row() is None:
            self.sides.clear()
            if pairs:
                self.pairs.choose(pairs[0].id)
                self._compare(pairs[0])
        self._fit()

    def _show_merges(self, rows: tuple[MergeRow, ...]) -> None:
        self.merged.put(rows)
        self._fit()

    def _show_distinct(self, rows: tuple[DistinctPair, ...]) -> None:
        self.distinct.put(rows)
        self._fit()

    def _compare(self, pair: DuplicatePair | None) -> None:
        self.sides.clear()
        self._fit()
        if pair is not None:
            args = (self._office, pair.left_id, pair.right_id)
            self._jobs.run_latest("compare households", compare, *args, then=self._show_sides)

    def _show_sides(self, comparison: Comparison) -> None:
        self.sides.put(comparison)
        self._fit()

    def _ask_merge(self) -> None:
        shown = self.sides.shown
        if shown is None:
            return
        both = shown.left.conversion and shown.right.conversion
        lines = [
            _("“{gone}” is merged into “{kept}”; contacts and history come along.").format(
                gone=shown.right.name, kept=shown.left.name
            ),
            _("Both have a conversion ({left}; {right}): the one that is further stays.").format(
                left=shown.left.conversion, right=shown.right.conversion
            )
            if both
            else "",
            _("It can be taken apart again as long as the merged fields stay as they are."),
        ]
        draft = MergeDraft(
            *(shown.left.id, shown.right.id, shown.left.version, shown.right.version),
            *(shown.left.owner_version, shown.right.owner_version),
            taken=self.sides.taken(),
            further_wins=bool(both),
        )
        question = Question("\n".join(filter(None, lines)), yes=_("&Merge"), no=_("&Don't merge"))
        ask(self, question, partial(self._merge, draft))

    def _merge(self, draft: MergeDraft) -> None:
        done = partial(self._done, draft.kept_id)
        self._jobs.run(merge, self._office, draft, then=done, on_refused=self._refuse)

    def _keep_apart(self) -> None:
        shown = self.sides.shown
        if shown is not None:
            args = (self._office, shown.left.id, shown.right.id)
            self._jobs.run(keep_apart, *args, then=self._looked_at, on_refused=self._refuse)

    def _ask_again(self) -> None:
        row = self.distinct.chosen_row()
        if row is not None:
            args = (self._office, row.left_id, row.right_id)
            self._jobs.run(ask_again, *args, then=self._looked_at, on_refused=self._refuse)

    def _looked_at(self, _changed: Changed) -> None:
        self.pairs.choose("")
        self.reload()

    def _ask_apart(self) -> None:
        row = self.merged.chosen_row()
        if row is None:
            return
        told = _("“{gone}” becomes a record of its own again, with its contacts and its conversion.")
        question = Question(told.format(gone=row.gone_name), yes=_("&Take apart"), no=_("&Leave it merged"))
        ask(self, question, partial(self._apart, row))

    def _apart(self, row: MergeRow) -> None:
        done = partial(self._done, row.kept_id)
        self._jobs.run(unmerge, self._office, row.id, then=done, on_refused=self._refuse)

    def _done(self, kept_id: str, _changed: Changed) -> None:
        self.pairs.choose("")
        self.reload()
        self.wanted.emit(kept_id)

    def _refuse(self, error: DeskError) -> None:
        self.told.setText(f"{error.what} {error.do}")

    def _fit(self, *_args: object) -> None:
        may_write, place = self._office.may("households.write"), self.tabs.currentIndex()
        for button, of_tab in (
            (self.merge_button, 0),
            (self.two_button, 0),
            (self.apart_button, 1),
            (self.again_button, 2),
        ):
            button.setVisible(may_write and place == of_tab)
        for button in (self.merge_button, self.two_button):
            button.setEnabled(self.sides.shown is not None)
        self.again_button.setEnabled(self.distinct.chosen_row() is not None)
        self.apart_button.setEnabled(self.merged.chosen_row() is not None)

    def _button(self, text: str, pressed: object, *, is_main: bool = False) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        if is_main:
            button.setObjectName("main")
        button.clicked.connect(pressed)
        return button

    def _lay_out(self) -> None:
        both = QSplitter(Qt.Orientation.Horizontal)
        both.addWidget(self.pairs)
        both.addWidget(self.sides)
        both.setSizes([440, 740])
        both.setChildrenCollapsible(False)
        self.tabs = QTabWidget(self)
        self.tabs.addTab(both, _("Possible duplicates"))
        self.tabs.addTab(self.merged, _("Merged so far"))
        self.tabs.addTab(self.distinct, _("Said to be two"))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(16, 8, 16, 12)
        buttons.addStretch(1)
        acts = (self.merge_button, self.two_button, self.apart_button, self.again_button)
        for button in (*acts, self.close_button):
            buttons.addWidget(button)
        self.told.setContentsMargins(16, 8, 16, 0)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 8, 0, 0)
        room.addWidget(self.tabs, 1)
        room.addWidget(self.told)
        room.addLayout(buttons)


def _pair_columns() -> list[Column]:
    return [
        Column(_("Left record"), lambda row: row.left_name, letters=18),
        Column(_("Right record"), lambda row: row.right_name, letters=18),
        Column(_("What is the same"), lambda row: "; ".join(row.reasons), letters=20),
    ]


def _merge_columns() -> list[Column]:
    return [
        Column(_("Record kept"), lambda row: row.kept_name, letters=30),
        Column(_("Merged into it"), lambda row: row.gone_name, letters=30),
        Column(_("When"), lambda row: told_at(row.at), letters=16),
        Column(_("Officer"), lambda row: row.officer_name, letters=20),
    ]


def _distinct_columns() -> list[Column]:
    return [
        Column(_("One record"), lambda row: row.left_name, letters=30),
        Column(_("Another record"), lambda row: row.right_name, letters=30),
        Column(_("When"), lambda row: told_at(row.at), letters=16),
        Column(_("Officer"), lambda row: row.officer_name, letters=20),
    ]
