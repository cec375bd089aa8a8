"""Columns that are plain in the encrypted file and ciphertext on a server, whose files and backups are not encrypted.

The key comes from the database key, so whoever opens the desk reads them, and nobody else does. Each value becomes
nonce, ciphertext and tag of AES-256-GCM, bound to its table and column and padded; an absent one stays absent.
"""

import json
from collections.abc import Callable
from typing import Any, Final, NoReturn

from sqlalchemy import JSON, Dialect, Engine, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from hn_desk.hiding import SHORTEST, HidingKeys, hide, hiding_keys, reveal
from hn_desk.keys import sub_key
from hn_desk.models.server import DIALECT

_KEYS: Final = "hn_desk_server_keys"
_PURPOSE: Final = b"hn-desk/4 columns on a server"


def seal_columns(engine: Engine, key: bytes) -> None:
    """Let the connections of `engine` seal and read with what comes from this database key."""
    setattr(engine.dialect, _KEYS, hiding_keys((sub_key(key, _PURPOSE),)))


def _keys_of(dialect: Dialect) -> HidingKeys:
    keys: HidingKeys = getattr(dialect, _KEYS)
    return keys


class _Sealed(TypeDecorator[Any]):
    def __init__(self, place: str, **options: Any) -> None:
        """`place` is `table.column`: a value moved elsewhere is not read."""
        super().__init__(**options)
        self.place = place

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Bytes on a server, the plain type elsewhere."""
        return dialect.type_descriptor(LargeBinary()) if dialect.name == DIALECT else self.impl_instance

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        """The stored form of a value."""
        if value is None or dialect.name != DIALECT:
            return value
        return hide(_keys_of(dialect), self.place, self._to_bytes(value), SHORTEST)

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The value in its stored form; StorageError (reason `damaged`) for a changed one."""
        if value is None or dialect.name != DIALECT:
            return value
        return self._from_bytes(reveal(_keys_of(dialect), self.place, bytes(value)))

    def _to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def _from_bytes(self, plain: bytes) -> Any:
        raise NotImplementedError


class JsonText(str):
    """A value that is JSON already, and is stored as it stands."""

    __slots__ = ()


class SealedJson(_Sealed):
    """Plain JSON values."""

    impl = JSON
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__(place, none_as_null=True)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """What makes the stored form of a value; a file takes a `JsonText` as it is."""
        make = super().bind_processor(dialect)
        if make is None or dialect.name == DIALECT:
            return make
        return lambda value: value if isinstance(value, JsonText) else make(value)

    def _to_bytes(self, value: Any) -> bytes:
        if isinstance(value, JsonText):
            return value.encode()
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def _from_bytes(self, plain: bytes) -> Any:
        return json.loads(plain)


class SealedBytes(_Sealed):
    """Bytes."""

    impl = LargeBinary
    cache_ok = True

    def _to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def _from_bytes(self, plain: bytes) -> Any:
        return plain


class SealedText(_Sealed):
    """Text; no SQL compares it, since a server could not."""

    impl = Text
    cache_ok = True

    class comparator_factory(TypeDecorator.Comparator[Any]):  # noqa: N801  SQLAlchemy's own name
        """Refuses what SQL would do to ciphertext, on a file too, so that it is seen at once."""

        def operate(self, op: Any, *_other: Any, **_options: Any) -> NoReturn:
            """Refuse; also a sort or a search."""
            raise TypeError(f"a sealed text can't be used in SQL ({getattr(op, '__name__', op)})")

        def reverse_operate(self, op: Any, *_other: Any, **_options: Any) -> NoReturn:
            """Refuse, from the right."""
            self.operate(op)

    def _to_bytes(self, value: Any) -> bytes:
        return str(value).encode()

    def _from_bytes(self, plain: bytes) -> Any:
        return plain.decode()
