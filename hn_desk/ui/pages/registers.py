"""The tab of registers: each register this officer sees is a tab of its own."""

from functools import partial
from typing import Final

from PySide6.QtWidgets import QTabWidget, QVBoxLayout

from hn_desk.actions.office import Office
from hn_desk.actions.register_places import register_of
from hn_desk.actions.register_words import register_names
from hn_desk.actions.registers import seen_register_topics
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.admin_part import Part
from hn_desk.ui.pages.registers_duties import PapersFromAbove, Plans, WorkDone
from hn_desk.ui.pages.registers_part import RegisterPart
from hn_desk.ui.pages.registers_topics import Budget, Difficulties, Examples

REGISTER: Final = "?"
Kind = type[Plans | WorkDone | PapersFromAbove | Budget | Difficulties | Examples]


class Registers(Part):
    """The registers; the one shown is read again when something changed, the others when they are turned to."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        super().__init__(office, jobs)
        self.tabs = QTabWidget(self)
        names = register_names()
        for kind, code in _kinds(office):
            part = kind(office, jobs)
            part.said.connect(self.said)
            self.tabs.addTab(part, names[code])
        self.tabs.currentChanged.connect(lambda _place: self.reload())
        room = QVBoxLayout(self)
        room.setContentsMargins(12, 8, 12, 12)
        room.addWidget(self.tabs)

    def parts(self) -> tuple[RegisterPart, ...]:
        """The registers, in their order."""
        tabs = (self.tabs.widget(place) for place in range(self.tabs.count()))
        return tuple(tab for tab in tabs if isinstance(tab, RegisterPart))

    def shown(self) -> RegisterPart | None:
        """The register in sight."""
        part = self.tabs.currentWidget()
        return part if isinstance(part, RegisterPart) else None

    def open_record(self, record_id: str) -> None:
        """Bring the row with this id into sight, in whichever register it stands; for `?plans` that register."""
        if record_id.startswith(REGISTER):
            self._turn_to("", record_id.removeprefix(REGISTER))
            return
        self.jobs.run(register_of, self.office, record_id, then=partial(self._turn_to, record_id))

    def open_register(self, code: str) -> None:
        """Bring a register into sight; one this officer doesn't see stays away."""
        self._turn_to("", code)

    def _turn_to(self, record_id: str, code: str) -> None:
        for part in self.parts():
            if part.acts.register.code == code:
                self.tabs.setCurrentWidget(part)
                part.wanted = record_id
                part.reload()

    def reload(self) -> None:
        """Read the register in sight."""
        part = self.shown()
        if part is not None:
            part.reload()

    def is_changed(self) -> bool:
        """Whether something typed in a register isn't saved."""
        return any(part.is_changed() for part in self.parts())


def _kinds(office: Office) -> list[tuple[Kind, str]]:
    kinds: list[tuple[Kind, str]] = [(Plans, "plans")] if office.may("registers.plans") else []
    if office.may("registers.read"):
        kinds += [(WorkDone, "acts"), (PapersFromAbove, "instructions"), (Budget, "budget")]
        kinds.append((Difficulties, "difficulties"))
        if seen_register_topics(office) & set(office.book.registers.example_topics):
            kinds.append((Examples, "examples"))
    return kinds
