"""Which column of somebody's sheet holds what, found by what its headings say; title rows stand above them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hn_desk.rules.text import words
from hn_desk.sheets import Value

MOST_TITLE_ROWS: Final = 40
Rows = Sequence[Sequence[Value]]
Synonyms = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Headings:
    """The place of the last heading row (from 0), each field's column, and what its heading says, folded.

    `above` is what each row above the headings says, folded.
    """

    row: int
    columns: Mapping[str, int]
    said: Mapping[str, str]
    above: Sequence[str] = ()


def find_headings(rows: Rows, synonyms: Synonyms, needed: frozenset[str]) -> Headings | None:
    """The headings that name most fields, `needed` ones among them; None when no row has those.

    A heading may stand in two rows, one above the other, as under merged cells.
    """
    found = [one for place in range(min(len(rows), MOST_TITLE_ROWS)) for one in _at(rows, place, synonyms)]
    fitting = [one for one in found if needed <= one.columns.keys()]
    fullest = max(fitting, key=lambda one: len(one.columns), default=None)
    return fullest and replace(fullest, above=[_row_said(row) for row in rows[: fullest.row]])


def _at(rows: Rows, place: int, synonyms: Synonyms) -> Iterator[Headings]:
    yield _headings(place, [_folded(value) for value in rows[place]], synonyms)
    if place + 1 < len(rows) and not _is_filled(rows[place + 1]):
        yield _headings(place + 1, _joined(rows[place], rows[place + 1]), synonyms)


def _is_filled(row: Sequence[Value]) -> bool:
    """Whether a row holds numbers or days, as lines do and headings don't."""
    return any(value is not None and not isinstance(value, str) for value in row)


def _joined(above: Sequence[Value], below: Sequence[Value]) -> list[str]:
    width = max(len(above), len(below))
    pairs = zip(_filled_up(above, width), _filled_up(below, width), strict=True)
    return [" ".join(filter(None, map(_folded, pair))) for pair in pairs]


def _filled_up(row: Sequence[Value], width: int) -> list[Value]:
    return [*row, *[None] * (width - len(row))]


def _headings(place: int, said: Sequence[str], synonyms: Synonyms) -> Headings:
    """Each column goes to the field with the longest wording in it, each field to its first such column."""
    columns: dict[str, int] = {}
    for column, heading in enumerate(said):
        named = _named(heading, synonyms)
        if named is not None:
            columns.setdefault(named, column)
    return Headings(place, columns, {name: said[column] for name, column in columns.items()})


def _named(heading: str, synonyms: Synonyms) -> str | None:
    spaced = f" {heading} "
    lengths = {
        name: max((len(wording) for wording in map(_folded, wordings) if f" {wording} " in spaced), default=0)
        for name, wordings in synonyms.items()
    }
    longest = max(lengths, key=lambda name: lengths[name])
    return longest if lengths[longest] else None


def _row_said(row: Sequence[Value]) -> str:
    return " ".join(filter(None, map(_folded, row)))


def _folded(value: Value) -> str:
    return " ".join(words(value)) if isinstance(value, str) else ""
