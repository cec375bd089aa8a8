"""The office's signing key on a token: its driver, the token, its PIN, a key made there or chosen; then the request."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from hn_desk.actions.office import Office
from hn_desk.actions.token_keys import (
    KINDS,
    RSA_3072,
    WRONG_PIN,
    KeyFound,
    TokenFound,
    find_keys,
    find_tokens,
    known_drivers,
    make_token_request,
)
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.files import copy_out
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_files import Wanted, ask_files, ask_folder
from hn_desk.ui.dialogs.packet_words import button
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form

REQUEST_NAME: Final = "request.csr"


class TokenRequestDialog(QDialog):
    """Makes the request for a key on a token; `made` gives the request's file. The PIN is forgotten after each use."""

    made = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self._office, self._jobs = office, jobs
        self._tokens: dict[str, TokenFound] = {}
        self._keys: dict[str, KeyFound] = {}
        self.form = Form(keeps_drafts=False)
        self._fill_form()
        self.form.add_button(_("&Cancel"), self.reject)
        self.make_button = self.form.add_button(_("Make the &request…"), self._ask_folder, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        fit(self, 640, 560)
        self._offer_drivers(known_drivers())

    def use_driver(self, file: Path) -> None:
        """Take a driver's file that isn't known, and look for tokens by it."""
        self._offer_drivers(((str(file), file.name), *known_drivers()))

    def make_request(self, folder: Path) -> None:
        """Let the token sign the request and write it into `folder`."""
        values = self.form.values()
        token = self._tokens.get(self.token.value())
        if values is None or token is None:
            self.form.refuse(_at("token", _("Choose the token."), _("The request is not made yet.")))
            return
        call = (_write_request, self._office, (token, values["pin"], values["key"]), self._keys, folder)
        self._jobs.run(*call, then=self._requested, on_refused=self._refused)

    def _fill_form(self) -> None:
        self.form.section(_("The signing key on a token"))
        self.driver = self.form.add("driver", _("&Driver of the token"), ChoiceField(has_empty=False))
        self.driver.edited.connect(self._find)
        self.other_button = button(_("Another driver's &file…"))
        self.other_button.clicked.connect(self._ask_driver)
        self.find_button = button(_("&Look for tokens again"))
        self.find_button.clicked.connect(self._find)
        self.form.add_widget(_beside(self.other_button, self.find_button))
        self.token = self.form.add("token", _("&Token"), ChoiceField(has_empty=False))
        self.pin = self.form.add("pin", _("&PIN of the token"), SecretField())
        self.pin.explain(_("It is handed to the token and kept nowhere."))
        self.key = self.form.add("key", _("&Key"), ChoiceField(_new_keys(), has_empty=False))
        self.keys_button = button(_("&Show the keys on it"))
        self.keys_button.clicked.connect(self._look)
        self.form.add_widget(_beside(self.keys_button))
        self.key.put(RSA_3072)

    def _offer_drivers(self, drivers: tuple[tuple[str, str], ...]) -> None:
        self.driver.offer(drivers)
        if drivers:
            self.driver.put(drivers[0][0])
            self._find()

    def _find(self) -> None:
        if self.driver.value():
            call = (find_tokens, self._office, self.driver.value())
            self._jobs.run(*call, then=self._show_tokens, on_refused=self._refused)

    def _show_tokens(self, found: tuple[TokenFound, ...]) -> None:
        self._tokens = {one.serial: one for one in found}
        self.token.offer([(one.serial, _told(one)) for one in found])
        self.form.summary.forget()
        if found and not self.token.value():
            self.token.put(found[0].serial)
        if not found:
            self.form.refuse(_at("token", _("No token is plugged in."), _("Plug it in, then look again.")))

    def _look(self) -> None:
        token = self._tokens.get(self.token.value())
        if token is not None:
            call = (find_keys, self._office, token, self.pin.value())
            self._jobs.run(*call, then=self._show_keys, on_refused=self._refused)

    def _show_keys(self, found: tuple[KeyFound, ...]) -> None:
        self.form.summary.forget()
        self._keys = {one.place.uri(): one for one in found}
        there = [
            (uri, _("on the token: {name} ({kind})").format(name=one.label, kind=one.kind.upper()))
            for uri, one in self._keys.items()
        ]
        self.key.offer([*_new_keys(), *there])

    def _refused(self, error: DeskError) -> None:
        if error.reason in WRONG_PIN:
            self.pin.put("")
            error = _at("pin", str(error), error.what)
        self.form.refuse(error)

    def _ask_driver(self) -> None:
        ask_files(self, Wanted(_("Driver of the token"), _("&Use it"), "PKCS#11 (*.dll *.so)"), self._driver_chosen)

    def _driver_chosen(self, files: tuple[Path, ...]) -> None:
        self.use_driver(files[0])

    def _ask_folder(self) -> None:
        ask_folder(self, Wanted(_("Folder for the request"), _("&Use this folder")), self.make_request)

    def _requested(self, file: Path) -> None:
        self.pin.put("")
        self.made.emit(file)
        self.accept()


def _write_request(
    office: Office, wanted: tuple[TokenFound, str, str], known: dict[str, KeyFound], folder: Path
) -> Path:
    token, pin, key = wanted
    if key in known:
        request = make_token_request(office, token, pin, key=known[key].place)
    else:
        request = make_token_request(office, token, pin, kind=key)
    return copy_out(request, folder, REQUEST_NAME)


def _beside(*buttons: QPushButton) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    for one in buttons:
        row.addWidget(one)
    row.addStretch(1)
    return line


def _new_keys() -> list[tuple[str, str]]:
    return [(kind, _("a new one, made inside the token: {kind}").format(kind=kind.upper())) for kind in KINDS]


def _told(token: TokenFound) -> str:
    words = _("{label} (number {serial})").format(label=token.label, serial=token.serial)
    return _("{token} – locked").format(token=words) if token.is_locked else words


def _at(field: str, sentence: str, what: str) -> InputError:
    return InputError(what, problems=(Problem(field, sentence),))
