"""The city edits the regulations' data: values beside those that hold, whole files, refusals that keep nothing."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hn_desk.actions.reference_book import own_text
from hn_desk.city.places import authority_places, make_folder, write_facts
from hn_desk.city.reference import (
    DRAFT,
    PAST,
    draft_content,
    import_file,
    keep_signed,
    read_draft,
    reference_changes,
    reference_rows,
    reference_to_sign,
    take_back,
)
from hn_desk.city.reference_values import NewValue, add_value, dated_values
from hn_desk.cli import main
from hn_desk.errors import DeskError, InputError, ResourceError, StorageError
from hn_desk.packets.reference import INDEX

TODAY = date(2026, 11, 20)
NEW_YEAR = date(2027, 1, 1)
QD22 = "programmes/qd22.toml"
CEILING = NewValue(QD22, "numbers.person_ceiling", "150.000.000", NEW_YEAR, "Quyết định 1")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A folder with an authority, whose keys no draft needs."""
    places = authority_places(tmp_path / "city")
    make_folder(places.folder)
    write_facts(places.facts, {})
    return tmp_path / "city"


def told(city: Path) -> list[tuple[str, str, str, date | None]]:
    return [(one.group, one.before, one.after, one.since) for one in reference_changes(city)]


def state(city: Path, name: str = QD22) -> tuple[str, int]:
    return next((row.state, row.number) for row in reference_rows(city) if row.id == name)


@pytest.mark.parametrize("typed", ["150.000.000", "150tr", "150 triệu"])
def test_a_value_from_a_day_on_stands_beside_the_one_before(city: Path, typed: str) -> None:
    add_value(city, replace(CEILING, value=typed), TODAY)

    assert told(city) == [("Chương trình vay", "100.000.000", "150.000.000", NEW_YEAR)]
    held = [(one.value, one.since) for one in dated_values(city) if (one.file, one.key) == (QD22, CEILING.key)]
    assert held == [("100.000.000", date(2023, 10, 10)), ("150.000.000", NEW_YEAR)]
    assert state(city) == ("changed", 0)


def test_a_deadline_ends_and_goes_on_with_another_day_and_a_holiday_is_added(city: Path) -> None:
    day = NewValue("deadlines.toml", "deadlines.kh297-year.day", "20", NEW_YEAR, "Công văn 5")
    add_value(city, day, TODAY)
    add_value(city, NewValue("deadlines.toml", "deadlines.kh297-year-2027.month", "12", NEW_YEAR, "Công văn 5"), TODAY)
    add_value(city, NewValue("deadlines.toml", "exceptions", "free", date(2027, 2, 10), "Văn bản 6"), TODAY)

    rows = {row["code"]: row for row in draft_content(city, "deadlines.toml")["deadlines"]}
    assert rows["kh297-year"]["to"] == date(2026, 12, 31)
    new = rows["kh297-year-2027"]
    assert (new["day"], new["month"], new["from"], new["source"]) == (20, 12, NEW_YEAR, "Công văn 5")
    assert {one.group for one in reference_changes(city)} == {"Hạn báo cáo", "Ngày nghỉ"}


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewValue(QD22, CEILING.key, "1", None, "x"), "since"),
        (NewValue(QD22, CEILING.key, "1", NEW_YEAR, " "), "source"),
        (NewValue(QD22, CEILING.key, "", NEW_YEAR, "x"), "value"),
        (NewValue(QD22, CEILING.key, "một trăm", NEW_YEAR, "x"), "value"),
        (NewValue(QD22, CEILING.key, "-5", NEW_YEAR, "x"), "value"),
        (NewValue(QD22, "numbers.odd", "5", NEW_YEAR, "x"), "key"),
        (NewValue("deadlines.toml", "deadlines.kh297-year.title", "5", NEW_YEAR, "x"), "key"),
        (NewValue("deadlines.toml", "exceptions", "nghỉ", NEW_YEAR, "x"), "value"),
    ],
)
def test_what_is_typed_wrong_is_told_at_its_field_and_nothing_is_kept(city: Path, new: NewValue, field: str) -> None:
    with pytest.raises(InputError) as refusal:
        add_value(city, new, TODAY)
    assert [one.field for one in refusal.value.problems] == [field]
    assert not (city / "authority" / DRAFT).exists()


def test_a_value_that_holds_already_is_not_overwritten(city: Path) -> None:
    with pytest.raises(ResourceError) as refusal:
        add_value(city, NewValue(QD22, CEILING.key, "1", date(2023, 10, 10), "x"), TODAY)
    assert refusal.value.reason == "reference-gone"
    assert "numbers.person_ceiling.2023-10-10.value" in refusal.value.what
    assert told(city) == []


