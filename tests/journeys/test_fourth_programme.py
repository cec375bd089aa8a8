"""A programme that is one data file more goes the whole way: the window, its paper, the packets, the city."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from hn_desk.actions.credit import application, application_ids
from hn_desk.actions.credit_labels import state_label
from hn_desk.actions.packets import seal_packet
from hn_desk.actions.query import Query
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.collect import collect
from hn_desk.city.desk import CityDesk
from hn_desk.city.overview import records, subjects
from hn_desk.city.people import COVER, open_person
from hn_desk.ui import hands
from hn_desk.ui.dialogs.preview import PreviewDialog
from hn_desk.ui.dialogs.signature import NumberDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.pages.outreach import OutreachPage
from tests.actions.conftest import PASSPHRASE
from tests.actions.records import add_event
from tests.fourth import CODE, overlay
from tests.pair import KEY_PASSPHRASE, Pair
from tests.ui.credit_hands import WOMAN, act, begin, choose_row, confirm_here, fill, form_of, opened, save

Show = Callable[[QWidget], QWidget]
NUMBER = "001190012345"
SOLAR = {
    "person.id_number": NUMBER,
    "resides_here": "yes",
    "purpose": "solar",
    "amount": "35 triệu",
    "term_months": "24",
    "documents": {"quotation"},
}


@dataclass(frozen=True, slots=True)
class Wider:
    """An office and its city; the office has the fourth programme's file among its rules."""

    pair: Pair
    jobs: Jobs
    show: Show

    def page(self, login: str) -> CreditPage:
        """The page of loans as an officer sees it."""
        return opened(CreditPage(self.pair.as_officer(login), self.jobs), self.show)

    def state(self, id_: str) -> str:
        return application(self.pair.office, id_).state

    def taken(self, desk: str) -> CityDesk:
        """The city's desk after it took the next packet."""
        sealed = seal_packet(self.pair.clerk, desk, KEY_PASSPHRASE)
        receiver = self.pair.desk(desk)
        assert collect(receiver, sealed.path.read_bytes()).decision == "applied"
        return receiver


def rows(desk: CityDesk, subject: str) -> list[dict[str, object]]:
    """What a desk holds of a subject."""
    held = records(desk, subject)
    return [dict(zip(held.fields, row, strict=True)) for row in held.rows]


@pytest.fixture
def wider(pair: Pair, jobs: Jobs, show: Show, tmp_path: Path) -> Wider:
    office = replace(pair.office, book=rule_book(overlay(tmp_path)))
    return Wider(replace(pair, office=office), jobs, show)


def typed(wider: Wider) -> str:
    """An application typed by the clerk, checked and presented; its id."""
    page = wider.page("lan")
    part = begin(page, CODE)
    fill(part, WOMAN, SOLAR)
    save(part)
    for name in ("check", "present"):
        act(part, name, wider.jobs)
    (id_,) = application_ids(wider.pair.office, Query())
    return id_


def issued(wider: Wider) -> str:
    """The same confirmed by the approver, numbered by the records clerk and marked as sent to the bank."""
    id_ = typed(wider)
    approver = wider.page("hung")
    choose_row(approver, id_)
    act(approver.applications, "confirm", wider.jobs)
    confirm_here(approver, PASSPHRASE)
    clerk = wider.page("mai")
    choose_row(clerk, id_)
    act(clerk.applications, "record_number", wider.jobs)
    dialog = hands.dialog(clerk)
    assert isinstance(dialog, NumberDialog)
    hands.press(dialog.save_button)
    hands.settle(wider.jobs)
    act(clerk.applications, "mark_sent", wider.jobs)
    return id_


def test_it_stands_among_the_programmes_and_asks_its_own_questions(wider: Wider) -> None:
    part = begin(wider.page("lan"), CODE)
    assert part.programme.box.currentText() == "Chương trình xanh"
    asked = {name for name in form_of(part).names() if "." not in name}
    assert {"resides_here", "purpose", "amount", "term_months", "documents"} <= asked
    assert not {"completed_on", "open_loan_purposes", "priority_group"} & asked


def test_its_own_ceiling_is_told_while_the_clerk_types(wider: Wider) -> None:
    part = begin(wider.page("lan"), CODE)
    fill(part, WOMAN, SOLAR, {"amount": "41 triệu"})
    assert "✗ Not met" in part.judgement.verdict.text()
    assert "41.000.000 đồng &gt; 40.000.000 đồng" in " ".join(part.judgement.texts())


def test_it_is_typed_checked_and_presented(wider: Wider) -> None:
    assert state_label(wider.state(typed(wider))) == "Presented for signature"


def test_its_paper_is_drawn_and_kept(wider: Wider, tmp_path: Path) -> None:
    page = wider.page("lan")
    choose_row(page, typed(wider))
    act(page.applications, "print", wider.jobs)
    preview = hands.dialog(page)
    assert isinstance(preview, PreviewDialog)
    assert preview.page_count() >= 1
    preview.save_into(tmp_path)
    hands.settle(wider.jobs)
    preview.close()
    assert [path.read_bytes()[:5] for path in tmp_path.glob("GIAY-*.pdf")] == [b"%PDF-"]


def test_the_city_takes_its_case_without_names(wider: Wider) -> None:
    assert wider.state(issued(wider)) == "sent"
    (case,) = rows(wider.taken("SNV"), "cases")
    assert (case["programme"], case["purpose"], case["amount"]) == (CODE, "solar", 35_000_000)
    assert WOMAN["person.name"] not in str(case)
    assert NUMBER not in str(case)


def test_the_bank_takes_its_paper_with_names(wider: Wider) -> None:
    issued(wider)
    bank = wider.taken("NHCS")
    (paper,) = rows(bank, "papers")
    (line,) = rows(bank, "paper_lines")
    assert (paper["programme"], paper["kind"], paper["amount"]) == (CODE, "application", 35_000_000)
    assert (line["name"], line["id_number"]) == (COVER, COVER)
    (key,) = records(bank, "paper_lines").ids
    person = open_person(bank, ("00070", "paper_lines", key), "đối chiếu danh sách")
    opened = dict(zip(person.fields, person.values, strict=True))
    assert (opened["name"], opened["id_number"]) == (WOMAN["person.name"], NUMBER)


def test_no_other_desk_hears_of_it(wider: Wider) -> None:
    issued(wider)
    desk = wider.taken("STC")
    held = [row for subject, _title, _count in subjects(desk) for row in rows(desk, subject)]
    assert held
    assert CODE not in str(held)


def test_its_outreach_is_a_topic_and_its_figures_reach_its_desk(wider: Wider) -> None:
    page = OutreachPage(wider.pair.office, wider.jobs)
    wider.show(page)
    page.reload()
    hands.settle(wider.jobs)
    assert CODE in page.form.topic.codes()
    add_event(wider.pair.office, topic=CODE)
    told = {row["key"]: row["value"] for row in rows(wider.taken("SNV"), "figures")}
    assert (told[f"{CODE}.events"], told[f"{CODE}.people"]) == (1, 45)
