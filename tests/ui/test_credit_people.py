"""People and establishments in the form of an application: workers, representative, papers, a card that is read."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from hn_desk.actions.confirmations import Subject
from hn_desk.actions.credit import Intake, Paper, Representative, application, application_ids, save_application
from hn_desk.actions.lists import save_list
from hn_desk.actions.office import Office
from hn_desk.actions.query import Query
from hn_desk.ui import hands
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.credit import CreditPage
from hn_desk.ui.pages.credit_card import CardBox
from hn_desk.ui.pages.credit_documents import DAY, ISSUER, NUMBER, DocumentsField
from hn_desk.ui.pages.credit_form import ApplicationForm
from hn_desk.ui.widgets.worker_table import WorkerTable
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.actions.test_credit_parts import FOUR_OF_41, MOTHER, PLANT
from tests.ui.conftest import Show
from tests.ui.credit_hands import (
    WOMAN,
    WORK,
    act,
    begin,
    choose_row,
    confirm_here,
    fill,
    form_of,
    opened,
    save,
)

As = Callable[[str], Office]
QR = "001310012345|012345678|Nguyễn Thị Hòa|03052010|Nữ|Số 5, Hàng Bạc, Hoàn Kiếm, Hà Nội|10052025"
PLANT_TYPED = {
    "establishment.name": "Cơ sở mộc Hòa Bình",
    "establishment.plan_place": "Số 8 phố Hàng Quạt",
    "establishment.project_cost": "1,5 tỷ",
    "establishment.own_capital": "500 triệu",
    "is_lawful": "yes",
    "plan_here": "yes",
    "purpose": "business",
    "amount": "1 tỷ",
    "term_months": "60",
    "documents": {"loan_plan", "labour_contracts"},
}
LISTED_MINOR = {
    "person.name": "Trần Thị Én",
    "person.sex": "female",
    "person.birth": "3/5/2010",
    "person.address": "Số 3 ngõ Hội Vũ",
    "decision_on": "1/6/2026",
    "obeys_law": "yes",
    "purpose": "business",
    "amount": "80 triệu",
    "term_months": "60",
    "open_loan_purposes": {"none"},
    "documents": {"completion_paper"},
}


@pytest.fixture
def page(office: Office, jobs: Jobs, show: Show) -> CreditPage:
    return opened(CreditPage(office, jobs), show)


def table_of(form: ApplicationForm) -> WorkerTable:
    field = form.field("workers")
    assert isinstance(field, WorkerTable)
    return field


def only_id(office: Office) -> str:
    (id_,) = application_ids(office, Query())
    return id_


def told(page: CreditPage) -> str:
    return " ".join(page.applications.judgement.texts()).replace("&lt;", "<")


def copied(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def excel(workers: int) -> str:
    """The first workers of the plant as copied from a workbook with a heading and a numbering column."""
    lines = [
        f"{n}\t{one.name}\t{one.born}\t{one.contract_number}\t01/02/2025\t{'x' if one.is_qualifying else ''}"
        for n, one in enumerate(FOUR_OF_41[:workers], 1)
    ]
    return "\n".join(("STT\tHọ và tên\tNăm sinh\tSố HĐ\tNgày HĐ\tĐối tượng", *lines))


def test_an_establishment_refused_at_976_is_confirmed_after_a_new_contract(
    page: CreditPage, office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    part = begin(page, "qd08")
    hands.choose(part.applicant, "establishment")
    hands.settle(page.jobs)
    fill(part, PLANT_TYPED)
    workers = table_of(form_of(part))
    copied(excel(41))
    workers.table.setFocus()
    QTest.keyClick(workers.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    hands.type_cell(workers.table, 41, 0, "Lê Thị Cúc")
    hands.settle(page.jobs)
    assert "4/41 lao động = 9,76 % < 10 %" in told(page)
    save(part)
    assert application(office, only_id(office)).verdict == "refuse"
    hands.type_cell(table_of(form_of(part)).table, 41, 2, "42/HĐLĐ")
    hands.type_cell(table_of(form_of(part)).table, 41, 3, "20/11/2026")
    hands.type_cell(table_of(form_of(part)).table, 41, 4, "x")
    hands.settle(page.jobs)
    assert "5/42 lao động" in told(page)
    save(part)
    act(part, "check", page.jobs)
    act(part, "present", page.jobs)
    approver = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(approver, only_id(office))
    act(approver.applications, "confirm", jobs)
    confirm_here(approver, PASSPHRASE)
    kept = application(office, only_id(office))
    assert (kept.state, kept.draft.workers[41].contract_on) == ("signed", date(2026, 11, 20))
    assert kept.subject == Subject("plan", only_id(office))


def test_a_minor_is_confirmed_with_a_representative(
    page: CreditPage, office: Office, as_officer: As, jobs: Jobs, show: Show
) -> None:
    list_id = save_list(office, replace(samples.POLICE_LIST, programme="qd08")).id
    page.reload()
    hands.settle(page.jobs)
    part = begin(page, "qd08")
    fill(part, LISTED_MINOR, {"list_id": list_id})
    assert "A representative signs" in told(page)
    typed = {"name": MOTHER.name, "relation": "mẹ", "id_number": MOTHER.id_number, "phone": "0912345678"}
    fill(part, {f"representative.{name}": value for name, value in typed.items()})
    assert "Under age; a representative signs." in told(page)
    save(part)
    act(part, "check", page.jobs)
    hands.press(part.acts.buttons["open_list"])
    hands.settle(page.jobs)
    act(page.lists, "present", page.jobs)
    approver = opened(CreditPage(as_officer("hung"), jobs), show)
    choose_row(approver, list_id)
    act(approver.lists, "confirm", jobs)
    confirm_here(approver, PASSPHRASE)
    kept = application(office, only_id(office))
    assert (kept.state, kept.draft.representative.name) == ("signed", MOTHER.name)


def test_a_wrong_representative_is_marked_at_the_field(page: CreditPage) -> None:
    part = begin(page, "gqvl")
    fill(part, WOMAN, WORK, {"representative.name": "Lê Thị Cúc"})
    save(part)
    assert form_of(part).problem_at("representative.id_number") == "Type the representative's ID number."
    assert form_of(part).problem_at("representative.relation")


def test_papers_and_the_receipt_are_typed_and_kept(page: CreditPage, office: Office) -> None:
    part = begin(page, "gqvl")
    fill(part, WOMAN, WORK, {"intake.receipt_number": "H29-0007", "intake.answer_on": "25/11/2026"})
    field = form_of(part).field("documents")
    assert isinstance(field, DocumentsField)
    for place, words in ((NUMBER, "15/GCN"), (DAY, "1/6/2026"), (ISSUER, "Tổ TK&VV số 3")):
        hands.type_text(field.line("loan_application", place), words)
    save(part)
    kept = application(office, only_id(office)).draft
    assert kept.papers == {"loan_application": Paper("", "15/GCN", date(2026, 6, 1), "Tổ TK&VV số 3")}
    assert kept.intake == Intake("H29-0007", date(2026, 11, 25))
    assert field.line("loan_application", DAY).text() == "01/06/2026"
    assert not page.is_changed()


def test_a_paper_s_wrong_day_is_marked(page: CreditPage, office: Office) -> None:
    part = begin(page, "gqvl")
    fill(part, WOMAN, WORK)
    field = form_of(part).field("documents")
    assert isinstance(field, DocumentsField)
    hands.type_text(field.line("loan_application", DAY), "31/6/2026")
    save(part)
    assert "30" in form_of(part).problem_at("documents")
    assert application_ids(office, Query()) == ()


def scanned(box: CardBox, text: str) -> str:
    """What the box says after a scanner's burst."""
    hands.burst(box.line, text + "\r")
    return " ".join(box.texts())


