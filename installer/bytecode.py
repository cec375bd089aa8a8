"""Compiled modules whose bytes depend on nothing but their source and name: no times, no folders of the build."""

import importlib.util
import marshal
from types import CodeType
from typing import Any, Final

UNCHECKED_HASH: Final = (0b01).to_bytes(4, "little")


def compiled(source: bytes, name: str) -> bytes:
    """The .pyc of `source`; `name` stands in tracebacks. SyntaxError for what this Python can't read."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    kept: list[Any] = []
    _keep(code, kept)
    packed = marshal.dumps(code)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source) + packed


def _keep(value: Any, kept: list[Any]) -> None:
    """Hold every object of `value` once more: marshal notes what is held only once in another way, see bpo-34093."""
    kept.append(value)
    if isinstance(value, CodeType):
        parts = (value.co_consts, value.co_names, value.co_varnames, value.co_cellvars, value.co_freevars)
        kept += [value.co_filename, value.co_name, value.co_qualname, value.co_linetable, value.co_exceptiontable]
        for part in parts:
            _keep(part, kept)
    elif isinstance(value, tuple | frozenset):
        for part in value:
            _keep(part, kept)
