"""How each public function of the actions is called with real arguments, for each kind of record it touches.

A case is (function, kind, when) as the table of roles names it → what is handed to the function after the office. A new
function gets its case here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PIL import Image
from sqlalchemy import select

from hn_desk.actions import backups
from hn_desk.actions.accounts import PassphraseChange
from hn_desk.actions.asked import KINDS
from hn_desk.actions.asked_facts import AnswerDraft
from hn_desk.actions.audit_log import LogQuery
from hn_desk.actions.backup_making import LOST
from hn_desk.actions.bank import BankDraft
from hn_desk.actions.conversion_numbers import Asked
from hn_desk.actions.conversions import ConversionDraft
from hn_desk.actions.event_holding import Held
from hn_desk.actions.event_households import LinkDraft
from hn_desk.actions.event_series import SeriesDraft, save_series
from hn_desk.actions.event_table import EventLine
from hn_desk.actions.evidence import EvidenceDraft, keep_evidence
from hn_desk.actions.follow_ups import FollowUpDraft
from hn_desk.actions.form_files import install_form
from hn_desk.actions.group_facts import GroupChange, GroupEnd, NewGroup, OldGroup
from hn_desk.actions.handover import Handed
from hn_desk.actions.household_facts import ContactDraft, HouseholdDraft
from hn_desk.actions.household_merging import MergeDraft
from hn_desk.actions.list_correction import open_correction
from hn_desk.actions.lists import ListDraft, withdraw_list
from hn_desk.actions.office import Office
from hn_desk.actions.office_facts import office_facts
from hn_desk.actions.office_report_facts import ReportFreeze, ReportNumber, ReportSending, ReportTexts
from hn_desk.actions.outreach import event, save_event
from hn_desk.actions.outreach_facts import EventFacts
from hn_desk.actions.papers import print_form
from hn_desk.actions.query import Query
from hn_desk.actions.quick_unlock import set_pin
from hn_desk.actions.recovery_sheet import sheet_for
from hn_desk.actions.restoring_list import REST, LostList, Span, keep_list
from hn_desk.actions.restoring_lost import LostItem
from hn_desk.actions.restoring_outbox import Unread
from hn_desk.actions.rights import take_request
from hn_desk.actions.rulebook import read_toml
from hn_desk.actions.sample import SamplePlan
from hn_desk.actions.scan_keeping import keep_scan
from hn_desk.actions.staff import GroupDraft, OfficeFactsDraft, OfficerDraft, list_staff, save_group
from hn_desk.actions.surveys import SurveyDraft
from hn_desk.actions.targets import TargetDraft, save_target
from hn_desk.actions.updates import prepare_update
from hn_desk.actions.workdays import DayExceptionDraft, save_day_exception
from hn_desk.forms import confirmation_person
from hn_desk.forms.facts import Shift
from hn_desk.models.tables import HouseholdBusiness, LoanApplication, OutreachEvent, Person
from hn_desk.reports.questions import Question
from hn_desk.reports.table import Period
from hn_desk.rules.bank import Course
from hn_desk.rules.recurrence import Recurrence
from hn_desk.settings import resource
from tests import softhsm
from tests.actions import register_cases
from tests.actions.bank_workbooks import bank_workbook
from tests.actions.conftest import PASSPHRASE, QUICK
from tests.actions.credit_samples import PLAN, TODAY, WORK, signed_on_paper
from tests.actions.import_cases import HANDED
from tests.actions.list_workbooks import row_of, workbook
from tests.actions.role_ground import SUBJECTS, Ground
from tests.pair import KEY_PASSPHRASE
from tests.updates.sticks import stand_in, stick

CREDIT = ("applications", "plans", "lists")
SINGLE = ("applications", "plans")
BEFORE, AFTER = "trước khi trình", "sau khi trình"
SPAN = "khoảng thời gian chưa đóng gói"
FIRST, LATER = "gói tin cậy đầu tiên", "các gói sau"
YEAR = Period(date(2026, 1, 1), TODAY)
NEW_PHRASE, PIN = "sau bay tam chin muoi", "258036"
WHY = "Có lý do"
OFFICIAL = {"báo cáo Đề án DNNVV": "sme", "báo cáo chương trình được bảo vệ": "kh297"}


@dataclass(frozen=True, slots=True)
class Given:
    """What a function is handed after the office."""

    wanted: tuple[Any, ...]
    named: Mapping[str, Any]


Case = Callable[[Ground], Given]
Key = tuple[str, str, str]


def given(*wanted: Any, **named: Any) -> Given:
    """Arguments by place and by name."""
    return Given(wanted, named)


def group_end(ground: Ground) -> GroupEnd:
    """A new residential group that is closed."""
    id_ = save_group(ground.anybody(), GroupDraft(name=f"Tổ {next(ground.numbers)}")).id
    return GroupEnd(id_, 1, TODAY)


def group_split(ground: Ground) -> GroupChange:
    """A new residential group that becomes two."""
    n = next(ground.numbers)
    id_ = save_group(ground.anybody(), GroupDraft(name=f"Tổ {n}")).id
    return GroupChange((OldGroup(id_, 1),), (NewGroup(f"Tổ {n}A"), NewGroup(f"Tổ {n}B")), TODAY)


def _handed(wanted: Callable[[Ground], tuple[Any, ...]]) -> Case:
    return lambda ground: given(*wanted(ground))


def _with_rules(ground: Ground) -> Given:
    ground.rules()
    return given()


def nothing(_ground: Ground) -> Given:
    """The office alone is handed over."""
    return given()


def _asked(ground: Ground) -> Given:
    """A request that waits for its answer."""
    return given(take_request(ground.anybody(), ground.owner(), "show", TODAY).id, 1)


def _of_office() -> dict[Key, Case]:
    return {
        ("home.today", "office", ""): nothing,
        ("workdays.day_exceptions", "office", ""): nothing,
        ("workdays.known_exceptions", "office", ""): nothing,
        ("workdays.save_day_exception", "office", ""): lambda g: given(_swapped(g)),
        ("workdays.delete_day_exception", "office", ""): lambda g: given(
            save_day_exception(g.login("mai"), _swapped(g)).id, 1
        ),
        ("due_days.due_days", "office", ""): lambda _: given(TODAY, TODAY),
        ("office_facts.office_facts", "office", ""): nothing,
        ("office_facts.list_groups", "groups", ""): nothing,
        ("staff.list_staff", "staff", ""): nothing,
        ("group_moves.stayed", "households", ""): lambda _: given("no"),
        ("group_moves.move_households", "households", ""): lambda g: given(
            [g.household()], save_group(g.anybody(), GroupDraft(name=f"Tổ {next(g.numbers)}")).id
        ),
        ("group_changes.end_group", "groups", ""): lambda g: given(group_end(g)),
        ("group_changes.look_at_change", "groups", ""): lambda g: given(group_split(g)),
        ("group_changes.change_groups", "groups", ""): lambda g: given(group_split(g)),
        ("office_facts.save_group", "groups", ""): lambda g: given(GroupDraft(name=f"Tổ mới {next(g.numbers)}")),
        ("office_facts.save_office_facts", "office", ""): lambda g: given(_words(g.login("anh"))),
        ("staff.save_officer", "staff", ""): lambda g: given(_officer(g.login("anh")), cost=QUICK),
        ("who_may.who_may", "staff", ""): nothing,
        ("form_files.form_rows", "office", ""): nothing,
        ("form_files.form_text", "office", ""): lambda _: given("refusal"),
        ("form_files.preview_form", "office", ""): lambda _: given("refusal"),
        ("form_files.read_form_file", "office", ""): lambda g: given(_form_file(g)),
        ("form_files.install_form", "office", ""): lambda g: given(_form_file(g).read_text("utf-8"), WHY),
        ("form_files.former_form", "office", ""): _installed,
        ("printer_shifts.keep_shift", "office", ""): lambda _: given("HP 1", Shift(1, 2)),
        ("printer_shifts.position_test", "office", ""): lambda _: given("03-td", Shift()),
        ("accounts.reauthenticate", "staff", ""): lambda _: given(PASSPHRASE),
        ("recovery_sheet.sheet_state", "keys", ""): nothing,
        ("recovery_sheet.sheet_for", "keys", ""): nothing,
        ("recovery_sheet.renew_sheet", "keys", ""): _sheet,
        ("accounts.change_passphrase", "staff", ""): lambda _: given(
            PassphraseChange(PASSPHRASE, NEW_PHRASE, NEW_PHRASE), cost=QUICK
        ),
        ("quick_unlock.set_pin", "staff", ""): lambda _: given(PIN, PIN, cost=QUICK),
        ("quick_unlock.open_quickly", "staff", ""): lambda g: given(set_pin(g.anybody(), PIN, PIN, cost=QUICK), PIN),
        ("quick_unlock.keep_idle_minutes", "office", ""): lambda _: given(7),
        ("second_key.holders", "staff", ""): nothing,
        ("second_key.own_words", "staff", ""): nothing,
        ("second_key.box_words", "staff", ""): lambda g: given(g.login("mai").officer.id),
        ("second_key.grant", "staff", ""): lambda g: given(g.login("mai").officer.id),
        ("key_change.change_keys", "keys", ""): lambda _: given(PASSPHRASE),
        ("audit_log.audit_log", "log", ""): nothing,
        ("retention.due_deletions", "people", ""): nothing,
        ("retention.delete_due", "people", ""): lambda _: given(()),
        ("breach.breach_notice", "people", ""): nothing,
        ("rights.requests", "people", ""): nothing,
        ("rights.find_people", "people", ""): lambda _: given("nguyen"),
        ("rights.held_on", "people", ""): lambda ground: given(ground.owner()),
        ("rights.export_held", "people", ""): lambda ground: given(ground.owner(), ground.place() / "held.xlsx"),
        ("rights.take_request", "people", ""): lambda ground: given(ground.owner(), "show", TODAY),
        ("rights.answer_request", "people", ""): _asked,
        ("support.support_bundle", "log", ""): lambda ground: given(ground.place() / "help.zip"),
        ("updates.look_at_update", "backups", ""): lambda g: given(stick(g.place())),
        ("updates.prepare_update", "backups", ""): lambda g: given(stick(g.place()), stand_in(g.place())),
        ("updates.leave_for_update", "backups", ""): _prepared,
        ("audit_log.log_choices", "log", ""): nothing,
        ("audit_log.export_log", "log", ""): lambda ground: given(LogQuery(), ground.place() / "log.xlsx"),
        ("log_check.check_office_log", "log", ""): nothing,
        ("backups.back_up", "backups", ""): nothing,
        ("backups.back_up_daily", "backups", ""): nothing,
        ("backups.begin_daily", "backups", ""): nothing,
        ("backups.note_made", "backups", ""): lambda g: given(backups.Finished(g.place(), "daily", False)),
        ("backups.backups", "backups", ""): nothing,
        ("upkeep.keep_up", "backups", ""): nothing,
        ("upkeep.check_weekly", "backups", ""): nothing,
        ("upkeep.check_now", "backups", ""): nothing,
        ("backups.backup_state", "backups", ""): nothing,
        ("backups.copy_newest", "backups", ""): _with_second,
        ("backups.choose_second", "backups", ""): lambda g: given(g.place()),
        ("drafts.kept_drafts", "drafts", ""): nothing,
        ("drafts.keep_drafts", "drafts", ""): lambda _: given(()),
        ("sample.fill", "households", ""): lambda g: given(SamplePlan(2, seed=next(g.numbers))),
        ("sample.fill", "people", ""): lambda g: given(SamplePlan(0, 2, seed=next(g.numbers))),
        ("sample_acts.record_acts", "people", ""): lambda _: given(read_toml(resource("reference/sample.toml")), 1),
    }


def _of_restoring() -> dict[Key, Case]:
    cases: dict[Key, Case] = {
        ("restoring_page.lost_page", "backups", ""): lambda g: _lost(g, "events"),
        ("restoring_list.lost_list", "backups", ""): lambda g: _lost(g, "events"),
        ("restoring_list.finish_lost", "backups", ""): _lost,
        ("restoring_list.read_rest", "backups", ""): _lost,
        ("restoring_list.tick_lost", "backups", SPAN): _ticked("events", REST),
    }
    lost = {
        "groups": "groups",
        "events": "events",
        "conversions": "conversions",
        "contacts": "contact_counts",
        "applications": "papers",
        "reports": "figures",
    }
    return cases | {("restoring_list.tick_lost", kind, ""): _ticked(subject, "1") for kind, subject in lost.items()}


def _of_households() -> dict[Key, Case]:
    return {
        ("households.household", "households", ""): lambda g: given(g.household()),
        ("households.household_ids", "households", ""): lambda _: given(Query()),
        ("households.household_rows", "households", ""): lambda g: given([g.household()]),
        ("household_history.history", "households", ""): lambda g: given(g.household()),
        ("work_lists.print_work_list", "households", ""): lambda g: given([g.household()]),
        ("work_lists.take_along", "households", ""): lambda g: given([g.household()], g.folder / "di.xlsx"),
        ("visits.look_at_visits", "contacts", ""): lambda g: given(g.visits()),
        ("visits.write_visits", "contacts", ""): lambda g: given(g.visits()),
        ("household_duplicates.duplicates", "households", ""): nothing,
        ("household_duplicates.compare", "households", ""): lambda g: given(g.household(), g.unlisted()),
        ("household_merging.merges", "households", ""): nothing,
        ("household_merging.merge", "households", ""): lambda g: given(
            MergeDraft(g.unlisted(), g.unlisted(), 1, 1, 1, 1)
        ),
        ("household_merging.unmerge", "households", ""): lambda g: given(g.merged()),
        ("household_distinct.distinct_pairs", "households", ""): nothing,
        ("household_distinct.keep_apart", "households", ""): lambda g: given(g.unlisted(), g.unlisted()),
        ("household_distinct.ask_again", "households", ""): lambda g: given(*g.apart()),
        ("household_filters.filter_fields", "households", ""): nothing,
        ("saved_filters.saved_filters", "households", ""): nothing,
        ("saved_filters.save_filter", "households", ""): lambda g: given(f"Lọc {next(g.numbers)}", {"band": "to_3b"}),
        ("saved_filters.delete_filter", "households", ""): lambda g: given(g.kept_filter()),
        ("households.save_household", "households", ""): lambda g: given(
            HouseholdDraft(name=f"Quán {next(g.numbers)}", owner=g.person())
        ),
        ("contacts.save_contact", "contacts", ""): lambda g: given(
            ContactDraft(household_id=g.household(), day=TODAY, way="home", intention="agreed")
        ),
        ("conversions.conversion_steps", "conversions", ""): lambda g: given(g.household()),
        ("conversions.move_conversion", "conversions", ""): lambda g: given(
            ConversionDraft(g.unlisted(), "listed", TODAY)
        ),
        ("screening.screened_ids", "households", ""): lambda _: given(Query()),
        ("screening.screened_rows", "households", ""): lambda g: given([g.household()]),
        ("conversion_board.board", "conversions", ""): lambda _: given(),
        ("conversion_board.begin_step", "conversions", ""): lambda g: given(g.household(), "contacted"),
        ("conversion_board.conversion_ids", "conversions", ""): lambda _: given(Query()),
        ("conversion_board.conversion_rows", "conversions", ""): lambda g: given([g.registered()]),
        ("follow_ups.follow_ups", "conversions", ""): lambda g: given(g.household()),
        ("follow_ups.save_follow_up", "conversions", ""): lambda g: given(
            FollowUpDraft(household_id=g.registered(), day=TODAY, support="credit")
        ),
        ("conversions.advice_slip", "households", ""): lambda g: given(g.household(), "tnhh1"),
        ("targets.targets", "targets", ""): nothing,
        ("targets.save_target", "targets", ""): lambda g: given(_target(g)),
        ("targets.delete_target", "targets", ""): lambda g: given(save_target(g.login("lan"), _target(g)).id, 1),
        ("people.save_person", "people", ""): lambda g: given(g.person()),
        ("people.person", "people", ""): lambda g: given(g.owner()),
        ("people.people_ids", "people", ""): lambda _: given(Query()),
        ("people.people_rows", "people", ""): lambda g: given([g.owner()]),
    }


def _of_outreach() -> dict[Key, Case]:
    return {
        ("outreach.event", "events", ""): lambda g: given(g.event()),
        ("outreach.event_ids", "events", ""): lambda _: given(Query()),
        ("outreach.event_rows", "events", ""): lambda g: given([g.event()]),
        ("outreach.coverage", "events", ""): lambda _: given("sme", YEAR.start, YEAR.end),
        ("outreach.save_event", "events", ""): lambda g: given(g.event_draft()),
        ("coverage.matrix", "events", ""): lambda _: given(YEAR.start, YEAR.end),
        ("calendar.calendar_days", "events", ""): lambda _: given(YEAR.start, YEAR.end),
        ("coverage.trend", "events", ""): lambda _: given("sme", YEAR.start, YEAR.end),
        ("coverage.cell_events", "events", ""): lambda _: given("sme", "no", YEAR.start, YEAR.end),
        ("event_series.series_days", "events", ""): lambda g: given(_series(g)),
        ("event_series.save_series", "events", ""): lambda g: given(_series(g)),
        ("event_series.series_events", "events", ""): lambda g: given(_of_series(g).series_id),
        ("event_series.change_rest", "events", ""): lambda g: given(_of_series(g).draft),
        ("event_series.cancel_rest", "events", ""): lambda g: given(_of_series(g).draft.id, WHY),
        ("event_holding.planned_events", "events", ""): nothing,
        ("event_holding.hold_events", "events", ""): lambda g: given(Held(((_planned(g), 1),), 2)),
        ("event_table.save_events", "events", ""): lambda g: given(
            replace(g.event_draft(), group_ids=frozenset()), [EventLine("5/11/2026", "1, 2", "40", "20")]
        ),
        ("event_households.link_households", "contacts", ""): lambda g: given(
            _held(g), [LinkDraft(g.unlisted(), "agreed")]
        ),
        ("event_households.linked_households", "contacts", ""): lambda g: given(g.event()),
        ("evidence.keep_evidence", "events", ""): lambda g: given(_held(g), _picture(g)),
        ("evidence.evidence_of", "events", ""): lambda g: given(g.event()),
        ("evidence.open_evidence", "events", ""): lambda g: given(_evidence(g)),
        ("evidence.describe_evidence", "events", ""): lambda g: given(EvidenceDraft(_evidence(g), 1, "Hội trường")),
        ("evidence.remove_evidence", "events", ""): lambda g: given(_evidence(g), WHY),
        ("event_minutes.event_minutes", "events", ""): lambda g: given(g.event()),
        ("wall_page.wall_page", "events", ""): lambda _: given(YEAR.start, YEAR.end),
        ("papers.note_printed", "events", ""): lambda g: given("event", g.event(), copies=1),
        ("papers.note_printed", "households", ""): lambda g: given("slip", g.household(), copies=1),
    }


def _of_applications(kind: str) -> dict[Key, Case]:
    return {
        ("credit_reads.application", kind, ""): lambda g: given(g.application(kind, "draft")),
        ("credit_reads.application_ids", kind, ""): lambda _: given(Query()),
        ("credit_reads.application_rows", kind, ""): lambda g: given([g.application(kind, "draft")]),
        ("credit_save.judge", kind, ""): partial(_typed, kind),
        ("credit_save.save_application", kind, ""): partial(_typed, kind),
        ("credit_steps.check", kind, ""): lambda g: given(g.application(kind, "draft")),
        ("credit_steps.present", kind, ""): lambda g: given([g.application(kind, "checked")]),
        ("papers.print_notice", kind, ""): lambda g: given(g.application(kind, "refused")),
        ("bank.record_bank", kind, ""): lambda g: given(
            BankDraft(g.application(kind, "sent"), "approved", TODAY, amount=50_000_000)
        ),
    }


def _answers(ground: Ground) -> Given:
    application = ground.application("applications", "sent")
    with ground.office.database.read() as session:
        code = session.scalars(select(LoanApplication.file_code).where(LoanApplication.id == application)).one()
    path = ground.place() / "answers.xlsx"
    path.write_bytes(bank_workbook([[code, None, None, "Đồng ý", 50_000_000, TODAY]]))
    return given(path)


def _of_lists() -> dict[Key, Case]:
    return {
        ("lists.lists", "lists", ""): nothing,
        ("surveys.surveys", "lists", ""): nothing,
        ("surveys.save_survey", "lists", ""): lambda _: given(SurveyDraft(TODAY, 3, 0, 1)),
        ("lists.beneficiary_list", "lists", ""): lambda g: given(g.subject("lists", "draft").id),
        ("lists.save_list", "lists", ""): lambda g: given(
            ListDraft(programme="qd22", month="2026-11", police_number=f"{next(g.numbers)}/DS", police_on=TODAY)
        ),
        ("list_correction.correct_list", "lists", ""): _to_correct,
        ("line_checking.check_lines", "lists", ""): lambda g: given(g.subject("lists", "draft").id),
        ("list_import.look_through", "lists", ""): _workbook,
        ("list_import.import_list", "lists", ""): _workbook,
        ("lists.present_list", "lists", ""): lambda g: given(g.subject("lists", "checked").id),
        ("lists.return_list", "lists", ""): lambda g: given(g.subject("lists", "presented").id, WHY),
        ("lists.withdraw_list", "lists", ""): lambda g: given(g.subject("lists", "issued").id, WHY),
    }


def _of_confirmations(kind: str) -> dict[Key, Case]:
    after = "presented" if kind == "lists" else "issued"
    return {
        ("confirmations.confirmation", kind, ""): lambda g: given(g.subject(kind, "presented")),
        ("confirmations.next_number", kind, ""): lambda _: given("XN-UBND", TODAY.year),
        ("confirmations.confirm", kind, ""): lambda g: given([g.subject(kind, "presented")], PASSPHRASE),
        ("confirming.presented_papers", kind, ""): nothing,
        ("scan_keeping.keep_scan", kind, ""): lambda g: given(g.subject(kind, "signed"), _picture(g)),
        ("scan_keeping.scans_of", kind, ""): lambda g: given(g.subject(kind, "signed")),
        ("scan_keeping.open_scan", kind, ""): lambda g: given(_scan(kind, g)),
        ("scan_keeping.remove_scan", kind, ""): lambda g: given(_scan(kind, g), WHY),
        ("confirming.ready_papers", kind, ""): nothing,
        ("confirming.printable_papers", kind, ""): nothing,
        ("batch.present_several", kind, ""): lambda g: given([g.subject(kind, "checked")]),
        ("batch.draw_several", kind, ""): lambda g: given([g.subject(kind, "signed")], report=lambda *_: None),
        ("batch.note_several", kind, ""): lambda g: given([g.subject(kind, "signed")], copies=1),
        ("confirmations.record_signature", kind, ""): lambda g: given(
            signed_on_paper(g.subject(kind, "presented")), PASSPHRASE
        ),
        ("confirmations.record_number", kind, ""): lambda g: given(g.number(g.subject(kind, "signed"))),
        ("confirmations.mark_sent", kind, ""): lambda g: given(g.subject(kind, "issued")),
        ("credit_steps.return_to_enterer", kind, ""): lambda g: given(g.application(kind, "presented"), WHY),
        ("credit_steps.refuse", kind, BEFORE): lambda g: given(g.application(kind, "draft"), WHY),
        ("credit_steps.refuse", kind, AFTER): lambda g: given(g.application(kind, "presented"), WHY),
        ("credit_steps.withdraw", kind, BEFORE): lambda g: given(g.application(kind, "checked"), WHY),
        ("credit_steps.withdraw", kind, AFTER): lambda g: given(g.application(kind, after), WHY),
        ("papers.print_form", kind, ""): lambda g: given(g.subject(kind, "signed")),
        ("verifying.check_paper", kind, ""): lambda g: given(print_form(g.login("mai"), g.subject(kind, "signed")).pdf),
        ("verifying.check_typed", kind, ""): lambda _: given(f"2026-000001/1 {'0' * 32}"),
        ("papers.note_printed", kind, ""): lambda g: given(SUBJECTS[kind], g.subject(kind, "signed").id, copies=1),
    }


def _answer(page: str, ground: Ground) -> Given:
    return given(AnswerDraft(ground.asked(page), "Đúng"))


def _of_packets() -> dict[Key, Case]:
    return {
        ("packets.streams", "packets", ""): nothing,
        ("packets.preview_packet", "packets", ""): lambda _: given("STC"),
        ("packets.packet_rows", "packets", ""): nothing,
        ("handover.handover_page", "packets", ""): nothing,
        ("handover.export_handover", "packets", ""): lambda g: given(g.place()),
        ("handover.hand_over", "packets", ""): lambda g: given(g.copy(), Handed("Văn thư Sở")),
        ("packet_counts.sent_counts", "packets", ""): nothing,
        ("packet_counts.sent_to_desks", "packets", ""): nothing,
        ("confirmed_start.look_through", "applications", ""): nothing,
        ("sealing.seal_packet", "packets", ""): lambda _: given("STC", KEY_PASSPHRASE, allow_empty=True),
        ("officer_registry.pending_keys", "packets", ""): nothing,
        ("packets.copy_packet", "packets", ""): lambda g: given(g.packet(), g.place()),
        ("packets.packet_password", "packets", ""): lambda g: given(g.packet(), WHY),
        ("asked.asked_questions", "packets", ""): nothing,
        ("asked.questions_about", "packets", ""): lambda _: given("outreach", "1"),
        **{("asked.answer_question", kind, ""): partial(_answer, page) for page, kind in KINDS.items()},
        ("receiving.receive", "receipts", ""): lambda g: given(g.receipt()),
        ("receiving.receive", "keys", FIRST): lambda g: given(g.trust_pack()),
        ("receiving.receive", "keys", LATER): lambda g: given(g.trust_pack()),
        ("keyring.key_state", "keys", ""): nothing,
        ("reference.reference_state", "office", ""): nothing,
        ("reference.reference_preview", "office", ""): _with_rules,
        ("reference.apply_reference", "office", ""): lambda g: given(g.rules()),
        ("token_keys.find_tokens", "keys", ""): lambda _: given(softhsm.token().module),
        ("token_keys.find_keys", "keys", ""): lambda _: given(softhsm.token(), softhsm.PIN),
        ("token_keys.make_token_request", "keys", ""): lambda _: given(
            softhsm.token(), softhsm.PIN, key=softhsm.key("P-256")
        ),
        ("keyring.make_request", "keys", ""): lambda _: given(KEY_PASSPHRASE, bits=2048),
        ("keyring.saved_request", "keys", ""): nothing,
        ("keyring.install_trust", "keys", FIRST): lambda g: given(g.trust_pack()),
        ("keyring.install_trust", "keys", LATER): lambda g: given(g.trust_pack()),
        ("keyring.read_trust", "keys", FIRST): lambda g: given(g.trust_pack()),
        ("keyring.read_trust", "keys", LATER): lambda g: given(g.trust_pack()),
        ("trust_changes.preview_trust", "keys", FIRST): lambda g: given(g.trust_pack()),
        ("trust_changes.preview_trust", "keys", LATER): lambda g: given(g.trust_pack()),
        ("keyring.pin_root", "keys", ""): lambda g: given(g.trust_pack(), g.root_words()),
        ("keyring.install_trust_folder", "keys", ""): lambda g: given(g.trust_folder()),
        ("numbering.begin_numbering", "keys", ""): lambda _: given(WHY),
    }


def _of_reports() -> dict[Key, Case]:
    codes = {"độ phủ tuyên truyền": "coverage", "chuyển đổi": "conversions", "vay vốn": "loans"}
    cases: dict[Key, Case] = {
        ("reporting.report_names", "reports", ""): nothing,
        ("duties.duties", "reports", ""): nothing,
        ("duties.print_duties", "reports", ""): nothing,
        ("duties.export_duties", "reports", ""): lambda g: given(g.place() / "duties.xlsx"),
        ("office_reports.report_kinds", "reports", ""): nothing,
        ("office_reports.written_reports", "reports", ""): nothing,
        ("conversion_numbers.number_section", "reports", ""): lambda _: given(Asked(2026), "groups"),
        ("conversion_numbers.print_numbers", "reports", ""): lambda _: given(Asked(2026)),
        ("conversion_numbers.export_numbers", "reports", ""): lambda g: given(Asked(2026), g.place() / "numbers.xlsx"),
    }
    asked = {
        "độ phủ tuyên truyền": Question("events", YEAR.start, YEAR.end, "day", ("topic",)),
        "chuyển đổi": Question("contacts", YEAR.start, YEAR.end, "day", ("month",)),
        "vay vốn": Question("loans", YEAR.start, YEAR.end, "wanted", ("state",)),
    }
    cases["question_choices.question_subjects", "reports", ""] = nothing
    cases["kept_questions.kept_questions", "reports", ""] = nothing
    cases["kept_questions.delete_question", "reports", ""] = lambda g: given(g.kept_question())
    for when, question in asked.items():
        cases["question_choices.question_values", "reports", when] = partial(_handed_over, question.subject)
        cases["questions.ask_question", "reports", when] = partial(_handed_over, question)
        cases["questions.print_question", "reports", when] = partial(_handed_over, question)
        cases["questions.export_question", "reports", when] = partial(_into_folder, question)
        cases["kept_questions.keep_question", "reports", when] = partial(_named, question)
    for when, code in OFFICIAL.items():
        cases |= _of_official(when, code)
    for when, code in codes.items():
        cases["reporting.report", "reports", when] = partial(_report, code)
        cases["reporting.export_report", "reports", when] = partial(_exported, code)
        cases["reporting.print_report", "reports", when] = partial(_report, code)
    return cases


def _handed_over(value: object, _ground: Ground) -> Given:
    return given(value)


def _into_folder(question: Question, ground: Ground) -> Given:
    return given(question, ground.place())


def _named(question: Question, ground: Ground) -> Given:
    return given(f"Câu hỏi {next(ground.numbers)}", question)


def _swapped(ground: Ground) -> DayExceptionDraft:
    """A Saturday that is worked; each time another one."""
    return DayExceptionDraft(day=ground.saturday(), is_worked=True, source="Văn bản 1/UBND")


def _of_official(when: str, code: str) -> dict[Key, Case]:
    """The official reports: `code` is one of those that `when` speaks of."""
    made: dict[str, Case] = {
        "office_reports.report_periods": lambda _: given(code),
        "office_reports.composed": lambda _: given(code, "2026"),
        "office_reports.figure_records": lambda _: given(code, "2026", "events"),
        "office_report_files.print_office_report": lambda _: given(code, "2026"),
        "office_report_files.export_office_report": lambda g: given(code, "2026", g.folder, ("xlsx",)),
        "office_report_freezing.save_texts": lambda g: given(ReportTexts(code, g.days(), {"next": WHY})),
        "office_report_freezing.freeze": lambda g: given(ReportFreeze(code, g.days())),
        "office_report_freezing.withdraw_report": lambda g: given(*g.report(code), WHY),
        "office_report_freezing.number_report": lambda g: given(
            ReportNumber(*g.report(code), str(next(g.numbers)), TODAY)
        ),
        "office_report_freezing.send_report": lambda g: given(
            ReportSending(*g.report(code, is_numbered=True), TODAY, "Sở Tài chính")
        ),
    }
    return {(function, "reports", when): case for function, case in made.items()}


def _target(ground: Ground) -> TargetDraft:
    """A target that doesn't stand there yet."""
    year, quarter = divmod(next(ground.numbers), 5)
    kinds = ("registered", "submitted", "agreed", "contacted", "contacts", "supported")
    nth, year = divmod(year, 10)
    return TargetDraft(None, None, 2021 + year, quarter, kinds[nth % len(kinds)], 10, "KH 12")


