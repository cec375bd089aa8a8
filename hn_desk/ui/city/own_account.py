"""Name and passphrase of who opened the desk, changed by that officer alone."""

from PySide6.QtWidgets import QVBoxLayout

from hn_desk.city.desk import CityDesk
from hn_desk.city.desk_officers import change_own
from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.widgets.field import SecretField, TextField
from hn_desk.ui.widgets.form import Form

_WIDTH = 620


class OwnAccount(Part):
    """One form."""

    def __init__(self, desk: CityDesk, jobs: Jobs) -> None:
        super().__init__(desk, jobs)  # type: ignore[arg-type]  # a part of the city's desk
        self.desk = desk
        self._name = desk.officer.name
        self.form = Form(keeps_drafts=False)
        self.form.setMaximumWidth(_WIDTH)
        self.form.add("name", _("Your &name"), TextField(), is_required=True)
        self.form.field("name").explain(_("With this name you open the desk from now on, and so the log calls you."))
        self.form.add("present", _("&Present passphrase"), SecretField())
        self.form.add("passphrase", _("&New passphrase"), SecretField())
        self.form.beside("again", _("Passphrase &again"), SecretField())
        self.form.add_button(_("&Save"), self._save, is_main=True)
        room = QVBoxLayout(self)
        room.addWidget(self.form)
        self.form.put({"name": self._name})

    def _save(self) -> None:
        values = self.form.values()
        if values is None:
            return
        if values["again"] != values["passphrase"]:
            problem = Problem("again", _("The two passphrases differ."))
            self.form.refuse(InputError(problem.what, problems=(problem,)))
            return
        self._name = values["name"]
        call = (change_own, self.desk, values["name"], values["present"], values["passphrase"])
        self.jobs.run(*call, then=self._saved, on_refused=self.form.refuse)

    def _saved(self, _changed: object) -> None:
        self.form.put({"name": self._name})
        self.said.emit(_("Saved. Open the desk with it from the next time on."))
