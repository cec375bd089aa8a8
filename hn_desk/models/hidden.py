"""Columns under the office's second key: what gives a person away is ciphertext in the database, also to its reader.

Every value, an absent one too, becomes nonce, ciphertext and tag of AES-256-GCM, bound to its table and column and
padded to a step of lengths, so that neither an empty field nor a long one tells anything. SQL can't compare or sort
such a column: whoever tries gets an error at once, and reads the rows instead.
"""

import json
from datetime import date
from typing import Any, Final, NoReturn

from sqlalchemy import Dialect, Engine, LargeBinary
from sqlalchemy.types import TypeDecorator

from hn_desk.errors import DeskError
from hn_desk.hiding import HidingKeys, hide, hiding_keys, reveal
from hn_desk.i18n import _

_KEYS: Final = "hn_desk_second_keys"


def use_keys(engine: Engine, seconds: tuple[bytes, ...]) -> None:
    """Let the connections of `engine` read hidden columns with any of these keys, and write with the first."""
    setattr(engine.dialect, _KEYS, hiding_keys(seconds))


class Hidden(TypeDecorator[Any]):
    """A column of text, whole numbers, days, bytes or plain JSON values under the second key.

    `place` is `table.column`: a value moved elsewhere is not read. Reading or writing without the key raises DeskError
    (reason `second-key`), a changed value StorageError (reason `damaged`).
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

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
        return hide(_keys(dialect), self.place, _to_bytes(value))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        """The value in stored bytes; None where an outer join found no row."""
        return None if value is None else _from_bytes(reveal(_keys(dialect), self.place, value))

    def coerce_compared_value(self, _op: Any, _value: Any) -> "Hidden":
        """What it is set to is hidden too."""
        return self


def _keys(dialect: Dialect) -> HidingKeys:
    keys: HidingKeys = getattr(dialect, _KEYS, ())
    if not keys:
        raise DeskError(
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
    return date.fromisoformat(content.decode()) if kind == b"d" else json.loads(content)
