"""The handover book: every packet made here, how far it has come, copying it out, its password."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from hn_desk.actions.office import Changed, Office
from hn_desk.actions.packet_facts import PacketRow
from hn_desk.actions.packets import city_state_label, copy_packet, packet_password, packet_rows
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_answers import PasswordDialog
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_words import button, card, hash_groups, label, shown_moment
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.question import Question, ask_reason
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


@dataclass(frozen=True, slots=True)
class Copied:
    """A packet's file that lies in a folder now."""

    path: Path
    changed: Changed


def copy_out(office: Office, packet_id: str, folder: Path, as_text: bool) -> Copied:
    """Copy a packet into `folder`, as .txt for mail if wanted, and say what changed in the book."""
    path = copy_packet(office, packet_id, folder, as_text=as_text)
    return Copied(path, Changed(frozenset({"packets", "log"}), packet_id))


class Book(QWidget):
    """Packets at the left, the newest first; the chosen one at the right with what can be done with it."""

    said = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self._wanted = ""
        self.table = SmallTable(_columns())
        self.table.chosen.connect(self._chosen)
        self.nothing = label(_("No packet was sealed here yet. Choose a desk above and seal the first one."), "hint")
        self.title = label("", "section")
        self.facts = label("")
        self.told = label("", "good")
        self.copy_button = button(_("&Copy to a stick or folder…"), is_main=True)
        self.copy_button.clicked.connect(self._choose_folder)
        self.mail_button = button(_("Save as .txt for &mail…"))
        self.mail_button.clicked.connect(self._choose_mail_folder)
        self.password_button = button(_("Pass&word…"))
        self.password_button.clicked.connect(self._ask_reason)
        self._lay_out()

    def reload(self) -> None:
        """Read the book again; the chosen packet stays chosen."""
        self.jobs.run_latest("packet book", packet_rows, self.office, then=self._show)

    def choose(self, packet_id: str) -> None:
        """Make a packet current, now or as soon as the book is read."""
        if packet_id in [row.id for row in self.table.rows()]:
            self.table.choose(packet_id)
        else:
            self._wanted = packet_id

    def copy_to(self, folder: Path) -> None:
        """Copy the chosen packet into `folder`."""
        row = self.table.chosen_row()
        if row is not None:
            self.jobs.run(copy_out, self.office, row.id, folder, False, then=self._copied)

    def save_for_mail(self, folder: Path) -> None:
        """Write the chosen packet into `folder` as .txt."""
        row = self.table.chosen_row()
        if row is not None:
            self.jobs.run(copy_out, self.office, row.id, folder, True, then=self._saved_for_mail)

    def _show(self, rows: tuple[PacketRow, ...]) -> None:
        self.table.put(rows)
        self.nothing.setVisible(not rows)
        self._detail.setVisible(bool(rows))
        if self._wanted:
            self.table.choose(self._wanted)
            self._wanted = ""
        elif rows and self.table.chosen_row() is None:
            self.table.choose(rows[0].id)
        self._put(self.table.chosen_row())

    def _chosen(self, row: PacketRow | None) -> None:
        self.told.setText("")
        self.told.hide()
        self._put(row)

    def _put(self, row: PacketRow | None) -> None:
        for part in (self.copy_button, self.mail_button, self.password_button):
            part.setEnabled(row is not None)
        if row is not None:
            self.title.setText(_("Packet {number} for {desk}").format(number=row.number, desk=row.desk))
            self.facts.setText("\n".join(_told(row)))

    def _choose_folder(self) -> None:
        wanted = Wanted(_("Stick or folder for the packet"), _("&Copy here"))
        ask_folder(self, wanted, self.copy_to)

    def _choose_mail_folder(self) -> None:
        wanted = Wanted(_("Folder for the packet as .txt"), _("&Write here"))
        ask_folder(self, wanted, self.save_for_mail)

    def _saved_for_mail(self, copied: Copied) -> None:
        self._tell(copied, _("Written as {file}. Attach this file to the mail; don't paste its text."))

    def _copied(self, copied: Copied) -> None:
        words = _("Copied as {file} and read back without a difference. The stick can be removed safely now.")
        self._tell(copied, words)

    def _tell(self, copied: Copied, words: str) -> None:
        self.told.setText("✓ " + words.format(file=copied.path.name))
        self.told.show()
        self.said.emit(_("Copied: {file}").format(file=copied.path.name))
        self.reload()

    def _ask_reason(self) -> None:
        row = self.table.chosen_row()
        if row is None:
            return
        question = Question(
            _("Show the password of packet {number}?").format(number=row.number),
            _("It is for a person at the city when the program can't open the packet. The reason is kept in the log."),
            yes=_("&Show it"),
            no=_("&Cancel"),
        )
        ask_reason(self, question, partial(self._show_password, row))

    def _show_password(self, row: PacketRow, reason: str) -> None:
        call = (packet_password, self.office, row.id, reason)
        self.jobs.run(*call, then=partial(self._got_password, row.number))

    def _got_password(self, number: int, password: str) -> None:
        PasswordDialog(number, password, self).open()

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.addWidget(label(_("Handover book"), "section"))
        left.addWidget(self.nothing)
        left.addWidget(self.table, 1)
        buttons = QWidget()
        rows = QVBoxLayout(buttons)
        rows.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.mail_button, 1)
        row.addWidget(self.password_button)
        rows.addWidget(self.copy_button)
        rows.addLayout(row)
        buttons.setVisible(self.office.may("packets.seal"))
        space = QWidget()
        space.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._detail = card(self.title, self.facts, self.told, space, buttons)
        room = QHBoxLayout(self)
        room.setContentsMargins(16, 6, 16, 12)
        room.setSpacing(12)
        room.addLayout(left, 7)
        room.addWidget(self._detail, 4)
        self.told.hide()


def _told(row: PacketRow) -> list[str]:
    lines = [
        row.desk_name,
        _("State: {state}").format(state=city_state_label(row.state)),
        _("Sealed {at}, {n} rows, copied {copies} times").format(
            at=shown_moment(row.made_at), n=row.rows, copies=row.copies
        ),
        _("File: {file}").format(file=row.file_name),
        _("Hash: {groups}").format(groups=hash_groups(row.sha256)),
    ]
    if row.days_waiting:
        lines.insert(2, _("⚠ Without a receipt for {days} days").format(days=row.days_waiting))
    return lines


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Sealed"), lambda row: shown_moment(row.made_at), letters=15),
        Column(_("Desk"), lambda row: row.desk, letters=10),
        Column(_("Number"), lambda row: str(row.number), letters=5, is_number=True),
        Column(_("Rows"), lambda row: str(row.rows), letters=6, is_number=True),
        Column(_("State"), lambda row: city_state_label(row.state), letters=24),
        Column(_("Days waiting"), lambda row: str(row.days_waiting or ""), letters=11, is_number=True),
    )
