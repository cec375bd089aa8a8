"""In which register a row stands."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import select

from hn_desk.actions.office import Office
from hn_desk.actions.register_acts import ACTS
from hn_desk.actions.register_budget import BUDGET
from hn_desk.actions.register_difficulties import DIFFICULTIES
from hn_desk.actions.register_examples import EXAMPLES
from hn_desk.actions.register_instructions import TAKEN_IN
from hn_desk.actions.register_plans import PLANS
from hn_desk.actions.registers import Register

REGISTERS: Final[Mapping[str, Register[Any]]] = {
    one.code: one for one in (PLANS, ACTS, TAKEN_IN, BUDGET, DIFFICULTIES, EXAMPLES)
}


def register_of(office: Office, record_id: str) -> str:
    """The code of the register that has this row; empty when none has."""
    office.require("registers.plans")
    with office.database.read() as session:
        for code, register in REGISTERS.items():
            if session.scalar(select(register.table.id).where(register.table.id == record_id)):
                return code
    return ""
