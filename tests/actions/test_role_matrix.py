"""Every function of the actions, as every role, on every kind of record: exactly what the table of roles says."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import cache
from itertools import chain, combinations, count
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import hn_desk
from hn_desk import actions, city
from hn_desk.actions.office import Office, set_up
from hn_desk.actions.rulebook import rule_book
from hn_desk.errors import DeskError, RoleError
from hn_desk.models.tables import AuditEntry
from hn_desk.rules.roles import ROLES, Cell, may, may_call
from tests.actions.conftest import PLAN, QUICK
from tests.actions.role_cases import ALONE, CASES, CLOSING, HOLDERS, ONCE, UNCERTIFIED, WORDS
from tests.actions.role_ground import Ground, changes, cost_of_a_refusal, newest, opened
from tests.pair import at_now, pair_template

__all__ = ["pair_template"]

TABLE = rule_book().roles
CELLS = tuple(TABLE.cells())
FUNCTIONS = sorted({cell.function for cell in CELLS})
HOUSE = Path(hn_desk.__file__).parent


def called(name: str) -> Callable[..., Any]:
    """The function that the table names."""
    module, function = name.split(".")
    act: Callable[..., Any] = getattr(importlib.import_module(f"hn_desk.actions.{module}"), function)
    return act


def acts() -> dict[str, Callable[..., Any]]:
    """Public functions that are handed the office and open their own transaction, of the actions and the city."""
    found: dict[str, Callable[..., Any]] = {}
    for room in (actions, city):
        for module in pkgutil.iter_modules(room.__path__):
            of = importlib.import_module(f"{room.__name__}.{module.name}")
            for name, function in inspect.getmembers(of, inspect.isfunction):
                kinds = [one.annotation for one in inspect.signature(function).parameters.values()]
                is_own = function.__module__ == of.__name__ and not name.startswith("_")
                if is_own and Office in kinds and Session not in kinds:
                    found[f"{module.name}.{name}"] = function
    return found


def role_sets(cell: Cell) -> list[frozenset[str]]:
    """Nobody, each role alone, all together, and pairs that may together what neither may alone; the refused first."""
    alone = [frozenset({role}) for role in ROLES]
    pairs = [one | other for one, other in combinations(alone, 2) if len(cell.needs) > 1]
    sums = [pair for pair in pairs if not any(may_call(TABLE, [role], cell) for role in pair)]
    wanted = [frozenset[str](), *alone, *(pair for pair in sums if may_call(TABLE, pair, cell)), frozenset(ROLES)]
    return sorted(wanted, key=lambda roles: may_call(TABLE, roles, cell))


class Grounds:
    """One filled office for all acts, and one of its own for an act that others can't follow."""

    def __init__(self, folder: Path, template: Path) -> None:
        self.folder, self.template = folder, template
        self.stack = ExitStack()
        self.own = ExitStack()
        self.numbers = count(1)
        self.shared = self._made(template, self.stack)
        self.alone = cost_of_a_refusal(self.shared.office)

    def begin(self, cell: Cell) -> Ground:
        """Where a cell is tried."""
        if cell.function not in ALONE and (cell.function, cell.when) not in ONCE:
            return self.shared
        self.own.close()
        template = uncertified(self.template) if (cell.function, cell.when) in UNCERTIFIED else self.template
        return self._made(template, self.own)

    def close(self) -> None:
        self.own.close()
        self.stack.close()

    def _made(self, template: Path, stack: ExitStack) -> Ground:
        folder = self.folder / str(next(self.numbers))
        folder.mkdir()
        return opened(template, folder, stack)


@cache
def uncertified(pair: Path) -> Path:
    """Folders like the pair's, with the office as it was before it trusted anybody."""
    folder = pair.with_name("uncertified")
    copytree(pair / "city", folder / "city")
    set_up(folder / "office", PLAN, cost=QUICK, clock=at_now)
    return folder


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory, pair_template: Path) -> Iterator[Grounds]:
    made = Grounds(tmp_path_factory.mktemp("grounds"), pair_template)
    yield made
    made.close()


