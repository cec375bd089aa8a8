"""The city lowers a programme's ceiling in its window; an office looks, applies, and judges by it from that day on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from hn_desk.actions.credit import save_application
from hn_desk.ui import hands
from hn_desk.ui.city.authority import AuthorityScreen
from hn_desk.ui.city.reference import ReferenceScreen
from hn_desk.ui.city.window import CityWindow
from hn_desk.ui.desk import Desk
from hn_desk.ui.dialogs.city_rules import CityRulesDialog
from hn_desk.ui.dialogs.trust_preview import TrustDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.loader import PLACES
from hn_desk.ui.pages.admin_keys import Keys
from tests.actions.credit_samples import WORK
from tests.pair import CITY_PASSPHRASE, Pair
from tests.ui.credit_hands import choose_row
from tests.ui.test_city import Open, open_window

__all__ = ["open_window"]
SOURCE = "Nghị định 99/2026/NĐ-CP"


class Office:
    """An office's window, whose officer works with credit files and administers, on a day that can be chosen."""

    def __init__(self, pair: Pair, jobs: Jobs, show: Callable[[QWidget], QWidget]) -> None:
        self.jobs, self.day = jobs, date(2026, 11, 20)
        roles = pair.office.officer.roles | {"administrator", "approver"}
        officer = replace(pair.office.officer, roles=roles)
        self.office = replace(pair.office, officer=officer, clock=self._now)
        self.file = save_application(self.office, WORK).id
        self.desk = Desk(self.office, jobs, PLACES)
        show(self.desk).resize(1366, 768)

    def _now(self) -> datetime:
        return datetime(self.day.year, self.day.month, self.day.day, 3, tzinfo=UTC)

    def verdict(self, day: date) -> str:
        """What the judgement beside the application says on a day, read from the screen."""
        self.day = day
        self.desk.go("credit")
        page: Any = self.desk.page("credit")
        page.reload()
        hands.settle(self.jobs)
        choose_row(page, self.file)
        hands.settle(self.jobs)
        told: str = page.applications.judgement.verdict.text()
        return told + "\n".join(page.applications.judgement.texts())

    def read_in(self, pack: Path) -> CityRulesDialog:
        """Install the trust pack on the tab of keys; what it would change is shown by itself."""
        self.desk.go("admin")
        page: Any = self.desk.page("admin")
        part = page.part(Keys)
        page.tabs.setCurrentWidget(part)
        hands.settle(self.jobs)
        part.install_trust(pack)
        hands.settle(self.jobs)
        preview = hands.dialog(part)
        assert isinstance(preview, TrustDialog)
        hands.press(preview.apply_button)
        hands.settle(self.jobs)
        dialog = hands.dialog(part)
        assert isinstance(dialog, CityRulesDialog)
        hands.settle(self.jobs)
        return dialog


def lower_the_ceiling(window: CityWindow, into: Path) -> Path:
    """Add the value in the authority's window, look at what changes, write the trust pack; its path."""
    hands.press(window.entrance.authority_button)
    hands.settle(window.jobs)
    authority = window.screen_shown()
    assert isinstance(authority, AuthorityScreen)
    hands.press(authority.requests.rules_button)
    hands.settle(window.jobs)
    screen = window.screen_shown()
    assert isinstance(screen, ReferenceScreen)
    screen.table.choose("programmes/gqvl.toml:numbers.person_ceiling:2026-01-01")
    hands.press(screen.add_button)
    hands.settle(window.jobs)
    assert screen.form.problem_at("source") == "Type the paper that says so: number, day, who signed."
    for name, typed in (("value", "90.000.000"), ("since", "1/12/2026"), ("source", SOURCE)):
        hands.fill(screen.form, name, typed)
    hands.press(screen.add_button)
    hands.settle(window.jobs)
    (row,) = screen.changes.rows()
    assert (row.change.before, row.change.after, row.change.source) == ("200.000.000", "90.000.000", SOURCE)
    hands.press(screen.back_button)
    hands.settle(window.jobs)
    authority = window.screen_shown()
    assert isinstance(authority, AuthorityScreen)
    hands.type_text(authority.requests.passphrase, CITY_PASSPHRASE)
    authority.requests.write_trust(into)
    hands.settle(window.jobs)
    return into / "TIN-000002.pdf"


def test_a_ceiling_is_lowered_by_the_city_and_seen_in_the_next_judgement(
    pair: Pair, jobs: Jobs, show: Callable[[QWidget], QWidget], tmp_path: Path, open_window: Open
) -> None:
    into = tmp_path / "stick"
    into.mkdir()
    office = Office(pair, jobs, show)
    later = date(2026, 12, 1)
    assert "100.000.000 đồng ≤ 200.000.000 đồng" in office.verdict(later)

    window = open_window(pair.city)
    pack = lower_the_ceiling(window, into)
    office.day = date(2026, 11, 21)
    dialog = office.read_in(pack)

    (row,) = dialog.table.rows()
    assert (row.change.before, row.change.after, row.change.since) == ("200.000.000", "90.000.000", later)
    assert "1 open applications, of which 1 would be judged otherwise" in dialog.touched.text()
    assert not dialog.desks.isVisible()
    hands.press(dialog.apply_button)
    hands.settle(jobs)
    assert "The rules of trust pack 2 are in use" in dialog.state.text()
    assert not dialog.apply_button.isVisible()
    hands.press(dialog.close_button)

    assert "100.000.000 đồng ≤ 200.000.000 đồng" in office.verdict(date(2026, 11, 30))
    told = office.verdict(later)
    assert "✗ Not met" in told
    assert "100.000.000 đồng &gt; 90.000.000 đồng" in told or "100.000.000 đồng > 90.000.000 đồng" in told
