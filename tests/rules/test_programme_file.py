import copy
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hn_desk.errors import ResourceError
from hn_desk.rules.desks import load_desks
from hn_desk.rules.programme_file import load_programme
from tests.rules.places import ROOT, resource

NAMES = sorted(path.name for path in (ROOT / "resources" / "programmes").glob("*.toml"))
QD22 = resource("programmes/qd22.toml")
DESKS = resource("desks.toml")


@pytest.mark.parametrize("name", NAMES)
def test_the_programmes_of_the_program_are_complete(name: str) -> None:
    programme = load_programme(resource(f"programmes/{name}"), name)
    assert f"{programme.code}.toml" == name
    assert programme.is_protected
    assert {kind: programme.confirmation_of(kind) for kind in programme.applicants}["establishment"] == "plan"
    assert all(check.article for rules in programme.applicants.values() for check in rules.checks)
    assert all(period.source for number in programme.numbers.values() for period in number.periods)


@pytest.mark.parametrize("name", NAMES)
def test_names_on_the_screen_say_nothing_about_the_person(name: str) -> None:
    programme = load_programme(resource(f"programmes/{name}"), name)
    shown = [programme.name, *(one.label for one in programme.audiences)]
    shown += [one.label for rules in programme.applicants.values() for one in rules.purposes]
    assert not [label for label in shown if any(word in label.lower() for word in ("tù", "ma túy", "nghiện", "phạm"))]


def test_the_three_programmes_are_there() -> None:
    assert NAMES == ["gqvl.toml", "qd08.toml", "qd22.toml"]


def test_a_programme_ends_on_its_last_day() -> None:
    ended = changed(lambda data: data["valid"].update(to=date(2030, 12, 31)))
    programme = load_programme(ended, "qd22.toml")
    assert programme.is_valid_on(date(2030, 12, 31))
    assert not programme.is_valid_on(date(2031, 1, 1))


def test_codes_are_shown_by_their_labels() -> None:
    rules = load_programme(QD22, "qd22.toml").applicants["person"]
    assert rules.purpose_label("training") == "Đào tạo nghề"
    assert rules.purpose_label("housing") == "housing"
    assert rules.document_label("loan_application").endswith("(01/TD)")
    assert rules.document_label("unknown") == "unknown"


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = copy.deepcopy(QD22)
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data.update(colour="red"), "colour: is not a key"),
        (lambda data: data.pop("name"), "name: is missing"),
        (lambda data: data.update(code="gqvl"), "code: gqvl is not one of qd22"),
        (lambda data: [data.pop("person"), data.pop("establishment")], "person: is missing"),
        (lambda data: data["person"].update(confirmation="letter"), "person.confirmation: letter is not one of"),
        (lambda data: data["person"]["fields"].append("height"), "person.fields: height is not one of"),
        (lambda data: data["person"]["fields"].remove("completed_on"), "completed_on is missing, which years_since"),
        (lambda data: data["person"]["checks"][0].update(check="luck"), "person.checks[1].check: luck is not one of"),
        (lambda data: data["person"]["checks"][1].update(limit="none"), "person.checks[2].limit: none is not one of"),
        (
            lambda data: data["person"]["checks"][1].update(field="amount"),
            "person.checks[2].field: amount is not one of",
        ),
        (lambda data: data["person"]["checks"][1].pop("limit"), "person.checks[2].limit: is missing"),
        (lambda data: data["person"]["checks"][0].update(limit="x"), "person.checks[1].limit: is not a key"),
        (lambda data: data["person"]["checks"][4].update(purposes=["x"]), "person.checks[5].purposes: x is not one of"),
        (lambda data: data["person"]["checks"][0].update(failing="ask"), "failing: ask is not one of refuse, warn"),
        (lambda data: data["person"]["purposes"].append(data["person"]["purposes"][0]), "code: stands more than once"),
        (
            lambda data: data["numbers"]["worker_ceiling"][0].update(value="1"),
            "worker_ceiling[1].value: must be a whole",
        ),
        (lambda data: data["texts"].update(slogan="x"), "texts.slogan: is not a key"),
    ],
)
def test_a_wrong_file_is_refused_by_file_key_and_reason(
    change: Callable[[dict[str, Any]], object], problem: str
) -> None:
    with pytest.raises(ResourceError) as refused:
        load_programme(changed(change), "qd22.toml")
    assert "qd22.toml" in refused.value.what
    assert problem in refused.value.what


@pytest.mark.parametrize(
    ("key", "code", "problem"),
    [
        ("desk", "XYZ", "desk: XYZ is not one of CATP-MT, CATP-THA, SNV"),
        ("desk", "STC", "desk: STC is not one of CATP-MT, CATP-THA, SNV"),
        ("bank_desk", "SNV", "bank_desk: SNV is not one of NHCS"),
    ],
)
def test_a_desk_that_does_not_receive_a_programmes_rows_is_refused(key: str, code: str, problem: str) -> None:
    with pytest.raises(ResourceError, match=problem):
        load_programme(changed(lambda data: data.update({key: code})), "qd22.toml", load_desks(DESKS, "desks.toml"))


def test_a_check_may_name_a_document_itself() -> None:
    check = {"check": "document_required", "document": "loan_application", "article": "Điều 1"}
    programme = load_programme(changed(lambda data: data["person"]["checks"].append(check)), "qd22.toml")
    named = [one for one in programme.applicants["person"].checks if one.document == "loan_application"]
    assert [one.article for one in named] == ["Điều 1"]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


@given(
    st.sampled_from(places(QD22)[1:]),
    st.sampled_from([None, "", "x", -1, 7, True, [], ["x"], [1], {}, {"x": 1}, [{}], date(2040, 1, 1), 1.5]),
)
def test_no_wrong_value_makes_anything_but_a_plain_refusal(place: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(QD22)
    inner: Any = data
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    with suppress(ResourceError):
        assert load_programme(data, "qd22.toml").applicants