def _report(code: str, _ground: Ground) -> Given:
    return given(code, YEAR)


def _exported(code: str, ground: Ground) -> Given:
    return given(code, YEAR, ground.place() / "report.xlsx")


def _sheet(ground: Ground) -> Given:
    sheet = sheet_for(ground.office)
    return given(sheet, " ".join(sheet.words))


def _picture(ground: Ground) -> Path:
    path = ground.place() / "scan.png"
    Image.new("L", (40, 60), 255).save(path)
    return path


def _evidence(ground: Ground) -> str:
    """The id of a photo kept of a new event."""
    return keep_evidence(ground.login("lan"), _held(ground), _picture(ground)).id


def _held(ground: Ground) -> str:
    """The id of a new event that was held."""
    return save_event(ground.login("lan"), ground.event_draft()).id


def _planned(ground: Ground) -> str:
    """The id of a new event that is planned for today."""
    return save_event(ground.login("lan"), replace(ground.event_draft(), state="planned")).id


def _series(ground: Ground) -> SeriesDraft:
    """A series of broadcasts, each day of a week."""
    return SeriesDraft(ground.event_draft(), Recurrence(frozenset(range(7))), TODAY + timedelta(days=6))


def _of_series(ground: Ground) -> EventFacts:
    """The first event of a new series."""
    lan = ground.login("lan")
    return event(lan, save_series(lan, _series(ground)).id)


