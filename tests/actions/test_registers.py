"""The small registers: kept, changed and taken out by whose they are; protected words stand under the second key."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from hn_desk.actions.audit_log import audit_log
from hn_desk.actions.office import Office, Officer
from hn_desk.actions.office_report_facts import ReportTexts
from hn_desk.actions.office_report_freezing import save_texts
from hn_desk.actions.register_acts import ACTS, ActDraft, delete_act, duty_acts, save_act
from hn_desk.actions.register_budget import BudgetDraft, budget_lines, delete_budget_line, save_budget_line
from hn_desk.actions.register_difficulties import DifficultyDraft, delete_difficulty, difficulties, save_difficulty
from hn_desk.actions.register_examples import ExampleDraft, delete_example, examples, save_example
from hn_desk.actions.register_instructions import (
    InstructionDraft,
    delete_instruction,
    instructions,
    save_instruction,
)
from hn_desk.actions.register_plans import PLANS, PlanDraft, delete_plan, plans, save_plan
from hn_desk.actions.retention import delete_due, due_deletions
from hn_desk.errors import DeskError, InputError, RoleError
from tests.actions.register_cases import ACT, BUDGET, DIFFICULTY, EXAMPLE, PLAN, REQUEST
from tests.actions.test_retention import at, left_of

AsOfficer = Callable[[str], Office]
PERSON = replace(
    EXAMPLE,
    kind="person",
    name="Quách Thị Vân",
    birth="1990",
    consent_number="Giấy đồng ý",
    consent_on=date(2026, 2, 1),
)
CHANGED: tuple[tuple[Any, ...], ...] = (
    (plans, save_plan, delete_plan, PLAN, {"title": "Kế hoạch khác"}),
    (duty_acts, save_act, delete_act, ACT, {"title": "Việc khác"}),
    (instructions, save_instruction, delete_instruction, REQUEST, {"closed_on": date(2026, 11, 19)}),
    (budget_lines, save_budget_line, delete_budget_line, BUDGET, {"spent": 0}),
    (difficulties, save_difficulty, delete_difficulty, DIFFICULTY, {"answer": "Đã mở lớp"}),
    (difficulties, save_difficulty, delete_difficulty, replace(DIFFICULTY, topic="qd22"), {"text": "Vốn còn ít"}),
    (examples, save_example, delete_example, EXAMPLE, {"story": "Giúp nhau tìm việc"}),
    (examples, save_example, delete_example, PERSON, {"helped": 7}),
)


def as_role(office: Office, role: str) -> Office:
    return replace(office, officer=Officer("x" * 36, "Đinh Thị Tâm", frozenset({role}), ""))


def wrong_fields(save: Callable[[], object]) -> list[str]:
    with pytest.raises(InputError) as refused:
        save()
    return [problem.field for problem in refused.value.problems]


@pytest.mark.parametrize(("read", "save", "delete", "typed", "other"), CHANGED)
def test_a_row_is_kept_changed_and_taken_out(
    office: Office, as_officer: AsOfficer, read: Any, save: Any, delete: Any, typed: Any, other: Any
) -> None:
    kept = replace(typed, id=save(office, typed).id, version=1)
    assert read(office) == (kept,)
    save(office, replace(kept, **other))
    assert read(office) == (replace(kept, version=2, **other),)
    with pytest.raises(DeskError) as refused:
        save(office, kept)
    assert refused.value.reason == "stale"
    with pytest.raises(DeskError) as refused:
        delete(office, kept)
    assert refused.value.reason == "stale"
    delete(office, replace(kept, version=2))
    assert read(office) == ()
    with pytest.raises(DeskError) as refused:
        save(office, replace(kept, version=2))
    assert refused.value.reason == "gone"
    assert [entry.action_label for entry in audit_log(as_officer("anh"))[:2]] == [
        "Line of a register deleted",
        "Line of a register saved",
    ]


@pytest.mark.parametrize(
    ("save", "typed", "fields"),
    [
        (save_plan, PlanDraft(author="x"), ["duty", "year", "author", "title"]),
        (save_plan, replace(PLAN, duty="D4"), ["duty"]),
        (save_plan, replace(PLAN, author="police"), ["author"]),
        (save_plan, replace(PLAN, number="", receiver=""), ["number", "receiver"]),
        (save_plan, replace(PLAN, issued_on=None), ["issued_on"]),
        (save_plan, replace(PLAN, issued_on=date(2026, 2, 1)), ["sent_on"]),
        (save_plan, replace(PLAN, sent_on=date(2026, 11, 21)), ["sent_on"]),
        (save_plan, replace(PLAN, year=2019), ["year"]),
        (save_act, ActDraft(), ["duty", "day", "title"]),
        (save_act, replace(ACT, day=date(2026, 11, 21)), ["day"]),
        (
            save_instruction,
            InstructionDraft(report="x"),
            ["duty", "report", "number", "issued_on", "issuer", "title", "due_on"],
        ),
        (save_instruction, replace(REQUEST, due_on=date(2026, 11, 1)), ["due_on"]),
        (save_instruction, replace(REQUEST, closed_on=date(2026, 11, 1)), ["closed_on"]),
        (save_instruction, replace(REQUEST, kind="standing"), ["due_day"]),
        (save_instruction, replace(REQUEST, kind="standing", due_day=31, due_month=4), ["due_day"]),
        (save_budget_line, BudgetDraft(topic="x"), ["topic", "year", "title", "planned"]),
        (save_budget_line, replace(BUDGET, spent=-1), ["spent"]),
        (save_difficulty, DifficultyDraft(), ["topic", "day", "text"]),
        (save_difficulty, replace(DIFFICULTY, settled_on=date(2026, 11, 1)), ["settled_on"]),
        (save_example, ExampleDraft(kind="x"), ["kind", "topic", "groups", "name", "started_on"]),
        (save_example, replace(EXAMPLE, topic="sme"), ["topic", "groups"]),
        (save_example, replace(EXAMPLE, groups=frozenset({"managed_persons"})), ["groups"]),
        (save_example, replace(EXAMPLE, ended_on=date(2026, 2, 1)), ["ended_on"]),
        (save_example, replace(EXAMPLE, kind="person"), ["consent_number", "consent_on", "birth"]),
    ],
)
def test_every_wrong_field_is_named(office: Office, save: Any, typed: Any, fields: list[str]) -> None:
    assert wrong_fields(lambda: save(office, typed)) == fields


def test_a_plan_stands_once_under_its_number(office: Office) -> None:
    save_plan(office, PLAN)
    assert wrong_fields(lambda: save_plan(office, PLAN)) == ["number"]
    save_plan(office, replace(PLAN, number="31/KH-UBND"))
    assert len(plans(office)) == 2


def test_a_standing_paper_has_a_day_of_every_year_and_a_request_one_day(office: Office) -> None:
    both = replace(REQUEST, due_day=14, due_month=12)
    save_instruction(office, replace(both, kind="standing", duty="D12"))
    save_instruction(office, both)
    asked, standing = sorted(instructions(office), key=lambda one: one.kind)
    assert (asked.due_on, asked.due_day, asked.due_month) == (REQUEST.due_on, None, None)
    assert (standing.due_on, standing.due_day, standing.due_month) == (None, 14, 12)


def test_a_standing_paper_ends_on_a_day_and_stays_in_the_register(office: Office) -> None:
    standing = replace(REQUEST, kind="standing", duty="D12", due_on=None, due_day=14, due_month=12)
    kept = replace(standing, id=save_instruction(office, standing).id, version=1)
    assert wrong_fields(lambda: save_instruction(office, replace(kept, closed_on=date(2026, 11, 1)))) == ["closed_on"]
    save_instruction(office, replace(kept, closed_on=date(2026, 11, 19)))
    assert instructions(office)[0].closed_on == date(2026, 11, 19)


def test_a_paper_that_a_report_answers_stays_as_it_is(office: Office) -> None:
    kept = replace(REQUEST, id=save_instruction(office, REQUEST).id, version=1)
    save_texts(office, ReportTexts("sme", "2026-Q3", {}, request_id=kept.id or ""))
    for act in (delete_instruction, lambda on, draft: save_instruction(on, replace(draft, report="qd08"))):
        with pytest.raises(DeskError) as refused:
            act(office, kept)
        assert refused.value.reason == "answered"
    save_instruction(office, replace(kept, note="Gửi cả bản giấy"))


@pytest.mark.parametrize(
    ("birth", "is_of_age"),
    [("2008", False), ("2007", True), ("2008-02-01", True), ("2008-02-02", False), ("1990", True)],
)
def test_a_person_is_of_age_on_the_day_of_the_consent_or_refused(office: Office, birth: str, is_of_age: bool) -> None:
    """Consent on 1/2/2026: of a year alone 31/12 counts, so 2008 is too young and 2007 is eighteen since 31/12/2025."""
    person = replace(PERSON, birth=birth)
    if is_of_age:
        save_example(office, person)
        assert examples(office)[0].birth == birth
    else:
        assert wrong_fields(lambda: save_example(office, person)) == ["birth"]


def test_who_was_too_young_at_the_first_day_is_refused_though_of_age_at_the_consent(office: Office) -> None:
    young = replace(PERSON, birth="2008-06-01", started_on=date(2026, 1, 1), consent_on=date(2026, 7, 1))
    assert wrong_fields(lambda: save_example(office, young)) == ["birth"]


def test_birth_and_consent_are_kept_of_persons_alone(office: Office) -> None:
    save_example(office, replace(PERSON, kind="collective"))
    kept = examples(office)[0]
    assert (kept.birth, kept.consent_number, kept.consent_on) == ("", "", None)


def test_words_on_protected_topics_and_names_are_not_in_the_open_and_gone_when_deleted(office: Office) -> None:
    person = replace(PERSON, id=save_example(office, PERSON).id, version=1)
    said = replace(DIFFICULTY, topic="qd22", text="Ngân hàng chậm trả lời", proposal="Kiến nghị họp giao ban")
    said = replace(said, id=save_difficulty(office, said).id, version=1)
    open_one = replace(DIFFICULTY, text="Hộ ngại đổi sổ sách")
    open_one = replace(open_one, id=save_difficulty(office, open_one).id, version=1)
    words = ("Quách Thị Vân", "Giấy đồng ý", "Ngân hàng chậm", "họp giao ban", "đổi sổ sách")
    assert left_of(office, *words) == ["đổi sổ sách"]
    save_difficulty(office, replace(open_one, topic="qd08"))
    assert left_of(office, *words) == []
    delete_example(office, person)
    delete_difficulty(office, said)
    delete_difficulty(office, replace(open_one, version=2))
    with office.database.read() as session:
        for table in ("examples", "difficulties", "protected_texts"):
            assert session.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() == 0


def test_free_words_on_protected_duties_are_not_in_the_open(office: Office) -> None:
    """Of a plan and a paper from above the note; of work and money their title too, which nobody but the clerk gave."""
    secret = "Đôn đốc nợ của ông Kín"
    typed: tuple[tuple[Any, Any, Any, Any], ...] = (
        (plans, save_plan, delete_plan, replace(PLAN, duty="D10", note=secret)),
        (instructions, save_instruction, delete_instruction, replace(REQUEST, duty="D10", note=secret)),
        (duty_acts, save_act, delete_act, replace(ACT, duty="D15", title=secret, note=secret)),
        (budget_lines, save_budget_line, delete_budget_line, replace(BUDGET, topic="qd08", title=secret, note=secret)),
    )
    for read, save, delete, draft in typed:
        kept = replace(draft, id=save(office, draft).id, version=1)
        assert read(office) == (kept,)
        assert left_of(office, secret) == []
        delete(office, kept)
    with office.database.read() as session:
        assert session.execute(text("SELECT count(*) FROM protected_texts")).scalar_one() == 0


def test_the_economy_clerk_sees_and_writes_the_schemes_own_alone(office: Office) -> None:
    clerk, social = as_role(office, "economy"), as_role(office, "social")
    pairs: tuple[tuple[Any, Any, Any, dict[str, str]], ...] = (
        (plans, save_plan, PLAN, {"duty": "D5"}),
        (duty_acts, save_act, ACT, {"duty": "D15"}),
        (instructions, save_instruction, REQUEST, {"duty": "D12"}),
        (budget_lines, save_budget_line, BUDGET, {"topic": "gqvl"}),
        (difficulties, save_difficulty, DIFFICULTY, {"topic": "kh297"}),
    )
    for read, save, own, other in pairs:
        kept = save(clerk, own).id
        hidden = save(social, replace(own, **other)).id
        assert [row.id for row in read(clerk)] == [kept]
        assert {row.id for row in read(social)} == {kept, hidden}
        for typed in (
            replace(own, **other),
            replace(own, id=hidden, version=1),
            replace(own, id=kept, version=1, **other),
        ):
            with pytest.raises(RoleError):
                save(clerk, typed)
        with pytest.raises(RoleError):
            save(social, replace(own, id=kept, version=1, **other))
    save_example(social, EXAMPLE)
    assert examples(clerk) == ()


def test_the_police_write_their_own_plan_and_no_other(office: Office) -> None:
    police = as_role(office, "police")
    own = replace(PLAN, duty="D5", author="police")
    kept = replace(own, id=save_plan(police, own).id, version=1)
    assert plans(police) == (kept,)
    assert PLANS.may_write(police, kept)
    other = replace(kept, author="ubnd")
    assert not PLANS.may_write(police, other)
    with pytest.raises(RoleError):
        save_plan(police, other)
    with pytest.raises(RoleError):
        duty_acts(police)


def test_the_records_clerk_takes_papers_in_and_reads_the_rest(office: Office) -> None:
    records = as_role(office, "records")
    save_instruction(records, replace(REQUEST, duty="D10"))
    assert [row.duty for row in instructions(records)] == ["D10"]
    assert not ACTS.may_write(records, ACT)
    with pytest.raises(RoleError):
        save_act(records, ACT)


def test_examples_and_settled_difficulties_are_proposed_for_deletion_on_their_day(
    office: Office, as_officer: AsOfficer
) -> None:
    ended = save_example(office, replace(PERSON, ended_on=date(2026, 6, 30))).id
    going = save_example(office, EXAMPLE).id
    settled = replace(DIFFICULTY, topic="qd22", text="Vốn về chậm", day=date(2026, 3, 1), settled_on=date(2026, 6, 30))
    difficulty = save_difficulty(office, settled).id
    save_difficulty(office, DIFFICULTY)
    head = as_officer("mai")
    assert not [one for one in due_deletions(at(head, date(2031, 6, 29))) if one.subject == "registers"]
    due = [one for one in due_deletions(at(head, date(2031, 6, 30))) if one.subject == "registers"]
    assert {one.id for one in due} == {ended, difficulty}
    assert "Quách Thị Vân" not in str(due)
    delete_due(at(head, date(2031, 6, 30)), [("registers", one.id) for one in due])
    assert left_of(office, "Quách Thị Vân", "Vốn về chậm") == []
    assert ([row.id for row in examples(office)], len(difficulties(office))) == ([going], 1)
    assert going in {one.id for one in due_deletions(at(head, date(2031, 11, 20)))}
