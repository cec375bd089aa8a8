"""The support bundle helps, and names nobody."""

import json
from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest

from hn_desk.actions.household_facts import HouseholdDraft
from hn_desk.actions.households import save_household
from hn_desk.actions.office import Office
from hn_desk.actions.people import PersonDraft
from hn_desk.actions.support import PROGRAM_LOGS, support_bundle
from hn_desk.errors import RoleError
from hn_desk.models.database import PRAGMAS
from tests.actions.credit_samples import MAN, WOMAN, issued, presented, presented_list
from tests.stolen import Search, folded

AsOfficer = Callable[[str], Office]


def test_the_bundle_tells_versions_settings_counts_and_the_programs_log(
    office: Office, as_officer: AsOfficer, tmp_path: Path
) -> None:
    (office.folder / PROGRAM_LOGS[0]).write_text("2026-11-20 ValueError\n")
    support_bundle(as_officer("anh"), tmp_path / "help.zip")
    with ZipFile(tmp_path / "help.zip") as bundle:
        facts = json.loads(bundle.read("facts.json"))
        assert bundle.read(PROGRAM_LOGS[0]) == b"2026-11-20 ValueError\n"
    assert facts["settings"].keys() == PRAGMAS.keys()
    assert facts["rows"]["officers"] == 4


def test_nobody_is_named_in_it(office: Office, as_officer: AsOfficer, tmp_path: Path) -> None:
    owner = PersonDraft(name="Quách Thị Thúy Vân", birth="1971", phone="0987650001")
    save_household(office, HouseholdDraft(name="Quán Vân Đình", owner=owner))
    issued(office, as_officer, presented(office))
    presented_list(office, MAN)
    support_bundle(as_officer("anh"), tmp_path / "help.zip")
    words = tuple(map(folded, (owner.name, WOMAN.name, MAN.name, "Nguyễn Thị Lan", "qd22", "gqvl")))
    numbers = frozenset({owner.phone.encode(), WOMAN.id_number.encode()})
    bundle = (tmp_path / "help.zip").read_bytes()
    assert Search(numbers, words).found([("help.zip", bundle)]) == []
    assert Search(numbers, words).found([("help.zip", bundle + WOMAN.name.encode())])


def test_only_the_administrator_writes_it(office: Office, tmp_path: Path) -> None:
    with pytest.raises(RoleError):
        support_bundle(office, tmp_path / "help.zip")