def _scan(kind: str, ground: Ground) -> str:
    """The id of a scan kept of a signed paper."""
    return keep_scan(ground.login("mai"), ground.subject(kind, "signed"), _picture(ground)).id


def _to_correct(ground: Ground) -> Given:
    """An issued list whose correction of the try before was withdrawn."""
    subject = ground.subject("lists", "issued")
    with ground.office.database.read() as session:
        begun = open_correction(session, subject.id)
    if begun is not None:
        withdraw_list(ground.login("mai"), begun.id, WHY)
    return given(subject.id, WHY)


def _workbook(ground: Ground) -> Given:
    number = next(ground.numbers)
    path = ground.place() / "list.xlsx"
    path.write_bytes(workbook([row_of(f"Người {number}", f"0010850{number:05}")]))
    return given(path, ListDraft(programme="qd22", month="2026-11", police_number=f"{number}/CAP", police_on=TODAY))


def _typed(kind: str, ground: Ground) -> Given:
    return given(replace(WORK, person=ground.person()) if kind == "applications" else PLAN)


def _form_file(ground: Ground) -> Path:
    """A changed form file, another one each time."""
    own = resource("forms/refusal.toml").read_text("utf-8")
    path = ground.place() / "refusal.toml"
    path.write_text(own.replace('title = "THÔNG BÁO"', f'title = "THÔNG BÁO {next(ground.numbers)}"'), "utf-8")
    return path


