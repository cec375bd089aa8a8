"""The handover book: every packet made here, how far it has come, copying it out, its password."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hn_desk.actions.handover import export_handover, handover_page
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.packet_facts import PacketRow
from hn_desk.actions.packets import city_state_label, copy_packet, packet_password, packet_rows
from hn_desk.actions.paper_file import Paper
from hn_desk.drive import Drive
from hn_desk.errors import DeskError
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_answers import PasswordDialog
from hn_desk.ui.dialogs.packet_files import Wanted, ask_folder
from hn_desk.ui.dialogs.packet_handover import HandoverDialog, told_whole
from hn_desk.ui.dialogs.packet_words import button, card, hash_groups, label, shown_moment
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.theme import TRAINING
from hn_desk.ui.widgets.question import Question, ask_reason
from hn_desk.ui.widgets.rows import Column
from hn_desk.ui.widgets.small_table import SmallTable


@dataclass(frozen=True, slots=True)
class Copied:
    """Packets' files that lie in a folder now."""

    paths: tuple[Path, ...]
    changed: Changed


def copy_out(office: Office, ids: Sequence[str], place: tuple[Drive, Path], as_text: bool) -> Copied:
    """Copy packets into a drive's folder, as .txt for mail if wanted, and say what changed in the book.

    The first that can't be copied stops the others.
    """
    drive, folder = place
    paths = tuple(copy_packet(office, id_, folder, as_text=as_text, drive=drive) for id_ in ids)
    return Copied(paths, Changed(frozenset({"packets", "log"}), ids[-1]))


