"""Coverage on the screen: for a topic and a period, which residential groups were reached and which are left."""

from datetime import date

from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from hn_desk.actions.office import Office
from hn_desk.actions.outreach import Coverage, coverage, topics
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


class CoveragePanel(QWidget):
    """Choose topic and period; a bar with its share in words, and every group with how often it was reached."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self._office = office
        self._jobs = jobs
        today = office.today()
        self.form = Form(keeps_drafts=False)
        offered = [(one.code, one.label) for one in topics(office)]
        self.topic = self.form.add("topic", _("&Topic"), ChoiceField(offered, has_empty=False))
        self.form.beside("start", _("F&rom"), DateField(office.today))
        self.form.beside("end", _("T&o"), DateField(office.today))
        self.form.put({"topic": offered[0][0], "start": date(today.year, 1, 1), "end": date(today.year, 12, 31)})
        self.form.edited.connect(self.reload)
        self.form.setMaximumHeight(130)
        self.words = QLabel(self)
        self.words.setObjectName("section")
        self.words.setContentsMargins(16, 0, 16, 0)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.table = SmallTable(_columns())
        room = QVBoxLayout(self)
        for widget in (self.form, self.words, self.bar):
            room.addWidget(widget)
        room.addWidget(self.table, 1)

    def reload(self) -> None:
        """Count again, once topic and both days can be read."""
        values = self.form.values()
        if values is not None and values["start"] and values["end"]:
            wanted = (values["topic"], values["start"], values["end"])
            self._jobs.run_latest("coverage", coverage, self._office, *wanted, then=self._show)

    def _show(self, shown: Coverage) -> None:
        self.words.setText(
            _("Reached {reached} of {active} residential groups ({percent} %)").format(
                reached=shown.reached, active=shown.active, percent=shown.percent
            )
        )
        self.bar.setMaximum(max(shown.active, 1))
        self.bar.setValue(shown.reached)
        self.table.put(sorted(shown.groups, key=lambda group: group.is_reached))


def _columns() -> list[Column]:
    return [
        Column(_("Residential group"), lambda row: row.name, letters=30),
        Column(_("Number of events"), lambda row: str(row.events), letters=8, is_number=True),
        Column(_("State"), lambda row: _("reached") if row.is_reached else _("NOT REACHED YET"), letters=20),
    ]
