"""The slip, the minutes, the notices and the receipt."""

from dataclasses import replace

import pytest

from hn_desk.forms import conversion_slip, notice, outreach_minutes, receipt_page
from hn_desk.forms.facts import Reach, ReceiptPage
from hn_desk.forms.receipt_page import PACKETS_SHOWN, grouped, signature_box
from tests.forms.pages import find, one_line, page_texts, pixels
from tests.forms.samples import form, minutes_facts, notice_facts, receipt_facts, slip_facts


def test_a_slip_ticks_what_is_ready_and_what_is_missing() -> None:
    pdf = conversion_slip.draw(form("conversion-slip"), slip_facts())
    ready, missing = find(pdf, "Đã có"), find(pdf, "Còn")
    rows = page_texts(pdf)[0].split("\n")
    assert sum(row.endswith(" x") for row in rows) >= 2
    assert ready.right < missing.left
    assert "không thu tiền" in one_line(pdf)


def test_a_slip_without_a_start_day_promises_no_support() -> None:
    text = one_line(
        conversion_slip.draw(form("conversion-slip"), replace(slip_facts(), supported_from=None, advice=""))
    )
    assert "đủ điều kiện này từ ngày" not in text
    assert "Nội dung tư vấn" not in text


def test_minutes_leave_out_what_was_not_counted() -> None:
    text = one_line(outreach_minutes.draw(form("outreach-minutes"), minutes_facts()))
    assert "Số người dự: 86 người." in text
    assert "Phát thanh" not in text
    assert "(03): Tổ dân phố số 1, Tổ dân phố số 2, Tổ dân phố số 3." in text


def test_minutes_of_a_campaign_count_broadcasts_and_posts() -> None:
    reach = Reach(times=900, broadcasts=12, posts=3, asked_for_loan=2)
    facts = replace(minutes_facts(), reach=reach, groups=(), audiences=())
    text = one_line(outreach_minutes.draw(form("outreach-minutes"), facts))
    assert "Phát thanh: 12 lượt." in text
    assert "3 tin." in text
    assert "Đối tượng:" not in text


@pytest.mark.parametrize("code", ["refusal", "return", "closure", "withdrawal"])
def test_a_notice_names_the_programme_only_neutrally(code: str) -> None:
    facts = notice_facts()
    secret = replace(facts.programme, legal_name="người chấp hành xong", legal_basis=("cai nghiện",))
    text = one_line(notice.draw(form(code), replace(facts, programme=secret)))
    assert "Chương trình 22" in text
    assert "chấp hành xong" not in text
    assert "cai nghiện" not in text
    assert facts.reason in text


def test_a_withdrawal_names_the_paper() -> None:
    text = one_line(notice.draw(form("withdrawal"), notice_facts()))
    assert "xác nhận số 98/XN-UBND ngày 20/01/2026" in text


@pytest.mark.parametrize(("packets", "refused"), [(1, 0), (2, 3), (30, 0), (30, 400)])
def test_a_receipt_is_one_page_with_its_signature_room_free(packets: int, refused: int) -> None:
    facts = receipt_facts(packets, refused)
    long = tuple(replace(row, reason=row.reason * 9, todo=row.todo * 9) for row in facts.refused)
    pdf = receipt_page.draw(form("receipt"), replace(facts, refused=long))
    assert len(page_texts(pdf)) == 1
    width, height, grey = pixels(pdf, scale=2)
    left, bottom, right, top = (int(edge * 2) for edge in signature_box())
    for y in range(height - top, height - bottom):
        assert min(grey[y * width + left : y * width + right]) > 200


def test_a_receipt_says_how_many_refused_rows_it_does_not_show() -> None:
    text = one_line(receipt_page.draw(form("receipt"), receipt_facts(2, 100)))
    shown = text.count("3f2a")
    assert 0 < shown < 100
    assert f"Còn {100 - shown} dòng bị từ chối khác" in text


def test_a_receipt_with_no_room_for_refused_rows_still_counts_them() -> None:
    facts = receipt_facts(PACKETS_SHOWN, 40)
    text = one_line(receipt_page.draw(form("receipt"), replace(facts, subjects=facts.subjects * 7)))
    assert "40 dòng bị từ chối khác" in text or "3f2a0000" in text


def test_a_receipt_adds_up_its_subjects() -> None:
    text = one_line(receipt_page.draw(form("receipt"), receipt_facts()))
    assert "Tổng cộng 8 1 12 3 1" in text
    assert "Đã nhận liên tục đến gói số 15." in text


def test_a_digest_is_grouped_by_four() -> None:
    assert grouped("9f86d081") == "9f86 d081"
    assert grouped("9f86d081" * 8) in one_line(receipt_page.draw(form("receipt"), replace_digest()))


def replace_digest() -> ReceiptPage:
    facts = receipt_facts(1, 0)
    return replace(facts, packets=(replace(facts.packets[0], digest="9f86d081" * 8),))
