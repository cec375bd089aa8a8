"""The workbooks of the corpus: every oddity alone, then many at once, small and large, in each kind of file."""

import random
from typing import Final

from tests.imports.messy import Scene

ALONE: Final = tuple(
    Scene(f"alone-{oddity}", odd=frozenset({oddity}))
    for oddity in (
        *("nfd", "titles", "two-rows", "numbers", "capitals", "above", "totals", "signature", "blanks", "repeats"),
        *("doubts", "wrong", "shuffled", "extra", "cover", "again", "spaces"),
    )
)
WRITTEN: Final = (
    Scene("plain"),
    Scene("ten", rows=10),
    Scene("ids-number", ids="number"),
    Scene("ids-spaced", ids="spaced"),
    *(Scene(f"days-{days}", days=days) for days in ("serial", "text", "short", "iso")),
    *(Scene(f"money-{money}", money=money) for money in ("dotted", "words", "millions")),
    *(
        Scene(f"{legacy}-{kind}-{'fonts' if has_fonts else 'trial'}", kind=kind, legacy=legacy, has_fonts=has_fonts)
        for legacy in ("tcvn3", "vni")
        for kind in ("xlsx", "xls")
        for has_fonts in (True, False)
    ),
    Scene("csv", kind="csv"),
    Scene("xls", kind="xls"),
)
EVERYDAY: Final = frozenset({"titles", "extra", "numbers", "totals", "signature", "blanks", "spaces"})
TOGETHER: Final = (
    Scene("tax-office", rows=300, ids="number", days="text", odd=EVERYDAY | {"two-rows", "above", "repeats", "wrong"}),
    Scene("registration", rows=300, kind="xls", days="serial", money="millions", odd=EVERYDAY | {"doubts", "cover"}),
    Scene("old-tcvn3", rows=300, kind="xls", legacy="tcvn3", ids="number", days="short", odd=EVERYDAY | {"above"}),
    Scene("old-vni", rows=300, legacy="vni", has_fonts=False, days="short", odd=EVERYDAY | {"wrong", "shuffled"}),
    Scene("mac", rows=300, days="short", money="dotted", odd=EVERYDAY | {"nfd", "capitals", "again", "doubts"}),
    Scene("sent-as-csv", rows=300, kind="csv", money="words", odd=EVERYDAY | {"repeats", "wrong", "shuffled"}),
    Scene("large", rows=5_000, ids="number", days="text", odd=EVERYDAY | {"repeats", "wrong"}),
)
LARGEST: Final = Scene("largest", rows=20_000, ids="number", days="short", money="dotted", odd=EVERYDAY | {"wrong"})
ALL: Final = (*ALONE, *WRITTEN, *TOGETHER)
ODDITIES: Final = sorted(frozenset().union(*(scene.odd for scene in (*ALONE, *TOGETHER))))
UNWRITTEN: Final = {"csv": {"cover"}, "tcvn3": {"nfd", "capitals"}, "vni": {"nfd", "capitals"}}
"""What a kind of file or of letters can't hold."""


def any_scene(seed: int) -> Scene:
    """Some oddities at once, by chance; the same for the same seed."""
    rng = random.Random(seed)
    kind, legacy = rng.choice(("xlsx", "xls", "csv")), rng.choice(("", "", "tcvn3", "vni"))
    odd = frozenset(rng.sample(ODDITIES, rng.randrange(1, 9)))
    return Scene(
        f"chance-{seed}",
        rows=rng.choice((3, 6, 12, 30, 60)),
        kind=kind,
        legacy=legacy,
        has_fonts=rng.random() < 0.5,
        ids=rng.choice(("text", "number", "spaced")),
        days=rng.choice(("date", "serial", "text", "short", "iso")),
        money=rng.choice(("number", "dotted", "words", "millions")),
        odd=odd - UNWRITTEN.get(kind, set()) - UNWRITTEN.get(legacy, set()),
    )
