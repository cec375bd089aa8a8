"""Frozen dataclasses as plain JSON values and back, so that what was presented can be printed years later."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
_hints: Final[Callable[[Any], Mapping[str, Any]]] = cache(get_type_hints)


def to_plain(value: Any) -> Any:
    """`value` as JSON holds it: dataclasses as tables, days as `YYYY-MM-DD`, sets sorted."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(to_plain(one) for one in value)
    return [to_plain(one) for one in value] if isinstance(value, tuple | list) else value


def from_plain(kind: type[T], plain: Mapping[str, Any]) -> T:
    """The dataclass `kind` that `to_plain` wrote; a field that is younger than the writing keeps its default."""
    hints = _hints(kind)
    return kind(**{name: _value(hint, plain[name]) for name, hint in hints.items() if name in plain})


def _value(hint: Any, plain: Any) -> Any:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        kept = next(one for one in inner if one is not NoneType)
        return None if plain is None else _value(kept, plain)
    if hint is date:
        return date.fromisoformat(plain)
    if isinstance(hint, type) and is_dataclass(hint):
        return from_plain(hint, plain)
    if origin is tuple:
        return tuple(_value(inner[0], one) for one in plain)
    if origin is frozenset:
        return frozenset(plain)
    return {key: _value(inner[1], one) for key, one in plain.items()} if inner else plain
