"""How well a heading names a field: 0 to 100, by wordings compared without marks and capitals."""

from typing import Final

from rapidfuzz import fuzz, process

from hn_desk.intake.fields import FieldSpec, SubjectFields, folded

JOINT: Final = " – "
"""What stands between the two rows of a heading."""
SURE: Final = 100
IN_LAST_ROW: Final = 90
CONTAINED: Final = 60
LIKE: Final = 86
LESS_FOR_LIKE: Final = 8
ENOUGH: Final = 65


def score(heading: str, spec: FieldSpec) -> int:
    """How well `heading` names a field; 0 when it doesn't."""
    return _score(folded(heading), folded(heading.rpartition(JOINT)[2]), spec.folded, spec.alone)


def best_scores(heading: str, fields: SubjectFields) -> dict[str, int]:
    """Fields that `heading` names well enough, by code; none when it names better something nobody asks for."""
    said, last = folded(heading), folded(heading.rpartition(JOINT)[2])
    scores = {
        one.code: named for one in fields.fields if (named := _score(said, last, one.folded, one.alone)) >= ENOUGH
    }
    ignored = _score(said, last, fields.ignored) if scores else 0
    return {code: named for code, named in scores.items() if named > ignored}


def _score(said: str, last: str, wordings: tuple[str, ...], alone: tuple[str, ...] = ()) -> int:
    """How well folded `said`, of which `last` is the last row, is one of `wordings` or just one of `alone`."""
    if not said or not wordings:
        return 0
    if said in wordings or said in alone:
        return SURE
    spaced = f" {said} "
    contained = max((len(one) for one in wordings if f" {one} " in spaced), default=0)
    share = CONTAINED + round((SURE - CONTAINED - 1) * contained / len(said)) if contained else 0
    if last != said and last in wordings:
        share = max(share, IN_LAST_ROW)
    return max(share, _likeness(said, wordings))


def _likeness(said: str, wordings: tuple[str, ...]) -> int:
    """Misspelt headings, and words in another order."""
    found = process.extractOne(said, wordings, scorer=fuzz.token_sort_ratio, score_cutoff=LIKE)
    return round(found[1]) - LESS_FOR_LIKE if found else 0
