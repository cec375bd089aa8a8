"""Each of the five official reports, with sixty events and with nothing, laid out by NĐ 30 on paper and in Word."""

import shutil
import subprocess
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import pytest

from hn_desk.actions.office import Office, unlock
from hn_desk.actions.office_report_facts import ReportTexts
from hn_desk.actions.office_report_files import print_office_report
from hn_desk.actions.office_report_freezing import save_texts
from hn_desk.actions.office_reports import composed
from hn_desk.models.tables import EventGroup, OutreachEvent
from hn_desk.reports import office_report_word
from hn_desk.rules.text import text_key
from tests.actions.conftest import NOW, PASSPHRASE
from tests.actions.records import add_contact, add_household, group_ids
from tests.forms.measures import Measured, measured
from tests.forms.pages import page_texts

CODES = ("gqvl", "kh297", "month", "qd08", "sme")
TOPICS = ("gqvl", "kh297", "qd08", "sme")
EVENTS = 60
FULL, EMPTY = "2026", "2025"
MONTH, EMPTY_MONTH = "2026-Q2", "2025-Q2"
TYPED = unicodedata.normalize("NFD", "Đề nghị Thành phố bố trí kinh phí; ") * 6 + "tuyêntruyền" * 20
Reports = Mapping[tuple[str, str], tuple[bytes, bytes]]
"""The PDF and the Word document of each report and period."""


def fill(office: Office) -> None:
    with office.write() as session:
        group = group_ids(session)[0]
        for topic in TOPICS:
            session.add_all(event(office, topic, n, group) for n in range(1, EVENTS + 1))
    add_contact(office, add_household(office), date(2026, 5, 5))


def event(office: Office, topic: str, n: int, group: str) -> OutreachEvent:
    title, day = f"Tuyên truyền {topic} đợt {n:02}", date(2026, 4, 1) + timedelta(days=n)
    row = OutreachEvent(
        topic=topic, title=title, sort_key=text_key(title), form="conference", state="done", starts_on=day
    )
    row.audiences, row.people, row.officer_id, row.groups = [], 30 + n, office.officer.id, [EventGroup(group_id=group)]
    return row


def periods(code: str) -> tuple[str, str]:
    return (MONTH, EMPTY_MONTH) if code == "month" else (FULL, EMPTY)


@pytest.fixture(scope="module")
def drawn(office_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Reports:
    folder = tmp_path_factory.mktemp("layout") / "office"
    shutil.copytree(office_template, folder)
    office = unlock(folder, "lan", PASSPHRASE, clock=lambda: NOW)
    try:
        fill(office)
        made = {}
        for code in CODES:
            full, empty = periods(code)
            if code != "gqvl":
                slots = {slot.code: TYPED for slot in composed(office, code, full).slots}
                save_texts(office, ReportTexts(code, full, slots))
            for period in (full, empty):
                pdf = print_office_report(office, code, period).pdf
                made[code, period] = (pdf, office_report_word.draw(composed(office, code, period).document))
        return made
    finally:
        office.close()


def check_page(page: Measured, number: int) -> None:
    """Size, margins, page number."""
    assert (round(page.width), round(page.height)) in {(210, 297), (297, 210)}
    inner = [piece for piece in page.pieces if 12 < piece.baseline < page.height - 12]
    assert min(piece.left for piece in inner) >= 29.5
    assert max(piece.right for piece in inner) <= page.width - 14.5
    top = [piece for piece in page.pieces if piece.baseline <= 16 and piece.words != "DỰ THẢO"]
    assert [piece.words.strip() for piece in top] == ([str(number)] if number > 1 else [])
    assert all(piece.size == 13 and piece.centre == pytest.approx(page.width / 2, abs=0.5) for piece in top)


def check_annexes(pages: list[Measured]) -> None:
    """Annexes lie across behind the text, each from a page of its own with its number first."""
    across = [page.width > page.height for page in pages]
    assert across == sorted(across)
    if any(across):
        first = pages[across.index(True)].one("Phụ lục")
        assert (first.size, first.face, first.baseline < 30) == (14, "Bold", True)
        assert first.centre == pytest.approx(30 + 252 / 2, abs=1)


@pytest.mark.parametrize("code", CODES)
def test_a_report_with_much_and_with_nothing_keeps_the_layout(drawn: Reports, code: str) -> None:
    for period in periods(code):
        pages = measured(drawn[code, period][0])
        for number, page in enumerate(pages, 1):
            check_page(page, number)
        check_annexes(pages)
        assert (pages[0].one("BÁO CÁO").size, pages[0].one("BÁO CÁO").face) == (14, "Bold")
        assert pages[0].one("I. ").face == "Bold"
        assert {piece.size for piece in pages[0].pieces if piece.face == "LiberationSerif"} >= {13, 14}


@pytest.mark.parametrize("code", ["gqvl", "kh297", "sme"])
def test_an_annex_of_sixty_events_has_each_once_under_a_repeated_head(drawn: Reports, code: str) -> None:
    texts = page_texts(drawn[code, FULL][0])
    whole = " ".join(" ".join(texts).split())
    assert all(whole.count(f"Tuyên truyền {code} đợt {n:02}") == 1 for n in range(1, EVENTS + 1))
    listed = [text for text in texts if f"Tuyên truyền {code} đợt" in " ".join(text.split())]
    assert len(listed) > 1
    assert all("Địa điểm" in text or "Hình thức" in text for text in listed)


def test_words_typed_with_their_marks_apart_are_printed_whole(drawn: Reports) -> None:
    text = " ".join(page_texts(drawn["sme", FULL][0])[0:3])
    assert "Đề nghị Thành phố bố trí kinh phí" in " ".join(text.split())


def test_word_has_as_many_pages_as_paper(drawn: Reports, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    full = {code: drawn[code, periods(code)[0]] for code in CODES}
    for code, (_pdf, docx) in full.items():
        (tmp_path / f"{code}.docx").write_bytes(docx)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    command = ["soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *files], check=True, capture_output=True)
    for code, (pdf, _docx) in full.items():
        theirs = page_texts((tmp_path / f"{code}.pdf").read_bytes())
        assert abs(len(theirs) - len(page_texts(pdf))) <= 1, code
