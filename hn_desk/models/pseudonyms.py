"""Names for records that only who holds the second key can tell: what is found by them says nothing by itself."""

import hmac
from hashlib import sha256

from sqlalchemy import Dialect
from sqlalchemy.orm import Session

from hn_desk.models.hidden import naming_keys


def pseudonym(dialect: Dialect, *parts: str) -> str:
    """The name (hex) under which a record is kept; DeskError (reason `second-key`) without the key."""
    return _under(naming_keys(dialect)[0], parts)


def pseudonyms(session: Session, *parts: str) -> tuple[str, ...]:
    """The names under which a record may be found: one for each second key in use, the newest first."""
    return tuple(_under(key, parts) for key in naming_keys(dialect_of(session)))


def dialect_of(session: Session) -> Dialect:
    """The dialect of the session's database, which holds the second keys."""
    return session.get_bind().dialect


def _under(key: bytes, parts: tuple[str, ...]) -> str:
    return hmac.new(key, "|".join(parts).encode(), sha256).hexdigest()
