"""Who would gain from converting: the cases, the sentences, the file."""

import tomllib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from hn_desk.errors import ResourceError
from hn_desk.rules.conversion import load_conversion
from hn_desk.rules.screening import REASONS, Screened, bands_from, load_screening, reason_label, screen
from tests.rules.places import resource

DATA = load_screening(resource("screening.toml"), "screening.toml")
BANDS = load_conversion(resource("conversion.toml"), "conversion.toml")
CASES = tomllib.loads(Path(__file__).with_name("screening.toml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["says"] for case in CASES])
def test_case(case: dict[str, Any]) -> None:
    one = Screened(
        revenue_band=case.get("revenue_band", ""),
        workers=case.get("workers"),
        industries=tuple((code, name) for code, name in case.get("industries", [])),
        supports=tuple(case.get("supports", [])),
    )
    reasons = screen(DATA, BANDS, one, case["day"])
    assert [reason.code for reason in reasons] == case["expect"]
    assert all(reason.sentence and reason.source and "{" not in reason.sentence for reason in reasons)


def test_a_reason_names_what_it_rests_on() -> None:
    one = Screened("to_50b", 12, (("1410", "May trang phục"),), ("Tín dụng",))
    sentences = [reason.sentence for reason in screen(DATA, BANDS, one, date(2026, 7, 1))]
    for sentence, words in zip(sentences, ("3 tỷ", "1410 May trang phục", "12 lao động", "Tín dụng"), strict=True):
        assert words in sentence


def test_what_the_scheme_says_and_what_we_chose_are_told_apart() -> None:
    assert all("[000]" in field.source and "[ours]" in field.source for field in DATA.fields)
    assert "[ours]" in DATA.revenue.periods[0].source
    assert len({reason_label(code) for code in REASONS}) == len(REASONS)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda data: data["fields"][0].update(prefixes=["1x"]), "fields[1].prefixes: must be digits"),
        (lambda data: data["workers"][0].update(reason="{score}"), "workers[1].reason: may name only least, workers"),
        (lambda data: data["revenue"][0].pop("value"), "revenue[1].value: is missing"),
        (lambda data: data["wanted"][0].update(weight=3), "wanted[1].weight: is not a key"),
    ],
)
def test_a_wrong_file_is_refused(change: Callable[[dict[str, Any]], object], problem: str) -> None:
    data = resource("screening.toml")
    change(data)
    with pytest.raises(ResourceError) as refused:
        load_screening(data, "screening.toml")
    assert problem in refused.value.what


def test_before_any_threshold_no_band_speaks_for_a_conversion() -> None:
    assert bands_from(DATA, BANDS, date(1999, 1, 1)) == frozenset()
    assert bands_from(DATA, BANDS, date(2026, 11, 22)) == {"to_50b", "over_50b"}
