"""What a command answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """Plain facts for machines and whole sentences for people; `is_good` decides the exit code.

    The JSON answer says `ok` beside the facts, unless they are all that is to be said (`is_bare`).
    """

    facts: Mapping[str, Any]
    lines: tuple[str, ...] = field(default=())
    is_good: bool = True
    is_bare: bool = False
