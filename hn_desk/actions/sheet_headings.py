"""Which column of somebody's sheet holds what, found by what its headings say; title rows stand above them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from hn_desk.rules.text import clean_line, words
from hn_desk.sheets import Value

MOST_TITLE_ROWS: Final = 40
ORDER: Final = "order"
"""The field of the lines' numbers, which nobody reads."""
OTHER: Final = "other"
"""The field of headings that are known to hold nothing that is asked for."""
Rows = Sequence[Sequence[Value]]
Synonyms = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Headings:
    """The place of the last heading row (from 0), each field's column, and what its heading says, folded.

    `above` is what each row above the headings says, folded; `doubled` are the headings, as written, of which two name
    one field equally well.
    """

    row: int
    columns: Mapping[str, int]
    said: Mapping[str, str]
    doubled: tuple[tuple[str, str], ...] = ()
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
    yield _headings(place, [_text(value) for value in rows[place]], synonyms)
    if place + 1 < len(rows) and not _is_filled(rows[place + 1]):
        yield _headings(place + 1, _joined(rows[place], rows[place + 1]), synonyms)


def _is_filled(row: Sequence[Value]) -> bool:
    """Whether a row holds numbers or days, as lines do and headings don't."""
    return any(value is not None and not isinstance(value, str) for value in row)


def _joined(above: Sequence[Value], below: Sequence[Value]) -> list[str]:
    width = max(len(above), len(below))
    pairs = zip(_filled_up(above, width), _filled_up(below, width), strict=True)
    return [" ".join(filter(None, map(_text, pair))) for pair in pairs]


def _filled_up(row: Sequence[Value], width: int) -> list[Value]:
    return [*row, *[None] * (width - len(row))]


def _headings(place: int, written: Sequence[str], synonyms: Synonyms) -> Headings:
    """Each column goes to the field with the longest wording in it, each field to its column with the longest one."""
    said = [_folded(heading) for heading in written]
    candidates: dict[str, list[tuple[int, int]]] = {}
    for column, heading in enumerate(said):
        name, length = _named(heading, synonyms)
        if length and name != OTHER:
            candidates.setdefault(name, []).append((length, column))
    columns: dict[str, int] = {}
    doubled: list[tuple[str, str]] = []
    for name, found in candidates.items():
        longest = max(length for length, _column in found)
        first, *others = [column for length, column in found if length == longest]
        columns[name] = first
        doubled += [(written[first], written[other]) for other in others if name != ORDER]
    return Headings(place, columns, {name: said[column] for name, column in columns.items()}, tuple(doubled))


def _named(heading: str, synonyms: Synonyms) -> tuple[str, int]:
    """The field that a heading names, and the letters of the wording that stands in it; 0 for none."""
    spaced = f" {heading} "
    lengths = {
        name: max((len(wording) for wording in map(_folded, wordings) if f" {wording} " in spaced), default=0)
        for name, wordings in synonyms.items()
    }
    longest = max(lengths, key=lambda name: lengths[name])
    return longest, lengths[longest]


def _row_said(row: Sequence[Value]) -> str:
    return " ".join(filter(None, map(_folded, row)))


def _text(value: Value) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def _folded(value: Value) -> str:
    return " ".join(words(value)) if isinstance(value, str) else ""
