"""The city's authority: an office's request with its four words, its certificate, the trust pack for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hn_desk import files
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.authority import (
    Clock,
    Issued,
    authority_offices,
    export_trust,
    issue_office,
    trust_pack,
    trust_pack_name,
)
from hn_desk.city.requests import Requested, requested
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.dialogs.packet_files import FileDrop, Wanted, ask_files, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

LARGEST_REQUEST: Final = 64 * 1024
_WRONG_PASSPHRASE: Final = "key-file"


@dataclass(frozen=True, slots=True)
class CertifiedOffice:
    """An office with a certificate, as the table shows it."""

    id: str
    name: str
    count: int
    until: datetime


def certified(folder: Path) -> tuple[CertifiedOffice, ...]:
    """The offices that have a certificate, with their names."""
    names = {commune.code: commune.full_name for commune in rule_book().communes}
    return tuple(
        CertifiedOffice(one.code, names.get(one.code, ""), one.count, one.until) for one in authority_offices(folder)
    )


def read_request_file(path: Path) -> Requested:
    """Read a request from a stick."""
    return requested(files.read_whole(path, LARGEST_REQUEST))


def write_trust_pack(folder: Path, passphrase: str, into: Path, *, clock: Clock) -> str:
    """Make the next trust pack and write it, and the public certificates, into a folder; the pack's file name."""
    data = trust_pack(folder, passphrase, clock=clock)
    path = files.copy_out(data, into, trust_pack_name(folder))
    export_trust(folder, into / "trust")
    return path.name


