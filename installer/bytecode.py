"""Compiled modules whose bytes depend on nothing but their source and name: no times, no folders of the build."""

import importlib.util
import marshal
from typing import Final

UNCHECKED_HASH: Final = (0b01).to_bytes(4, "little")


def compiled(source: bytes, name: str) -> bytes:
    """The .pyc of `source`; `name` stands in tracebacks. SyntaxError for what this Python can't read."""
    code = compile(source, name, "exec", dont_inherit=True, optimize=0)
    return importlib.util.MAGIC_NUMBER + UNCHECKED_HASH + importlib.util.source_hash(source) + marshal.dumps(code)
