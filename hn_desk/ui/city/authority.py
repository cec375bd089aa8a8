"""The city's authority: an office's request with its four words, its certificate, the trust pack for everybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabWidget, QVBoxLayout, QWidget

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
from hn_desk.city.certificate_list import AuthorityState, authority_state
from hn_desk.city.requests import Requested, requested
from hn_desk.errors import DeskError, InputError, Problem
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.ui.city.certificates import Certificates, at_passphrase, no_passphrase
from hn_desk.ui.city.city_keys import CityKeys
from hn_desk.ui.dialogs.packet_files import FileDrop, Wanted, ask_files, ask_folder
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import FlagField
from hn_desk.ui.widgets.field import SecretField
from hn_desk.ui.widgets.form import Form
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable

LARGEST_REQUEST: Final = 64 * 1024
WORDS: Final = ("word_1", "word_2", "word_3", "word_4")


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


class Requests(QWidget):
    """Certified offices at the left; at the right the request that is being looked at and the trust pack."""

    left = Signal()
    changed = Signal()
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
        self.form.put({})
        for field, word in zip(self.compared, request.words, strict=True):
            field.tick.setText(word)
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
        missing = next((number for number, field in enumerate(self.compared, 1) if not field.value()), 0)
        if missing:
            words = _("Compare the four words with the office first.")
            self._refused(InputError(_("Nothing was issued."), problems=(Problem(f"word_{missing}", words),)))
        elif self._has_passphrase():
            issue = partial(issue_office, clock=self._clock)
            call = (issue, self._folder, self.passphrase.value(), self._request.data)
            self._jobs.run(*call, then=self._issued, on_refused=self._refused)

    def _issued(self, issued: Issued) -> None:
        self._forget_request()
        until = format_date(issued.until.astimezone().date())
        words = _("{name} has a certificate until {day}. Write the trust pack now and send it to the office.")
        lines = [words.format(name=issued.name, day=until)]
        if issued.older_until:
            older = format_date(issued.older_until.astimezone().date())
            lines.append(_("It renews one that holds until {day}; both count until then.").format(day=older))
        self._tell(" ".join(lines))
        self.reload()
        self.changed.emit()

    def _wrote_trust(self, name: str) -> None:
        self.form.summary.forget()
        self.passphrase.put("")
        self._tell(_("Written: {file}. The stick can be removed safely now.").format(file=name))
        self.changed.emit()

    def _refused(self, error: DeskError) -> None:
        self._tell("")
        self.form.refuse(at_passphrase(error))

    def _has_passphrase(self) -> bool:
        if self.passphrase.value():
            return True
        self._refused(no_passphrase())
        return False

    def _forget_request(self) -> None:
        self._request = None
        self.form.put({})
        self.who.setText(_("Choose an office's request, or drop its file here."))
        self._show_steps(has_request=False)
        self._tell("")

    def _show_steps(self, *, has_request: bool) -> None:
        self.words.setVisible(has_request)
        self.hint.setVisible(has_request)
        for name in WORDS:
            self.form.show_field(name, is_shown=has_request)
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
        self.hint = label(_("Tick each word as the office's leader reads it to you by phone or on paper."))
        for part in (self.request_button, self.who, self.words, self.hint):
            self.form.add_widget(part)
        titles = (_("Word &1"), _("Word &2"), _("Word &3"), _("Word &4"))
        places = (self.form.add, self.form.beside, self.form.beside, self.form.beside)
        self.compared = tuple(
            place(name, title, FlagField("")) for place, name, title in zip(places, WORDS, titles, strict=True)
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
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 8, 0, 0)
        room.addLayout(halves, 1)


class AuthorityScreen(QWidget):
    """What is due above three tabs: requests and trust packs, every certificate, the city's own keys."""

    left = Signal()
    wants_rules = Signal()

    def __init__(self, jobs: Jobs, folder: Path, clock: Clock) -> None:
        super().__init__()
        self._jobs, self._folder, self._clock = jobs, folder, clock
        self.requests = Requests(jobs, folder, clock)
        self.certificates = Certificates(jobs, folder, clock)
        self.city_keys = CityKeys(jobs, folder, clock)
        self.due = label("", "hint")
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.requests, _("Requests and trust pack"))
        self.tabs.addTab(self.certificates, _("All certificates"))
        self.tabs.addTab(self.city_keys, _("The city's keys"))
        self.requests.left.connect(self.left)
        self.requests.wants_rules.connect(self.wants_rules)
        for part in (self.requests, self.certificates, self.city_keys):
            part.changed.connect(self.reload)
        title = label(_("The city's authority"), "title")
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 10, 0, 0)
        for line in (title, self.due):
            line.setContentsMargins(16, 0, 16, 0)
            room.addWidget(line)
        room.addWidget(self.tabs, 1)

    def reload(self) -> None:
        """Read what is due, the offices, certificates and keys again."""
        self._jobs.run_latest("city due", authority_state, self._folder, self._clock(), then=self._show)
        for part in (self.requests, self.certificates, self.city_keys):
            part.reload()

    def _show(self, state: AuthorityState) -> None:
        self.due.setText(_told(state))


def _told(state: AuthorityState) -> str:
    words = " ".join(state.root_words)
    lines = [_("The root's four words: {words}.").format(words=words)]
    lists = _("List {number} of revoked certificates: the next one is due by {day}.")
    due = lists.format(number=state.list_number, day=_day(state.list_due))
    lines.append(f"⚠ {due}" if state.is_list_due else due)
    if state.is_delegate_due:
        delegate = _("⚠ The key that signs trust packs holds until {day}: renew it.")
        lines.append(delegate.format(day=_day(state.delegate_until)))
    return " ".join(lines)


def _day(moment: datetime) -> str:
    return format_date(moment.astimezone().date())


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Code"), lambda row: row.id, letters=8),
        Column(_("Office"), lambda row: row.name, letters=28),
        Column(_("Certificates"), lambda row: str(row.count), letters=12, is_number=True),
        Column(_("Good until"), lambda row: format_date(row.until.astimezone().date()), letters=12),
    )
