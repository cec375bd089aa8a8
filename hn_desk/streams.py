"""What a console may lack: UTF-8, or being there at all; and a word in a window where nobody reads a console."""

import io
import sys
from typing import Any, Final

_ERROR_BOX: Final = 0x10


class _Nowhere(io.RawIOBase):
    """Takes everything and keeps nothing."""

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        return memoryview(data).nbytes


def ready() -> bool:
    """Let every stream take Vietnamese, also on code pages 1252 and 1258, and be there; whether a console reads it."""
    is_read = sys.stderr is not None
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, io.TextIOWrapper(io.BufferedWriter(_Nowhere()), encoding="utf-8"))
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    return is_read


def say(words: str, *, is_read: bool) -> None:
    """Say it on the console, or on Windows in a box where there is none."""
    if is_read or sys.platform != "win32":
        print(words, file=sys.stderr)
    else:
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, words, "HN Desk", _ERROR_BOX)
