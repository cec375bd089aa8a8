"""What a list is asked for: words, order, filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Query:
    """Words typed (each must begin a word of the record), the column to sort by, and values of named filters."""

    text: str = ""
    sort: str = "name"
    descending: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
