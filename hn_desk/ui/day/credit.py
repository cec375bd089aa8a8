"""The social clerk's, approver's and records clerk's part of the day: applications over the programmes, both ways."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtWidgets import QPushButton

from hn_desk.ui import hands
from hn_desk.ui.day import first
from hn_desk.ui.day.clerk import Clerk
from hn_desk.ui.day.invented import PASSPHRASE, Invented
from hn_desk.ui.widgets.field import MultiLine

LISTED: Final = "qd22"
PLANNED: Final = "qd08"
SINGLE: Final = "gqvl"
REASON: Final = "Đã đối chiếu giấy tờ gốc"
COMMON: Final = {"obeys_law": "yes", "resides_here": "yes", "listed": "yes", "open_loan_purposes": {"none"}}


def enter(clerk: Clerk, invented: Invented) -> None:
    """Type a police list with two lines, one of them refused, an establishment's plan and a single application."""
    page = clerk.go("credit")
    _police_list(clerk, page, invented)
    _plan(clerk, page, invented)
    _single(clerk, page, invented)


def confirm_and_print(clerk: Clerk, forms: Path) -> None:
    """Return one and have it mended; confirm in the window and by a wet signature; number, print, send."""
    page = _as(clerk, first.HUNG)
    _open(clerk, page.applications, SINGLE)
    _act_with_reason(clerk, page, page.applications.acts, "return", "Ghi rõ hơn mục đích sử dụng vốn")
    clerk.sign_out()
    page = _as(clerk, first.LAN)
    _open(clerk, page.applications, SINGLE)
    hands.fill(page.applications.form, "amount", "90 triệu")
    _save(clerk, page)
    for act in ("check", "present"):
        clerk.press(page.applications.acts.buttons[act])
    clerk.sign_out()
    page = _as(clerk, first.HUNG)
    _open(clerk, page.applications, SINGLE)
    clerk.shot("credit-approver")
    _confirm(clerk, page, page.applications.acts)
    _open_list(clerk, page)
    _confirm(clerk, page, page.lists.acts)
    clerk.sign_out()
    page = _as(clerk, first.MAI)
    _open(clerk, page.applications, PLANNED)
    _dialog(clerk, page, page.applications.acts, "record_signature")
    _issue(clerk, page, page.applications.acts, forms)
    _open(clerk, page.applications, SINGLE)
    _issue(clerk, page, page.applications.acts, forms)
    _open_list(clerk, page)
    _issue(clerk, page, page.lists.acts, forms)
    clerk.shot("credit-list-issued")
    clerk.sign_out()


def _police_list(clerk: Clerk, page: Any, invented: Invented) -> None:
    clerk.press(page.new_list)
    month = f"{invented.today.month}/{invented.today.year}"
    typed = {"programme": LISTED, "month": month, "police_number": "15/DS-CAP", "police_on": invented.ago(4)}
    for name, value in typed.items():
        hands.fill(page.lists.form, name, value)
    clerk.press(page.lists.save_button)
    clerk.shot("credit-list")
    for years in (1, 6):
        _open_list(clerk, page)
        clerk.press(page.lists.add_line)
        facts = {"completed_on": invented.ago(years * 366), "amount": "80 triệu", "term_months": "60"}
        _person(clerk, page, invented, facts | {"purpose": "business"})
        if years == 1:
            clerk.press(page.applications.acts.buttons["check"])
        else:
            clerk.shot("credit-refused-by-a-check")
            _act_with_reason(clerk, page, page.applications.acts, "refuse", "Quá 05 năm kể từ ngày chấp hành xong")
    page.tabs.setCurrentIndex(1)
    clerk.settle()
    clerk.press(page.lists.acts.buttons["present"])


def _plan(clerk: Clerk, page: Any, invented: Invented) -> None:
    _begin(clerk, page, PLANNED, "establishment")
    owner = invented.person()
    typed = {
        "establishment.name": "Cơ sở mộc Phúc Lộc",
        "establishment.code": invented.business_code(),
        "establishment.representative": owner["name"],
        "establishment.address": owner["address"],
        "establishment.plan_place": owner["address"],
        "establishment.project_cost": "900 triệu",
        "establishment.own_capital": "400 triệu",
        "is_lawful": "yes",
        "plan_here": "yes",
        "workers_total": "40",
        "workers_qualifying": "5",
        "purpose": "business",
        "amount": "500 triệu",
        "term_months": "60",
    }
    _finish(clerk, page, typed)
    clerk.shot("credit-plan")
    for act in ("check", "present"):
        clerk.press(page.applications.acts.buttons[act])


