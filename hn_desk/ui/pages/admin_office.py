"""The words of the office on its papers: place, upper line, sign block."""

from PySide6.QtWidgets import QLabel, QVBoxLayout

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.office_facts import office_facts, save_office_facts
from hn_desk.actions.staff_facts import OfficeFacts, OfficeFactsDraft
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form

_FIELDS = ("place_name", "upper_line", "sign_for", "sign_authority", "approver_title", "approver_name")


class OfficeWords(Part):
    """The tab of the office's own words."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self._version = 0
        self._head = QLabel(self)
        self._head.setObjectName("hint")
        self._head.setContentsMargins(16, 12, 16, 0)
        self._head.setWordWrap(True)
        self.form = Form()
        self.form.section(_("Head of the paper"))
        self.form.add("place_name", _("&Place in the line of place and date"), TextField())
        self.form.beside("upper_line", _("&Line above the office's name"), TextField())
        self.form.section(_("Sign block"))
        self.form.add("sign_for", _("Signed &for"), ChoiceField([("TM.", "TM."), ("KT.", "KT.")], has_empty=False))
        self.form.beside("sign_authority", _("Line &between"), TextField())
        self.form.add("approver_title", _("&Title of the one who signs"), TextField())
        self.form.beside("approver_name", _("&Name of the one who signs"), TextField())
        self.form.add_button(_("&Save"), self._save, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self._head)
        room.addWidget(self.form, 1)

    def reload(self) -> None:
        """Read the office."""
        self.jobs.run_latest("office", office_facts, self.office, then=self._show)

    def is_changed(self) -> bool:
        """Whether the form differs from what was read."""
        return self.form.is_changed()

    def _show(self, facts: OfficeFacts) -> None:
        if self.is_changed():
            return
        self._version = facts.version
        self._head.setText(
            _("{kind} {name}, code {code}. This copy: {instance}.").format(
                kind=facts.kind, name=facts.name, code=facts.code, instance=facts.instance[:8]
            )
        )
        self.form.put({name: getattr(facts, name) for name in _FIELDS})

    def _save(self) -> None:
        values = self.form.values()
        if values is not None:
            draft = OfficeFactsDraft(version=self._version, **values)
            call = (save_office_facts, self.office, draft)
            self.jobs.run(*call, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _changed: Changed) -> None:
        self.form.keep()
        self.said.emit(_("Saved."))