def files(office: Office) -> dict[str, tuple[int, int]]:
    """Every file of the office but the database: size and moment of its last change."""
    paths = (path for path in office.folder.rglob("*") if path.is_file() and not path.name.startswith("office.db"))
    return {str(path): (path.stat().st_size, path.stat().st_mtime_ns) for path in paths}


def refused(ground: Ground, cell: Cell, roles: frozenset[str], alone: int) -> None:
    """The call is refused, the attempt stands in the log with its kind of record, and nothing else was changed."""
    office, handed = ground.acting(roles), CASES[cell.function, cell.kind, cell.when](ground)
    before = changes(office), files(office)
    with pytest.raises(RoleError):
        called(cell.function)(office, *handed.wanted, **handed.named)
    entry = newest(office)
    assert (entry.action, entry.officer_id, entry.record_id) == ("denied", office.officer.id, "")
    assert entry.subject in {one.kind for one in CELLS if one.function == cell.function}
    assert list(entry.content or {}) == ["action"]
    asked = str((entry.content or {})["action"])
    assert asked in set(chain(*cell.needs))
    assert not may(TABLE, roles, asked)
    assert (changes(office), files(office)) == (before[0] + alone, before[1])


def allowed(ground: Ground, cell: Cell, roles: frozenset[str]) -> None:
    """The call does its work, and nothing of it was refused on the way."""
    office, handed = ground.acting(roles), CASES[cell.function, cell.kind, cell.when](ground)
    before = newest(office).sequence
    if cell.function in HOLDERS and office.keys.second is None:
        with pytest.raises(DeskError, match="second key"):
            called(cell.function)(office, *handed.wanted, **handed.named)
        return
    called(cell.function)(office, *handed.wanted, **handed.named)
    if cell.function in CLOSING:
        return
    with office.database.read() as session:
        done = session.scalars(select(AuditEntry.action).where(AuditEntry.sequence > before)).all()
    assert "denied" not in done


def test_every_function_that_is_handed_the_office_stands_in_the_table() -> None:
    assert {*FUNCTIONS, *TABLE.words} == acts().keys()


def test_every_cell_of_the_table_is_tried() -> None:
    assert {(cell.function, cell.kind, cell.when) for cell in CELLS} == CASES.keys()
    assert set(TABLE.words) == WORDS.keys()
    assert {(key[0], key[2]) for key in CASES} >= ONCE


@pytest.mark.parametrize("function", FUNCTIONS)
def test_each_role_may_do_exactly_what_the_table_says(function: str, grounds: Grounds) -> None:
    for cell in (cell for cell in CELLS if cell.function == function):
        ground = grounds.begin(cell)
        for roles in role_sets(cell):
            if not may_call(TABLE, roles, cell):
                refused(ground, cell, roles, grounds.alone)
                continue
            allowed(ground, cell, roles)
            if (function, cell.when) in ONCE:
                ground = grounds.begin(cell)


@pytest.mark.parametrize("function", TABLE.words)
def test_what_anybody_may_read_touches_no_database(function: str, grounds: Grounds) -> None:
    office = replace(grounds.shared.office, database=None)  # type: ignore[arg-type]  # any use of it fails
    called(function)(*WORDS[function](office))


def test_every_action_that_is_asked_for_stands_in_the_table_and_every_line_is_asked_for() -> None:
    offices = (path for path in HOUSE.rglob("*.py") if "city" not in str(path.relative_to(HOUSE)))
    code = "\n".join(path.read_text(encoding="utf-8") for path in offices)
    assert set(re.findall(r'(?<!desk)\.(?:require|may)\(\s*"([^"]+)"', code)) <= TABLE.lines.keys()
    assert [line for line in TABLE.lines if f'"{line}"' not in code] == []


def test_no_act_asks_for_a_role_within_a_transaction() -> None:
    """The attempt is logged in a transaction of its own, and the database has one connection."""
    for path in (HOUSE / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.With) and any("office." in ast.unparse(item.context_expr) for item in node.items):
                assert not [one for one in ast.walk(node) if "office.require(" in ast.unparse(one)], path.name
