"""The marks of the data's sources become words."""

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest

from hn_desk.actions.source_words import source_words
from hn_desk.settings import resources


def sources(content: Any) -> Iterator[str]:
    for key, value in content.items() if isinstance(content, dict) else enumerate(content):
        if isinstance(value, dict | list):
            yield from sources(value)
        elif key == "source":
            yield value


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Nghị định 168/2025/NĐ-CP, Điều 27", "Nghị định 168/2025/NĐ-CP, Điều 27"),
        ("[ours]", "Do chương trình đặt"),
        ("[ours] mỗi tháng một gói", "Do chương trình đặt: mỗi tháng một gói"),
        ("[002] mục V; nơi nhận [ours]", "Kế hoạch số 159/KH-UBND năm 2021 mục V; nơi nhận (do chương trình đặt)"),
        ("[000], [001]; mốc", "Bản tin tháng 11/2025 của UBND Thành phố, báo chí tháng 11/2025; mốc"),
        ("Luật 91 [law], Điều 2 (báo [law, báo chí])", "Luật 91 (chưa đối chiếu bản gốc), Điều 2 (báo (báo chí))"),
        ("[999] và [khác]", "999 và [khác]"),
    ],
)
def test_a_mark_becomes_words(source: str, words: str) -> None:
    assert source_words(source) == words


def test_no_mark_is_left_in_any_source_of_the_data() -> None:
    found = [one for path in resources().rglob("*.toml") for one in sources(tomllib.loads(path.read_text("utf-8")))]
    marked = [one for one in found if "[" in one]
    assert len(marked) > 50
    assert [one for one in marked if "[" in source_words(one)] == []
