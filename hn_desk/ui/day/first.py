"""The first run of the day: choose the office, type the officers and the residential groups."""

from dataclasses import dataclass
from typing import Any, Final

from hn_desk.i18n import _
from hn_desk.ui import hands
from hn_desk.ui.day.clerk import Clerk
from hn_desk.ui.day.invented import PASSPHRASE, Invented
from hn_desk.ui.dialogs.first_run import FirstRun
from hn_desk.ui.dialogs.sign_in import SignIn
from hn_desk.ui.pages.admin_office import OfficeWords

LAN: Final = "lan"
MINH: Final = "minh"
HUNG: Final = "hung"
MAI: Final = "mai"
ANH: Final = "anh"


@dataclass(frozen=True, slots=True)
class Colleague:
    """An officer of the day's office."""

    name: str
    login: str
    position: str
    roles: frozenset[str]


COLLEAGUES: Final = (
    Colleague("Nguyễn Thị Lan", LAN, "Chuyên viên", frozenset({"economy", "social"})),
    Colleague("Trần Văn Hùng", HUNG, "Phó Chủ tịch", frozenset({"approver"})),
    Colleague("Đỗ Thị Mai", MAI, "Văn thư", frozenset({"records", "head"})),
    Colleague("Phạm Quốc Anh", ANH, "Quản trị", frozenset({"administrator", "auditor"})),
)


def first_run(clerk: Clerk, invented: Invented, commune: str) -> None:
    """Make the office through the wizard; `commune` is typed as a clerk would, without accents."""
    hands.wait_until(lambda: isinstance(clerk.window.screens.currentWidget(), FirstRun))
    clerk.settle()
    screen: Any = clerk.window.screens.currentWidget()
    hands.fill(screen.office, "office_code", commune)
    hands.fill(screen.office, "environment", "training")
    clerk.shot("first-run-office")
    _next(clerk, screen)
    for colleague in COLLEAGUES:
        _take(clerk, screen, colleague)
    clerk.shot("first-run-officers")
    _next(clerk, screen)
    hands.type_text(screen.groups.field("groups"), "\n".join(invented.groups()))
    clerk.shot("first-run-groups")
    _next(clerk, screen)
    clerk.settle()
    clerk.shot("first-run-sheet")
    hands.type_text(screen.sheet.field("typed"), " ".join(screen.sheet.sheet.words))
    _next(clerk, screen)
    clerk.shot("first-run-summary")
    clerk.press(hands.button(screen, _("&Make the office")))
    hands.wait_until(lambda: isinstance(clerk.window.screens.currentWidget(), SignIn))
    clerk.settle()
    clerk.shot("sign-in")


def office_words(clerk: Clerk) -> None:
    """Say how the office's papers are headed and signed, in the administration page."""
    page = clerk.go("admin")
    part: Any = page.part(OfficeWords)
    page.tabs.setCurrentWidget(part)
    clerk.settle()
    approver = next(one for one in COLLEAGUES if one.login == HUNG)
    typed = {
        "upper_line": "UBND THÀNH PHỐ HÀ NỘI",
        "sign_for": "KT.",
        "sign_authority": "CHỦ TỊCH",
        "approver_title": approver.position.upper(),
        "approver_name": approver.name,
    }
    for name, value in typed.items():
        hands.fill(part.form, name, value)
    clerk.save(part.form, hands.button(part.form, _("&Save")))
    clerk.shot("admin-papers")


def _take(clerk: Clerk, screen: Any, colleague: Colleague) -> None:
    form = screen.officers.form
    for name in ("name", "position", "login", "roles"):
        hands.fill(form, name, getattr(colleague, name))
    for name in ("passphrase", "again"):
        hands.type_text(form.field(name), PASSPHRASE)
    clerk.press(hands.button(form, _("&Take this officer")))


def _next(clerk: Clerk, screen: Any) -> None:
    before = screen.steps.currentIndex()
    clerk.press(hands.button(screen, _("&Next")))
    if screen.steps.currentIndex() == before:
        raise RuntimeError("the first run did not go on")
