"""Where a rule or a number comes from, said to a person: the data's marks, `[003]` or `[ours]`, become words."""

import re
from functools import cache
from typing import Final

from hn_desk.actions.rulebook import read_toml
from hn_desk.settings import resource

FILE: Final = "reference/source_marks.toml"
_MARK: Final = re.compile(r"(^|\S ?)\[(\d{3}|ours|law)(?:, ([^\]]+))?\](?= ?(\w?))")
_ENDS: Final = ";,:]"
"""What a mark that isn't said in brackets stands behind."""


def source_words(source: str) -> str:
    """`source` as screens show it; a mark after other words stands in brackets. Text without a mark stays as it is."""
    told = _MARK.sub(_told, source)
    return told if told == source else told[:1].upper() + told[1:]


def _told(found: re.Match[str]) -> str:
    before, mark, more, after = found.groups()
    words = more or _marks().get(mark, mark)
    if not before:
        return f"{words}:" if mark == "ours" and after else words
    return f"{before}{words}" if before[0] in _ENDS else f"{before.rstrip()} ({words})"


@cache
def _marks() -> dict[str, str]:
    marks: dict[str, str] = read_toml(resource(FILE))["marks"]
    return marks
