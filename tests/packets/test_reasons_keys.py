"""Each reason of certificates, seals, papers and trust packs is used by the code and says what to do."""

import ast
from pathlib import Path

import pytest

import hn_desk
from hn_desk.packets import reasons_check, reasons_keys
from hn_desk.packets.reasons import REASONS, refuse

PACKETS = Path(hn_desk.__file__).parent / "packets"
SENTENCES = {**reasons_keys.sentences(), **reasons_check.sentences()}
NAMED = "at size most field number known owner file office day paper"
PLACES = dict.fromkeys(NAMED.split(), "1")


def raised() -> set[str]:
    """Every plain code that the room hands to `refuse`; a code of documents is put together there."""
    calls = (
        node
        for path in PACKETS.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "refuse"
    )
    found = {leaf.value for call in calls for leaf in ast.walk(call.args[0]) if isinstance(leaf, ast.Constant)}
    plain = {code for code in found if isinstance(code, str)}
    return plain | {f"{paper}{end}" for paper in ("receipt", "trust") for end in plain & {"-content", "-newer"}}


def test_every_reason_is_raised_somewhere() -> None:
    assert sorted(set(SENTENCES) - raised()) == []


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_reason_says_what_happened_and_what_to_do(code: str) -> None:
    problem = refuse(code, **PLACES)
    assert problem.reason == code
    assert problem.what.endswith(".")
    assert problem.do.endswith(".")
    assert "{" not in str(problem)


def test_the_codes_are_among_all_reasons() -> None:
    assert set(SENTENCES) <= REASONS
