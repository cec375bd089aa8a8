"""The registers on the page of reports: typed in, changed, taken out, by whose they are."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hn_desk.actions.office import Office, Officer
from hn_desk.actions.register_examples import examples, save_example
from hn_desk.actions.register_plans import plans, save_plan
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.registers import Registers
from hn_desk.ui.pages.registers_duties import PapersFromAbove, Plans
from hn_desk.ui.pages.registers_topics import Examples
from hn_desk.ui.pages.reports import ReportsPage
from tests.actions.register_cases import EXAMPLE, PLAN
from tests.ui.conftest import Show


def made(office: Office, jobs: Jobs, show: Show) -> ReportsPage:
    page = ReportsPage(office, jobs)
    show(page).resize(1366, 728)
    jobs.changed.connect(lambda _changed: page.reload())
    page.tabs.setCurrentWidget(page.registers)
    hands.settle(jobs)
    return page


def as_role(office: Office, role: str) -> Office:
    return replace(office, officer=Officer("x" * 36, "Đinh Thị Tâm", frozenset({role}), ""))


def titles(registers: Registers) -> list[str]:
    return [registers.tabs.tabText(place) for place in range(registers.tabs.count())]


def test_a_plan_is_typed_in_mended_and_deleted_after_asking(office: Office, jobs: Jobs, show: Show) -> None:
    page = made(office, jobs, show)
    part = page.registers.shown()
    assert isinstance(part, Plans)
    assert not page.print_button.isVisible()
    typed = {"duty": "D3", "title": "Kế hoạch hỗ trợ DNNVV", "number": "12/KH-UBND"}
    for name, value in typed.items():
        hands.fill(part.form, name, value)
    assert page.is_changed()
    hands.press(part.save)
    hands.settle(jobs)
    assert part.form.problem_at("issued_on") == "Type the day of the plan."
    hands.fill(part.form, "issued_on", "20/01/2026")
    hands.press(part.save)
    hands.settle(jobs)
    (kept,) = plans(office)
    assert (kept.duty, kept.year, kept.author, kept.issued_on) == ("D3", 2026, "ubnd", date(2026, 1, 20))
    assert not page.is_changed()
    hands.pick(part.table, 0)
    hands.settle(jobs)
    hands.fill(part.form, "title", "Kế hoạch khác")
    hands.press(part.save)
    hands.settle(jobs)
    assert plans(office)[0].title == "Kế hoạch khác"
    hands.press(part.delete)
    hands.press(hands.button(hands.dialog(page), "Delete for good"))
    hands.settle(jobs)
    assert plans(office) == ()
    assert part.table.rowCount() == 0


def test_birth_and_consent_are_asked_of_a_person_alone(office: Office, jobs: Jobs, show: Show) -> None:
    page = made(office, jobs, show)
    page.registers.open_record(save_example(office, EXAMPLE).id)
    hands.settle(jobs)
    hands.settle(jobs)
    part = page.registers.shown()
    assert isinstance(part, Examples)
    birth = part.form.field("birth")
    assert part.form.field("name").value() == EXAMPLE.name
    assert not birth.isVisible()
    hands.choose(part.kind, "person")
    assert birth.isVisible()
    for name, value in {"birth": "2010", "consent_number": "Giấy 5", "consent_on": "01/02/2026"}.items():
        hands.fill(part.form, name, value)
    hands.press(part.save)
    hands.settle(jobs)
    assert part.form.problem_at("birth").startswith("Nobody under 18")
    hands.fill(part.form, "birth", "1990")
    hands.tick(part.groups, ["group_school"])
    hands.press(part.save)
    hands.settle(jobs)
    (kept,) = examples(office)
    assert (kept.kind, kept.birth) == ("person", "1990")
    assert "group_school" in kept.groups


def test_a_standing_paper_asks_for_a_day_of_every_year(office: Office, jobs: Jobs, show: Show) -> None:
    page = made(office, jobs, show)
    page.registers.tabs.setCurrentIndex(2)
    part = page.registers.shown()
    assert isinstance(part, PapersFromAbove)
    assert part.form.field("due_on").isVisible()
    hands.choose(part.kind, "standing")
    assert not part.form.field("due_on").isVisible()
    assert part.form.field("due_day").isVisible()


def test_each_role_finds_the_registers_and_duties_that_are_its_own(
    office: Office, as_officer: Callable[[str], Office], jobs: Jobs, show: Show
) -> None:
    save_plan(office, PLAN)
    clerk = made(as_role(office, "economy"), jobs, show)
    assert "Models and examples" not in titles(clerk.registers)
    (plan_part, work, *_others) = clerk.registers.parts()
    assert plan_part.chosen_by.codes() == ("D3",)
    assert work.chosen_by.codes() == ("D1", "D2", "D3")
    reader = made(as_officer("hung"), jobs, show)
    part = reader.registers.shown()
    assert part is not None
    assert not part.new.isVisible()
    hands.pick(part.table, 0)
    hands.settle(jobs)
    assert part.form.is_locked
    assert part.form.field("title").value() == PLAN.title
    assert not part.delete.isVisible()
    police = made(as_role(office, "police"), jobs, show)
    assert [police.tabs.tabText(place) for place in range(police.tabs.count())] == ["Registers"]
    assert titles(police.registers) == ["Yearly plans"]
    (own,) = police.registers.parts()
    assert own.chosen_by.codes() == ("D5",)
    for name, value in {"title": "Kế hoạch của Công an"}.items():
        hands.fill(own.form, name, value)
    hands.press(own.save)
    hands.settle(jobs)
    assert {(row.duty, row.author) for row in plans(office)} == {("D3", "ubnd"), ("D5", "police")}
