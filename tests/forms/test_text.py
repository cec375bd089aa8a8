"""A form's TOML, read strictly."""

import copy
import tomllib
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.forms.catalogue import LAYOUTS, load_form
from hn_desk.forms.text import BLANK, fill
from hn_desk.settings import resource
from tests.forms.samples import DRAWN, form

Data = dict[str, Any]


def data(code: str = "list-beneficiaries") -> Data:
    return tomllib.loads(resource(f"forms/{code}.toml").read_text("utf-8"))


def refusal(changed: Data) -> str:
    assert changed != data()
    with pytest.raises(ResourceError) as refused:
        load_form(changed, "forms/thử.toml")
    assert "forms/thử.toml" in refused.value.what
    return refused.value.what


@pytest.mark.parametrize("code", sorted(LAYOUTS))
def test_every_form_ships_and_is_valid_today(code: str) -> None:
    shipped = form(code)
    assert shipped.code == code
    assert shipped.is_valid_on(date(2026, 3, 1))
    assert code in DRAWN


def test_no_form_file_is_unknown() -> None:
    assert {path.stem for path in resource("forms").glob("*.toml")} == set(LAYOUTS)


def test_forms_without_their_official_wording_are_provisional() -> None:
    assert form("list-beneficiaries").status == form("confirmation-plan").status == "provisional"


def test_a_form_ends_with_its_last_day() -> None:
    changed = data() | {"valid_to": date(2026, 6, 30)}
    ended = load_form(changed, "x")
    assert ended.is_valid_on(date(2026, 6, 30))
    assert not ended.is_valid_on(date(2026, 7, 1))
    assert not ended.is_valid_on(date(2025, 6, 30))


def without(key: str) -> Callable[[Data], object]:
    return lambda form: form.pop(key)


def setting(key: str, value: object) -> Callable[[Data], object]:
    return lambda form: form.update({key: value})


def in_first(table: str, key: str, value: object) -> Callable[[Data], object]:
    return lambda form: form[table][0].update({key: value})


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (without("title"), "title:"),
        (without("words"), "words:"),
        (without("columns"), "columns:"),
        (without("valid_from"), "valid_from:"),
        (setting("code", "danh-sach"), "code:"),
        (setting("titel", "x"), "titel:"),
        (setting("title", " "), "title:"),
        (setting("title", 5), "title:"),
        (setting("status", "draft"), "status:"),
        (setting("valid_from", "2025-07-01"), "valid_from:"),
        (setting("valid_from", datetime(2025, 7, 1)), "valid_from:"),
        (setting("recipients", "Lưu: VT"), "recipients:"),
        (setting("recipients", ["Lưu {x}"]), "recipients[1]:"),
        (setting("paragraphs", "x"), "paragraphs:"),
        (setting("paragraphs", ["x"]), "paragraphs[1].:"),
        (setting("subject", "{applicant_name}"), "subject:"),
        (setting("subject", "{office"), "subject:"),
        (setting("subject", "{office!r}"), "subject:"),
        (setting("subject", "{office.name}"), "subject:"),
        (setting("subject", "{}"), "subject:"),
        (setting("words", "x"), "words"),
        (lambda form: form["words"].pop("total"), "words.total:"),
        (lambda form: form["words"].update(extra="x"), "words.extra:"),
        (lambda form: form["words"].update(total="{nobody}"), "words.total:"),
        (lambda form: form["columns"].append(copy.deepcopy(form["columns"][0])), "columns:"),
        (in_first("columns", "key", "ethnicity"), "columns[1].key:"),
        (in_first("columns", "width", 0), "columns[1].width:"),
        (in_first("columns", "width", True), "columns[1].width:"),
        (in_first("columns", "align", "justify"), "columns[1].align:"),
        (in_first("columns", "heading_for", {"qd22": 5}), "columns[1].heading_for.qd22:"),
        (in_first("paragraphs", "needs", ["nobody"]), "paragraphs[1]:"),
        (in_first("paragraphs", "bold", ["nobody"]), "paragraphs[1]:"),
        (in_first("paragraphs", "section", "middle"), "paragraphs[1].section:"),
        (lambda form: form.update(paragraphs=form["paragraphs"][:3]), "paragraphs:"),
    ],
)
def test_a_wrong_key_is_named(change: Callable[[Data], object], key: str) -> None:
    changed = data()
    change(changed)
    assert key.removesuffix(":").removesuffix(".") in refusal(changed)


def test_all_mistakes_are_named_at_once() -> None:
    changed = data() | {"title": "", "colour": "red", "subject": "{nobody}"}
    told = refusal(changed)
    assert all(key in told for key in ("title", "colour", "nobody"))


def test_an_empty_value_is_a_dotted_blank() -> None:
    assert fill("Sinh: {born}", {"born": ""}) == f"Sinh: {BLANK}"


def test_a_value_is_not_read_as_a_template() -> None:
    assert fill("Tên: {name}", {"name": "{name} %s"}) == "Tên: {name} %s"


def test_a_heading_may_differ_for_a_programme() -> None:
    column = next(column for column in form("list-beneficiaries").columns if column.key == "entitled_on")
    assert column.heading_in("qd22") != column.heading_in("qd08") != column.heading_in("made-up") == column.heading
