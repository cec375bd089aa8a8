"""Which column holds which field, by what its heading says and by what stands in it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from hn_desk.intake.fields import SubjectFields
from hn_desk.intake.headings import Headings
from hn_desk.intake.letters import Encoding, decode
from hn_desk.intake.looks import looks_like, shows_itself
from hn_desk.intake.opening import Cell, Sheet, cell_text
from hn_desk.intake.wording import best_scores
from hn_desk.rules.text import clean_line

SAMPLES: Final = 5
LOOKED_AT: Final = 60
LEAST: Final = 3
FITS: Final = 0.7
MISFITS: Final = 0.3
MORE: Final = 5
LESS: Final = 30
LOWEST: Final = 40
BY_CONTENT: Final = 55
"""How sure a column without a known heading is by what stands in it alone."""


@dataclass(frozen=True, slots=True)
class Match:
    """A column (from 0) and the field it holds; `confidence` is 0 to 100, `samples` are texts of the column."""

    column: int
    field: str
    confidence: int
    samples: tuple[str, ...]


def match_columns(
    sheet: Sheet, headings: Headings, encodings: Mapping[int, Encoding], fields: SubjectFields
) -> tuple[Match, ...]:
    """The likeliest column of each field, by column; each field once and each column once."""
    contents = {
        column: _content(sheet, headings.row + 1, column, encodings.get(column, Encoding.UNICODE))
        for column in range(len(headings.texts))
    }
    found = [
        (confidence, -column, code)
        for column, heading in enumerate(headings.texts)
        for code, confidence in _confidences(heading, contents[column], fields).items()
    ]
    chosen: dict[int, Match] = {}
    for confidence, negative, code in sorted(found, key=lambda one: (-one[0], -one[1])):
        if -negative not in chosen and code not in {match.field for match in chosen.values()}:
            chosen[-negative] = Match(-negative, code, confidence, _samples(contents[-negative]))
    return tuple(chosen[column] for column in sorted(chosen))


def _confidences(heading: str, content: Sequence[str], fields: SubjectFields) -> dict[str, int]:
    named = best_scores(heading, fields)
    sure = {code: _weighed(said, content, fields.spec(code).kind) for code, said in named.items()}
    if not named and len(content) >= LEAST:
        sure = {one.code: BY_CONTENT for one in fields.fields if shows_itself(one.kind, content)}
    return {code: said for code, said in sure.items() if said >= LOWEST}


def _weighed(said: int, content: Sequence[str], kind: str) -> int:
    """What the heading says, raised or lowered by what stands in the column."""
    share = looks_like(kind, content) if len(content) >= LEAST else None
    if share is None:
        return said
    return min(100, said + MORE) if share >= FITS else said - LESS if share < MISFITS else said


def _content(sheet: Sheet, first: int, column: int, encoding: Encoding) -> list[str]:
    """The first filled cells of a column, readable."""
    cells: Iterable[Cell] = (row[column] for row in islice(sheet.rows, first, None) if column < len(row))
    texts = (clean_line(decode(cell_text(cell), encoding)) for cell in cells if cell not in ("", None))
    return list(islice(filter(None, texts), LOOKED_AT))


def _samples(content: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(content))[:SAMPLES]
