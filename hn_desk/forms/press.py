"""From a form's way of being laid out to a PDF, of one paper or of a thousand in one file."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Final, TypeVar

from hn_desk.forms.facts import Letter
from hn_desk.forms.foot import page_marks
from hn_desk.forms.head import add_head, add_title, head_of
from hn_desk.forms.signblock import Ending, add_signatures
from hn_desk.forms.text import FormText, fill, paragraphs_of
from hn_desk.paper import PORTRAIT, Paper, Sheet, Style

Facts = TypeVar("Facts")
Lay = Callable[[Paper, FormText, Facts], None]
BODY: Final = Style(13, align="justify", leading=1.2, indent=12, before=2.2)
BODY_ACROSS: Final = replace(BODY, leading=1.15, before=2.12)
"""A page across is low: its text stands closer, so that a short list and its signatures fit on one."""


def press(lay: Lay[Facts], form: FormText, papers: Iterable[Facts], sheet: Sheet = PORTRAIT) -> bytes:
    """One PDF of these papers, each from a new page with page numbers of its own; its title names nobody."""
    paper = Paper(sheet, form.title)
    for facts in papers:
        lay(paper, form, facts)
    return paper.finish()


def lay_letter(paper: Paper, form: FormText, letter: Letter, values: Mapping[str, str]) -> None:
    """A letter of text alone: head, paragraphs, signature, recipients, mã kiểm tra."""
    begin_letter(paper, form, letter, fill(form.subject, values))
    add_body(paper, form, "opening", values)
    add_body(paper, form, "closing", values)
    recipients = [fill(line, values) for line in form.recipients]
    add_signatures(paper, Ending(letter.signer, recipients=recipients, check=letter.check))


def begin_letter(paper: Paper, form: FormText, letter: Letter, subject: str) -> None:
    """The head of an office's letter and the paper's name."""
    paper.begin(page_marks(letter))
    add_head(paper, head_of(letter, form))
    add_title(paper, form.title, subject)


def add_body(paper: Paper, form: FormText, section: str, values: Mapping[str, str]) -> None:
    """The paragraphs of one section; the closing's stay together and with the signatures."""
    style = BODY_ACROSS if paper.sheet.is_across else BODY
    for runs in paragraphs_of(form, section, values):
        paper.paragraph(runs, style, is_glued=section == "closing")
