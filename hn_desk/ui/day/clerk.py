"""One clerk at the one window: signs in and out, goes to pages, keeps what the screen shows."""

from pathlib import Path
from typing import Any, Final

from hn_desk.actions.office import Office
from hn_desk.i18n import _
from hn_desk.ui import hands
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.main_window import MainWindow
from hn_desk.ui.widgets.form import Form

PATIENCE: Final = 120.0
"""Seconds that one answer may take on a slow PC before the day is given up."""


class Clerk:
    """Drives a window by hand; screenshots are numbered and named after the page."""

    def __init__(self, window: MainWindow, screens: Path) -> None:
        self.window = window
        self.jobs = window.jobs
        self._screens = screens
        self._count = 0
        self._problems: list[str] = []
        self.jobs.refused.connect(lambda error: self._problems.append(str(error)))
        self.jobs.failed.connect(self._problems.append)

    def office(self) -> Office:
        """The office as the signed-in officer has it."""
        office: Office = self.page("home").office
        return office

    def sign_in(self, login: str, passphrase: str) -> None:
        """Type sign-in name and passphrase, and wait for the desk."""
        hands.wait_until(lambda: isinstance(self.window.screens.currentWidget(), SignIn))
        screen: Any = self.window.screens.currentWidget()
        hands.fill(screen.form, "login", login)
        hands.type_text(screen.form.field("passphrase"), passphrase)
        hands.press(hands.button(screen, _("S&ign in")))
        self.settle()
        hands.wait_until(lambda: self.window.desk() is not None)
        self.settle()

    def sign_out(self) -> None:
        """Leave the desk to the next officer."""
        desk: Any = self.window.desk()
        hands.press(hands.button(desk, _("Sign &out")))
        hands.wait_until(lambda: isinstance(self.window.screens.currentWidget(), SignIn))
        self.settle()

    def go(self, name: str) -> Any:
        """Show a page by its place in the navigation and wait until it is filled."""
        desk: Any = self.window.desk()
        desk.go(name)
        self.settle()
        return desk.page(name)

    def page(self, name: str) -> Any:
        """A page without showing it."""
        desk: Any = self.window.desk()
        return desk.page(name)

    def press(self, button: Any) -> None:
        """Press a button and wait for what it starts; a refusal that nobody expected stops the day."""
        hands.press(button)
        self.settle()

    def settle(self) -> None:
        """Wait until every answer is here. RuntimeError with the sentence when an action was refused unexpectedly."""
        hands.settle(self.jobs, PATIENCE)
        if self._problems:
            raise RuntimeError(self._problems.pop(0))

    def save(self, form: Form, button: Any, *, reason: str = "") -> None:
        """Press a save button; answer every warning with `reason`, save again; RuntimeError when refused."""
        self.press(button)
        if form.summary.codes():
            for code in form.summary.codes():
                hands.type_text(form.summary.reason_line(code), reason)
            self.press(button)
        if form.is_changed():
            raise RuntimeError(form.summary.text())

    def shot(self, name: str) -> None:
        """Keep what the window shows as `NN-name.png`."""
        self._count += 1
        hands.screenshot(self.window, self._screens / f"{self._count:02}-{name}.png")

    def shot_of(self, widget: Any, name: str) -> None:
        """Keep what one dialog shows."""
        self._count += 1
        hands.screenshot(widget, self._screens / f"{self._count:02}-{name}.png")