class AuthorityScreen(QWidget):
    """Certified offices at the left; at the right the request that is being looked at and the trust pack."""

    left = Signal()
    wants_rules = Signal()
    """The regulations' data are to be edited."""

    def __init__(self, jobs: Jobs, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._jobs, self._folder, self._clock = jobs, folder, clock
        self._request: Requested | None = None
        self.table = SmallTable(_columns())
        self.nothing = label(_("No office has a certificate yet. Read an office's request first."), "hint")
        self.form = Form()
        self.who = label(_("Choose an office's request, or drop its file here."))
        self.words = label("", "figure")
        self.told = label("", "good")
        self.request_button = button(_("&Read a request…"))
        self.request_button.clicked.connect(self._choose_request)
        self.trust_button = button(_("&Write the trust pack…"))
        self.trust_button.clicked.connect(self._choose_folder)
        for part in (self.request_button, self.trust_button):
            part.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._fill_form()
        self._lay_out()
        FileDrop(self).dropped.connect(self._dropped)

    def reload(self) -> None:
        """Read the certified offices again."""
        self._jobs.run_latest("city authority", certified, self._folder, then=self._show)

    def read_request(self, path: Path) -> None:
        """Read a request and show its four words."""
        self._jobs.run(read_request_file, path, then=self._show_request, on_refused=self._refused_request)

    def write_trust(self, into: Path) -> None:
        """Write the next trust pack into a folder."""
        if self._has_passphrase():
            call = (partial(write_trust_pack, clock=self._clock), self._folder, self.passphrase.value(), into)
            self._jobs.run(*call, then=self._wrote_trust, on_refused=self._refused)

    def _show(self, rows: tuple[CertifiedOffice, ...]) -> None:
        self.table.put(rows)
        self.nothing.setVisible(not rows)

    def _show_request(self, request: Requested) -> None:
        self._request = request
        self.form.summary.forget()
        self.compared.put(False)
        self.who.setText(_("{name} ({code}) asks for a certificate.").format(name=request.name, code=request.code))
        self.words.setText("  ·  ".join(request.words))
        self._show_steps(has_request=True)
        self._tell("")

    def _refused_request(self, error: DeskError) -> None:
        self._forget_request()
        self.form.refuse(error)

    def _issue(self) -> None:
        if self._request is None:
            return
        if not self.compared.value():
            words = _("Compare the four words with the office first.")
            self.form.refuse(InputError(_("Nothing was issued."), problems=(Problem("compared", words),)))
        elif self._has_passphrase():
            issue = partial(issue_office, clock=self._clock)
            call = (issue, self._folder, self.passphrase.value(), self._request.data)
            self._jobs.run(*call, then=self._issued, on_refused=self._refused)

    def _issued(self, issued: Issued) -> None:
        self._forget_request()
        until = format_date(issued.until.astimezone().date())
        words = _("{name} has a certificate until {day}. Write the trust pack now and send it to the office.")
        self._tell(words.format(name=issued.name, day=until))
        self.reload()

    def _wrote_trust(self, name: str) -> None:
        self.form.summary.forget()
        self.passphrase.put("")
        self._tell(_("Written: {file}. The stick can be removed safely now.").format(file=name))

    def _refused(self, error: DeskError) -> None:
        if error.reason == _WRONG_PASSPHRASE:
            error = InputError(error.what, problems=(Problem("passphrase", str(error)),))
        self.form.refuse(error)

    def _has_passphrase(self) -> bool:
        if self.passphrase.value():
            return True
        words = _("Type the authority's passphrase.")
        self.form.refuse(InputError(words, problems=(Problem("passphrase", words),)))
        return False

    def _forget_request(self) -> None:
        self._request = None
        self.form.put({})
        self.who.setText(_("Choose an office's request, or drop its file here."))
        self._show_steps(has_request=False)
        self._tell("")

    def _show_steps(self, *, has_request: bool) -> None:
        self.words.setVisible(has_request)
        self.form.show_field("compared", is_shown=has_request)
        self.issue_button.setEnabled(has_request)

    def _tell(self, words: str) -> None:
        self.told.setText(f"✓ {words}" if words else "")
        self.told.setVisible(bool(words))

    def _choose_request(self) -> None:
        wanted = Wanted(_("Request of an office"), _("&Read"), _("Requests (*.csr *.pem)"))
        ask_files(self, wanted, self._dropped)

    def _choose_folder(self) -> None:
        if self._has_passphrase():
            ask_folder(self, Wanted(_("Folder for the trust pack"), _("&Write here")), self.write_trust)

    def _dropped(self, paths: Sequence[Path]) -> None:
        self.read_request(paths[0])

    def _fill_form(self) -> None:
        self.form.section(_("1. An office's request"))
        for part in (self.request_button, self.who, self.words):
            self.form.add_widget(part)
        self.compared = self.form.add(
            "compared",
            _("&Compared"),
            FlagField(_("The office's leader read me these four words by phone or on paper.")),
        )
        self.form.section(_("2. Passphrase of the authority"))
        self.passphrase = self.form.add("passphrase", _("&Passphrase"), SecretField())
        self.passphrase.explain(_("It is asked for to issue a certificate and to write a trust pack."))
        self.form.section(_("3. Trust pack for all offices"))
        self.form.add_widget(
            label(_("It carries every certificate and the changed rules. Offices read it in on their keys page."))
        )
        self.rules_button = button(_("R&ules for all offices…"))
        self.rules_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.rules_button.clicked.connect(self.wants_rules)
        self.form.add_widget(self.rules_button)
        self.form.add_widget(self.trust_button)
        self.form.add_widget(self.told)
        self.back_button = self.form.add_button(_("&Back"), self.left.emit)
        self.issue_button = self.form.add_button(_("&Issue the certificate"), self._issue, is_main=True)
        self._forget_request()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setContentsMargins(16, 0, 8, 16)
        left.addWidget(label(_("Offices with a certificate"), "section"))
        left.addWidget(self.nothing)
        left.addWidget(self.table, 1)
        halves = QHBoxLayout()
        halves.addLayout(left, 5)
        halves.addWidget(self.form, 6)
        title = label(_("The city's authority"), "title")
        title.setContentsMargins(16, 10, 16, 6)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(title)
        room.addLayout(halves, 1)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda row: row.id, letters=8),
        Column(_("Office"), lambda row: row.name, letters=28),
        Column(_("Certificates"), lambda row: str(row.count), letters=12, is_number=True),
        Column(_("Good until"), lambda row: format_date(row.until.astimezone().date()), letters=12),
    )
