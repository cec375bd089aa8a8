"""Papers drawn together in one PDF: each as it is alone, in its newest edition, with its own check code."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from hn_desk.actions import keyring
from hn_desk.actions.batch import draw_several
from hn_desk.actions.confirmation_rows import PART
from hn_desk.actions.confirmations import Subject
from hn_desk.actions.credit import application, check, present, return_to_enterer, save_application
from hn_desk.actions.office import Office
from hn_desk.actions.papers import print_form
from hn_desk.errors import DeskError
from tests.actions import credit_samples as samples
from tests.actions.conftest import PASSPHRASE
from tests.forms.pages import page_texts, pixels

As = Callable[[str], Office]


def nothing(_done: int, _total: int) -> None:
    """Nobody watches."""


def corrected(office: Office, approver: Office) -> Subject:
    """An application that was returned, changed and presented again."""
    subject = samples.presented(office)
    return_to_enterer(approver, subject.id, "Xem lại")
    save_application(office, samples.with_facts(application(office, subject.id).draft, amount=90_000_000))
    check(office, subject.id)
    present(office, (subject.id,))
    return subject


def test_each_paper_looks_together_as_it_does_alone(office: Office, as_officer: As) -> None:
    keyring.make_request(as_officer("anh"), PASSPHRASE, bits=2048)
    people = [replace(samples.MAN, name=f"Trần Văn Ân {n}", id_number=f"0010850{n:05}") for n in range(9)]
    subjects = [
        samples.presented_list(office, *people)[0],
        samples.presented(office, replace(samples.WORK, person=replace(samples.WOMAN, id_number="001190054321"))),
        samples.presented(office, samples.PLAN),
    ]
    subjects += subjects[:1]
    drawn = draw_several(as_officer("mai"), subjects, report=nothing)
    alone = [print_form(office, subject).pdf for subject in subjects]
    together = [[pixels(drawn.pdf, page, scale=1) for page in pages] for pages in drawn.pages()]
    wanted = [[pixels(pdf, page, scale=1) for page in range(len(page_texts(pdf)))] for pdf in alone]
    assert all(one == other for one, other in zip(together, wanted, strict=True))
    counts = [len(pages) for pages in together]
    assert counts[0] == counts[3] > counts[1] == counts[2] == 1
    assert all("Mã kiểm tra" in page_texts(pdf)[-1] for pdf in alone)


def test_the_newest_edition_is_drawn(office: Office, as_officer: As) -> None:
    subjects = [corrected(office, as_officer("hung"))]
    (text,) = page_texts(draw_several(as_officer("mai"), subjects, report=nothing).pdf)
    assert "90.000.000" in text


def test_more_papers_than_are_read_at_once_stay_in_their_order(office: Office, as_officer: As) -> None:
    women = [replace(samples.WOMAN, name=f"Bình {n}", id_number=f"00119000000{n}") for n in range(2)]
    two = [samples.presented(office, replace(samples.WORK, person=woman)) for woman in women]
    drawn = draw_several(as_officer("mai"), [*two * (PART // 2), two[1]], report=nothing)
    codes = [text[text.index("Mã hồ sơ: 2026-") :][10:21] for text in page_texts(drawn.pdf)]
    assert codes == ["2026-000001", "2026-000002"] * (PART // 2) + ["2026-000002"]


def test_what_was_never_presented_refuses_all(office: Office, as_officer: As) -> None:
    subjects = [samples.presented(office), Subject("application", "never")]
    with pytest.raises(DeskError) as refused:
        draw_several(as_officer("mai"), subjects, report=nothing)
    assert refused.value.reason == "not-presented"


def test_drawing_stops_where_its_report_says_so(office: Office, as_officer: As) -> None:
    subjects = [samples.presented(office)] * 3
    seen: list[tuple[int, int]] = []

    def report(done: int, total: int) -> None:
        seen.append((done, total))
        if done == 2:
            raise DeskError("dừng", reason="cancelled")

    with pytest.raises(DeskError, match="dừng"):
        draw_several(as_officer("mai"), subjects, report=report)
    assert seen == [(0, 3), (1, 3), (2, 3)]
