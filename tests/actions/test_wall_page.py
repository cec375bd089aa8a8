"""The page for the wall: one A4 page however many groups, who is reached and who is left, nothing of persons."""

from datetime import date
from io import BytesIO

import pypdfium2
import pytest
from sqlalchemy import select

from hn_desk.actions.office import Office
from hn_desk.actions.wall_page import wall_page
from hn_desk.models.tables import AuditEntry, ResidentialGroup
from tests.actions.records import add_event

YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def text_of(pdf: bytes) -> tuple[int, str]:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        texts = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return len(texts), " ".join(" ".join(texts).split())


def test_the_page_tells_the_share_and_every_group(office: Office) -> None:
    add_event(office)
    paper = wall_page(office, *YEAR)
    pages, text = text_of(paper.pdf)
    assert pages == 1
    assert "2/5 – 40 %" in text
    assert "20/11/2026" in text
    assert all(f"Tổ dân phố số {n}" in text for n in range(1, 6))
    assert "Hội Phụ nữ" not in text
    with office.database.read() as session:
        entry = session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()
    assert entry is not None
    assert (entry.action, (entry.content or {})["report"]) == ("reports.print", "wall")


@pytest.mark.parametrize(("count", "more"), [(90, " Hàng Bông"), (235, "")])
def test_many_groups_stand_whole_on_one_page(office: Office, count: int, more: str) -> None:
    names = [f"Tổ dân phố số {n}{more}" for n in range(10, count)]
    with office.write() as session:
        session.add_all(ResidentialGroup(name=name, sort_key=f"zz{n:04}") for n, name in enumerate(names))
    pages, text = text_of(wall_page(office, *YEAR).pdf)
    assert pages == 1
    assert f"0/{len(names) + 5} " in text
    assert [name for name in names if name not in text] == []


def test_an_office_without_groups_owes_nothing(office: Office) -> None:
    with office.write() as session:
        for row in session.scalars(select(ResidentialGroup)):
            row.is_active = False
    assert "0/0 – 100 %" in text_of(wall_page(office, *YEAR).pdf)[1]
