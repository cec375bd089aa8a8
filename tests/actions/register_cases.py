"""Rows of the registers as tests type them, and how the functions of the registers are called as each role."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from hn_desk.actions import (
    register_acts,
    register_budget,
    register_difficulties,
    register_examples,
    register_instructions,
    register_plans,
)
from hn_desk.actions.office import Changed, Office
from hn_desk.actions.register_acts import ActDraft
from hn_desk.actions.register_budget import BudgetDraft
from hn_desk.actions.register_difficulties import DifficultyDraft
from hn_desk.actions.register_examples import ExampleDraft
from hn_desk.actions.register_instructions import InstructionDraft
from hn_desk.actions.register_plans import PlanDraft
from tests.actions.credit_samples import TODAY
from tests.actions.role_ground import Ground

SME_WORDS: Final = "Đề án DNNVV"
OTHER_WORDS: Final = "các kế hoạch, chương trình khác"
POLICE_WORDS: Final = "kế hoạch của Công an cấp xã"
PLAN: Final = PlanDraft(
    duty="D3",
    year=2026,
    title="Kế hoạch hỗ trợ DNNVV",
    number="12/KH-UBND",
    issued_on=date(2026, 1, 20),
    sent_on=date(2026, 1, 22),
    receiver="Sở Tài chính",
)
ACT: Final = ActDraft(duty="D1", day=TODAY, title="Giao ban về tuyên truyền", receiver="Sở Tài chính")
REQUEST: Final = InstructionDraft(
    duty="D2",
    report="sme",
    number="450/STC",
    issued_on=date(2026, 11, 2),
    issuer="Sở Tài chính",
    title="Báo cáo số hộ chuyển đổi",
    receiver="Sở Tài chính",
    due_on=date(2026, 12, 1),
)
BUDGET: Final = BudgetDraft(topic="sme", year=2026, title="In tờ rơi", planned=20_000_000, spent=12_500_000)
DIFFICULTY: Final = DifficultyDraft(
    topic="sme", day=TODAY, text="Hộ ngại làm sổ sách", proposal="Mở lớp hướng dẫn", receiver="Sở Tài chính"
)
EXAMPLE: Final = ExampleDraft(
    topic="kh297",
    groups=frozenset({"group_sentence"}),
    started_on=date(2026, 3, 1),
    helped=4,
    name="Tổ dân phố tự quản số 5",
)


@dataclass(frozen=True, slots=True)
class Case:
    """One register: its functions' names and a row of the SME scheme and one of another plan, None if there is none."""

    module: str
    name: str
    save: Callable[[Office, Any], Changed]
    sme: Any
    other: Any


REGISTERS: Final = (
    Case("register_plans", "plan", register_plans.save_plan, PLAN, replace(PLAN, duty="D5")),
    Case("register_acts", "act", register_acts.save_act, ACT, replace(ACT, duty="D14")),
    Case(
        "register_instructions",
        "instruction",
        register_instructions.save_instruction,
        REQUEST,
        replace(REQUEST, duty="D10"),
    ),
    Case("register_budget", "budget_line", register_budget.save_budget_line, BUDGET, replace(BUDGET, topic="kh296")),
    Case(
        "register_difficulties",
        "difficulty",
        register_difficulties.save_difficulty,
        DIFFICULTY,
        replace(DIFFICULTY, topic="qd08"),
    ),
    Case("register_examples", "example", register_examples.save_example, None, EXAMPLE),
)
LISTS: Final = (
    "register_plans.plans",
    "register_acts.duty_acts",
    "register_instructions.instructions",
    "register_budget.budget_lines",
    "register_difficulties.difficulties",
    "register_examples.examples",
)


def rows() -> list[tuple[Case, str, Any]]:
    """Every register with each kind of row: what the table of roles calls it, and the row as typed."""
    found = [
        (case, words, row) for case in REGISTERS for words, row in ((SME_WORDS, case.sme), (OTHER_WORDS, case.other))
    ]
    of_the_police = (REGISTERS[0], POLICE_WORDS, replace(PLAN, duty="D5", author="police"))
    return [*(one for one in found if one[2] is not None), of_the_police]


def saving(row: Any) -> Callable[[Ground], Any]:
    """A row that is new each time."""
    return lambda ground: numbered(row, ground)


def deleting(case: Case, row: Any) -> Callable[[Ground], Any]:
    """A row that was just kept."""

    def keep(ground: Ground) -> Any:
        typed = numbered(row, ground)
        return replace(typed, id=case.save(ground.login("mai"), typed).id, version=1)

    return keep


def numbered(row: Any, ground: Ground) -> Any:
    """The row under a number of its own, where it has one."""
    return replace(row, number=f"{next(ground.numbers)}/KH") if hasattr(row, "number") else row
