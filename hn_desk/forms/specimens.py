"""Each paper of an office drawn from made-up facts, marked as of no value, so that a changed form can be looked at."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from hn_desk.forms import (
    breach_notice,
    confirm_overlay,
    confirmation_person,
    confirmation_plan,
    conversion_slip,
    list_beneficiaries,
    notice,
    outreach_minutes,
    totals,
)
from hn_desk.forms.facts import (
    BeneficiaryList,
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
    Signer,
)
from hn_desk.forms.text import FormText

DAY: Final = date(2026, 2, 5)
SIGNER: Final = Signer(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Trần Thị Bê")
LETTER: Final = Letter(
    Office("Phường Hoàn Kiếm", "phường"), "2026-000001", SIGNER, number="01/MAU", issued_on=DAY, training=True
)
PERSON: Final = Person(
    "Nguyễn Văn A", "1985-03-05", "Nam", "001085000001", "Số 1 phố Mẫu, tổ dân phố số 1", "0900000001"
)
LOAN: Final = Loan(100_000_000, "mua máy móc, nguyên liệu", 36, DAY)
PROGRAMME: Final = ProgrammeText(
    "mau", "Chương trình mẫu", "Chương trình cho vay mẫu", ("Văn bản số 01/MAU ngày 05/02/2026",)
)
ROWS: Final = 12


def specimen(form: FormText) -> bytes:
    """A form with made-up facts as a PDF, of overlays the first spot; KeyError for a form that no office prints."""
    return _DRAWN[form.code](form)


def _person() -> PersonConfirmation:
    return PersonConfirmation(LETTER, PROGRAMME, PERSON, LOAN, "Mở xưởng may", "phường Hoàn Kiếm", is_priority=True)


def _plan(form: FormText) -> bytes:
    place = Establishment("Hợp tác xã Mẫu", "0100000001", "Số 2 phố Mẫu", PERSON, "Giám đốc")
    facts = PlanConfirmation(LETTER, PROGRAMME, place, LOAN, "Mở rộng xưởng", "Số 2 phố Mẫu", 41, 5, 6, 200_000_000)
    return confirmation_plan.draw(form, facts)


def _list(form: FormText) -> bytes:
    police = Signer(("CÔNG AN PHƯỜNG HOÀN KIẾM", "TRƯỞNG CÔNG AN"), "Lê Văn Xê")
    rows = tuple(ListRow(PERSON, LOAN, DAY, "ghi chú" if n % 5 == 0 else "") for n in range(ROWS))
    return list_beneficiaries.draw(form, BeneficiaryList(LETTER, PROGRAMME, rows, police, DAY, "01/DS-CA", DAY))


def _slip(form: FormText) -> bytes:
    items = (DossierItem("Giấy đề nghị đăng ký doanh nghiệp", True), DossierItem("Điều lệ công ty", False, "bổ sung"))
    facts = ConversionAdvice(
        LETTER, "Cơ sở Mẫu", PERSON.name, "Số 1 phố Mẫu", "01A8000001", "Công ty TNHH", items, DAY, officer="Đỗ Văn Dê"
    )
    return conversion_slip.draw(form, facts)


def _minutes(form: FormText) -> bytes:
    facts = OutreachMinutes(
        LETTER,
        "Buổi tuyên truyền mẫu",
        "Nội dung mẫu",
        "Hội nghị tổ dân phố",
        "05/02/2026",
        "05/02/2026",
        "Nhà văn hóa",
        Reach(86, 41, leaflets=120),
        ("Tổ dân phố số 1", "Tổ dân phố số 2"),
        ("Người dân",),
    )
    return outreach_minutes.draw(form, facts)


def _notice(form: FormText) -> bytes:
    facts = Notice(LETTER, PROGRAMME, f"Ông {PERSON.name}", PERSON.residence, "01/MAU", DAY, "lý do mẫu.", "việc mẫu.")
    return notice.draw(form, facts)


def _totals(form: FormText) -> bytes:
    rows = tuple(totals.TotalRow(name, stage, "12", "1.200.000.000") for name in ("Mẫu", "") for stage in totals.STAGES)
    return totals.draw(form, totals.OfficeTotals(LETTER, date(2026, 1, 1), date(2026, 12, 31), rows))


def _overlay(form: FormText) -> bytes:
    return confirm_overlay.draw(form, Overlay(_person(), form.spots[0].code))


_DRAWN: Final[Mapping[str, Callable[[FormText], bytes]]] = {
    confirmation_person.LAYOUT.code: lambda form: confirmation_person.draw(form, _person()),
    confirmation_plan.LAYOUT.code: _plan,
    confirm_overlay.LAYOUT.code: _overlay,
    list_beneficiaries.LAYOUT.code: _list,
    conversion_slip.LAYOUT.code: _slip,
    outreach_minutes.LAYOUT.code: _minutes,
    totals.LAYOUT.code: _totals,
    **{layout.code: _notice for layout in (notice.REFUSAL, notice.WITHDRAWAL, notice.CLOSURE, notice.RETURN)},
    breach_notice.LAYOUT.code: lambda form: breach_notice.draw(form, breach_notice.BreachNotice(LETTER, 72)),
}
OFFICE_FORMS: Final = tuple(_DRAWN)
"""The forms whose files an office may change; the city's receipt and the recovery sheet are the program's own."""
