"""A series is planned after its days were seen, held, changed; many are typed at once; households are linked."""

import pytest
from PySide6.QtGui import QGuiApplication

from hn_desk.actions.event_households import linked_households
from hn_desk.actions.event_series import series_events
from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office
from hn_desk.actions.outreach import EventDraft, event, event_ids, save_event
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.query import Query
from hn_desk.ui import hands
from hn_desk.ui.dialogs.event_households import EventHouseholdsDialog
from hn_desk.ui.dialogs.event_series import EventSeriesDialog
from hn_desk.ui.dialogs.event_series_rest import SeriesRestDialog
from hn_desk.ui.dialogs.event_table import EventTableDialog
from hn_desk.ui.dialogs.events_held import EventsHeldDialog
from hn_desk.ui.jobs import Jobs
from hn_desk.ui.pages.outreach import OutreachPage
from hn_desk.ui.widgets.field import MultiLine
from tests.actions.conftest import NOW
from tests.ui.test_outreach import page, type_event

__all__ = ["page"]


def planned_series(page: OutreachPage, office: Office, jobs: Jobs) -> str:
    """Type a series of Mondays, leave one out; the id of its first event."""
    hands.press(page.acts.series_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, EventSeriesDialog)
    assert not dialog.save_button.isEnabled()
    hands.fill(dialog.form, "topic", "sme")
    hands.fill(dialog.form, "title", "Phát thanh")
    hands.fill(dialog.form, "starts_on", "2/11/2026")
    hands.fill(dialog.form, "until", "30/11/2026")
    hands.fill(dialog.form, "weekdays", {"0"})
    hands.tick(dialog.form.field("group_ids"), dialog.form.field("group_ids").codes()[:2])  # type: ignore[arg-type, attr-defined]  # a ChoicesField
    hands.press(dialog.look_button)
    hands.settle(jobs)
    assert dialog.days.codes() == ("2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30")
    dialog.form.jump("days")
    hands.press(dialog.days.box("2026-11-09"))
    hands.press(dialog.save_button)
    hands.settle(jobs)
    return event_ids(office, Query(sort="day"))[0]


def test_a_series_is_planned_held_and_the_rest_changed_and_cancelled(
    page: OutreachPage, office: Office, jobs: Jobs
) -> None:
    first = planned_series(page, office, jobs)
    series_id = event(office, first).series_id
    assert len(series_events(office, series_id)) == 4
    hands.press(page.acts.held_button)
    hands.settle(jobs)
    held = hands.dialog(page)
    assert isinstance(held, EventsHeldDialog)
    assert len(held.events.codes()) == 2
    hands.press(held.events.box(held.events.codes()[1]))
    hands.fill(held.form, "broadcasts", "3")
    hands.press(held.save_button)
    hands.settle(jobs)
    assert [row.state for row in series_events(office, series_id)] == ["done", *["planned"] * 3]
    assert event(office, first).draft.broadcasts == 3
    page.reload()
    page.open_record(series_events(office, series_id)[1].id)
    hands.settle(jobs)
    hands.fill(page.form, "title", "Phát thanh tối")
    hands.press(page.acts.rest_button)
    rest = hands.dialog(page)
    assert isinstance(rest, SeriesRestDialog)
    hands.settle(jobs)
    assert "3" in rest.words.text()
    hands.press(rest.change_button)
    hands.press(hands.button(hands.dialog(rest), "Change them"))
    hands.settle(jobs)
    titles = [event(office, row.id).draft.title for row in series_events(office, series_id)]
    assert titles == ["Phát thanh", *["Phát thanh tối"] * 3]
    hands.press(page.acts.rest_button)
    again = hands.dialog(page)
    assert isinstance(again, SeriesRestDialog)
    hands.settle(jobs)
    hands.press(again.cancel_button)
    asking = hands.dialog(again)
    reason = asking.findChild(MultiLine)
    assert isinstance(reason, MultiLine)
    hands.type_text(reason, "Hỏng đài")
    hands.press(hands.button(asking, "Cancel them"))
    hands.settle(jobs)
    assert [row.state for row in series_events(office, series_id)] == ["done", *["cancelled"] * 3]


def test_days_that_were_looked_at_are_forgotten_when_the_rule_changes(page: OutreachPage, jobs: Jobs) -> None:
    hands.press(page.acts.series_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, EventSeriesDialog)
    hands.press(dialog.look_button)
    hands.settle(jobs)
    assert dialog.form.problem_at("until")
    for name, typed in (("topic", "kh296"), ("title", "Phát thanh"), ("until", "31/12/2026"), ("month_day", "31")):
        hands.fill(dialog.form, name, typed)
    hands.press(dialog.look_button)
    hands.settle(jobs)
    assert dialog.days.codes() == ("2026-11-30", "2026-12-31")
    assert dialog.save_button.isEnabled()
    hands.fill(dialog.form, "month_day", "15")
    assert not dialog.save_button.isEnabled()
    assert not dialog.days.isVisible()


def test_many_events_are_pasted_and_a_wrong_line_is_named(page: OutreachPage, office: Office, jobs: Jobs) -> None:
    hands.press(page.acts.table_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, EventTableDialog)
    for name, typed in (("topic", "sme"), ("form", "group_meeting"), ("title", "Họp tổ")):
        hands.fill(dialog.form, name, typed)
    QGuiApplication.clipboard().setText("Ngày\tTổ\tSố người\tNữ\n3/11/2026\t1\t40\t22\n4/11/2026\tTổ 99\t\t\n")
    hands.press(dialog.lines.paste)
    hands.press(dialog.save_button)
    hands.settle(jobs)
    assert dialog.form.problem_at("rows").startswith("Line 2: “Tổ 99”")
    assert event_ids(office, Query()) == ()
    hands.type_cell(dialog.lines.table, 1, 1, "2, 3")
    hands.press(dialog.save_button)
    hands.settle(jobs)
    kept = [event(office, id_) for id_ in event_ids(office, Query(sort="day"))]
    assert [(one.draft.people, len(one.group_names), one.draft.state) for one in kept] == [
        (40, 1, "done"),
        (None, 2, "done"),
    ]


def test_households_that_want_to_convert_are_linked_from_the_event(
    page: OutreachPage, office: Office, jobs: Jobs
) -> None:
    household = save_household(office, HouseholdDraft(name="Hoa tươi", owner=PersonDraft(name="Trần Thị Hoa"))).id
    type_event(page, jobs, 1)
    hands.press(page.linked.add_button)
    dialog = hands.dialog(page)
    assert isinstance(dialog, EventHouseholdsDialog)
    hands.fill(dialog.form, "household_id", "hoa")
    assert dialog.household.value() == household
    hands.fill(dialog.form, "said", "Muốn lập công ty")
    hands.press(dialog.add_button)
    hands.press(dialog.save_button)
    hands.settle(jobs)
    (id_,) = event_ids(office, Query())
    assert [(row.id, row.said) for row in linked_households(office, id_)] == [(household, "Muốn lập công ty")]
    assert page.form.field("outcome_convert").value() == 1
    assert [row.id for row in page.linked.table.rows()] == [household]


@pytest.mark.parametrize("topic", ["kh297", "kh296"])
def test_other_topics_link_no_households(page: OutreachPage, office: Office, jobs: Jobs, topic: str) -> None:
    draft = EventDraft(topic=topic, title="Gặp gỡ", form="conference", state="done", starts_on=NOW.date())
    page.open_record(save_event(office, draft).id)
    page.reload()
    hands.settle(jobs)
    assert not page.linked.isVisible()
