"""Frozen dataclasses as plain JSON values and back, so that what was presented can be printed years later."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache, partial
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Reader = Callable[[Any], Any]


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
    return kind(**{name: read(plain[name]) for name, read in _readers(kind) if name in plain})


def _fields(kind: Any) -> tuple[tuple[str, Reader], ...]:
    """The fields of a dataclass, each with what reads it."""
    return tuple((name, _reader(hint)) for name, hint in get_type_hints(kind).items())


def _reader(hint: Any) -> Reader:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        kept = _reader(next(one for one in inner if one is not NoneType))
        return lambda plain: None if plain is None else kept(plain)
    if hint is date:
        return date.fromisoformat
    if isinstance(hint, type) and is_dataclass(hint):
        return partial(from_plain, hint)
    if origin is tuple:
        one = _reader(inner[0])
        return lambda plain: tuple([one(value) for value in plain])
    if origin is frozenset:
        return frozenset
    if inner and origin is not Literal:
        one = _reader(inner[1])
        return lambda plain: {key: one(value) for key, value in plain.items()}
    return _as_it_is


def _as_it_is(plain: Any) -> Any:
    return plain


_readers: Final[Callable[[Any], tuple[tuple[str, Reader], ...]]] = cache(_fields)