def _installed(ground: Ground) -> Given:
    install_form(ground.login("anh"), _form_file(ground).read_text("utf-8"), WHY)
    return given("refusal", WHY)


def _words(office: Office) -> OfficeFactsDraft:
    return OfficeFactsDraft(version=office_facts(office).version, place_name="Hà Nội", sign_for="TM.")


def _officer(office: Office) -> OfficerDraft:
    row = next(row for row in list_staff(office) if row.login == "mai")
    names = ("id", "version", "name", "login", "position", "roles", "is_active")
    return OfficerDraft(**{name: getattr(row, name) for name in names})


def _lost(ground: Ground, *subjects: str) -> Given:
    """A list of what must be typed again lies in the office's folder; without subjects all of it is ticked off."""
    now = "2026-11-20T03:00:00Z"
    items = tuple(LostItem("1", subject, "new", "Một dòng", (), ("GOI.xlsx",), False) for subject in subjects)
    span = Span(now, now, now, 1, 2, 1)
    known = LostList(span, items, (), (Unread("GOI.xlsx", "…"),), 0, "" if subjects else now)
    keep_list(ground.office.folder / LOST, ground.login("anh").keys, known)
    return given()


def _ticked(subject: str, item: str) -> Case:
    def tick(ground: Ground) -> Given:
        _lost(ground, subject)
        return given(item, is_done=True)

    return tick