class Book(QWidget):
    """Packets at the left, the newest first; the chosen one at the right with what can be done with it."""

    said = Signal(str)

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__()
        self.office, self.jobs = office, jobs
        self.drive = Drive()
        """What packets are written on."""
        self._wanted = ""
        self._together: tuple[str, ...] = ()
        """The packets that were sealed at once and aren't copied yet."""
        self.table = SmallTable(_columns())
        self.table.chosen.connect(self._chosen)
        self.nothing = label(_("No packet was sealed here yet. Choose a desk above and seal the first one."), "hint")
        self.title = label("", "section")
        self.facts = label("")
        self.copies = label("", "hint")
        self.told = label("", "good")
        self.writing = label(_("Writing and reading back… Don't pull the stick out."), "note")
        self.writing.hide()
        self.copy_button = button(_("&Copy to a stick or folder…"), is_main=True)
        self.copy_button.clicked.connect(self._choose_folder)
        self.mail_button = button(_("Save as .txt for &mail…"))
        self.mail_button.clicked.connect(self._choose_mail_folder)
        self.password_button = button(_("Pass&word…"))
        self.password_button.clicked.connect(self._ask_reason)
        self.hand_button = button(_("&Handed over…"))
        self.hand_button.clicked.connect(self._ask_handover)
        self.print_button = button(_("Print the &book…"))
        self.print_button.clicked.connect(self._ask_page)
        self.excel_button = button(_("Save as &Excel…"))
        self.excel_button.clicked.connect(self._ask_excel_folder)
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

    def choose_together(self, ids: tuple[str, ...]) -> None:
        """Make the last of packets that were sealed at once current; copying it copies them all."""
        self._together = ids if len(ids) > 1 else ()
        self.choose(ids[-1])

    def copy_to(self, folder: Path) -> None:
        """Copy the chosen packet into `folder`, with those that were sealed together with it."""
        self._write(folder, self._copied, as_text=False)

    def save_for_mail(self, folder: Path) -> None:
        """Write the chosen packet into `folder` as .txt."""
        self._write(folder, self._saved_for_mail, as_text=True)

    def export_into(self, folder: Path) -> None:
        """Keep the book as a workbook in `folder`."""
        self.jobs.run(export_handover, self.office, folder, then=self._exported)

    def _write(self, folder: Path, then: Callable[[Copied], None], *, as_text: bool) -> None:
        row = self.table.chosen_row()
        if row is None:
            return
        self._show_writing(is_writing=True)
        call = (copy_out, self.office, self._meant(row), (self.drive, folder), as_text)
        self.jobs.run(*call, then=then, on_refused=self._not_written)

    def _meant(self, row: PacketRow) -> tuple[str, ...]:
        return self._together if row.id in self._together else (row.id,)

    def _not_written(self, error: DeskError) -> None:
        self._show_writing(is_writing=False)
        self.jobs.refused.emit(error)

    def _show_writing(self, *, is_writing: bool) -> None:
        self.told.hide()
        self.writing.setVisible(is_writing)
        for part in (self.copy_button, self.mail_button):
            part.setEnabled(not is_writing)

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
            part.setEnabled(row is not None and self.writing.isHidden())
        self.hand_button.setEnabled(row is not None and row.copies > 0)
        self.copy_button.setText(_("&Copy to a stick or folder…"))
        self.mail_button.setText(_("Save as .txt for &mail…"))
        if row is not None and (n := len(self._meant(row))) > 1:
            self.copy_button.setText(_("&Copy all {n} packets to a stick or folder…").format(n=n))
            self.mail_button.setText(_("Save all {n} as .txt for &mail…").format(n=n))
        if row is not None:
            self.copies.setText("\n".join(told_whole(row.lines)))
            self.title.setText(_("Packet {number} for {desk}").format(number=row.number, desk=row.desk))
            self.facts.setText("\n".join(_told(row)))

    def _choose_folder(self) -> None:
        wanted = Wanted(_("Stick or folder for the packet"), _("&Copy here"))
        ask_folder(self, wanted, self.copy_to)

    def _choose_mail_folder(self) -> None:
        wanted = Wanted(_("Folder for the packet as .txt"), _("&Write here"))
        ask_folder(self, wanted, self.save_for_mail)

    def _saved_for_mail(self, copied: Copied) -> None:
        if len(copied.paths) > 1:
            self._tell(copied, _("{n} packets are written as {file}. Attach these files to the mail, all of them."))
        else:
            self._tell(copied, _("Written as {file}. Attach this file to the mail; don't paste its text."))

    def _copied(self, copied: Copied) -> None:
        words = _("Copied as {file} and read back without a difference. The stick can be removed safely now.")
        if len(copied.paths) > 1:
            words = _(
                "All {n} packets are copied and read back without a difference: {file}."
                " The stick can be removed safely now."
            )
        self._tell(copied, words)

    def _tell(self, copied: Copied, words: str) -> None:
        self._show_writing(is_writing=False)
        self._together = ()
        names = ", ".join(path.name for path in copied.paths)
        self.told.setText("✓ " + words.format(file=names, n=len(copied.paths)))
        self.told.show()
        self.said.emit(_("Copied: {file}").format(file=names))
        self.reload()

    def _ask_handover(self) -> None:
        row = self.table.chosen_row()
        if row is not None and row.lines:
            dialog = HandoverDialog(self.office, self.jobs, row, self)
            dialog.saved.connect(self._handed)
            dialog.open()

    def _handed(self, _changed: Changed) -> None:
        self.said.emit(_("Written into the handover book."))
        self.reload()

    def _ask_page(self) -> None:
        self.jobs.run(handover_page, self.office, then=self._show_page)

    def _show_page(self, paper: Paper) -> None:
        self.preview = PreviewDialog(paper, lambda _copies: None, self)
        self.preview.open()

    def _ask_excel_folder(self) -> None:
        ask_folder(self, Wanted(_("Choose a folder"), _("&Save here")), self.export_into)

    def _exported(self, changed: Changed) -> None:
        self.said.emit(_("Kept as {name}.").format(name=changed.id))

    def _ask_reason(self) -> None:
        row = self.table.chosen_row()
        if row is None:
            return
        question = Question(
            _("Show the password of packet {number}?").format(number=row.number),
            _(
                "It is right when the desk's program can't open this packet (its PC is broken, its key is lost) and you"
                " reach a person of the desk by a number you know yourself: read it out to them. It is wrong when"
                " somebody asks for it by mail, by chat or for several packets: phone the head of office first."
                " Who looked and why stands in the log."
            ),
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
        head = QHBoxLayout()
        head.addWidget(label(_("Handover book"), "section"), 1)
        head.addWidget(self.print_button)
        head.addWidget(self.excel_button)
        left.addLayout(head)
        left.addWidget(self.nothing)
        left.addWidget(self.table, 1)
        buttons = QWidget()
        rows = QVBoxLayout(buttons)
        rows.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addWidget(self.mail_button, 1)
        row.addWidget(self.hand_button)
        row.addWidget(self.password_button)
        self.password_button.setVisible(self.office.may("packets.password"))
        rows.addWidget(self.copy_button)
        rows.addLayout(row)
        buttons.setVisible(self.office.may("packets.seal"))
        self._detail = card(self.title, _scrolled(self.facts, self.copies), self.writing, self.told, buttons)
        room = QHBoxLayout(self)
        room.setContentsMargins(16, 6, 16, 12)
        room.setSpacing(12)
        room.addLayout(left, 7)
        room.addWidget(self._detail, 4)
        self.told.hide()


def _scrolled(*labels: QWidget) -> QScrollArea:
    """Words of which there may be more than there is room; reached by the keys like a list."""
    sheet = QWidget()
    sheet.setObjectName("sheet")
    room = QVBoxLayout(sheet)
    room.setContentsMargins(0, 0, 0, 0)
    for one in labels:
        room.addWidget(one)
    room.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setMinimumHeight(48)
    area.setWidget(sheet)
    return area


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
        Column(_("State"), lambda row: city_state_label(row.state), letters=22, ink=_ink),
        Column(_("Days waiting"), _days, letters=9, is_number=True, ink=_ink),
        Column(_("Handed to"), lambda row: row.lines[-1].handed_to if row.lines else "", letters=16),
    )


def _days(row: PacketRow) -> str:
    return f"{row.days_waiting} ⚠" if row.is_late else str(row.days_waiting or "")


def _ink(row: PacketRow) -> str:
    return TRAINING if row.is_late else ""
