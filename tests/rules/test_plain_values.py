"""What is frozen comes back as it was, also when the dataclass has grown since."""

from dataclasses import dataclass
from datetime import date

from hn_desk.models.audit import canonical
from hn_desk.rules.plain_values import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Leaf:
    day: date | None
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tree:
    leaves: tuple[Leaf, ...]
    first: Leaf | None
    amounts: dict[str, int]
    name: str = "none"


def test_what_is_frozen_thaws_equal() -> None:
    tree = Tree((Leaf(date(2026, 3, 5), frozenset({"b", "a"})), Leaf(None)), None, {"đồng": 3}, "cây")
    plain = to_plain(tree)
    assert plain["leaves"][0] == {"day": "2026-03-05", "words": ["a", "b"]}
    assert from_plain(Tree, plain) == tree
    assert canonical(plain) == canonical(to_plain(from_plain(Tree, plain)))


def test_a_younger_field_keeps_its_default() -> None:
    plain = to_plain(Tree((), Leaf(None), {}))
    del plain["name"]
    assert from_plain(Tree, plain).name == "none"