def _single(clerk: Clerk, page: Any, invented: Invented) -> None:
    _begin(clerk, page, SINGLE, "person")
    facts = {
        "priority_group": "poor",
        "purpose": "create",
        "amount": "100 triệu",
        "term_months": "36",
        "review_on": invented.ago(3),
        "review_place": "Nhà văn hóa tổ dân phố",
        "review_present": "12",
        "review_result": "Nhất trí đề nghị cho vay",
        "savings_group": "Tổ TK&VV số 3",
        "association": "Hội Liên hiệp Phụ nữ",
    }
    _person(clerk, page, invented, facts)
    clerk.shot("credit-application")
    for act in ("check", "present"):
        clerk.press(page.applications.acts.buttons[act])


def _begin(clerk: Clerk, page: Any, programme: str, applicant: str) -> None:
    clerk.press(page.new_application)
    hands.choose(page.applications.programme, programme)
    clerk.settle()
    hands.choose(page.applications.applicant, applicant)
    clerk.settle()


def _person(clerk: Clerk, page: Any, invented: Invented, facts: Mapping[str, object]) -> None:
    person = invented.person()
    typed: dict[str, object] = {f"person.{name}": value for name, value in person.items()}
    typed["person.group_id"] = invented.chance.choice(invented.groups())
    _finish(clerk, page, {**typed, **COMMON, **facts})


def _finish(clerk: Clerk, page: Any, typed: Mapping[str, object]) -> None:
    names = page.applications.form.names()
    for name, value in typed.items():
        if name in names:
            hands.fill(page.applications.form, name, value)
            clerk.settle()
    documents = page.applications.form.field("documents")
    hands.tick(documents, documents.codes())
    _save(clerk, page)


def _save(clerk: Clerk, page: Any) -> None:
    clerk.save(page.applications.form, page.applications.save_button, reason=REASON)


def _as(clerk: Clerk, login: str) -> Any:
    clerk.sign_in(login, PASSPHRASE)
    return clerk.go("credit")


def _open(clerk: Clerk, applications: Any, programme: str) -> None:
    """Open the one record of a programme that is on its way, as one does from the list."""
    rows = applications.list.rows
    for place in range(rows.rowCount()):
        hands.pick(applications.list.table, place)
        clerk.settle()
        if applications.programme.value() == programme:
            return
    raise RuntimeError(f"no application of {programme}")


def _open_list(clerk: Clerk, page: Any) -> None:
    page.tabs.setCurrentIndex(1)
    clerk.settle()
    hands.pick(page.lists.list.table, 0)
    clerk.settle()


def _confirm(clerk: Clerk, page: Any, acts: Any) -> None:
    hands.press(acts.buttons["confirm"])
    dialog: Any = hands.dialog(page)
    hands.fill(dialog.form, "passphrase", PASSPHRASE)
    hands.press(dialog.findChild(QPushButton, "yes"))
    clerk.settle()


def _act_with_reason(clerk: Clerk, page: Any, acts: Any, act: str, reason: str) -> None:
    hands.press(acts.buttons[act])
    dialog: Any = hands.dialog(page)
    hands.type_text(dialog.findChild(MultiLine), reason)
    hands.press(dialog.findChild(QPushButton, "main"))
    clerk.settle()


def _dialog(clerk: Clerk, page: Any, acts: Any, act: str) -> None:
    clerk.press(acts.buttons[act])
    dialog: Any = hands.dialog(page)
    if "passphrase" in dialog.form.names():
        hands.fill(dialog.form, "passphrase", PASSPHRASE)
    clerk.shot_of(dialog, f"credit-{act.replace('_', '-')}")
    hands.press(dialog.save_button)
    clerk.settle()
    if acts.buttons[act].isVisible():
        raise RuntimeError(f"{act} was refused")


def _issue(clerk: Clerk, page: Any, acts: Any, forms: Path) -> None:
    """Give văn thư's number, print, and mark as sent to the bank."""
    _dialog(clerk, page, acts, "record_number")
    clerk.press(acts.buttons["print"])
    preview: Any = hands.dialog(page)
    clerk.shot_of(preview, "preview-form")
    preview.save_into(forms)
    clerk.settle()
    hands.press(preview.close_button)
    clerk.press(acts.buttons["mark_sent"])
