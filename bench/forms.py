"""Child: a form drawn by the program beside the same ink on a bare reportlab canvas; one file a form, or 1 000 in one.

What stands on the page (words with their places and looks, rules, the symbol's squares) is taken down once from the
program's own drawing; the bare canvas gets it ready-made, so that it neither breaks lines nor makes the symbol.
"""

import io
import json
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from reportlab.pdfgen.canvas import Canvas

from bench.measure import cpu
from hn_desk.forms import confirmation_person
from hn_desk.forms.catalogue import load_form
from hn_desk.forms.facts import (
    CheckCode,
    Letter,
    Loan,
    Office,
    Person,
    PersonConfirmation,
    ProgrammeText,
    Signer,
)
from hn_desk.forms.press import press
from hn_desk.forms.text import FormText
from hn_desk.lines import Run
from hn_desk.paper import MM, PORTRAIT, Paper
from hn_desk.settings import resource

WARM = 5
SIZE = (PORTRAIT.width * MM, PORTRAIT.height * MM)
Ink = Callable[[Canvas], None]
SIGNER = Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Hường")
CHECK = CheckCode("NCFOXN%TSMAHN-H:SI8X4" * 14, "7F3A-91C2-0B5D-E844-2A6C-5D1F-90EE-17B3")
LETTER = Letter(
    Office("Phường Hoàn Kiếm", "phường"), "2026-000123", SIGNER, "125/XN-UBND", date(2026, 2, 5), check=CHECK
)
PROGRAMME = ProgrammeText(
    "gqvl", "Chương trình việc làm", "Cho vay hỗ trợ tạo việc làm", ("Nghị định số 338/2025/NĐ-CP của Chính phủ",)
)
PERSON = Person("Trần Văn Đoàn", "1985-03-05", "Nam", "001085012345", "Số 12 ngõ Huyện, tổ dân phố số 3", "0912345678")
LOAN = Loan(100_000_000, "mua máy may công nghiệp và nguyên liệu", 36, date(2026, 1, 12))
FACTS = PersonConfirmation(
    LETTER, PROGRAMME, PERSON, LOAN, "Mở xưởng may gia đình", "tổ dân phố số 3", is_priority=True
)


class Noting(Paper):
    """A paper that also takes down what it draws, as calls of a bare canvas."""

    def __init__(self) -> None:
        super().__init__(PORTRAIT, "")
        self.inks: list[Ink] = []

    def _show(self, x: float, y: float, runs: Sequence[Run], size: float, stretch: float = 0) -> None:
        super()._show(x, y, runs, size, stretch)
        self.inks.append(lambda canvas: show(canvas, (x, y), runs, (size, stretch)))

    def rule(self, start: float, end: float, y: float, weight: float = 0.6) -> None:
        super().rule(start, end, y, weight)
        self.inks.append(lambda canvas: canvas.line(start * MM, SIZE[1] - y * MM, end * MM, SIZE[1] - y * MM))

    def modules(self, x: float, top: float, size: float, rows: Sequence[bytes]) -> None:
        code: list[str] = vars(self._canvas)["_code"]
        before = len(code)
        super().modules(x, top, size, rows)
        drawn = "\n".join(code[before:])
        self.inks.append(lambda canvas: canvas.addLiteral(drawn))


def show(canvas: Canvas, place: tuple[float, float], runs: Sequence[Run], look: tuple[float, float]) -> None:
    text = canvas.beginText(*place)
    size, stretch = look
    if stretch:
        text.setWordSpace(stretch)
    for run in runs:
        face = ("Regular", "Italic", "Bold", "BoldItalic")[2 * run.is_bold + run.is_italic]
        text.setFont(f"HN-{face}", size)
        text.textOut(run.words)
    if stretch:
        text.setWordSpace(0)
    canvas.drawText(text)


def noted(form: FormText, facts: PersonConfirmation) -> list[Ink]:
    paper = Noting()
    confirmation_person.lay(paper, form, facts)
    paper.finish()
    return paper.inks


def bare(pages: Iterator[Sequence[Ink]]) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, SIZE, invariant=1, pageCompression=1)
    for inks in pages:
        for ink in inks:
            ink(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def single(count: int) -> None:
    """A form of its own file, ours and the bare one in turn: CPU seconds of each kind."""
    form = the_form()
    inks = noted(form, FACTS)
    taken = {"ours": 0.0, "bare": 0.0}
    for number in range(WARM + count):
        start = cpu()
        confirmation_person.draw(form, FACTS)
        middle = cpu()
        bare(iter([inks]))
        end = cpu()
        if number >= WARM:
            taken["ours"] += middle - start
            taken["bare"] += end - middle
    print(json.dumps(taken), flush=True)


def many(count: int) -> None:
    """So many forms in one file, each of another person with a symbol of its own: CPU milliseconds a form."""
    form = the_form()
    confirmation_person.draw(form, FACTS)
    start = cpu()
    ours = press(confirmation_person.lay, form, people(count))
    middle = cpu()
    print(json.dumps({"ours": 1000 * (middle - start) / count, "bytes": len(ours)}), flush=True)


def many_bare(count: int) -> None:
    """The same ink on a bare canvas."""
    form = the_form()
    pages = [noted(form, facts) for facts in people(count)]
    start = cpu()
    drawn = bare(iter(pages))
    print(json.dumps({"bare": 1000 * (cpu() - start) / count, "bytes": len(drawn)}), flush=True)


def people(count: int) -> Iterator[PersonConfirmation]:
    for number in range(count):
        code = replace(CHECK, content=f"{number:06}{CHECK.content[6:]}")
        person = replace(PERSON, name=f"Trần Văn Đoàn {number}", citizen_id=f"{1085000000 + number:012}")
        letter = replace(LETTER, file_code=f"2026-{number:06}", check=code)
        yield replace(FACTS, letter=letter, applicant=person)


def the_form() -> FormText:
    name = "forms/confirmation-person.toml"
    return load_form(tomllib.loads(resource(name).read_text(encoding="utf-8")), name)


if __name__ == "__main__":
    globals()[sys.argv[1]](int(sys.argv[2]))
