"""Columns under the office's second key: what gives a person away is ciphertext in the database, also to its reader.

Every value, an absent one too, becomes nonce, ciphertext and tag of AES-256-GCM, bound to its table and column and
padded to a step of lengths, so that neither an empty field nor a long one tells anything. SQL can't compare or sort
such a column: whoever tries gets an error at once, and reads the rows instead.
"""

import json
from datetime import date
from typing import Any, Final, NoReturn

from sqlalchemy import Dialect, Engine, LargeBinary
from sqlalchemy.exc import DontWrapMixin
from sqlalchemy.orm import MappedColumn, mapped_column
from sqlalchemy.types import TypeDecorator

from hn_desk.errors import DeskError
from hn_desk.hiding import SHORTEST, HidingKeys, hide, hiding_keys, reveal
from hn_desk.i18n import _
from hn_desk.keys import sub_key

_KEYS: Final = "hn_desk_second_keys"
_NAMING_KEYS: Final = "hn_desk_naming_keys"
_NAMING: Final = b"hn-desk/2 pseudonym"


class SecondKeyError(DeskError, DontWrapMixin):
    """Hidden columns were asked for without the second key; the database library hands it on as it is."""


def use_keys(engine: Engine, seconds: tuple[bytes, ...]) -> None:
    """Let the connections of `engine` read hidden columns with any of these keys, and write with the first."""
    setattr(engine.dialect, _KEYS, hiding_keys(seconds))
    setattr(engine.dialect, _NAMING_KEYS, tuple(sub_key(second, _NAMING) for second in seconds))


def naming_keys(dialect: Dialect) -> tuple[bytes, ...]:
    """The keys under which `models.pseudonyms` names records; DeskError (reason `second-key`) without one."""
    keys_of(dialect)
    found: tuple[bytes, ...] = getattr(dialect, _NAMING_KEYS)
    return found


def hidden(place: str, shortest: int = SHORTEST, **options: Any) -> MappedColumn[Any]:
    """A hidden column at `place`, which is `table.column`; an absent value is hidden too."""
    return mapped_column(Hidden(place, shortest), nullable=False, **options)


def hidden_late(place: str, shortest: int = SHORTEST, **options: Any) -> MappedColumn[Any]:
    """A hidden column that a later revision added: SQLite adds none that must be filled, though all rows are."""
    return mapped_column(Hidden(place, shortest), nullable=True, **options)


class Hidden(TypeDecorator[Any]):
    """A column of text, whole numbers, days, bytes or plain JSON values under the second key.

    `place` is `table.column`: a value moved elsewhere is not read. Reading or writing without the key raises DeskError
    (reason `second-key`), a changed value StorageError (reason `damaged`).
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str, shortest: int = SHORTEST) -> None:
        """`shortest` is the padded length of what is alike by its kind and not by its size."""
        super().__init__()
        self.place = place
        self.shortest = shortest

    class comparator_factory(TypeDecorator.Comparator[Any]):  # noqa: N801  SQLAlchemy's own name
        """Refuses what SQL would do to ciphertext."""

        def operate(self, op: Any, *_other: Any, **_options: Any) -> NoReturn:
            """Refuse; also a sort or a search."""
            raise TypeError(f"a hidden column can't be used in SQL ({getattr(op, '__name__', op)})")

        def reverse_operate(self, op: Any, *_other: Any, **_options: Any) -> NoReturn:
            """Refuse, from the right."""
            self.operate(op)

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes:
        """The stored bytes of a value."""
        return hidden_value(dialect, self.place, value, self.shortest)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The value in stored bytes; None where an outer join found no row."""
        return None if value is None else shown_value(dialect, self.place, value)

    def coerce_compared_value(self, _op: Any, _value: Any) -> "Hidden":
        """What it is set to is hidden too."""
        return self


def hidden_value(dialect: Dialect, place: str, value: Any, shortest: int = SHORTEST) -> bytes:
    """The stored bytes of a value, for what is no column of this type."""
    return hide(keys_of(dialect), place, _to_bytes(value), shortest)


def shown_value(dialect: Dialect, place: str, hidden: bytes) -> Any:
    """The value in stored bytes."""
    return _from_bytes(reveal(keys_of(dialect), place, hidden))


def keys_of(dialect: Dialect) -> HidingKeys:
    """The second keys in use; DeskError (reason `second-key`) without one."""
    keys: HidingKeys = getattr(dialect, _KEYS, ())
    if not keys:
        raise SecondKeyError(
            _("You have not been handed the key to the credit files yet."),
            do=_("Ask a colleague who works with them to hand it over: page Administration, part “Second key”."),
            reason="second-key",
        )
    return keys


def _to_bytes(value: Any) -> bytes:
    if isinstance(value, bytes):
        return b"b" + value
    if isinstance(value, date):
        return b"d" + value.isoformat().encode()
    return b"j" + json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _from_bytes(plain: bytes) -> Any:
    kind, content = plain[:1], plain[1:]
    if kind == b"b":
        return content
    return date.fromisoformat(content.decode()) if kind == b"d" else json.loads(content.decode())
