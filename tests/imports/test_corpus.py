"""Every workbook of the corpus is taken in as its rows say: outcome, values and reason, and no row is dropped."""

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hn_desk.actions import imports
from hn_desk.actions.import_facts import Preview
from hn_desk.actions.office import Office
from tests.imports.legacy_letters import tcvn3
from tests.imports.messy import Expected, Made, Scene, make
from tests.imports.scenes import ALL, any_scene

CHANCES = 1000 if os.environ.get("CAMPAIGN") else 16
OUTCOMES = ("new", "update", "same", "possible_duplicate", "error", "skipped")


def preview_of(office: Office, made: Made, folder: Path) -> Preview:
    path = folder / made.file_name
    path.write_bytes(made.data)
    opened = imports.open_file(office, path).opened
    return imports.preview(office, opened, imports.suggest(office, opened, "households"))


def differences(scene: Scene, expected: Expected, found: Any) -> list[str]:
    """Where a row became something else than it ought to."""
    if found is None:
        return [f"row {expected.row} is gone"]
    said = [f"{reason.code}: {reason.what}" for reason in found.reasons]
    if found.outcome != expected.outcome:
        return [f"row {expected.row} is {found.outcome}, not {expected.outcome} ({expected.wrong}): {said}"]
    if expected.outcome != "new":
        return [] if said or expected.outcome == "same" else [f"row {expected.row}: no reason is given"]
    wanted = {name: value for name, value in expected.values.items() if value not in ("", None)}
    return [
        f"row {expected.row}: {name} is {found.values.get(name)!r}, not {value!r}"
        for name, value in wanted.items()
        if not is_same(scene, value, found.values.get(name))
    ]


def is_same(scene: Scene, wanted: Any, found: Any) -> bool:
    """Whether a value came back; TCVN3 has no toned capitals, so nobody can tell them from small letters."""
    if scene.legacy == "tcvn3" and isinstance(wanted, str) and isinstance(found, str):
        return tcvn3(wanted) == tcvn3(found)
    return bool(wanted == found)


@pytest.mark.parametrize("scene", ALL, ids=lambda scene: scene.name)
def test_each_row_becomes_what_it_ought_to(office: Office, tmp_path: Path, scene: Scene) -> None:
    made = make(scene)
    preview = preview_of(office, made, tmp_path)
    found = {row.row: row for row in preview.rows}
    wrong = [line for one in made.expected for line in differences(scene, one, found.get(one.row))]
    assert not wrong, f"{len(wrong)} of {len(made.expected)}: {wrong[:5]}"
    counted = {row.row for row in preview.rows if row.outcome != "skipped"}
    assert counted == {one.row for one in made.expected}


@pytest.mark.parametrize("seed", range(CHANCES))
def test_oddities_may_come_in_any_company(office: Office, tmp_path: Path, seed: int) -> None:
    test_each_row_becomes_what_it_ought_to(office, tmp_path, any_scene(seed))


@pytest.mark.parametrize("scene", ALL[::5], ids=lambda scene: scene.name)
def test_no_row_is_dropped(office: Office, tmp_path: Path, scene: Scene) -> None:
    totals = preview_of(office, make(replace(scene, rows=min(scene.rows, 60)), seed=2), tmp_path).totals
    assert totals["rows"] == sum(totals[name] for name in OUTCOMES) > 0
