"""Which counts of a column may be posted, when its sum is posted too: none that is small or could be worked out."""

from collections.abc import Sequence

from hn_desk.rules.figures import FEWEST_SHOWN


def hidden_counts(counts: Sequence[int]) -> tuple[frozenset[int], bool]:
    """The places of the counts that are not shown (those from 1 to 4), and whether their sum is hidden too.

    The sum goes with the first hidden count. Hiding another count in its place would tell more to who knows the rule:
    which one is taken depends on what is hidden (`tests/reports/test_suppression.py` tries every column).
    """
    hidden = frozenset(place for place, count in enumerate(counts) if 0 < count < FEWEST_SHOWN)
    return hidden, bool(hidden)
