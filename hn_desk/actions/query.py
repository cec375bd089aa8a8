"""What a list is asked for: words, order, filters."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Query:
    """Words typed (each must begin a word of the record), the column to sort by, and values of named filters.

    `most` asks for the first ones only, where an order can be walked (0: all). An action may end early with an
    empty answer once `is_given_up()`.
    """

    text: str = ""
    sort: str = "name"
    descending: bool = False
    filters: Mapping[str, str] = field(default_factory=dict)
    most: int = 0
    is_given_up: Callable[[], bool] | None = field(default=None, compare=False, repr=False)
