import unicodedata
from datetime import date, datetime
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.reading import Reader

GOOD: dict[str, Any] = {
    "text": "Hà Nội",
    "whole": 5,
    "flag": False,
    "day": date(2026, 3, 5),
    "choice": "a",
    "texts": ["a", "b"],
    "table": {"inner": "x"},
    "tables": [{"inner": "y"}],
}


def read_all(data: Any) -> list[object]:
    reader = Reader(data, "file.toml")
    read: list[object] = [
        reader.text("text"),
        reader.whole("whole"),
        reader.flag("flag"),
        reader.day("day"),
        reader.day_if_any("no_day"),
        reader.text("no_text", optional=True),
        reader.choice("choice", ("a", "b")),
        reader.texts("texts", ("a", "b")),
        reader.texts("no_texts"),
        reader.table("table").text("inner"),
        [row.text("inner") for row in reader.tables("tables")],
    ]
    reader.finish()
    return read


def test_a_good_table_is_read_as_it_stands() -> None:
    assert read_all(GOOD) == ["Hà Nội", 5, False, date(2026, 3, 5), None, "", "a", ("a", "b"), (), "x", ["y"]]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"text": 5}, "text: must be a text"),
        ({"text": ""}, "text: must be a text in composed letters"),
        ({"text": unicodedata.normalize("NFD", "Hà")}, "text: must be a text in composed letters"),
        ({"whole": "5"}, "whole: must be a whole number"),
        ({"whole": True}, "whole: must be a whole number"),
        ({"whole": -1}, "whole: must not be below 0"),
        ({"flag": 1}, "flag: must be true or false"),
        ({"day": "2026-03-05"}, "day: must be a day such as 2026-03-05"),
        ({"day": datetime(2026, 3, 5, 1, 2)}, "day: must be a day such as 2026-03-05"),
        ({"choice": "c"}, "choice: c is not one of a, b"),
        ({"texts": ["c"]}, "texts: c is not one of a, b"),
        ({"texts": "a"}, "texts: must be a list of texts"),
        ({"texts": ["a", 1]}, "texts: must be a list of texts"),
        ({"table": 1}, "table: must be a table"),
        ({"table": {"inner": "x", "other": 1}}, "table.other: is not a key the program knows"),
        ({"tables": {}}, "tables: must be a list of tables"),
        ({"tables": [1]}, "tables[1]: must be a table"),
        ({"tables": [{}]}, "tables[1].inner: is missing"),
        ({"extra": 1}, "extra: is not a key the program knows"),
    ],
)
def test_a_wrong_key_is_named_with_file_and_reason(change: dict[str, Any], problem: str) -> None:
    with pytest.raises(ResourceError) as refused:
        read_all({**GOOD, **change})
    assert "file.toml" in refused.value.what
    assert problem in refused.value.what


def test_all_problems_are_told_at_once() -> None:
    with pytest.raises(ResourceError) as refused:
        read_all({})
    missing = [problem.field for problem in refused.value.problems if problem.what == "is missing"]
    assert missing == ["text", "whole", "flag", "day", "choice", "table", "table.inner", "tables"]


def test_names_of_an_open_table_are_all_known() -> None:
    reader = Reader({"b": 1, "a": 2}, "file.toml")
    assert reader.names() == ("b", "a")
    reader.finish()
