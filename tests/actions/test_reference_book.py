"""Files of a reference pack: what may travel, what loads, whose file is in use, what changes; nothing leaks."""

import copy
import tomllib
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hn_desk import __version__
from hn_desk.actions import reference_book
from hn_desk.actions.reference_book import changes, checked_book, content_of, own_names, own_text, texts_in_use
from hn_desk.actions.rulebook import rule_book
from hn_desk.errors import ResourceError
from hn_desk.packets.reference import INDEX, Reference, ReferenceEntry, ReferenceIndex, digest, unwrapped, wrapped
from hn_desk.rules.money import format_dong
from hn_desk.rules.reference_diff import differences, leaves, lost_values
from hn_desk.rules.reference_files import Edition, city_wins, newest_day
from hn_desk.rules.toml_text import toml_text

GQVL = "programmes/gqvl.toml"
TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2025, 1, 1), date(2030, 12, 31))


def with_ceilings(*added: tuple[date, int]) -> str:
    content = content_of(GQVL, own_text(GQVL))
    rows = content["numbers"]["person_ceiling"]
    content["numbers"]["person_ceiling"] = [
        *rows,
        *({"from": day, "value": value, "source": f"Văn bản {day}"} for day, value in added),
    ]
    return toml_text(content)


@pytest.mark.parametrize(
    "name",
    [
        *("../office.keys", "roles.toml", "programmes/../roles.toml", "programmes/Ổ.toml", "reports/month.toml"),
        *("c:/x.toml", "programmes/gqvl.toml\n", "/etc/passwd", "programmes/a/b.toml", "", "forms/receipt.toml"),
        *("forms/tomorrow.toml", "reference/vsic.csv", "index.json", "programmes\\gqvl.toml", "desks.toml\x00"),
    ],
)
def test_a_name_outside_of_the_table_is_refused(name: str) -> None:
    with pytest.raises(ResourceError):
        checked_book({name: "code = 1\n"})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text.replace("protected = true", "protected = false"), "protected: the program fixes this"),
        (lambda text: text + "# " + "x" * 300_000, "longer than"),
        (lambda text: text + "x = " + "[" * 5000, "gqvl.toml"),
        (lambda text: text + "y = " + "9" * 5000, "gqvl.toml"),
        (lambda text: text + "# \u202e", "letters that may not travel"),
        (lambda text: text.replace("\n", "\r\n"), "letters that may not travel"),
        (lambda text: text + "[odd]\nkey = 1\n", "odd"),
        (lambda text: text.replace("200_000_000", "-1"), "must not be below 0"),
        (lambda text: text.replace("200_000_000", "1e999"), "must be a whole number"),
        (lambda text: text.replace('code = "gqvl"', 'code = "qd22"', 1), "code"),
        (lambda text: text.replace("age = [{ from = 2026-01-01", "age = [{ from = 2099-01-01", 1), "must hold from"),
    ],
)
def test_hostile_content_is_refused_with_file_and_reason(change: Any, told: str) -> None:
    text = change(own_text(GQVL))
    assert text != own_text(GQVL)
    with pytest.raises(ResourceError, match="gqvl") as refusal:
        checked_book({GQVL: text})
    assert told in refusal.value.what


def test_more_files_than_a_pack_may_carry_are_refused() -> None:
    with pytest.raises(ResourceError, match="more than 60 files"):
        checked_book({f"programmes/x{number}.toml": "" for number in range(61)})


def test_a_book_with_other_files_is_no_ones_but_who_asked_for_it() -> None:
    own = rule_book()
    other = checked_book({GQVL: with_ceilings((date(2027, 1, 1), 1))})
    assert other.programmes["gqvl"].numbers["person_ceiling"].on(date(2027, 1, 1)) == 1
    assert rule_book() is own
    assert own.programmes["gqvl"].numbers["person_ceiling"].on(date(2027, 1, 1)) == 200_000_000
    assert checked_book({}) is own


def test_the_programs_own_files_may_all_travel_as_they_are_and_change_nothing() -> None:
    texts = {name: own_text(name) for name in own_names()}
    assert {"programmes/qd22.toml", "deadlines.toml", "desks.toml", "reference/hanoi_communes.csv"} < texts.keys()
    assert not {"roles.toml", "forms/receipt.toml"} & texts.keys()
    assert checked_book(texts).programmes == rule_book().programmes
    assert changes({}, texts) == ()


