"""A line of the handover book: to whom a copy of a packet was handed, when it was received, a note."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from hn_desk.actions.handover import LONGEST_NAME, LONGEST_NOTE, Handed, hand_over, medium_label
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.packet_facts import CopyLine, PacketRow
from hn_desk.i18n import _
from hn_desk.ui.dialogs.packet_words import shown_moment
from hn_desk.ui.fitting import fit
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.widgets.choices import ChoiceField
from hn_desk.ui.widgets.dates import DateField
from hn_desk.ui.widgets.field import TextField
from hn_desk.ui.widgets.form import Form


class HandoverDialog(QDialog):
    """Asks for one copy of a packet, the newest first, who took it and when; `saved` gives the Changed."""

    saved = Signal(object)

    def __init__(self, office: Office, jobs: Jobs, packet: PacketRow, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("HN Desk")
        self._office, self._jobs = office, jobs
        self._lines = {line.id: line for line in reversed(packet.lines)}
        self.form = Form()
        self._fill_form(packet)
        self.form.add_button(_("&Cancel"), self.reject)
        self.save_button = self.form.add_button(_("&Write down"), self._save, is_main=True)
        room = QVBoxLayout(self)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(self.form)
        fit(self, 640, 420)

    def _fill_form(self, packet: PacketRow) -> None:
        self.form.section(_("Packet {number} for {desk}").format(number=packet.number, desk=packet.desk_name))
        lines = [(line.id, told(line)) for line in self._lines.values()]
        self.copy = self.form.add("copy", _("Which c&opy"), ChoiceField(lines, has_empty=False))
        self.form.add("handed_to", _("Handed &to"), TextField(most=LONGEST_NAME), is_required=True)
        self.form.add("received_on", _("&Received on"), DateField(self._office.today))
        self.form.add("note", _("&Note"), TextField(most=LONGEST_NOTE))
        self._show(next(iter(self._lines)))
        self.copy.edited.connect(self._picked)

    def _show(self, copy_id: str) -> None:
        line, self._shown = self._lines[copy_id], copy_id
        self.form.put(
            {"copy": copy_id, "handed_to": line.handed_to, "received_on": line.received_on, "note": line.note}
        )

    def _picked(self) -> None:
        if self.copy.value() != self._shown:
            self._show(self.copy.value())

    def _save(self) -> None:
        values: dict[str, Any] | None = self.form.values()
        if values is not None:
            copy_id = values.pop("copy")
            self._jobs.run(
                hand_over, self._office, copy_id, Handed(**values), then=self._saved, on_refused=self.form.refuse
            )

    def _saved(self, changed: Changed) -> None:
        self.form.keep()
        self.saved.emit(changed)
        self.accept()


def told(line: CopyLine) -> str:
    """A copy in one line: when, on what, by whom."""
    return f"{shown_moment(line.at)} · {medium_label(line.medium)} · {line.by}"


def told_whole(lines: Sequence[CopyLine]) -> list[str]:
    """Every copy with who took it, a line each."""
    return [_whole(line) for line in lines]


def _whole(line: CopyLine) -> str:
    if not line.handed_to:
        return _("Copied {copy}").format(copy=told(line))
    words = _("Copied {copy}; handed to {name}").format(copy=told(line), name=line.handed_to)
    if line.received_on is None:
        return words
    return _("{words}, received {day}").format(words=words, day=f"{line.received_on:%d/%m/%Y}")
