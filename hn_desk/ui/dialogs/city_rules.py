"""Rules that the city sent: which are in use here, what those that wait would change, and applying them."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.reference import (
    ReferencePreview,
    ReferenceState,
    Touched,
    apply_reference,
    reference_preview,
    reference_state,
)
from hn_desk.actions.source_words import source_words
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.reference_diff import Difference
from hn_desk.ui import theme
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


@dataclass(frozen=True, slots=True)
class CityRules:
    """What is in use, and what waits if anything does."""

    state: ReferenceState
    preview: ReferencePreview | None


def city_rules(office: Office) -> CityRules:
    """Read what is in use here, and what the newest trust pack would change."""
    state = reference_state(office)
    return CityRules(state, reference_preview(office) if state.waiting else None)


def open_city_rules(parent: QWidget, office: Office, jobs: Jobs) -> "CityRulesDialog":
    """Show the city's rules over `parent`."""
    dialog = CityRulesDialog(parent, office, jobs)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.reload()
    return dialog


class CityRulesDialog(QDialog):
    """What would change stands in a table before anything does; who receives what is confirmed apart, in red."""

    def __init__(self, parent: QWidget, office: Office, jobs: Jobs) -> None:
        super().__init__(parent)
        self.office, self.jobs = office, jobs
        self.setWindowTitle("HN Desk")
        fit(self, 1080, 600)
        self.state = label("")
        self.told = label("", "section")
        self.table = SmallTable(change_columns())
        self.touched = label("")
        self.warning = label("", "problem")
        self.desks = FlagField(_("I have looked at who would receive &what, and it is right."))
        self.refused = label("", "problem")
        self.apply_button = button(_("&Apply these rules"), is_main=True)
        self.apply_button.clicked.connect(self._apply)
        self.close_button = button(_("&Close"))
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self._show(None)

    def reload(self) -> None:
        """Read what is in use and what waits."""
        self.jobs.run(city_rules, self.office, then=self._show, on_refused=self._refused)

    def _show(self, found: CityRules | None) -> None:
        preview = found.preview if found else None
        self._number = preview.number if preview else 0
        is_good = preview is not None and not preview.problem
        self.state.setText("\n".join(state_lines(found.state)) if found else "")
        self.told.setText(_preview_title(preview))
        self.table.put(_Row.of(preview.changes) if preview else ())
        self.table.setVisible(is_good)
        self.touched.setText("\n".join(_touched_lines(preview)) if preview else "")
        asked = preview.asked if preview else ()
        self.warning.setText(_warning(asked))
        for part in (self.warning, self.desks):
            part.setVisible(bool(asked))
        self.desks.put(False)
        self.apply_button.setVisible(is_good and self.office.may("reference.apply"))
        if preview is not None and preview.problem:
            self.refused.setText(f"✗ {preview.problem}")
        elif found is not None:
            self.refused.setText("")

    def _apply(self) -> None:
        self.refused.setText("")
        call = (_apply, self.office, self._number, self.desks.value())
        self.jobs.run(*call, then=self._applied, on_refused=self._refused)

    def _applied(self, _changed: Changed) -> None:
        self.reload()

    def _refused(self, error: DeskError) -> None:
        self.refused.setText(f"✗ {error}")

    def _lay_out(self) -> None:
        room = QVBoxLayout(self)
        room.setContentsMargins(20, 16, 20, 14)
        room.setSpacing(8)
        room.addWidget(label(_("Rules of the city"), "title"))
        for part in (self.state, self.told):
            room.addWidget(part)
        room.addWidget(self.table, 1)
        for widget in (self.touched, self.warning, self.desks, self.refused):
            room.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.apply_button)
        room.addLayout(buttons)


@dataclass(frozen=True, slots=True)
class _Row:
    """A change as a row: its key names it."""

    id: str
    change: Difference

    @classmethod
    def of(cls, changes: tuple[Difference, ...]) -> "tuple[_Row, ...]":
        """Rows of changes, those about who receives what first."""
        first = sorted(changes, key=lambda one: not one.is_asked)
        return tuple(cls(f"{one.file}:{one.key}", one) for one in first)


def change_rows(changes: tuple[Difference, ...]) -> tuple[_Row, ...]:
    """Changes as rows for `change_columns`."""
    return _Row.of(changes)


def change_columns() -> tuple[Column, ...]:
    """What changes, from what to what, since when, by which source; in red who receives what."""
    red = theme.WRONG

    def ink(row: _Row) -> str:
        return red if row.change.is_asked else ""

    def since(row: _Row) -> str:
        return format_date(row.change.since) if row.change.since else ""

    return (
        Column(_("Kind"), lambda row: row.change.group, letters=14, ink=ink),
        Column(_("What"), lambda row: row.change.about, letters=40, ink=ink),
        Column(_("From"), lambda row: row.change.before or "–", letters=16, ink=ink),
        Column(_("To"), lambda row: row.change.after or "–", letters=16, ink=ink),
        Column(_("Holds from"), since, letters=11, ink=ink),
        Column(_("Source"), lambda row: source_words(row.change.source), letters=26, ink=ink),
    )


def state_lines(state: ReferenceState) -> list[str]:
    """What is in use here, in words."""
    if not state.number:
        return [_("The program's own rules are in use.")]
    if state.problem:
        words = _("⚠ The rules of trust pack {n} don't fit this version; the program's own are in use: {why}")
        return [words.format(n=state.number, why=state.problem)]
    used = [one.title for one in state.files if one.is_in_use]
    words = _("✓ The rules of trust pack {n} are in use: {files}.")
    lines = [words.format(n=state.number, files=", ".join(used) or "–")]
    newer = [one.title for one in state.files if not one.is_in_use]
    if newer:
        words = _("The program's own is newer and in use: {files}. Tell the city.")
        lines.append(words.format(files=", ".join(newer)))
    return lines


def _apply(office: Office, number: int, has_checked_desks: bool) -> Changed:
    return apply_reference(office, number, has_checked_desks=has_checked_desks)


def _preview_title(preview: ReferencePreview | None) -> str:
    if preview is None:
        return _("No new rules wait here.")
    if preview.problem:
        return _("The rules of trust pack {n} can't be applied.").format(n=preview.number)
    if not preview.changes:
        return _("The rules of trust pack {n} change nothing here.").format(n=preview.number)
    return _("Trust pack {n} would change this, and nothing has changed yet:").format(n=preview.number)


def _touched_lines(preview: ReferencePreview) -> list[str]:
    lines = [_touched(one) for one in preview.touched]
    if preview.counts_unseen:
        lines.append(_("How many open applications it touches is told to who works with credit files."))
    if preview.own_forms:
        files = ", ".join(preview.own_forms)
        lines.append(_("Forms that this office installed itself stay in use: {files}.").format(files=files))
    if preview.changes and not preview.problem:
        lines.append(_("What is presented or signed keeps its words and numbers."))
    return lines


def _touched(one: Touched) -> str:
    if not one.programme:
        return _("Due days within a year that come, go or move: {n}.").format(n=one.count)
    words = _("{programme}: {n} open applications, of which {m} would be judged otherwise.")
    return words.format(programme=one.programme, n=one.count, m=one.otherwise)


def _warning(asked: tuple[Difference, ...]) -> str:
    if not asked:
        return ""
    return _("⚠ {n} of these changes decide who receives what, names too. Compare them with the city's letter.").format(
        n=len(asked)
    )
