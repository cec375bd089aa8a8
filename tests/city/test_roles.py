"""Who may do what at a desk: every function of the city as every role; officers with own passphrases."""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from hn_desk import city, key_file
from hn_desk.city.desk import CityDesk, open_desk
from hn_desk.city.desk_entries import DESK_KEY_ID, FIRST_KEEPER
from hn_desk.city.desk_officers import (
    DeskOfficerDraft,
    add_officer,
    change_own,
    change_role,
    desk_officers,
    end_officer,
    new_passphrase,
)
from hn_desk.city.places import desk_places
from hn_desk.city.roles import city_roles
from hn_desk.city.taking import Counter
from hn_desk.errors import DeskError, InputError, RoleError, SignInError
from hn_desk.keys import lock
from hn_desk.models.database import Database
from hn_desk.models.tables import AuditEntry, CityOfficer
from hn_desk.rules.city_roles import CITY_ROLES, KEEPER
from tests.actions.conftest import QUICK
from tests.pair import CITY_PASSPHRASE, Pair, at_now

TABLE = city_roles()
OPENED = [(function, action) for action, line in TABLE.lines.items() for function in line.opens]
NEW = "mot hai ba bon nam"
OTHER = "sau bay tam chin muoi"


class ReachedError(Exception):
    """The function went on to work."""


class Trap(Database):
    """A database that lets nobody in."""

    def begin(self, author: object) -> Any:
        """Go no further."""
        raise ReachedError

    def read(self) -> Any:
        """Go no further."""
        raise ReachedError


def acts() -> dict[str, Callable[..., Any]]:
    """Public functions of the city that are handed an open desk and begin their own transaction."""
    found: dict[str, Callable[..., Any]] = {}
    for module in pkgutil.iter_modules(city.__path__):
        of = importlib.import_module(f"{city.__name__}.{module.name}")
        for name, function in inspect.getmembers(of, inspect.isfunction):
            kinds = [one.annotation for one in inspect.signature(function).parameters.values()]
            is_own = function.__module__ == of.__name__ and not name.startswith("_")
            if is_own and CityDesk in kinds and not {Session, Counter} & set(kinds):
                found[f"{module.name}.{name}"] = function
    return found


ACTS = acts()


def called(function: str, desk: CityDesk) -> None:
    """Call it with the desk and nothing else of worth: who may not is refused before anything is looked at."""
    act = ACTS[function]
    handed = [desk if one.annotation is CityDesk else None for one in inspect.signature(act).parameters.values()]
    positional = [one.kind is not inspect.Parameter.KEYWORD_ONLY for one in inspect.signature(act).parameters.values()]
    given = act(*(value for value, is_positional in zip(handed, positional, strict=True) if is_positional))
    if inspect.isgenerator(given):
        next(given)


@pytest.fixture(scope="module")
def desk(pair_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CityDesk]:
    folder = tmp_path_factory.mktemp("roles") / "city"
    shutil.copytree(pair_template / "city", folder)
    with closing(open_desk(folder, "STC", CITY_PASSPHRASE, clock=at_now)) as opened:
        yield opened


def logged(desk: CityDesk) -> AuditEntry:
    with desk.database.read() as session:
        return session.scalars(select(AuditEntry).order_by(AuditEntry.sequence.desc())).first()  # type: ignore[return-value]  # the log is never empty


def test_every_function_that_is_handed_the_desk_stands_in_the_table() -> None:
    assert sorted({function for function, _action in OPENED} | set(TABLE.words)) == sorted(ACTS)


@pytest.mark.parametrize(("function", "action"), OPENED, ids=[function for function, _action in OPENED])
def test_each_role_may_do_exactly_what_the_table_says(function: str, action: str, desk: CityDesk) -> None:
    for role in CITY_ROLES:
        acting = replace(desk, officer=replace(desk.officer, role=role))
        if TABLE.may(role, action):
            working = replace(acting, database=Trap(desk.database.path, desk.database.engine))
            try:
                called(function, working)
            except RoleError:
                pytest.fail(f"{role} may not")
            except Exception:  # noqa: BLE001  whatever it meets beyond the door
                pass
            continue
        with pytest.raises(RoleError, match="role does not allow"):
            called(function, acting)
        entry = logged(desk)
        assert (entry.action, entry.officer_id, entry.content) == ("denied", desk.officer.id, {"action": action})


def test_an_officer_opens_the_desk_with_an_own_passphrase_and_the_log_names_who(pair: Pair) -> None:
    keeper = pair.desk("STC")
    add_officer(keeper, DeskOfficerDraft("Trần Thị Bình", "receiver", NEW))
    keeper.close()
    with closing(open_desk(pair.city, "STC", NEW, name="trần thị bình", clock=at_now)) as desk:
        assert (desk.officer.name, desk.officer.role) == ("Trần Thị Bình", "receiver")
        assert logged(desk).officer_id == desk.officer.id
        assert desk.receipt.certificate
        with pytest.raises(RoleError):
            desk_officers(desk)
    with pytest.raises(SignInError):
        open_desk(pair.city, "STC", NEW, clock=at_now)


