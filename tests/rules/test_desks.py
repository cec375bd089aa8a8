from collections.abc import Callable
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.desks import SUBJECTS, WITH_NAMES, load_desks
from tests.rules.places import ROOT, resource

DESKS = {desk.code: desk for desk in load_desks(resource("desks.toml"), "desks.toml")}


def test_six_desks_stand_as_the_city_has_them() -> None:
    assert list(DESKS) == ["STC", "CATP-MT", "CATP-THA", "VPUB", "SNV", "NHCS"]


def test_only_the_bank_receives_names() -> None:
    assert [desk.code for desk in DESKS.values() if desk.receives_names] == ["NHCS"]
    assert {subject for subject in SUBJECTS if DESKS["NHCS"].receives(subject)} == WITH_NAMES


def test_every_desk_states_its_legal_ground() -> None:
    assert all(desk.ground for desk in DESKS.values())


def test_every_programme_goes_to_its_own_desk() -> None:
    for path in (ROOT / "resources" / "programmes").glob("*.toml"):
        programme = resource(f"programmes/{path.name}")
        assert programme["code"] in DESKS[programme["desk"]].programmes
        assert programme["code"] in DESKS[programme["bank_desk"]].programmes


def test_the_finance_desk_gets_no_case_of_credit() -> None:
    assert not DESKS["STC"].receives("cases")
    assert DESKS["STC"].receives("conversions")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda desks: desks[0].update(names=True, colour="red"), "desks[1].colour: is not a key"),
        (lambda desks: desks[0]["subjects"].append("people"), "desks[1].subjects: people is not one of"),
        (lambda desks: desks[0]["subjects"].append("papers"), "papers hold names, which this desk may not receive"),
        (lambda desks: desks[1].update(code="STC"), "desks[2].code: stands more than once"),
        (lambda desks: desks[0].pop("ground"), "desks[1].ground: is missing"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[list[dict[str, Any]]], object], problem: str) -> None:
    data = resource("desks.toml")
    change(data["desks"])
    with pytest.raises(ResourceError) as refused:
        load_desks(data, "desks.toml")
    assert problem in refused.value.what
