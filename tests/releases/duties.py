"""What the sample of a version does for its duties: registers, series, a photo, groups split, a report on its way."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

from PIL import Image

from hn_desk.actions.event_series import SeriesDraft, save_series
from hn_desk.actions.evidence import keep_evidence
from hn_desk.actions.group_changes import change_groups
from hn_desk.actions.group_facts import GroupChange, NewGroup, OldGroup
from hn_desk.actions.household_distinct import keep_apart
from hn_desk.actions.households import household_ids
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import list_groups
from hn_desk.actions.office_report_facts import ReportFreeze, ReportNumber, ReportTexts
from hn_desk.actions.office_report_freezing import freeze, number_report, save_texts
from hn_desk.actions.office_reports import composed, written_reports
from hn_desk.actions.outreach import save_event
from hn_desk.actions.outreach_facts import EventDraft
from hn_desk.actions.query import Query
from hn_desk.actions.register_acts import save_act
from hn_desk.actions.register_budget import save_budget_line
from hn_desk.actions.register_difficulties import save_difficulty
from hn_desk.actions.register_examples import save_example
from hn_desk.actions.register_instructions import save_instruction
from hn_desk.actions.register_plans import save_plan
from hn_desk.actions.workdays import DayExceptionDraft, save_day_exception
from hn_desk.rules.recurrence import Recurrence
from tests.actions.register_cases import ACT, BUDGET, DIFFICULTY, EXAMPLE, PLAN, REQUEST

REPORT = ("kh297", "2026")
HELD = EventDraft(topic="sme", title="Đối thoại với hộ kinh doanh", form="conference", state="done", people=30)
BROADCAST = EventDraft(topic="sme", title="Bản tin phát thanh", form="broadcast", broadcasts=2)


def clerk(office: Office, folder: Path) -> None:
    """Keep a row in each register, a photo, a series, two households apart, and freeze a report."""
    save_plan(office, PLAN)
    save_act(office, ACT)
    save_budget_line(office, BUDGET)
    for topic in ("sme", "qd22"):
        save_difficulty(office, replace(DIFFICULTY, topic=topic))
    save_example(office, EXAMPLE)
    groups = frozenset(group.id for group in list_groups(office))
    today = office.today()
    event = save_event(office, replace(HELD, starts_on=today.replace(day=4), group_ids=groups)).id
    keep_evidence(office, event, _photo(folder))
    weekly = Recurrence(weekdays=frozenset({0}))
    save_series(
        office, SeriesDraft(replace(BROADCAST, starts_on=today, group_ids=groups), weekly, until=date(2026, 12, 20))
    )
    keep_apart(office, *household_ids(office, Query())[:2])
    save_texts(office, ReportTexts(*REPORT, texts={composed(office, *REPORT).slots[0].code: "Đã họp triển khai."}))
    draft = composed(office, *REPORT)
    freeze(office, ReportFreeze(*REPORT, id=draft.id, version=draft.version))


def records(office: Office) -> None:
    """Keep a paper from above, a day worked against the calendar, and the frozen report's number."""
    save_instruction(office, REQUEST)
    save_day_exception(office, DayExceptionDraft(day=date(2026, 12, 26), is_worked=True, source="12/TB"))
    (frozen,) = written_reports(office, REPORT[0])
    number_report(office, ReportNumber(frozen.id, frozen.version, "31", office.today()))


def administrator(office: Office) -> None:
    """Split the last residential group into two."""
    last = list_groups(office)[-1]
    news = (NewGroup(f"{last.name}A"), NewGroup(f"{last.name}B"))
    change_groups(office, GroupChange((OldGroup(last.id, last.version),), news, date(2026, 11, 1)))


def _photo(folder: Path) -> Path:
    stream, path = BytesIO(), folder / "anh.jpg"
    Image.new("RGB", (320, 240), "white").save(stream, "JPEG")
    path.write_bytes(stream.getvalue())
    return path
