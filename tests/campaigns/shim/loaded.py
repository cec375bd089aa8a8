"""The shim before libc in this process: compiled at run time, armed by a child for its own calls only."""

import ctypes
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

OFF: Final = 0
FAIL: Final = 1
LASTING: Final = 2
SHORT: Final = 3
DIE: Final = 4
SOURCE: Final = Path(__file__).with_name("faults.c")
MARK: Final = "HN_FAULTS"


def with_shim(module: str) -> None:
    """Begin `python -m module` again with the shim loaded, unless it is already; SystemExit without a C compiler."""
    if MARK in os.environ:
        return
    with tempfile.TemporaryDirectory() as folder:
        library = compiled(Path(folder))
        environment = os.environ | {"LD_PRELOAD": str(library), MARK: "1"}
        done = subprocess.run([sys.executable, "-m", module, *sys.argv[1:]], env=environment, check=False)
    raise SystemExit(done.returncode)


def compiled(folder: Path) -> Path:
    """The shim as a library in `folder`."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise SystemExit("A C compiler is needed to make writes fail: apt-get install gcc libc6-dev")
    library = folder / "faults.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, SOURCE, "-ldl"], check=True)
    return library


def arm(mode: int, number: int = 0, error: int = 0) -> None:
    """From now on the `number`-th call that changes a file meets `mode`; OFF to stop."""
    _library().hn_arm(mode, ctypes.c_long(number), error)


def seen() -> int:
    """How many such calls were made since the arming."""
    return int(_library().hn_seen())


def _library() -> Any:
    return ctypes.CDLL(None)