@pytest.mark.parametrize("name", [name for name in own_names() if name.endswith(".toml")])
def test_a_file_written_out_again_says_the_same(name: str) -> None:
    content = content_of(name, own_text(name))
    assert tomllib.loads(toml_text(content)) == content


@given(
    st.recursive(
        st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8) | DAYS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
        max_leaves=8,
    ).map(lambda value: {"key": value})
)
@settings(max_examples=60, deadline=None)
def test_any_data_written_out_is_read_back_equal(content: dict[str, Any]) -> None:
    assert tomllib.loads(toml_text(content)) == content


@given(st.dictionaries(DAYS.filter(lambda day: day > date(2026, 1, 1)), st.integers(0, 10**12), max_size=4))
@settings(max_examples=8, deadline=None)
def test_the_book_decides_by_day_as_the_added_values_say(added: dict[date, int]) -> None:
    book = checked_book({GQVL: with_ceilings(*sorted(added.items()))})
    for day in (TODAY, *added, date(2031, 1, 1)):
        wanted = max(((since, value) for since, value in added.items() if since <= day), default=(0, 200_000_000))[1]
        assert book.programmes["gqvl"].numbers["person_ceiling"].on(day) == wanted


@given(st.dictionaries(DAYS.filter(lambda day: day > date(2026, 1, 1)), st.integers(0, 10**12), max_size=4))
@settings(max_examples=25, deadline=None)
def test_the_difference_names_every_added_value_with_what_held_before_and_nothing_else(
    added: dict[date, int],
) -> None:
    told = changes({}, {GQVL: with_ceilings(*sorted(added.items()))})
    values = [200_000_000, *(value for _day, value in sorted(added.items()))]
    steps = zip(sorted(added), values, values[1:], strict=False)
    wanted = [(day, format_dong(before), format_dong(after)) for day, before, after in steps if before != after]
    assert [(one.since, one.before, one.after) for one in told] == wanted
    for one in told:
        assert one.source == f"Văn bản {one.since}"


@given(st.sampled_from([name for name in own_names() if name.endswith(".toml")]), st.data())
@settings(max_examples=40, deadline=None)
def test_every_changed_value_is_told_and_what_holds_already_is_lost(name: str, data: st.DataObject) -> None:
    before = content_of(name, own_text(name))
    after = copy.deepcopy(before)
    numbers = [path for path, value in leaves(before) if isinstance(value, int) and not isinstance(value, bool)]
    if not numbers:
        return
    path = data.draw(st.sampled_from(numbers))
    parent = _parent(after, before, path)
    parent[path[-1]] += 1
    told = differences(reference_book.reference_table(), name, before, after)
    assert [one.key for one in told] == [".".join(path)]
    assert differences(reference_book.reference_table(), name, before, before) == ()
    lost = lost_values(before, after, TODAY)
    assert lost in ((), (".".join(path),))
    assert (told[0].since is not None and told[0].since <= TODAY) == bool(lost)


def _parent(after: Any, before: Any, path: tuple[str, ...]) -> Any:
    """The table of `after` that the leaf at `path` stands in, found by walking both alike."""
    found = [(one, leaf) for one, leaf in leaves(before)]
    place = [one for one, _leaf in found].index(path)
    tables = list(_tables(after))
    return tables[place][0]


def _tables(data: Any) -> Any:
    for key, value in data.items():
        if isinstance(value, dict):
            yield from _tables(value)
        elif isinstance(value, list) and value and all(isinstance(row, dict) for row in value):
            for row in value:
                yield from _tables(row)
        else:
            yield data, key


def test_a_first_value_that_holds_already_can_not_be_changed_but_its_words_can() -> None:
    before = content_of("deadlines.toml", own_text("deadlines.toml"))
    text = own_text("deadlines.toml")
    for old, new, is_lost in (
        ("day = 2026-01-10\nworked = true", "day = 2026-01-10\nworked = false", True),
        ("month = 10\nperiod", "month = 9\nperiod", True),
        ("mốc 31/10 [ours]", "mốc 31/10", False),
    ):
        changed = text.replace(old, new, 1)
        assert changed != text
        assert bool(lost_values(before, content_of("deadlines.toml", changed), TODAY)) is is_lost


OWN = Edition(date(2026, 6, 1), "a" * 64, "0.6.0")