def test_a_scanned_card_is_shown_beside_what_is_typed_and_fills_only_when_told(page: CreditPage) -> None:
    part = begin(page, "gqvl")
    fill(part, {"person.name": "Nguyễn Thị Hoa", "person.address": "Số 12 phố Hàng Bông"})
    form = form_of(part)
    said = scanned(form.card, QR)
    assert "≠ Nguyễn Thị Hoa" in said
    assert "03/05/2010" in said
    assert form.card.line.text() == ""
    assert form.field("person.name").value() == "Nguyễn Thị Hoa"
    hands.press(form.card.take)
    hands.settle(page.jobs)
    values = {name: form.field(f"person.{name}").value() for name in ("name", "birth", "sex", "id_number", "address")}
    assert values == {
        "name": "Nguyễn Thị Hòa",
        "birth": "2010-05-03",
        "sex": "female",
        "id_number": "001310012345",
        "address": "Số 12 phố Hàng Bông",
    }
    assert application_ids(page.office, Query()) == ()
    assert not form.card.take.isVisible()


def test_a_card_that_is_left_changes_nothing(page: CreditPage) -> None:
    form = form_of(begin(page, "gqvl"))
    scanned(form.card, QR)
    hands.press(form.card.leave)
    assert form.field("person.name").value() == ""
    assert not page.is_changed()


def test_a_pasted_card_is_read_at_once(page: CreditPage) -> None:
    form = form_of(begin(page, "gqvl"))
    copied(QR)
    form.card.line.setFocus()
    QTest.keyClick(form.card.line, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert "Nguyễn Thị Hòa" in " ".join(form.card.texts())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (QR.rpartition("|")[0], "broke off"),
        (QR.replace("0", "đ").replace("1", "ă"), "Vietnamese keyboard"),
        (QR.replace("Nguyễn Thị Hòa", "Nguyeenx Thij Hoaf"), "Telex"),
        ("8934563138165", "not the code of a citizen's card"),
    ],
)
def test_a_garbled_scan_is_explained(page: CreditPage, text: str, why: str) -> None:
    form = form_of(begin(page, "gqvl"))
    assert why in scanned(form.card, text)
    assert form.card.line.text() == ""
    assert not form.card.take.isVisible()


