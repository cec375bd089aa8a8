"""Made-up facts for every form, shared by the tests of this room."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from hn_desk.forms import (
    breach_notice,
    confirm_overlay,
    confirmation_person,
    confirmation_plan,
    conversion_slip,
    list_beneficiaries,
    notice,
    outreach_minutes,
    receipt_page,
    recovery_sheet,
    totals,
)
from hn_desk.forms.catalogue import load_form
from hn_desk.forms.facts import (
    BeneficiaryList,
    CheckCode,
    ConversionAdvice,
    DossierItem,
    Establishment,
    Letter,
    ListRow,
    Loan,
    Notice,
    Office,
    OutreachMinutes,
    Overlay,
    Person,
    PersonConfirmation,
    PlanConfirmation,
    ProgrammeText,
    Reach,
    ReceiptPage,
    ReceivedPacket,
    ReceivedSubject,
    RefusedRow,
    Signer,
)
from hn_desk.forms.text import FormText
from hn_desk.settings import resource

VICE_CHAIR = Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Nguyễn Thị Hường")
CHECK = CheckCode("NCFOXN%TSMAHN-H:SI8X4" * 14, "7F3A-91C2-0B5D-E844-2A6C-5D1F-90EE-17B3")
LETTER = Letter(Office("Phường Hoàn Kiếm", "phường"), "00070-2026-000123", VICE_CHAIR, check=CHECK)
NUMBERED = Letter(
    Office("Xã Văn Miếu - Quốc Tử Giám", "xã"),
    "00070-2026-000123",
    VICE_CHAIR,
    number="125/XN-UBND",
    issued_on=date(2026, 2, 5),
    check=CHECK,
    training=True,
)
UNCHECKED = replace(LETTER, check=None)
ADVISED = replace(UNCHECKED, signer=Signer(("CÁN BỘ TƯ VẤN",), "Đỗ Minh Quân"))
GQVL = ProgrammeText(
    "gqvl",
    "Chương trình việc làm",
    "Cho vay hỗ trợ tạo việc làm, duy trì, mở rộng việc làm",
    ("Nghị định số 338/2025/NĐ-CP của Chính phủ",),
)
PROGRAMME = ProgrammeText("qd22", "Chương trình 22", "Tín dụng theo Quyết định 22", ("Quyết định số 22/2023/QĐ-TTg",))
PERSON = Person("Trần Văn Đoàn", "1985-03-05", "Nam", "001085012345", "Số 12 ngõ Huyện, tổ dân phố số 3", "0912345678")
LOAN = Loan(100_000_000, "mua máy may công nghiệp và nguyên liệu", 36, date(2026, 1, 12))


def form(code: str) -> FormText:
    """The form as it ships."""
    name = f"forms/{code}.toml"
    return load_form(tomllib.loads(resource(name).read_text("utf-8")), name)


def person_facts(letter: Letter = LETTER) -> PersonConfirmation:
    return PersonConfirmation(letter, GQVL, PERSON, LOAN, "Mở xưởng may gia đình", "tổ dân phố số 3", is_priority=True)


def overlay_facts(letter: Letter = NUMBERED, spot: str = "03-td") -> Overlay:
    return Overlay(person_facts(letter), spot)


def plan_facts(letter: Letter = LETTER) -> PlanConfirmation:
    place = Establishment("Hợp tác xã Thêu ren Cổ Đô", "0109876543", "Số 5 phố Hàng Trống", PERSON, "Giám đốc")
    return PlanConfirmation(letter, PROGRAMME, place, LOAN, "Mở rộng xưởng thêu", "số 5 phố Hàng Trống", 41, 4, 6)


def list_facts(count: int = 40, letter: Letter = LETTER) -> BeneficiaryList:
    rows = tuple(ListRow(PERSON, LOAN, date(2024, 4, 30), "Hộ mới chuyển đến" if n % 5 else "") for n in range(count))
    police = Signer(("CÔNG AN PHƯỜNG HOÀN KIẾM", "TRƯỞNG CÔNG AN"), "Lê Quang Huy")
    return BeneficiaryList(letter, PROGRAMME, rows, police, date(2026, 2, 1), "17/DS-CA", date(2026, 2, 3))


def slip_facts(letter: Letter = ADVISED) -> ConversionAdvice:
    items = (
        DossierItem("Giấy đề nghị đăng ký doanh nghiệp", True),
        DossierItem("Điều lệ công ty", False, "Tải mẫu trên Cổng thông tin quốc gia"),
        DossierItem("Bản sao giấy tờ pháp lý của người đại diện theo pháp luật và của chủ sở hữu công ty"),
        DossierItem("Giấy chứng nhận đăng ký hộ kinh doanh (bản chính)", True),
    )
    return ConversionAdvice(
        letter,
        "Cơ sở may Hồng Nhung",
        "Phạm Thị Nhung",
        "Số 8 phố Lò Sũ, phường Hoàn Kiếm",
        "01R8017431",
        "Công ty trách nhiệm hữu hạn một thành viên",
        items,
        date(2026, 3, 1),
        "Hộ hỏi về hóa đơn điện tử và sổ kế toán; đã hướng dẫn chế độ kế toán doanh nghiệp siêu nhỏ.",
        "Đỗ Minh Quân",
        "024 3825 0000",
    )


def minutes_facts(letter: Letter = UNCHECKED) -> OutreachMinutes:
    return OutreachMinutes(
        letter,
        "Đề án phát triển doanh nghiệp nhỏ và vừa năm 2026",
        "Phát triển doanh nghiệp nhỏ và vừa",
        "Hội nghị tổ dân phố",
        "08 giờ 30 ngày 05/3/2026",
        "11 giờ 00 ngày 05/3/2026",
        "Nhà văn hóa tổ dân phố số 3",
        Reach(86, 41, leaflets=120, asked_to_convert=4),
        ("Tổ dân phố số 1", "Tổ dân phố số 2", "Tổ dân phố số 3"),
        ("Hộ kinh doanh", "Người dân"),
        "Kế hoạch số 12/KH-UBND",
        "Nguyễn Thị Hường, Phó Chủ tịch Ủy ban nhân dân phường",
        "Hội Liên hiệp Phụ nữ, Mặt trận Tổ quốc phường",
        "Đỗ Minh Quân",
        "Giới thiệu lợi ích của việc chuyển đổi hộ kinh doanh thành doanh nghiệp.\nGiải đáp 07 câu hỏi về thuế.",
        "Đề nghị tổ chức buổi tư vấn riêng cho các hộ ngành ăn uống.",
        Signer(("THƯ KÝ",), "Đỗ Minh Quân"),
    )


def notice_facts(letter: Letter = UNCHECKED) -> Notice:
    reason = "thời gian đề nghị vay đã quá hạn theo quy định, tính đến ngày 05/02/2026."
    return Notice(
        letter, PROGRAMME, "Ông Trần Văn Đoàn", "Tổ dân phố số 3", "98/XN-UBND", date(2026, 1, 20), reason, "bổ sung."
    )


def receipt_facts(packets: int = 2, refused: int = 3) -> ReceiptPage:
    digest = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
    return ReceiptPage(
        "Sở Tài chính",
        "UBND thành phố Hà Nội",
        "BN-STC-000015",
        date(2026, 3, 6),
        "Phường Hoàn Kiếm",
        "00070",
        tuple(ReceivedPacket(2, n + 14, digest, "Đã nhận") for n in range(packets)),
        (
            ReceivedSubject("Hộ kinh doanh chuyển đổi", 3, 1, 12, 0, 1),
            ReceivedSubject("Tuyên truyền", 5, 0, 0, refused, 0),
        ),
        tuple(
            RefusedRow("Tuyên truyền", f"3f2a{n:04}", "Ngày kết thúc trước ngày bắt đầu", "Sửa ngày, gửi lại gói sau")
            for n in range(refused)
        ),
        packets + 13,
        1,
    )


def sheet_facts() -> recovery_sheet.RecoverySheet:
    """A recovery sheet with the longest words there are."""
    words = sorted(resource("reference/fingerprint_words.txt").read_text("utf-8").split(), key=len)[-18:]
    scanned = " ".join(words).encode("ascii", "ignore").decode().upper()
    office = "Xã Văn Miếu - Quốc Tử Giám"
    return recovery_sheet.RecoverySheet(office, "3F2A-91BC", date(2026, 2, 5), tuple(words), scanned)


def totals_facts(letter: Letter = UNCHECKED) -> totals.OfficeTotals:
    names = ("Chương trình việc làm", "Chương trình 08", "Chương trình 22", "")
    rows = tuple(totals.TotalRow(name, stage, "12", "1.200.000.000") for name in names for stage in totals.STAGES)
    return totals.OfficeTotals(letter, date(2026, 1, 1), date(2026, 12, 31), rows)


DRAWN: dict[str, Callable[[], bytes]] = {
    "confirmation-person": lambda: confirmation_person.draw(form("confirmation-person"), person_facts()),
    "confirmation-plan": lambda: confirmation_plan.draw(form("confirmation-plan"), plan_facts()),
    "confirm-overlay": lambda: confirm_overlay.draw(form("confirm-overlay"), overlay_facts()),
    "list-beneficiaries": lambda: list_beneficiaries.draw(form("list-beneficiaries"), list_facts()),
    "conversion-slip": lambda: conversion_slip.draw(form("conversion-slip"), slip_facts()),
    "outreach-minutes": lambda: outreach_minutes.draw(form("outreach-minutes"), minutes_facts()),
    "refusal": lambda: notice.draw(form("refusal"), notice_facts()),
    "return": lambda: notice.draw(form("return"), notice_facts()),
    "closure": lambda: notice.draw(form("closure"), notice_facts()),
    "withdrawal": lambda: notice.draw(form("withdrawal"), notice_facts(NUMBERED)),
    "receipt": lambda: receipt_page.draw(form("receipt"), receipt_facts()),
    "totals": lambda: totals.draw(form("totals"), totals_facts()),
    "breach": lambda: breach_notice.draw(form("breach"), breach_notice.BreachNotice(UNCHECKED, 72)),
    "recovery-sheet": lambda: recovery_sheet.draw(form("recovery-sheet"), sheet_facts()),
}

WIDE_NAME = "Công Tằng Tôn Nữ Thị Hoàng Ngân Hà Nguyễn Phước Vĩnh Thụy Khánh"
TALE = "mở rộng xưởng thêu ren, mua máy may công nghiệp, nguyên liệu và thuê thêm người làm tại địa phương; "
LONG_OFFICE = Office("Phường Văn Miếu - Quốc Tử Giám và các tổ dân phố lân cận", "phường", place="Hà Nội")


def at_length(letter: Letter) -> Letter:
    """The letter of an office with a long name, signed by somebody with a long name."""
    return replace(letter, office=LONG_OFFICE, signer=replace(letter.signer, name=WIDE_NAME))


def long_person(lines: int = 40, letter: Letter = LETTER) -> PersonConfirmation:
    facts = person_facts(at_length(letter))
    return replace(facts, applicant=replace(PERSON, name=WIDE_NAME), project=(TALE * lines).strip("; "))


def long_plan(lines: int = 40, letter: Letter = LETTER) -> PlanConfirmation:
    facts = plan_facts(at_length(letter))
    named = replace(facts.establishment, name=f"Hợp tác xã {WIDE_NAME}", representative=replace(PERSON, name=WIDE_NAME))
    return replace(facts, establishment=named, project=(TALE * lines).strip("; "))


def long_list(count: int = 40, letter: Letter = LETTER) -> BeneficiaryList:
    facts = list_facts(count, at_length(letter))
    named = replace(PERSON, name=WIDE_NAME, residence=f"{PERSON.residence}, phường Văn Miếu - Quốc Tử Giám")
    return replace(facts, rows=tuple(replace(row, person=named) for row in facts.rows))


def long_slip(count: int = 40, letter: Letter = ADVISED) -> ConversionAdvice:
    facts = slip_facts(at_length(letter))
    items = tuple(facts.items[n % len(facts.items)] for n in range(count))
    return replace(facts, owner=WIDE_NAME, household=f"Cơ sở may {WIDE_NAME}", items=items)


def long_minutes(count: int = 40, letter: Letter = UNCHECKED) -> OutreachMinutes:
    groups = tuple(f"Tổ dân phố số {n + 1} phường Văn Miếu" for n in range(count))
    return replace(minutes_facts(at_length(letter)), groups=groups, content=(TALE * count).strip("; "))


def long_notice(lines: int = 40, letter: Letter = UNCHECKED) -> Notice:
    facts = notice_facts(at_length(letter))
    return replace(facts, addressee=f"Bà {WIDE_NAME}", reason=(TALE * lines).strip("; "))


def long_totals(count: int = 40, letter: Letter = UNCHECKED) -> totals.OfficeTotals:
    names = [f"Chương trình số {n + 1}" for n in range(count)]
    rows = tuple(totals.TotalRow(name, stage, "12", "1.200.000.000") for name in names for stage in totals.STAGES)
    return totals.OfficeTotals(at_length(letter), date(2026, 1, 1), date(2026, 12, 31), rows)


AT_LENGTH: dict[str, Callable[[int], bytes]] = {
    "confirmation-person": lambda n: confirmation_person.draw(form("confirmation-person"), long_person(n)),
    "confirmation-plan": lambda n: confirmation_plan.draw(form("confirmation-plan"), long_plan(n)),
    "list-beneficiaries": lambda n: list_beneficiaries.draw(form("list-beneficiaries"), long_list(n)),
    "conversion-slip": lambda n: conversion_slip.draw(form("conversion-slip"), long_slip(n)),
    "outreach-minutes": lambda n: outreach_minutes.draw(form("outreach-minutes"), long_minutes(n)),
    "totals": lambda n: totals.draw(form("totals"), long_totals(n)),
    "refusal": lambda n: notice.draw(form("refusal"), long_notice(n)),
    "return": lambda n: notice.draw(form("return"), long_notice(n)),
    "closure": lambda n: notice.draw(form("closure"), long_notice(n)),
    "withdrawal": lambda n: notice.draw(form("withdrawal"), long_notice(n, NUMBERED)),
}
"""Each form that can grow, by its rows or by the length of its texts, with long names everywhere."""
