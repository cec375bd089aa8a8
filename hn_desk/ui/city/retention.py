"""What a desk no longer needs by the retention rules: shown by kind, deleted when the keeper says so."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from hn_desk.actions.source_words import source_words
from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_retention import DueKind, city_retention, delete_due_at_desk, due_at_desk
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.question import Question, ask
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class DeskRetention(Part):
    """One line a kind, and the button."""

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)  # type: ignore[arg-type]  # a part of the city's desk
        self.desk = desk
        self.table = SmallTable(_columns())
        self.delete_button = button(_("&Delete what is due…"))
        self.delete_button.clicked.connect(self._ask)
        self.delete_button.setVisible(desk.may("retention.write"))
        top = QHBoxLayout()
        top.addWidget(self.delete_button)
        top.addWidget(label(source_words(city_retention().source), "hint"), 1)
        room = QVBoxLayout(self)
        room.setContentsMargins(16, 12, 16, 12)
        room.addLayout(top)
        room.addWidget(self.table, 1)

    def reload(self) -> None:
        """Look what is due."""
        self.jobs.run_latest("desk retention", due_at_desk, self.desk, then=self._show)

    def _show(self, rows: tuple[DueKind, ...]) -> None:
        self.table.put(rows)
        self.delete_button.setEnabled(any(row.count for row in rows))

    def _ask(self) -> None:
        due = tuple(row for row in self.table.rows() if row.count)
        question = Question(
            _("Delete what is due?"),
            "\n".join(f"{row.label}: {row.count}" for row in due),
            yes=_("&Delete it"),
            no=_("&Keep"),
        )
        kinds = tuple(row.id for row in due)
        ask(self, question, lambda: self.jobs.run(delete_due_at_desk, self.desk, kinds, then=self._done))

    def _done(self, _changed: object) -> None:
        self.said.emit(_("Deleted; the log says how much."))
        self.reload()


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("What"), lambda row: row.label, letters=60),
        Column(_("Kept for days"), lambda row: str(row.days), letters=14, is_number=True),
        Column(_("Due"), lambda row: str(row.count), letters=10, is_number=True),
    )