def test_a_picture_of_the_card_is_read(page: CreditPage, tmp_path: Path) -> None:
    form = form_of(begin(page, "gqvl"))
    drawn = BytesIO()
    segno.make(QR).save(drawn, kind="png", scale=5)
    (tmp_path / "the.png").write_bytes(drawn.getvalue())
    form.card.read_file(tmp_path / "the.png")
    hands.settle(page.jobs)
    assert "001310012345" in " ".join(form.card.texts())
    (tmp_path / "no.png").write_bytes(b"nothing")
    form.card.read_file(tmp_path / "no.png")
    hands.settle(page.jobs)
    assert "can't be read" in " ".join(form.card.texts())


def test_the_representative_s_card_fills_name_and_number(page: CreditPage) -> None:
    form = form_of(begin(page, "gqvl"))
    scanned(form.representative_card, QR.replace("001310012345", "001188012349").replace("03052010", "03051988"))
    hands.press(form.representative_card.take)
    values = [form.field(f"representative.{name}").value() for name in ("name", "id_number")]
    assert values == ["Nguyễn Thị Hòa", "001188012349"]


def test_what_a_scanner_typed_is_in_no_draft(page: CreditPage) -> None:
    form = form_of(begin(page, "gqvl"))
    hands.burst(form.card.line, QR)
    assert form.card.line.text() == QR
    assert form.unsaved() == {}


def test_a_record_that_can_t_be_changed_takes_no_card(page: CreditPage, office: Office) -> None:
    id_ = samples.presented(office).id
    page.reload()
    choose_row(page, id_)
    assert not form_of(page.applications).card.isVisible()


def test_drafts_keep_workers_papers_and_representative(page: CreditPage) -> None:
    part = begin(page, "qd08")
    fill(part, {"documents": {"completion_paper"}, "representative.name": "Lê Thị Cúc"})
    first = form_of(part)
    field = first.field("documents")
    assert isinstance(field, DocumentsField)
    hands.type_text(field.line("completion_paper", DAY), "31/6/2026")
    again = ApplicationForm(page.office, page.jobs, first.asked)
    again.type_again(first.unsaved())
    assert again.unsaved() == first.unsaved()
    assert again.field("documents").typed() == ["completion_paper\t\t\t31/6/2026\t"]
    hands.choose(part.applicant, "establishment")
    hands.settle(page.jobs)
    second = form_of(part)
    hands.type_cell(table_of(second).table, 0, 0, "Trần Văn Ân")
    hands.type_cell(table_of(second).table, 0, 1, "31/6/1985")
    again = ApplicationForm(page.office, page.jobs, second.asked)
    again.type_again(second.unsaved())
    assert again.field("workers").typed() == ["Trần Văn Ân\t31/6/1985\t\t\t"]


def test_named_workers_hold_the_numbers_and_an_empty_table_gives_them_back(page: CreditPage, office: Office) -> None:
    id_ = save_application(office, replace(PLANT, workers=FOUR_OF_41[:2])).id
    page.reload()
    choose_row(page, id_)
    form = form_of(page.applications)
    assert [form.field(name).value() for name in ("workers_total", "workers_qualifying")] == [2, 2]
    with pytest.raises(hands.CannotError):
        hands.fill(form, "workers_total", "5")
    workers = table_of(form)
    for _line in range(2):
        workers.table.setCurrentCell(0, 0)
        hands.press(workers.remove)
    assert workers.value() == ()
    hands.fill(form, "workers_total", "500")
    assert form.field("workers_total").value() == 500


def test_a_line_that_can_t_be_read_is_named(page: CreditPage) -> None:
    part = begin(page, "qd08")
    hands.choose(part.applicant, "establishment")
    hands.settle(page.jobs)
    workers = table_of(form_of(part))
    copied("Trần Văn Ân\t1985\t1/HĐLĐ\t1/2/2025\tx\nLê Thị Cúc\tkhông rõ\nLò Văn Xôm\t\t2/HĐLĐ\n")
    hands.press(workers.paste)
    assert workers.problem().startswith("Line 2: ")
    hands.type_cell(workers.table, 1, 1, "1990")
    assert workers.problem() == "Line 3: The contract's day is missing."
    hands.type_cell(workers.table, 2, 3, "hôm nay")
    assert workers.problem() == ""
    assert [one.has_contract for one in workers.value()] == [True, False, True]


def test_a_card_and_a_representative_are_the_only_people_asked_of_a_borrower(page: CreditPage) -> None:
    part = begin(page, "qd08")
    assert "workers" not in form_of(part).names()
    assert Representative() == form_of(part).half_typed().representative