def _with_second(ground: Ground) -> Given:
    backups.choose_second(ground.login("anh"), ground.place())
    backups.back_up(ground.login("anh"))
    return given()


def _prepared(ground: Ground) -> Given:
    setup = stand_in(ground.place())
    return given(prepare_update(ground.login("anh"), stick(ground.place()), setup), setup)


def _of_registers() -> dict[Key, Case]:
    cases: dict[Key, Case] = {(name, "registers", ""): nothing for name in register_cases.LISTS}
    cases["register_places.register_of", "registers", ""] = lambda _: given("x")
    for case, words, row in register_cases.rows():
        typed, kept = register_cases.saving(row), register_cases.deleting(case, row)
        cases[f"{case.module}.save_{case.name}", "registers", words] = _alone(typed)
        cases[f"{case.module}.delete_{case.name}", "registers", words] = _alone(kept)
    return cases


def _alone(wanted: Callable[[Ground], Any]) -> Case:
    return lambda ground: given(wanted(ground))


CASES: dict[Key, Case] = {
    **_of_office(),
    **_of_restoring(),
    **_of_households(),
    **{(f"imports.{name}", kind, ""): _handed(handed) for kind, of in HANDED.items() for name, handed in of.items()},
    **_of_outreach(),
    **{key: case for kind in SINGLE for key, case in _of_applications(kind).items()},
    ("papers.print_overlay", "applications", ""): lambda g: given(
        g.subject("applications", "signed").id, "03-td", Shift()
    ),
    ("bank_import.look_at_answers", "applications", ""): _answers,
    ("bank_import.import_answers", "applications", ""): _answers,
    **_of_lists(),
    **{key: case for kind in CREDIT for key, case in _of_confirmations(kind).items()},
    **_of_packets(),
    **_of_reports(),
    **_of_registers(),
}
ONCE = frozenset(
    {
        ("sample_acts.record_acts", ""),
        ("key_change.change_keys", ""),
        ("updates.leave_for_update", ""),
        ("accounts.change_passphrase", ""),
        ("keyring.install_trust_folder", ""),
        ("keyring.install_trust", FIRST),
        ("keyring.read_trust", FIRST),
        ("trust_changes.preview_trust", FIRST),
        ("receiving.receive", FIRST),
    }
)
"""What succeeds only once in an office: the next try begins with a new one."""
HOLDERS = frozenset({"recovery_sheet.sheet_for", "recovery_sheet.renew_sheet"})
"""What is further refused to whoever doesn't hold the second key."""
CLOSING = frozenset({"key_change.change_keys", "updates.leave_for_update"})
"""What closes the office, so that everybody signs in again."""
ALONE = frozenset({"keyring.make_request", "numbering.begin_numbering"})
"""What leaves an office in which other acts can't be tried."""
UNCERTIFIED = frozenset(key for key in ONCE if key[0].startswith(("keyring.", "receiving.", "trust_changes.")))
"""What is tried in an office that trusts nobody yet."""
APPLICATION = LoanApplication(programme="gqvl", applicant="person", id="1")
WORDS: dict[str, Callable[[Office], tuple[Any, ...]]] = {
    "bank.checked_entry": lambda office: (
        office,
        LoanApplication(state="sent", programme="gqvl", facts={}),
        Course(TODAY, 1),
        BankDraft("", "approved", TODAY, amount=1),
    ),
    "confirmation_rows.subject_of": lambda office: (office, APPLICATION),
    "confirmations.usual_series": lambda office: (office, "application"),
    "conversion_numbers.years": lambda office: (office,),
    "question_choices.limits_of": lambda office: (office,),
    "question_choices.unseen_values": lambda office: (office,),
    "conversion_reading.support_of": lambda office: (office, HouseholdBusiness(started_on=TODAY), None),
    "credit_reads.application_lines": lambda office: (office, (), {}, {}),
    "credit_reads.fields": lambda office: (office, "gqvl", "person"),
    "credit_reads.programmes": lambda office: (office,),
    "credit_save.add_step": lambda office: (LoanApplication(), office, "draft"),
    "event_households.links_households": lambda office: (office, "sme"),
    "freezing.form_of": lambda office: (office, confirmation_person.LAYOUT),
    "freezing.overlay_form": lambda office: (office, {}),
    "printer_shifts.overlay_spots": lambda office: (office,),
    "contacts.check_contact": lambda office: (
        office,
        ContactDraft(day=TODAY, way="home", intention="agreed"),
    ),
    "households.industries": lambda office: (office, "ban le"),
    "import_rights.importable": lambda office: (office,),
    "import_rights.require_any": lambda office: (office,),
    "import_rights.require_subject": lambda office: (office, "groups"),
    "household_filters.conditions": lambda office: (office,),
    "household_filters.questions": lambda office: (office,),
    **{
        f"labels.{name}": lambda office: (office,)
        for name in (
            "contact_ways",
            "enterprise_kinds",
            "intentions",
            "obstacles",
            "revenue_bands",
            "roles",
            "supports",
        )
    },
    "month_lists.is_listed": lambda office: (office, "qd22"),
    "office_report_keeping.file_of": lambda office: (office, "sme"),
    "office_report_keeping.may_read": lambda office: (office, office.book.reports["sme"]),
    "office_report_keeping.may_write": lambda office: (office, office.book.reports["sme"]),
    "office_report_keeping.period_of": lambda office: (office, office.book.reports["sme"], "2026-H1"),
    "office_report_keeping.readable": lambda office: (office, "sme"),
    "office_report_keeping.writable": lambda office: (office, "sme"),
    "office_report_making.dimensions_of": lambda office: (office, office.book.reports["sme"]),
    "outreach_words.audiences": lambda office: (office, "sme"),
    "outreach_words.event_forms": lambda office: (office,),
    "outreach_words.form_names": lambda office: (office,),
    "outreach_words.topic_names": lambda office: (office,),
    "outreach_words.topics": lambda office: (office,),
    "people.require_one_of": lambda office: (office, ("households.read",)),
    "sample.told": lambda office: (office,),
    "registers.seen_duties": lambda office: (office,),
    "registers.seen_register_topics": lambda office: (office,),
    "sealing.file_name": lambda office: (office, "STC", 1, 1),
    "sealing.known_desk": lambda office: (office, "STC"),
    "unseen.is_seen": lambda office: (office, office.book.deadlines.deadlines[0]),
    "unseen.protected_topics": lambda office: (office,),
    "unseen.seen_events": lambda office: (office, select(OutreachEvent.id)),
    "unseen.seen_people": lambda office: (office, select(Person.id)),
    "unseen.unseen_topics": lambda office: (office,),
}
"""How each function is called that reads the rule book alone."""
