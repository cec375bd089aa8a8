"""The economy clerk's part of the day: households, contacts, one conversion to its certificate, outreach."""

from pathlib import Path
from typing import Any, Final

from hn_desk.ui import hands
from hn_desk.ui.day.clerk import Clerk
from hn_desk.ui.day.invented import Invented

HOUSEHOLDS: Final = 4
CONVERSION: Final = ("listed", "contacted", "agreed", "preparing", "submitted", "returned", "submitted", "registered")
NEEDED_PAPERS: Final = ("application", "charter", "household_certificate")
REASON: Final = "Đã đối chiếu giấy tờ gốc"


def households(clerk: Clerk, invented: Invented, forms: Path) -> None:
    """Type households with their contacts; the first becomes an enterprise and gets its advice slip."""
    page = clerk.go("households")
    for number in range(HOUSEHOLDS):
        _household(clerk, page, invented)
        _contact(clerk, page, invented, number)
    hands.find(page.list, clerk.jobs, "")
    hands.pick(page.list.table, 0)
    clerk.settle()
    convert(clerk, page, invented, forms)
    clerk.shot("households")


def convert(clerk: Clerk, page: Any, invented: Invented, forms: Path) -> None:
    """Take the household shown from the list to its certificate, and print its advice slip."""
    panel = page.conversion
    page.tabs.setCurrentIndex(2)
    kind = panel.kind.codes()[1]
    for place, state in enumerate(CONVERSION):
        hands.choose(panel.step, state)
        hands.fill(panel.form, "day", invented.ago(20 - 2 * place))
        if state == "returned":
            hands.fill(panel.form, "reason", "Thiếu danh sách thành viên")
        if state == "preparing":
            hands.choose(panel.kind, kind)
            _print_slip(clerk, panel, forms)
        if state == "submitted" and CONVERSION[place - 1] == "returned":
            _tick_papers(panel)
        if state == "registered":
            _enterprise(panel, invented)
            clerk.shot("conversion")
        clerk.save(panel.form, panel.save_button, reason=REASON)


def outreach(clerk: Clerk, invented: Invented, forms: Path) -> None:
    """Type events over several topics, one that covers every group, and print the minutes of one."""
    page = clerk.go("outreach")
    everyone = frozenset(page.form.groups.codes())
    some = frozenset(sorted(everyone)[:2])
    topics = page.form.topic.codes()
    plans: tuple[tuple[str, str, frozenset[str]], ...]
    plans = ((topics[0], "Hội nghị phổ biến chính sách hỗ trợ doanh nghiệp", some),)
    plans += ((topics[0], "Phát thanh về chuyển đổi hộ kinh doanh", everyone),)
    plans += tuple((topic, "Họp tổ dân phố, phổ biến chính sách", some) for topic in topics[1:6])
    for number, (topic, title, reached) in enumerate(plans):
        _event(clerk, page, invented, (topic, f"{title} đợt {number + 1}", reached))
        if number == 0:
            clerk.shot("outreach-event")
            clerk.press(page.minutes_button)
            keep(clerk, page, forms, "minutes")
    page.tabs.setCurrentIndex(1)
    clerk.settle()
    clerk.shot("coverage")
    page.tabs.setCurrentIndex(0)


def keep(clerk: Clerk, page: Any, forms: Path, name: str) -> None:
    """Look at the preview that is open over `page`, keep the paper in `forms`, close it."""
    hands.wait_until(lambda: page.preview is not None and page.preview.isVisible())
    preview = page.preview
    clerk.shot_of(preview, f"preview-{name}")
    preview.save_into(forms)
    clerk.settle()
    hands.press(preview.close_button)
    page.preview = None
    clerk.settle()


def _household(clerk: Clerk, page: Any, invented: Invented) -> None:
    clerk.press(page.new_button)
    owner, trade = invented.person(), invented.trade()
    typed: dict[str, object] = {
        "name": trade["sign"].format(given=owner["name"].split()[-1]),
        "business_code": invented.business_code(),
        "tax_code": invented.tax_code(),
        "address": owner["address"],
        "group_id": invented.chance.choice(invented.groups()),
        "registered_on": invented.ago(900),
        "started_on": invented.ago(880),
        "workers": "4",
        "capital": invented.chance.choice(("50 triệu", "2 tỷ rưỡi", "350.000.000")),
        "industry0": trade["code"],
    }
    for name in ("name", "sex", "birth", "id_number", "phone"):
        typed[f"owner.{name}"] = owner[name]
    for name, value in typed.items():
        hands.fill(page.form, name, value)
        clerk.settle()
    clerk.save(page.form, page.save_button, reason=REASON)


def _contact(clerk: Clerk, page: Any, invented: Invented, number: int) -> None:
    page.tabs.setCurrentIndex(1)
    contacts = page.contacts
    hands.fill(contacts.form, "day", invented.ago(30 - number))
    hands.choose(contacts.form.field("way"), contacts.form.field("way").codes()[0])
    hands.choose(contacts.form.field("intention"), ("considering", "agreed", "refused", "considering")[number % 4])
    hands.fill(contacts.form, "said", "Chủ hộ hỏi về thuế và sổ sách sau khi chuyển đổi.")
    hands.tick(contacts.form.field("obstacles"), contacts.form.field("obstacles").codes()[:2])
    hands.tick(contacts.form.field("supports"), contacts.form.field("supports").codes()[:1])
    hands.fill(contacts.form, "capital_demand", "200 triệu")
    if number == 0:
        clerk.shot("contact")
    clerk.save(contacts.form, contacts.save_button)
    page.tabs.setCurrentIndex(0)


def _tick_papers(panel: Any) -> None:
    for paper in NEEDED_PAPERS:
        if not panel.papers.box(paper).isChecked():
            hands.press(panel.papers.box(paper))


def _enterprise(panel: Any, invented: Invented) -> None:
    typed = {
        "enterprise_name": "Công ty TNHH Thương mại Ánh Dương",
        "enterprise_code": invented.tax_code(),
        "certificate_on": invented.ago(6),
        "enterprise_capital": "1 tỷ",
        "enterprise_workers": "6",
        "enterprise_industry": "Bán lẻ hàng hóa",
    }
    for name, value in typed.items():
        hands.fill(panel.form, name, value)


def _print_slip(clerk: Clerk, panel: Any, forms: Path) -> None:
    clerk.press(panel.slip_button)
    keep(clerk, panel, forms, "slip")


def _event(clerk: Clerk, page: Any, invented: Invented, plan: tuple[str, str, frozenset[str]]) -> None:
    topic, title, reached = plan
    clerk.press(page.new_button)
    hands.choose(page.form.topic, topic)
    hands.choose(page.form.field("form"), page.form.field("form").codes()[0])
    hands.fill(page.form, "title", title)
    hands.choose(page.form.state, "done")
    for name, value in (
        ("starts_on", invented.ago(invented.chance.randrange(3, 60))),
        ("people", "45"),
        ("women", "20"),
    ):
        hands.fill(page.form, name, value)
    if not page.form.is_protected():
        hands.fill(page.form, "place", "Nhà văn hóa tổ dân phố")
    clerk.settle()
    hands.tick(page.form.groups, reached)
    audiences = page.form.audiences.codes()
    hands.tick(page.form.audiences, audiences[:1])
    clerk.save(page.form, page.save_button, reason=REASON)
