"""What the program does by itself once the desk can be used: a look at its own files, the day's backup.

Its quick half runs as a job like any other; the slow half needs no open office and keeps nobody waiting.
"""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from hn_desk.ui import loader
from hn_desk.ui.jobs import Jobs

if TYPE_CHECKING:
    from hn_desk.actions.office import Office

AFTER_MS: Final = 15_000
"""An old disk is busy with the home page first."""
LOOK_AFTER_MS: Final = 8_000


class Upkeep(QObject):
    """The day's backup of the office whose officer signed in last."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = Jobs(self)
        self.pause = QTimer(self, interval=AFTER_MS, singleShot=True)
        self.pause.timeout.connect(self._begin)
        self.look = QTimer(self, interval=LOOK_AFTER_MS, singleShot=True)
        self._jobs = jobs
        self._office: Office | None = None

    def watch(self, office: "Office | None") -> None:
        """Look after this office from now on; after none when somebody signs out."""
        self._office = office
        if office is None:
            self.pause.stop()
        else:
            self.pause.start()

    def look_at_program(self, folder: Path) -> None:
        """Look at the program's own files after a moment; `background.refused` tells which are gone."""
        self.look.timeout.connect(partial(self.background.run, loader.look_at_program, folder))
        self.look.start()

    def close(self) -> None:
        """Finish what runs and begin nothing more."""
        self.watch(None)
        self.look.stop()
        self.background.close()

    def _begin(self) -> None:
        if self._office is not None:
            self._jobs.run(loader.begin_backup, self._office, then=self._copied)

    def _copied(self, begun: object) -> None:
        if begun is not None:
            self.background.run(loader.finish_backup, begun, then=self._packed)

    def _packed(self, finished: object) -> None:
        if self._office is not None:
            self._jobs.run(loader.note_backup, self._office, finished)
