"""The one loader: pages, and all they need, are imported after the first window was painted.

This is the one exception to imports at the top: SQLAlchemy and its like cost more than the whole first window.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hn_desk.i18n import _

if TYPE_CHECKING:
    from hn_desk.actions.first_opening import News
    from hn_desk.actions.office import Office
    from hn_desk.ui.city.window import CityWindow


@dataclass(frozen=True, slots=True)
class Place:
    """A page: its name for jumps, its module and class, and the actions that show it (none: to all)."""

    name: str
    module: str
    page: str
    needs: tuple[str, ...] = ()


_ADMIN = ("staff.write", "groups.write", "keys.write", "second_key.read", "log.read", "retention.read")
PLACES = (
    Place("home", "hn_desk.ui.pages.home", "HomePage"),
    Place("households", "hn_desk.ui.pages.households", "HouseholdsPage", ("households.read",)),
    Place("conversions", "hn_desk.ui.pages.conversions", "ConversionsPage", ("households.read",)),
    Place("credit", "hn_desk.ui.pages.credit", "CreditPage", ("credit.read",)),
    Place("outreach", "hn_desk.ui.pages.outreach", "OutreachPage", ("outreach.read",)),
    Place("packets", "hn_desk.ui.pages.packets", "PacketsPage", ("packets.read",)),
    Place("reports", "hn_desk.ui.pages.reports", "ReportsPage", ("reports.read", "registers.plans")),
    Place("duties", "hn_desk.ui.pages.duties", "DutiesPage", ("duties.read",)),
    Place("admin", "hn_desk.ui.pages.admin", "AdminPage", _ADMIN),
)


@dataclass(frozen=True, slots=True)
class Start:
    """What the first screen needs: whether there is an office, and the classes of the screens before signing in."""

    is_set_up: bool
    sign_in: Callable[..., Any]
    first_run: Callable[..., Any]
    restore: Callable[..., Any]
    lock: Callable[..., Any]
    idle_minutes: int
    news: "News | None" = None


def labels() -> dict[str, str]:
    """The words in the navigation, by page."""
    return {
        "home": _("Today"),
        "households": _("Household businesses"),
        "conversions": _("Conversion"),
        "credit": _("Loans"),
        "outreach": _("Outreach"),
        "packets": _("Packets"),
        "reports": _("Reports"),
        "duties": _("Duties"),
        "admin": _("Administration"),
    }


def begin(folder: Path) -> Start:
    """Import the actions and the screens before signing in; slow, so run it as a job."""
    office = import_module("hn_desk.actions.office")
    sign_in = import_module("hn_desk.ui.dialogs.sign_in")
    restore = import_module("hn_desk.ui.dialogs.restore")
    is_set_up = office.is_set_up(folder)
    if not is_set_up:
        import_module("hn_desk.ui.dialogs.first_run")
    minutes = import_module("hn_desk.actions.quick_unlock").idle_minutes(folder)
    news = import_module("hn_desk.actions.first_opening").news_of_update(folder)
    return Start(is_set_up, sign_in.SignIn, first_run, restore.Restore, sign_in.Lock, minutes, news)


def undo_update(folder: Path) -> None:
    """Let the kept former program put itself and the records back once this one has ended. DeskError when it can't."""
    updates = import_module("hn_desk.actions.updates")
    updates.begin_helper(folder, import_module("hn_desk.updates.setup").Setup())


def told_update(folder: Path) -> "News | None":
    """What there is to tell of an update once an officer is signed in; it is told once."""
    opening = import_module("hn_desk.actions.first_opening")
    news: News | None = opening.news_of_update(folder)
    return news


def end_update(folder: Path) -> None:
    """Forget an update that was told, with what was kept for the way back; slow on an old disk."""
    import_module("hn_desk.actions.first_opening").end_update(folder)


def first_run(folder: Path, jobs: Any) -> Any:
    """The wizard of the first run; what it needs is imported only where there is no office yet."""
    return import_module("hn_desk.ui.dialogs.first_run").FirstRun(folder, jobs)


def recovery() -> type[Any]:
    """The class of the dialog for the recovery sheet; slow the first time, so run it as a job."""
    made: type[Any] = import_module("hn_desk.ui.dialogs.recovery").RecoverDialog
    return made


def desk() -> type[Any]:
    """The class of the desk with its pages around; slow the first time, so run it as a job."""
    made: type[Any] = import_module("hn_desk.ui.desk").Desk
    return made


def begin_backup(office: "Office") -> Any:
    """The quick half of the day's backup, after the desk can be used; None when there is one already."""
    return import_module("hn_desk.actions.backups").begin_daily(office)


def finish_backup(begun: Any) -> Any:
    """The slow half, which keeps nobody waiting: it needs no open office."""
    return import_module("hn_desk.actions.backups").finish(begun)


def look_through(office: "Office") -> None:
    """Prove what was confirmed, for who holds the second key. DeskError that names what was changed."""
    if office.may("credit.read") and office.keys.second is not None:
        import_module("hn_desk.actions.confirmed_start").look_through(office)


def look_at_program(folder: Path) -> None:
    """Look whether the installed files are there, once a week also at their bytes. DeskError that names them."""
    import_module("hn_desk.actions.program_check").look_at_program(folder)


def note_backup(office: "Office", finished: Any) -> Any:
    """Log the day's backup."""
    return import_module("hn_desk.actions.backups").note_made(office, finished)


def load(place: Place) -> type[Any]:
    """The class of a page; slow the first time, so run it as a job."""
    page: type[Any] = getattr(import_module(place.module), place.page)
    return page


def city_window() -> "type[CityWindow]":
    """The class of the city's window; slow the first time."""
    made: type[CityWindow] = import_module("hn_desk.ui.city.window").CityWindow
    return made
