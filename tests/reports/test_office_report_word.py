"""An official report as a Word document: its layout is that of paper, it can be edited, and names nobody."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT

from hn_desk.forms.foot import TRAINING
from hn_desk.reports import office_report_pdf
from hn_desk.reports.charts import RANKED, Bar, Chart
from hn_desk.reports.document import Block, Piece, TableOfFigures
from hn_desk.reports.office_report_pdf import DRAFT
from hn_desk.reports.office_report_word import draw
from hn_desk.reports.table import Column
from tests.forms.pages import page_texts
from tests.reports.documents import little, much


@cache
def made() -> bytes:
    return draw(much())


def sections() -> list[Any]:
    return list(Document(BytesIO(made())).sections)


def part(docx: bytes, name: str) -> str:
    with ZipFile(BytesIO(docx)) as archive:
        return archive.read(name).decode()


def parts(docx: bytes, start: str) -> Iterator[str]:
    with ZipFile(BytesIO(docx)) as archive:
        yield from (archive.read(name).decode() for name in archive.namelist() if name.startswith(start))


def test_sections_have_the_sheets_and_margins_of_paper() -> None:
    text, *annexes = sections()
    assert (round(text.page_width.mm), round(text.page_height.mm)) == (210, 297)
    assert len(annexes) == 2
    for annex in annexes:
        assert annex.orientation == WD_ORIENT.LANDSCAPE
        assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    for section in (text, *annexes):
        margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
        assert [round(margin.mm) for margin in margins] == [20, 20, 30, 15]


def test_headings_are_headings_and_text_is_text_of_its_size() -> None:
    document = Document(BytesIO(made()))
    styles: dict[str, Any] = {paragraph.text: paragraph.style for paragraph in document.paragraphs}
    assert styles["I. KẾT QUẢ THỰC HIỆN"].name == "Heading 1"
    assert styles["2. Kết quả tuyên truyền"].name == "Heading 2"
    body = styles["- Hội nghị trực tiếp: 14 buổi;"]
    assert (body.name, body.font.size.pt, round(body.paragraph_format.first_line_indent.mm)) == ("Body Text", 14, 12)


def test_the_font_and_the_language_are_the_offices() -> None:
    styles = part(made(), "word/styles.xml")
    assert 'w:ascii="Times New Roman"' in styles
    assert '<w:lang w:val="vi-VN"' in styles
    assert "Theme" not in styles
    assert "Calibri" not in styles


def test_page_numbers_are_a_field_from_the_second_page_on() -> None:
    text, *annexes = sections()
    assert text.different_first_page_header_footer
    assert "PAGE" not in text.first_page_header.paragraphs[0]._p.xml
    for section in (text, *annexes):
        assert 'w:instr="PAGE"' in section.header.paragraphs[0]._p.xml
    assert not any(annex.different_first_page_header_footer for annex in annexes)


def test_an_annexs_head_row_comes_again_on_every_page() -> None:
    tables = Document(BytesIO(made())).tables
    (annex,) = [table for table in tables if len(table.rows) == 61]
    assert annex.rows[0]._tr.xml.count("w:tblHeader") == 1
    assert [cell.text for cell in annex.rows[1].cells][-1] == "=1+1"
    assert "w:tblHeader" not in annex.rows[1]._tr.xml


def test_a_draft_and_a_training_office_say_so_on_every_page() -> None:
    draft = list(parts(draw(replace(much(3), fingerprint="", is_training=True)), "word/header"))
    feet = list(parts(draw(replace(much(3), is_training=True)), "word/footer"))
    assert len(draft) == len(feet) == 4
    assert all(DRAFT in header for header in draft)
    assert all(TRAINING in footer for footer in feet)
    assert not any(DRAFT in header for header in parts(made(), "word/header"))


def test_it_names_nobody_and_no_moment() -> None:
    core = part(made(), "docProps/core.xml")
    assert "<dc:creator></dc:creator>" in core or "<dc:creator/>" in core
    assert "python" not in core
    assert core.count("2026-07-01T00:00:00Z") == 2
    with ZipFile(BytesIO(made())) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [name for name in archive.namelist() if "thumbnail" in name or "customXml" in name]
    assert draw(much()) == made()


def test_a_chart_is_its_drawing_and_says_in_words_what_it_shows() -> None:
    with ZipFile(BytesIO(made())) as archive:
        pictures = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert [picture[:4] for picture in pictures] == [b"\x89PNG"] * 2
    assert "Tháng 12: 3" in part(made(), "word/document.xml")


def test_what_a_document_can_not_hold_is_left_out() -> None:
    block = Block("typed", (Piece("trước\x0bsau"),), slot="more")
    assert "trướcsau" in part(draw(little(blocks=(block,), fingerprint="")), "word/document.xml")


def test_libreoffice_makes_as_many_pages_of_it_as_paper_has(tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    reports = {"little": little(), "much": much(), "more": much(200)}
    for name, document in reports.items():
        (tmp_path / f"{name}.docx").write_bytes(draw(document))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", "--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *(str(tmp_path / f"{name}.docx") for name in reports)], check=True, capture_output=True)
    for name, document in reports.items():
        theirs, ours = page_texts((tmp_path / f"{name}.pdf").read_bytes()), page_texts(office_report_pdf.draw(document))
        assert abs(len(theirs) - len(ours)) <= 1
        assert "BÁO CÁO" in theirs[0]
        assert all(str(n) in text.split() for n, text in enumerate(theirs[1:], 2))


def test_a_chart_of_very_many_bars_becomes_pictures_that_fit_a_page() -> None:
    bars = tuple(Bar(f"Tổ dân phố số {n}", n, str(n)) for n in range(1, 101))
    block = Block("chart", chart=Chart(RANKED, bars, "Thanh đậm: số buổi."))
    document = Document(BytesIO(draw(little(blocks=(block,)))))
    heights = [shape.height.mm for shape in document.inline_shapes]
    assert len(heights) == 3
    assert max(heights) <= 257 * 0.9 + 1
    assert sum(heights) > 100 * 5


def test_a_word_document_holds_the_words_of_paper_in_their_order() -> None:
    document = much(5)
    words = [paragraph.text for paragraph in Document(BytesIO(draw(document))).paragraphs if paragraph.text]
    left = "".join("".join(page_texts(office_report_pdf.draw(document))).split())
    for one in words:
        _before, found, left = left.partition("".join(one.split())[:40])
        assert found, one


def test_words_that_look_like_markup_stay_words() -> None:
    told = "Nguyễn & <w:p/> \"An\" 'B'"
    rows = TableOfFigures(told, (Column(told), Column("Số", "count")), ((told, 1),), (("", ""),))
    document = Document(BytesIO(draw(little(blocks=(Block("body", (Piece(told),)), Block("table", table=rows))))))
    assert [one.text for one in document.paragraphs].count(told) == 2
    assert [[cell.text for cell in row.cells] for row in document.tables[1].rows] == [[told, "Số"], [told, "1"]]