@pytest.mark.parametrize(
    ("newest", "program", "base", "wins"),
    [
        (date(2026, 6, 2), "0.1.0", "b" * 64, True),
        (date(2026, 5, 31), "9.0.0", "b" * 64, False),
        (date(2026, 5, 31), "0.1.0", "a" * 64, True),
        (date(2026, 6, 1), "0.6.0", "b" * 64, True),
        (date(2026, 6, 1), "0.5.9", "b" * 64, False),
        (date(2026, 6, 1), "0.10.0", "b" * 64, True),
    ],
)
def test_the_later_day_wins_then_the_later_program(newest: date, program: str, base: str, wins: bool) -> None:
    assert city_wins(Edition(newest, "c" * 64, program), base, OWN) is wins
    assert city_wins(Edition(newest, "c" * 64, program), base, None)


def test_a_program_update_with_a_newer_file_wins_over_the_citys_older_one(tmp_path: Path) -> None:
    place = tmp_path / "programmes"
    place.mkdir()
    city = with_ceilings((date(2027, 1, 1), 1))
    entry = ReferenceEntry(number=2, sha256=digest(city), base=digest(own_text(GQVL)))
    reference = Reference(ReferenceIndex(program=__version__, files={GQVL: entry}), {GQVL: city})
    (place / "gqvl.toml").write_text(own_text(GQVL), encoding="utf-8")
    assert texts_in_use(reference, tmp_path) == {GQVL: city}
    (place / "gqvl.toml").write_text(with_ceilings((date(2027, 1, 2), 1)), encoding="utf-8")
    assert texts_in_use(reference, tmp_path) == {}
    (place / "gqvl.toml").write_text(with_ceilings((date(2026, 12, 31), 1)), encoding="utf-8")
    assert texts_in_use(reference, tmp_path) == {GQVL: city}


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda kept: {**kept, INDEX: kept[INDEX].replace('"reader":1', '"reader":2,"what":3')}, "reference-newer"),
        (lambda kept: {**kept, INDEX: kept[INDEX].replace('"reader":1', '"reader":2')}, "reference-newer"),
        (lambda kept: {**kept, INDEX: "{"}, "reference-index"),
        (lambda kept: {**kept, INDEX: kept[INDEX].replace('"number":2', '"number":-2')}, "reference-index"),
        (lambda kept: {**kept, GQVL: kept[GQVL] + "\n"}, "reference-index"),
        (lambda kept: {**kept, "targets.toml": own_text("targets.toml")}, "reference-index"),
        (lambda kept: {name: text for name, text in kept.items() if name != INDEX}, "reference-index"),
        (lambda kept: {INDEX: kept[INDEX]}, "reference-index"),
    ],
)
def test_an_index_that_lies_or_is_newer_is_refused(spoil: Any, reason: str) -> None:
    entry = ReferenceEntry(number=2, sha256=digest(own_text(GQVL)), base="")
    kept = wrapped(ReferenceIndex(program="0.6.0", files={GQVL: entry}), {GQVL: own_text(GQVL)})
    assert unwrapped(kept) is not None
    assert spoil(kept) != kept
    with pytest.raises(ResourceError) as refusal:
        unwrapped(spoil(kept))
    assert refusal.value.reason == reason


def test_no_rules_are_no_mistake() -> None:
    assert unwrapped({}) is None


def test_the_newest_day_is_found_wherever_it_stands() -> None:
    assert newest_day({"valid_from": TODAY, "a": [{"from": TODAY + timedelta(1), "day": date(2099, 1, 1)}]}) == (
        TODAY + timedelta(1)
    )
    assert newest_day({"from": "2026"}) == date.min


@pytest.mark.parametrize("flag", ["true", "false"])
def test_whether_a_new_programme_is_protected_is_asked_about(flag: str) -> None:
    text = own_text("programmes/qd22.toml").replace('code = "qd22"', 'code = "qd99"', 1)
    text = text.replace("protected = true", f"protected = {flag}", 1)
    told = changes({}, {"programmes/qd99.toml": text})
    assert [one.after for one in told if one.is_asked and one.key == "protected"] == ["yes" if flag == "true" else "no"]


def test_a_program_update_does_not_change_who_receives_what(tmp_path: Path) -> None:
    own = own_text("desks.toml")
    city = own.replace('"event_groups", "conversions", ', '"event_groups", ', 1)
    assert city != own
    entry = ReferenceEntry(number=5, sha256=digest(city), base=digest(own))
    reference = Reference(ReferenceIndex(program="0.0", files={"desks.toml": entry}), {"desks.toml": city})
    (tmp_path / "desks.toml").write_text(f"# of a later version\n{own}", encoding="utf-8")
    assert texts_in_use(reference, tmp_path) == {"desks.toml": city}
