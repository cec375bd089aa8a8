"""What the program writes down about its own mistakes: where and which, never what an officer typed."""

import sys
import traceback
from datetime import datetime
from pathlib import Path
from typing import Final

if sys.platform == "win32":
    import ctypes
else:
    import resource

LOG_NAME: Final = "program.log"
_MOST_BYTES: Final = 1_000_000
_NO_HEAP: Final = 1
"""WER_FAULT_REPORTING_FLAG_NOHEAP of Windows Error Reporting."""


def leave_no_memory_behind() -> None:
    """Ask the system to write no memory to the disk when the program falls: names and keys stand in it."""
    if sys.platform == "win32":
        ctypes.WinDLL("kernel32.dll").WerSetFlags(_NO_HEAP)
    else:
        _soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


def describe(error: BaseException) -> str:
    """Kinds of error and the lines they passed, outermost cause first; no message, since messages hold values."""
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return "\n".join(line for each in reversed(chain) for line in _lines(each))


def note(folder: Path, details: str, at: datetime) -> Path | None:
    """Append `details` to the log of the data folder; None when it can't be written."""
    log = folder / LOG_NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _MOST_BYTES:
            log.replace(log.with_suffix(".old.log"))
        with log.open("a", encoding="utf-8") as lines:
            lines.write(f"{at.isoformat(timespec='seconds')}\n{details}\n\n")
    except OSError:
        return None
    return log


def _lines(error: BaseException) -> list[str]:
    frames = traceback.extract_tb(error.__traceback__)
    kind = type(error)
    return [
        f"{kind.__module__}.{kind.__qualname__}",
        *(f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames),
    ]


def _place(filename: str) -> str:
    return "/".join(Path(filename).parts[-3:])