def test_a_day_gone_by_is_confirmed_apart_and_none_stands_before_the_first(city: Path) -> None:
    past = NewValue(QD22, CEILING.key, "1.000", date(2026, 6, 1), "x")
    deadline = NewValue("deadlines.toml", "deadlines.kh297-year.day", "20", date(2026, 6, 1), "x")
    holiday = NewValue("deadlines.toml", "exceptions", "free", date(2026, 6, 2), "x")
    for new in (past, deadline, holiday):
        with pytest.raises(ResourceError) as refusal:
            add_value(city, new, TODAY)
        assert refusal.value.reason == PAST
    assert told(city) == []
    add_value(city, replace(past, is_retroactive=True), TODAY)
    add_value(city, CEILING, TODAY)
    assert [since for *_words, since in told(city)] == [date(2026, 6, 1), NEW_YEAR]
    with pytest.raises(InputError) as too_early:
        add_value(city, replace(past, since=date(2020, 1, 1), is_retroactive=True), TODAY)
    assert [one.field for one in too_early.value.problems] == ["since"]
    slipped = draft_content(city, QD22)["numbers"]["person_ceiling"][-1]["from"]
    text = read_draft(city).texts[QD22].replace(slipped.isoformat(), "2026-07-01")
    with pytest.raises(ResourceError, match="2026-07-01"):
        import_file(city, QD22, text, TODAY)
    import_file(city, QD22, text, TODAY, is_retroactive=True)


def test_a_whole_file_is_tried_by_the_loader_and_a_mistake_keeps_what_was(city: Path) -> None:
    add_value(city, CEILING, TODAY)
    before = read_draft(city)
    wrong = own_text(QD22).replace('check = "declared"', 'check = "decreed"', 1)
    assert wrong != own_text(QD22)
    with pytest.raises(ResourceError, match=r"qd22\.toml.*person\.checks\[3\]\.check: decreed"):
        import_file(city, QD22, wrong, TODAY)
    assert read_draft(city) == before


def test_a_change_is_taken_back(city: Path) -> None:
    add_value(city, CEILING, TODAY)
    take_back(city, QD22)
    assert told(city) == []
    with pytest.raises(DeskError):
        take_back(city, QD22)


def test_what_is_signed_begins_the_next_draft_and_its_number_stays_until_it_changes(city: Path) -> None:
    assert reference_to_sign(city, 1) == {}
    add_value(city, CEILING, TODAY)
    first = reference_to_sign(city, 2)
    keep_signed(city, first)
    assert state(city) == ("signed", 2)
    assert told(city) == []
    assert reference_to_sign(city, 3) == first
    add_value(city, NewValue("deadlines.toml", "exceptions", "free", date(2027, 2, 10), "Văn bản 6"), TODAY)
    entries = json.loads(reference_to_sign(city, 3)[INDEX])["files"]
    assert {name: entry["number"] for name, entry in entries.items()} == {QD22: 2, "deadlines.toml": 3}
    import_file(city, QD22, own_text(QD22), TODAY)
    assert state(city) == ("back", 2)


def test_a_programme_that_is_new_travels_and_another_new_file_does_not(city: Path) -> None:
    text = own_text(QD22).replace('code = "qd22"', 'code = "qd99"', 1)
    import_file(city, "programmes/qd99.toml", text, TODAY)
    assert state(city, "programmes/qd99.toml") == ("changed", 0)
    with pytest.raises(ResourceError):
        import_file(city, "forms/qd99.toml", own_text("forms/refusal.toml"), TODAY)


def test_a_folder_without_an_authority_takes_no_draft(tmp_path: Path) -> None:
    with pytest.raises(StorageError):
        add_value(tmp_path, CEILING, TODAY)
    assert list(tmp_path.iterdir()) == []


def test_the_command_edits_compares_and_refuses(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--lang", "en", "reference")
    there = ("--city", str(city), "--json")
    assert main([*words, "set", QD22, CEILING.key, "150000000", "--from", "1/1/2027", "--source", "QĐ 1", *there]) == 0
    (change,) = json.loads(capsys.readouterr().out)["changes"]
    assert (change["before"], change["after"], change["since"]) == ("100.000.000", "150.000.000", "2027-01-01")
    past = ("set", QD22, CEILING.key, "1000", "--from", "1/6/2024", "--source", "QĐ 1")
    assert main([*words, *past, *there]) == 1
    assert json.loads(capsys.readouterr().out)["reason"] == PAST
    assert main([*words, "export", QD22, "--into", str(tmp_path), *there]) == 0
    edited = tmp_path / "qd22.toml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("150000000", "160000000"), encoding="utf-8")
    capsys.readouterr()
    assert main([*words, "import", QD22, str(edited), *there]) == 0
    assert json.loads(capsys.readouterr().out)["changes"][0]["after"] == "160.000.000"
    edited.write_text("code = ", encoding="utf-8")
    assert main([*words, "import", QD22, str(edited), *there]) == 1
    assert "qd22.toml" in json.loads(capsys.readouterr().out)["what"]
    assert main([*words, "list", *there]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert {
        "file": QD22,
        "group": "Chương trình vay",
        "title": "Chương trình 22 · qd22",
        "state": "changed",
        "number": 0,
    } in listed["files"]
    assert main([*words, "undo", QD22, *there]) == 0
    assert json.loads(capsys.readouterr().out)["changes"] == []
    assert main([*words, "diff", "--city", str(city)]) == 0
    assert "changes no rule" in capsys.readouterr().out
