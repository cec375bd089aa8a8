"""Packets: seal what waits for the city's desks, hand it over, read what the city answers."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from hn_desk.actions.keyring import KeyState, key_state
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.packet_facts import Sealed
from hn_desk.actions.reference import ReferenceState, reference_state
from hn_desk.actions.waiting import ASKED
from hn_desk.i18n import _
from hn_desk.rules.dates import format_date
from hn_desk.rules.roles import ROLES
from hn_desk.ui.dialogs.city_asked import CityAskedDialog
from hn_desk.ui.dialogs.city_rules import open_city_rules
from hn_desk.ui.dialogs.packet_answers import Answers, AnswersDialog, read_answers
from hn_desk.ui.dialogs.packet_files import FileDrop, Wanted, ask_files
from hn_desk.ui.dialogs.packet_words import button, label
from hn_desk.ui.dialogs.trust_preview import TrustPacks
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.packet_book import Book
from hn_desk.ui.pages.packet_streams import Streams
from hn_desk.ui.widgets.page import Page


class PacketsPage(Page):
    """The key's state, the desks with the next packet, the handover book; the city's answers are read or dropped."""

    subjects: ClassVar[frozenset[str]] = frozenset(
        {"packets", "receipts", "events", "conversions", "contacts", "applications", "confirmations", "lists", "groups"}
    )

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self._packs = TrustPacks(self, office, jobs)
        self.key = label("")
        self.key_button = button(_("&Keys…"))
        self.key_button.clicked.connect(self._go_to_keys)
        self.key_button.setVisible(office.may("keys.write"))
        self.streams = Streams(office, jobs)
        self.streams.sealed.connect(self._sealed)
        self.book = Book(office, jobs)
        self.book.said.connect(self.said)
        self.fill(_("Packets"), self._content())
        self.asked: CityAskedDialog | None = None
        self.asked_button = self.add_action(_("What the &city asks…"), self.show_asked)
        if office.may("packets.receive"):
            self.receive_button = self.add_action(_("&Read the city's answer…"), self._choose_answers)
            FileDrop(self).dropped.connect(self.read_answers)

        if office.may("reference.read"):
            self.rules_button = self.add_action(_("City's r&ules…"), self._show_rules)

    def reload(self) -> None:
        """Read the key's state, the desks and the book again."""
        self.jobs.run_latest("packet key", key_state, self.office, then=self._show_key)
        self.streams.reload()
        self.book.reload()

    def open_record(self, id_: str) -> None:
        """Show a packet in the handover book, or for `?asked` what the city asks."""
        if id_ == ASKED:
            self.show_asked()
        else:
            self.book.choose(id_)

    def show_asked(self) -> None:
        """Show the city's questions to this office."""
        self.asked = CityAskedDialog(self, self.office, self.jobs)
        self.asked.wanted.connect(self.wanted)
        self.asked.open()

    def read_answers(self, paths: Sequence[Path]) -> None:
        """Read receipts and trust packs of the city, then say what they say."""
        self.jobs.run(read_answers, self.office, tuple(paths), then=self._answered)

    def _answered(self, answers: Answers) -> None:
        self.reload()
        if answers.all:
            AnswersDialog(answers.all, self).open()
        if answers.pack:
            self._packs.look_at(answers.pack, self._trusted)

    def _trusted(self, _changed: Changed) -> None:
        self.reload()
        self.said.emit(_("The trust pack was installed."))
        if self.office.may("reference.read"):
            self.jobs.run(reference_state, self.office, then=self._look_at_rules)

    def _look_at_rules(self, state: ReferenceState) -> None:
        if state.waiting:
            self._show_rules()

    def _show_rules(self) -> None:
        open_city_rules(self, self.office, self.jobs)

    def _sealed(self, sealed: Sealed) -> None:
        self.book.choose_together((*sealed.other_ids, sealed.packet_id))
        self.reload()
        self.said.emit(_sealed_words(sealed))

    def _choose_answers(self) -> None:
        wanted = Wanted(_("Receipts and trust packs of the city"), _("&Read"), "PDF (*.pdf)")
        ask_files(self, wanted, self.read_answers)

    def _go_to_keys(self) -> None:
        self.wanted.emit("admin", "")

    def _show_key(self, state: KeyState) -> None:
        lines = [*([_told(state)] if state.is_usable or not state.notices else []), *state.notices]
        if not state.is_usable and not self.office.may("keys.write"):
            lines.append(_("The key is looked after by: {roles}.").format(roles=_keepers(self.office)))
        self.key.setText(" ".join(lines))
        self.key.setObjectName("plain" if state.is_usable else "problem")
        self.key.style().unpolish(self.key)
        self.key.style().polish(self.key)

    def _content(self) -> QWidget:
        line = QFrame()
        line.setObjectName("card")
        row = QHBoxLayout(line)
        row.setContentsMargins(14, 4, 8, 4)
        row.addWidget(self.key, 1)
        row.addWidget(self.key_button)
        around = QVBoxLayout()
        around.setContentsMargins(16, 0, 16, 6)
        around.addWidget(line)
        halves = QSplitter(Qt.Orientation.Vertical)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.streams)
        halves.addWidget(self.book)
        content = QWidget()
        room = QVBoxLayout(content)
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addLayout(around)
        room.addWidget(halves, 1)
        return content


def _sealed_words(sealed: Sealed) -> str:
    if sealed.others:
        words = _(
            "It was too much for one packet: packets {first} to {last} lie in the outbox."
            " Copy them now: one copy takes them all."
        )
        return words.format(first=sealed.number - len(sealed.others), last=sealed.number)
    words = _("Packet {number} is sealed and lies in the outbox. Copy it to a stick or folder now.")
    return words.format(number=sealed.number)


def _told(state: KeyState) -> str:
    if not state.has_key:
        return _("✗ This office has no signing key yet: nothing can be sealed.")
    if state.certificate_until is None:
        return _("✗ The city has not certified this office's key yet: nothing can be sealed.")
    until, number = format_date(state.certificate_until), state.trust_number
    if not state.is_usable:
        return _("✗ The certificate of this office's key does not hold (until {day}).").format(day=until)
    if state.is_stale:
        return _("⚠ Signing key certified until {day}; trust pack {number} is old, ask the city for a new one.").format(
            day=until, number=number
        )
    return _("✓ Signing key certified until {day}; trust pack {number} in use.").format(day=until, number=number)


def _keepers(office: Office) -> str:
    roles = office.book.roles
    return ", ".join(roles.labels[role] for role in ROLES if role in roles.actions["keys.write"])
