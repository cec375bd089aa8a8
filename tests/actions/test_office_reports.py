"""Official reports: composed of the records, frozen as they were told, numbered, sent; later changes are told next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from hn_desk.actions.confirmed_start import look_through
from hn_desk.actions.log_check import check_office_log
from hn_desk.actions.office import Office
from hn_desk.actions.office_report_facts import (
    DRAFT,
    FROZEN,
    SENT,
    Composed,
    ReportFreeze,
    ReportNumber,
    ReportSending,
    ReportTexts,
)
from hn_desk.actions.office_report_freezing import (
    freeze,
    number_report,
    save_texts,
    send_report,
    withdraw_report,
)
from hn_desk.actions.office_reports import composed, figure_records, report_kinds, report_periods, written_reports
from hn_desk.actions.register_instructions import InstructionDraft, save_instruction
from hn_desk.errors import DeskError, InputError, RoleError, StorageError
from hn_desk.models.tables import (
    AuditEntry,
    BudgetLine,
    Contact,
    EventGroup,
    Instruction,
    OfficeReport,
    OutreachEvent,
    ProtectedText,
)
from hn_desk.reports.document import Block, ReportDocument, sha256_of
from tests.actions.records import add_contact, add_event, add_household, group_ids

As = Callable[[str], Office]
TODAY = date(2026, 11, 20)


def text_of(block: Block) -> str:
    return "".join(piece.text for piece in block.pieces)


def lines(document: ReportDocument) -> list[str]:
    return [text_of(block) for block in document.blocks if block.pieces]


def value(report: Composed, code: str) -> int:
    return {figure.code: figure.value for figure in report.figures}[code]


def hold(office: Office, day: date, topic: str = "kh297", people: int = 45) -> str:
    event = add_event(office, f"Đợt ngày {day:%d/%m}", topic)
    change(office, event, starts_on=day, people=people)
    return event


def change(office: Office, event: str, **values: object) -> None:
    with office.write() as session:
        row = session.get(OutreachEvent, event)
        for name, one in values.items():
            setattr(row, name, one)


def frozen(office: Office, code: str, period: str) -> Composed:
    now = composed(office, code, period)
    freeze(office, ReportFreeze(code, period, now.id, now.version))
    return composed(office, code, period)


def test_an_officer_sees_the_reports_of_the_own_work(as_officer: As) -> None:
    assert [(one.code, one.may_write, one.may_issue) for one in report_kinds(as_officer("lan"))] == [
        ("gqvl", True, False),
        ("kh297", True, False),
        ("month", True, False),
        ("qd08", True, False),
        ("sme", True, False),
    ]
    assert [one.may_issue for one in report_kinds(as_officer("mai"))] == [True] * 5
    lan = as_officer("lan")
    clerk = replace(lan, officer=replace(lan.officer, roles=frozenset({"economy"})))
    assert [one.code for one in report_kinds(clerk)] == ["sme"]
    with pytest.raises(RoleError):
        composed(clerk, "kh297", "2026")
    with pytest.raises(RoleError):
        report_kinds(as_officer("anh"))


def test_the_periods_of_a_report_say_when_it_is_due(office: Office) -> None:
    periods = {one.code: one.due_on for one in report_periods(office, "kh297")}
    assert periods["2026-H1"] == date(2026, 6, 15)
    assert periods["2026"] == date(2026, 11, 15)
    assert not any(one.is_missed for one in report_periods(office, "kh297")), "the office began later"
    save_texts(office, ReportTexts("kh297", "2026-H1", {"next": "Mở lớp nghề."}))
    assert [one.code for one in report_periods(office, "kh297") if one.is_missed] == ["2026-H1"]
    assert "2026-Q1" not in periods
    assert "2026-11" in {one.code for one in report_periods(office, "month")}


def test_a_report_says_what_the_records_say(office: Office) -> None:
    hold(office, date(2026, 3, 2))
    hold(office, date(2026, 4, 2), people=1_200)
    hold(office, date(2026, 7, 2))
    household = add_household(office)
    add_contact(office, household)
    report = composed(office, "kh297", "2026-H1")
    assert "- Đã tổ chức 02 đợt tuyên truyền với 1.245 lượt người dự." in lines(report.document)
    assert "- Đã tuyên truyền đến 02 trong tổng số 05 tổ dân phố, thôn." in lines(report.document)
    assert "- Trong kỳ không phát sinh đề nghị vay vốn." in lines(report.document)
    assert report.document.subject.endswith("06 tháng đầu năm 2026")
    opening = "".join(piece.text for piece in report.document.opening)
    assert opening.endswith("Ủy ban nhân dân phường Hoàn Kiếm báo cáo kết quả thực hiện như sau:")
    assert [text for text in lines(report.document) if text.startswith(("I. ", "II. ", "1. ", "2. "))][:2] == [
        "I. Công tác chỉ đạo, triển khai thực hiện",
        "II. Kết quả thực hiện",
    ]
    assert {one.code: (one.now, one.before) for one in report.compared}["events"] == (2, 0)
    sme = composed(office, "sme", "2026-Q3")
    assert "- Đã tiếp cận, vận động 01 hộ kinh doanh (01 lượt)." in lines(sme.document)
    assert "- Có 01 hộ kinh doanh đồng ý chuyển đổi." in lines(sme.document)
    chart = next(block.chart for block in sme.document.blocks if block.chart)
    assert [(bar.label, bar.value) for bar in chart.bars] == [("Chi phí", 1)]


def test_charts_show_coverage_and_the_last_sentence_names_the_annexes(office: Office) -> None:
    change(office, hold(office, date(2026, 4, 2), "sme"), people=30)
    hold(office, date(2026, 4, 3))
    month = composed(office, "month", "2026-04").document
    covered = next(block.chart for block in month.blocks if block.chart)
    assert [bar.value for bar in covered.bars] == [2, 2, 0, 0, 0, 0, 0]
    assert not [line for line in lines(month) if "Kèm theo" in line]
    half = composed(office, "kh297", "2026-H1").document
    assert [one.number for one in half.annexes] == ["Phụ lục"]
    assert lines(half)[-1] == "Kèm theo Báo cáo này: Phụ lục (Các đợt tuyên truyền đã thực hiện)."
    add_contact(office, add_household(office), date(2026, 5, 3))
    quarter = lines(composed(office, "sme", "2026-Q2").document)
    assert quarter[-1].startswith("Kèm theo Báo cáo này: Phụ lục I (Vướng mắc hộ kinh doanh nêu); Phụ lục II (")


def test_a_figure_is_told_though_the_one_before_it_is_0(office: Office) -> None:
    """Broadcasts of an event of another form, money spent though none was planned, capital without an obstacle."""
    change(office, hold(office, date(2026, 5, 3)), form="combined", people=None, broadcasts=12)
    with office.write() as session:
        session.add(BudgetLine(topic="kh297", year=2026, title="In tờ rơi", planned=None, spent=5_000_000))
    add_contact(office, add_household(office), date(2026, 5, 3))
    with office.write() as session:
        met = session.scalars(select(Contact)).one()
        met.obstacles, met.supports, met.capital_demand = [], ["credit"], 50_000_000
    half = "\n".join(lines(composed(office, "kh297", "2026-H1").document))
    assert "- Đã tổ chức 01 đợt tuyên truyền." in half.splitlines()
    assert "Đã phát 12 lượt trên hệ thống truyền thanh cơ sở." in half
    assert "Kinh phí đã chi trong năm là 5.000.000 đồng." in half
    quarter = lines(composed(office, "sme", "2026-Q2").document)
    assert "- Có 01 hộ kinh doanh đề nghị được hỗ trợ." in quarter
    assert "- Nhu cầu vốn các hộ kinh doanh nêu là 50.000.000 đồng." in quarter


def test_a_month_under_way_is_compared_up_to_the_same_day(office: Office) -> None:
    for day in (date(2026, 10, 20), date(2026, 10, 21), date(2026, 11, 20)):
        hold(office, day, "sme")
    month = composed(office, "month", "2026-11")
    assert {one.code: (one.now, one.before) for one in month.compared}["events"] == (1, 1)
    assert month.before.endswith("20/10/2026")


def test_a_figure_lists_exactly_its_records(office: Office) -> None:
    first, second = hold(office, date(2026, 3, 2)), hold(office, date(2026, 4, 2), people=30)
    hold(office, date(2026, 7, 2))
    people = figure_records(office, "kh297", "2026-H1", "people")
    assert [(one.id, one.amount, one.page) for one in people] == [(first, 45, "outreach"), (second, 30, "outreach")]
    assert people[0].title == "Đợt ngày 02/03"
    assert [one.id for one in figure_records(office, "kh297", "2026-H1", "events@conference")] == [first, second]
    with pytest.raises(DeskError) as refused:
        figure_records(office, "kh297", "2026-H1", "persons@nobody")
    assert refused.value.reason == "figure"


def test_words_typed_are_kept_and_offered_to_the_next_report(office: Office) -> None:
    save_texts(office, ReportTexts("kh297", "2026-H1", {"next": "Mở 02 lớp nghề.\n\nThăm  hỏi."}))
    report = composed(office, "kh297", "2026-H1")
    assert [text_of(one) for one in report.document.blocks if one.slot == "next"] == ["Mở 02 lớp nghề.", "Thăm hỏi."]
    year = composed(office, "kh297", "2026")
    assert {one.code: (one.text, one.previous) for one in year.slots}["next"] == ("", "Mở 02 lớp nghề.\n\nThăm hỏi.")
    with pytest.raises(InputError):
        save_texts(office, ReportTexts("kh297", "2026-H1", {"nowhere": "x"}, report.id, report.version))
    with office.database.read() as session:
        row = session.scalars(select(OfficeReport)).one()
        assert (row.texts, row.content) == ({}, {})
        assert session.get(ProtectedText, row.id) is not None


def test_a_frozen_report_stays_as_it_was_told(office: Office) -> None:
    event = hold(office, date(2026, 3, 2))
    told = frozen(office, "kh297", "2026-H1")
    change(office, event, people=99)
    assert [one.amount for one in figure_records(office, "kh297", "2026-H1", "people")] == [45]
    again = composed(office, "kh297", "2026-H1")
    assert (again.document, again.figures) == (told.document, told.figures)
    assert again.state == FROZEN
    assert again.document.fingerprint == again.sha256[:16]
    with pytest.raises(DeskError) as refused:
        save_texts(office, ReportTexts("kh297", "2026-H1", {"next": "x"}, told.id, told.version))
    assert refused.value.reason == "report-frozen"
    with office.database.read() as session:
        acts = session.scalars(select(AuditEntry.action).where(AuditEntry.record_id == told.id)).all()
    assert acts == ["reports.freeze", *["reports.read"] * 3]


def test_what_was_frozen_and_changed_in_the_database_is_refused(office: Office) -> None:
    told = frozen(office, "sme", "2026-Q3")
    with office.write() as session:
        row = session.get(OfficeReport, told.id)
        assert row is not None
        row.content = {**row.content, "before": "x"}
    with pytest.raises(StorageError) as refused:
        composed(office, "sme", "2026-Q3")
    assert refused.value.reason == "damaged"


def numbered(office: Office, as_officer: As, told: Composed, number: str) -> None:
    clerk = replace(as_officer("mai"), clock=office.clock)
    assert told.id
    number_report(clerk, ReportNumber(told.id, told.version, number, office.today()))


def at(office: Office, day: date) -> Office:
    return replace(office, clock=lambda: datetime(day.year, day.month, day.day, 3, tzinfo=UTC))


@pytest.mark.parametrize(
    ("columns", "code", "told"),
    [
        ({"number": "999"}, "sme", "number"),
        ({"issued_on": date(2026, 6, 14), "number": "999"}, "kh297", "issued_on"),
        ({"state": DRAFT}, "kh297", "state"),
        ({"content": {"figures": []}}, "sme", "content"),
        ({"content": {"figures": []}, "sha256": sha256_of({"figures": []})}, "sme", "sha256"),
    ],
)
def test_what_the_log_does_not_tell_of_a_report_is_found(
    columns: dict[str, object], code: str, told: str, office: Office, as_officer: As
) -> None:
    numbered(office, as_officer, frozen(office, code, "2026"), "125")
    auditor = as_officer("anh")
    look_through(office)
    assert check_office_log(auditor).is_whole
    with office.write() as session:
        row = session.scalars(select(OfficeReport)).one()
        for name, one in columns.items():
            setattr(row, name, one)
    with pytest.raises(DeskError) as refused:
        look_through(office)
    assert f"office_reports.{told}" in refused.value.what
    breaks = [words for _n, words in check_office_log(auditor).breaks]
    assert any(f"“{told}”" in words for words in breaks)
    if told != "state":
        with pytest.raises(StorageError):
            composed(office, code, "2026")


def test_a_report_frozen_anew_is_not_adjusted_by_what_an_older_one_told(office: Office, as_officer: As) -> None:
    hold(office, date(2026, 3, 2), people=3)
    half = frozen(at(office, date(2026, 7, 1)), "kh297", "2026-H1")
    hold(office, date(2026, 3, 3), people=1)
    summer = at(office, date(2026, 8, 1))
    year = frozen(summer, "kh297", "2026")
    assert year.adjustments
    numbered(summer, as_officer, year, "7")
    hold(office, date(2026, 3, 4), people=1)
    later = at(office, date(2026, 9, 1))
    assert half.id
    withdraw_report(later, half.id, half.version, "Thiếu một đợt")
    assert value(frozen(later, "kh297", "2026-H1"), "people") == 5
    following = composed(at(office, date(2026, 10, 1)), "kh297", "2026-01-01..2026-08-01")
    assert [one.code for one in following.adjustments if one.report == half.id] == []


def test_a_late_correction_is_told_once_by_the_next_report(office: Office, as_officer: As) -> None:
    kept = hold(office, date(2026, 3, 2))
    gone = hold(office, date(2026, 3, 9), people=5)
    half = frozen(office, "kh297", "2026-H1")
    change(office, kept, people=40)
    change(office, gone, state="cancelled")
    late = hold(office, date(2026, 6, 20), people=7)
    year = frozen(office, "kh297", "2026")
    told = {one.code: (one.was, one.now, one.came, one.went) for one in year.adjustments}
    assert told["people"] == (50, 47, (late,), (gone,))
    assert "events" not in told
    assert {one.report for one in year.adjustments} == {half.id}
    assert any("Điều chỉnh số liệu đã báo cáo" in line for line in lines(year.document))
    assert composed(office, "kh297", "2026-01-01..2026-02-01").adjustments == year.adjustments
    numbered(office, as_officer, year, "7")
    assert composed(office, "kh297", "2026-01-01..2026-02-01").adjustments == ()


def test_what_came_after_the_day_a_report_was_owed_is_told_when_its_period_is_over(office: Office) -> None:
    hold(office, date(2026, 3, 2), people=3)
    year = frozen(at(office, date(2026, 11, 14)), "kh297", "2026")
    late = hold(office, date(2026, 12, 10), people=500)
    assert composed(at(office, date(2026, 12, 20)), "kh297", "2026-H1").adjustments == ()
    told = composed(at(office, date(2027, 6, 10)), "kh297", "2027-H1").adjustments
    assert {(one.report, one.was, one.now, one.came) for one in told if one.code == "people"} == {
        (year.id, 3, 503, (late,))
    }


def test_adjustments_of_long_ago_are_told_no_more(office: Office) -> None:
    old, young = hold(office, date(2022, 12, 30)), hold(office, date(2023, 6, 2))
    frozen(office, "kh297", "2022")
    kept = frozen(office, "kh297", "2023")
    change(office, old, people=1)
    change(office, young, people=2)
    told = composed(office, "kh297", "2026").adjustments
    assert [(one.report, one.code, one.now) for one in told] == [(kept.id, "people", 2)]


def test_a_report_is_numbered_once_and_sent(office: Office, as_officer: As) -> None:
    clerk = as_officer("mai")
    half = frozen(office, "kh297", "2026-H1")
    other = frozen(office, "sme", "2026-Q3")
    assert half.id
    assert other.id
    with pytest.raises(DeskError) as refused:
        send_report(clerk, ReportSending(half.id, half.version, TODAY))
    assert refused.value.reason == "report-number"
    number_report(clerk, ReportNumber(half.id, half.version, "125", TODAY))
    with pytest.raises(InputError) as taken:
        number_report(clerk, ReportNumber(other.id, other.version, "125/BC-UBND", TODAY))
    assert [one.what for one in taken.value.problems] == ["Another paper has this number."]
    with pytest.raises(InputError):
        number_report(clerk, ReportNumber(other.id, other.version, "mười", date(2026, 12, 1)))
    numbered = composed(clerk, "kh297", "2026-H1")
    assert (numbered.document.number, numbered.document.issued_on) == ("125", TODAY)
    number_report(clerk, ReportNumber(half.id, numbered.version, "126", TODAY))
    number_report(clerk, ReportNumber(other.id, other.version, "125", TODAY))
    numbered = composed(clerk, "kh297", "2026-H1")
    send_report(clerk, ReportSending(half.id, numbered.version, TODAY, "Công an Thành phố", "Trục liên thông"))
    sent = next(one for one in written_reports(clerk) if one.code == "kh297")
    assert (sent.state, sent.number, sent.sent_on) == (SENT, "126", TODAY)
    with pytest.raises(DeskError) as refused:
        withdraw_report(office, half.id, sent.version, "Sai")
    assert refused.value.reason == "report-sent"


def test_a_frozen_report_that_was_not_sent_is_taken_back_for_a_reason(office: Office) -> None:
    save_texts(office, ReportTexts("sme", "2026-Q3", {"next": "Việc"}))
    told = frozen(office, "sme", "2026-Q3")
    assert told.id
    with pytest.raises(InputError):
        withdraw_report(office, told.id, told.version, " ")
    withdraw_report(office, told.id, told.version, "Thiếu số liệu tháng 9")
    draft = composed(office, "sme", "2026-Q3")
    assert (draft.state, draft.sha256, draft.document.fingerprint) == (DRAFT, "", "")
    assert {one.code: one.text for one in draft.slots}["next"] == "Việc"
    assert composed(office, "sme", "2026-Q2").adjustments == ()


def test_the_yearly_report_on_jobs_is_off_until_a_paper_asks_for_it(office: Office) -> None:
    assert {one.code: one.is_on for one in report_kinds(office)}["gqvl"] is False
    with pytest.raises(DeskError) as refused:
        freeze(office, ReportFreeze("gqvl", "2026"))
    assert refused.value.reason == "report-off"
    paper = InstructionDraft(number="12/SNV", issued_on=TODAY, issuer="Sở Nội vụ", title="Báo cáo năm")
    save_instruction(office, replace(paper, kind="standing", duty="D12", due_month=12, due_day=14))
    assert {one.code: one.is_on for one in report_kinds(office)}["gqvl"] is True
    assert frozen(office, "gqvl", "2026").state == FROZEN


def test_a_request_is_closed_by_the_report_that_answers_it(office: Office, as_officer: As) -> None:
    with office.write() as session:
        asked = Instruction(
            kind="request", duty="D10", report="qd08", number="9/CATP", issued_on=TODAY, issuer="CATP", title="Đột xuất"
        )
        session.add(asked)
        session.flush()
        request = asked.id
    days = "2026-01-01..2026-10-31"
    kept = freeze(office, ReportFreeze("qd08", days, request_id=request)).id
    number_report(as_officer("mai"), ReportNumber(kept, 1, "7", TODAY))
    send_report(as_officer("mai"), ReportSending(kept, 2, TODAY))
    with office.database.read() as session:
        closed = session.get(Instruction, request)
        assert closed is not None
        assert closed.closed_on == TODAY
    assert composed(office, "qd08", days).state == DRAFT


def test_the_number_of_a_report_taken_back_is_free_again(office: Office, as_officer: As) -> None:
    mai, half = as_officer("mai"), frozen(office, "kh297", "2026-H1")
    number_report(mai, ReportNumber(half.id or "", half.version, "125", TODAY))
    withdraw_report(office, half.id or "", composed(office, "kh297", "2026-H1").version, "Số liệu sai")
    other = frozen(office, "sme", "2026-Q3")
    number_report(mai, ReportNumber(other.id or "", other.version, "125", TODAY))
    assert composed(office, "sme", "2026-Q3").document.number == "125"


def test_a_report_answers_only_a_paper_that_asks_for_it(office: Office) -> None:
    paper = InstructionDraft(number="12/SNV", issued_on=TODAY, issuer="CATP", title="Đột xuất", duty="D10")
    asked = save_instruction(office, replace(paper, report="qd08", due_on=date(2026, 12, 1))).id or ""
    for code, request in (("sme", asked), ("qd08", "nonsense")):
        with pytest.raises(DeskError) as refused:
            freeze(office, ReportFreeze(code, "2026-H1", request_id=request))
        assert refused.value.reason == "request"
    with pytest.raises(DeskError):
        save_texts(office, ReportTexts("sme", "2026-H1", {}, request_id=asked))
    assert written_reports(office) == ()


def test_unknown_reports_and_periods_are_refused(office: Office) -> None:
    for code, period, reason in (("nothing", "2026", "report"), ("kh297", "2026-Q1", "period"), ("sme", "x", "period")):
        with pytest.raises(DeskError) as refused:
            composed(office, code, period)
        assert refused.value.reason == reason
    with pytest.raises(DeskError, match="has not begun"):
        composed(office, "sme", "2027")


def test_who_may_not_see_a_record_gets_no_words_of_it(office: Office, as_officer: As) -> None:
    household = add_household(office)
    add_contact(office, household)
    clerk = as_officer("mai")
    records = replace(clerk, officer=replace(clerk.officer, roles=frozenset({"records"})))
    (one,) = figure_records(records, "sme", "2026-Q3", "met")
    assert (one.id, one.title) == (household, "Seen by those who work with it")
    assert figure_records(clerk, "sme", "2026-Q3", "met")[0].title == "Cửa hàng An"


def test_no_name_of_a_group_is_lost_in_a_topic_that_reached_all(office: Office) -> None:
    event = hold(office, date(2026, 3, 2), "sme")
    with office.write() as session:
        row = session.get(OutreachEvent, event)
        assert row is not None
        row.groups = [EventGroup(group_id=one) for one in group_ids(session)]
    assert value(composed(office, "sme", "2026"), "coverage") == 100
    assert len(figure_records(office, "sme", "2026", "groups_reached")) == 5


def test_the_period_of_a_review_is_offered_when_it_is_time_to_begin(office: Office) -> None:
    paper = InstructionDraft(
        number="9/CATP", issued_on=TODAY, issuer="CATP", title="Đột xuất", duty="D10", report="qd08"
    )
    save_instruction(office, replace(paper, due_on=date(2026, 12, 1)))
    review = "2026-06-01..2027-06-30"
    assert {one.due_on for one in report_periods(office, "qd08")} == {None}
    spring = replace(office, clock=lambda: datetime(2027, 5, 10, 3, tzinfo=UTC))
    assert {one.code: one.due_on for one in report_periods(spring, "qd08")}[review] == date(2027, 6, 30)