def test_who_has_left_opens_nothing_and_the_last_keeper_stays(pair: Pair) -> None:
    desk = pair.desk("STC")
    other = add_officer(desk, DeskOfficerDraft("Lê Văn Cường", KEEPER, NEW)).id
    end_officer(desk, other)
    for who in (other, desk.officer.id):
        with pytest.raises(DeskError):
            end_officer(desk, who)
    with pytest.raises(DeskError, match="needs a keeper"):
        change_role(desk, desk.officer.id, "auditor")
    assert [(row.name, row.ended_on is None) for row in desk_officers(desk)] == [
        (FIRST_KEEPER, True),
        ("Lê Văn Cường", False),
    ]
    desk.close()
    with pytest.raises(SignInError):
        open_desk(pair.city, "STC", NEW, name="Lê Văn Cường", clock=at_now)


def test_an_emptied_table_makes_nobody_the_keeper(pair: Pair) -> None:
    desk = pair.desk("STC")
    add_officer(desk, DeskOfficerDraft("Lê Văn Cường", "reader", NEW))
    with desk.write() as session:
        session.execute(delete(CityOfficer))
    desk.close()
    for name, passphrase in (("Lê Văn Cường", NEW), ("", CITY_PASSPHRASE)):
        with pytest.raises(SignInError):
            open_desk(pair.city, "STC", passphrase, name=name, clock=at_now)


def test_what_is_wrong_with_a_new_officer_is_said_field_by_field(pair: Pair) -> None:
    desk = pair.desk("STC")
    with pytest.raises(InputError) as refused:
        add_officer(desk, DeskOfficerDraft(f"  {FIRST_KEEPER.upper()} ", "chief", "ngan"))
    assert [problem.field for problem in refused.value.problems] == ["name", "role", "passphrase"]


def test_name_and_passphrase_are_changed_by_their_officer_and_a_forgotten_one_by_the_keeper(pair: Pair) -> None:
    desk = pair.desk("STC")
    with pytest.raises(InputError) as refused:
        change_own(desk, "Ngô Thị Dung", OTHER, NEW)
    assert [problem.field for problem in refused.value.problems] == ["present"]
    change_own(desk, "Ngô Thị Dung", CITY_PASSPHRASE, NEW)
    forgetful = add_officer(desk, DeskOfficerDraft("Hồ Văn Em", "reader", NEW)).id
    new_passphrase(desk, forgetful, OTHER)
    desk.close()
    for name, passphrase in (("Ngô Thị Dung", NEW), ("Hồ Văn Em", OTHER)):
        with closing(open_desk(pair.city, "STC", passphrase, name=name, clock=at_now)) as opened:
            assert opened.officer.name == name
    with pytest.raises(SignInError):
        open_desk(pair.city, "STC", NEW, name="Hồ Văn Em", clock=at_now)
    with pytest.raises(SignInError, match="No officer was named"):
        open_desk(pair.city, "STC", NEW, clock=at_now)


def test_a_desk_of_one_passphrase_gets_its_keeper_at_the_first_opening(pair: Pair) -> None:
    as_before(pair)
    with pytest.raises(SignInError):
        open_desk(pair.city, "STC", NEW, name="Ngô Thị Dung", clock=at_now)
    for _time in range(2):
        with closing(open_desk(pair.city, "STC", CITY_PASSPHRASE, name="Ngô Thị Dung", clock=at_now)) as desk:
            assert (desk.officer.name, desk.officer.role) == ("Ngô Thị Dung", KEEPER)
            assert len(desk_officers(desk)) == 1
    with closing(open_desk(pair.city, "STC", CITY_PASSPHRASE, name="Ngô Thị Dung", clock=at_now)) as desk:
        change_own(desk, "Ngô Thị Dung", CITY_PASSPHRASE, NEW)
    with closing(open_desk(pair.city, "STC", NEW, name="Ngô Thị Dung", clock=at_now)) as desk:
        assert desk.unseal(desk.seal(b"PK")) == b"PK"


def as_before(pair: Pair) -> None:
    """Put the desk back as version 0.5 made it: one passphrase, no officers, no copies of the private keys."""
    with closing(open_desk(pair.city, "STC", CITY_PASSPHRASE, clock=at_now)) as desk:
        with desk.write() as session:
            session.execute(delete(CityOfficer))
            session.execute(delete(AuditEntry))
        opened = key_file.Opened(desk.secrets.master, desk.secrets.database_keys)
    places = desk_places(pair.city, "STC")
    for path in [*places.keys.glob("*.own"), places.keys / "own.box"]:
        path.unlink()
    locked = lock(opened.database_keys[0], opened.master, context=b"hn-desk/1 database key")
    empty = key_file.KeyFile(8, {}, (locked,))
    everybody = key_file.Passphrase(DESK_KEY_ID, CITY_PASSPHRASE, QUICK)
    key_file.save(key_file.add_officer(empty, opened, everybody), places.key_file)
