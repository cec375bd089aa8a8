"""A fourth programme takes one data file and one file of cases; nothing in the code knows of it."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from hn_desk.actions.credit import ApplicationDraft, application, check, fields, judge, programmes, save_application
from hn_desk.actions.office import Office, unlock
from hn_desk.actions.outreach import audiences, topics
from hn_desk.actions.papers import print_form
from hn_desk.actions.rulebook import rule_book
from hn_desk.rules.case_file import StatedCase, try_case
from hn_desk.rules.programme_file import load_programme
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.credit_samples import WOMAN, presented, with_facts
from tests.actions.test_papers import words
from tests.fourth import CODE, PROGRAMME, RESOURCES, cases, overlay

FEWEST_CASES = 12
DRAFT = ApplicationDraft(
    programme=CODE,
    applicant="person",
    person=WOMAN,
    facts={
        "resides_here": True,
        "purpose": "solar",
        "amount": 35_000_000,
        "term_months": 24,
        "documents": frozenset({"quotation"}),
    },
)


@pytest.fixture
def wider(office_folder: Path, tmp_path: Path) -> Iterator[Office]:
    """The office as lan, with the fourth programme's file among its rules."""
    opened = unlock(office_folder, "lan", PASSPHRASE, clock=lambda: NOW, book=rule_book(overlay(tmp_path)))
    yield opened
    opened.close()


def test_it_takes_one_file_more(tmp_path: Path) -> None:
    before = {path.relative_to(RESOURCES) for path in RESOURCES.rglob("*.toml")}
    place = overlay(tmp_path)
    after = {path.relative_to(place) for path in place.rglob("*.toml")}
    assert after - before == {Path("programmes") / f"{CODE}.toml"}


def test_it_has_its_cases() -> None:
    assert len(cases()) >= FEWEST_CASES


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_a_case_is_judged_as_it_says(case: StatedCase) -> None:
    programme = load_programme(tomllib.loads(PROGRAMME.read_text(encoding="utf-8")), f"{CODE}.toml")
    assert try_case(programme, case).differences == ()


def test_it_is_offered_with_its_questions(wider: Office) -> None:
    assert [one.name for one in programmes(wider) if one.code == CODE] == ["Chương trình xanh"]
    asked = {field.name: field for field in fields(wider, CODE, "person")}
    assert list(asked) == ["resides_here", "purpose", "amount", "term_months", "loan_on", "documents"]
    assert [choice.label for choice in asked["purpose"].choices] == ["Lắp đặt điện mặt trời", "Thay bếp than tổ ong"]


def test_it_judges_by_its_own_ceiling(wider: Office) -> None:
    assert judge(wider, DRAFT).verdict == "pass"
    judged = judge(wider, with_facts(DRAFT, amount=41_000_000))
    assert judged.verdict == "refuse"
    assert "41.000.000 đồng > 40.000.000 đồng" in [finding.figure for finding in judged.findings]


def test_its_paper_says_its_own_words(wider: Office) -> None:
    text = words(print_form(wider, presented(wider, DRAFT)))
    assert "Cho vay mua sắm thiết bị tiết kiệm năng lượng" in text
    assert "Lắp đặt điện mặt trời" in text
    assert "Quyết định số 99/2026/QĐ-UBND" in text
    assert "có nhu cầu thay thiết bị" in text


def test_its_applications_are_kept_like_any_others(wider: Office) -> None:
    kept = save_application(wider, DRAFT).id
    check(wider, kept)
    assert (application(wider, kept).state, application(wider, kept).programme_name) == ("checked", "Chương trình xanh")


def test_its_outreach_has_its_own_topic_and_audiences(wider: Office) -> None:
    assert CODE in {topic.code for topic in topics(wider)}
    assert [one.code for one in audiences(wider, CODE)] == ["residents"]
