"""What a campaign is asked for, and its last line: its figures as JSON, and whether they are good enough."""

import json
import os
import secrets
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NoReturn

WRONG_USE: Final = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """How many (N), by which dice (SEED), and which twin runs in the program's place (SABOTAGE; empty for none)."""

    number: int
    seed: str
    sabotage: str


def asked(usual: int, twins: Iterable[str]) -> Asked:
    """What the environment asks for; ends with 2 for an unknown twin, so that its exit is not taken for a catch."""
    known, sabotage = tuple(twins), os.environ.get("SABOTAGE", "")
    if sabotage and sabotage not in known:
        wrong_use(f"SABOTAGE is one of: {', '.join(known)}")
    seed = os.environ.get("SEED") or secrets.token_hex(4)
    return Asked(int(os.environ.get("N") or usual), seed, sabotage)


def wrong_use(told: str) -> NoReturn:
    """Say what may be asked for; SystemExit with 2."""
    print(told, file=sys.stderr)
    raise SystemExit(WRONG_USE)


def finish(figures: Mapping[str, object], *, is_good: bool) -> int:
    """Print the figures as the last line; the exit code."""
    print(json.dumps(dict(figures), ensure_ascii=False), flush=True)
    return 0 if is_good else 1
