"""Checks of install, refusal and uninstall."""

import shlex
import time
from pathlib import Path
from typing import Final

from installer.windows_test import registry
from installer.windows_test.ground import (
    CLI,
    GOOD,
    UNINSTALLER,
    WINDOW,
    CheckError,
    Ground,
    content_of,
    expect,
    expect_code,
    expect_whole,
)

RUNS: Final = 2
BEGINNING: Final = 30.0
"""Seconds in which the program's window holds its mutex on a busy machine."""
ENDING: Final = 60.0
FOREIGN: Final = "Ghi chú của tôi.txt"
HELD: Final = """
import ctypes
kernel = ctypes.windll.kernel32
kernel.OpenMutexW.restype = ctypes.c_void_p
print(int(kernel.OpenMutexW(0x100000, False, "Local\\\\HN-Desk-running") is not None))
"""
LISTENER: Final = """
import os, sys
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtNetwork import QLocalServer
application, server = QCoreApplication([]), QLocalServer()
number = 0xcbf29ce484222325
for byte in os.environ["LOCALAPPDATA"].encode():
    number = (number ^ byte) * 0x100000001b3 % 2**64
def take():
    socket = server.nextPendingConnection()
    while not socket.canReadLine():
        socket.waitForReadyRead(5000)
    print("took", bytes(socket.readLine()).decode(), flush=True)
    application.quit()
server.newConnection.connect(take)
QTimer.singleShot(120000, lambda: application.exit(1))
print("listens" if server.listen(f"hn-desk-{number:016x}") else "fails", flush=True)
sys.exit(application.exec())
"""


def installs_silently(ground: Ground) -> str:
    """Setup installs silently for a user with diacritics in the name, and every file is as built."""
    expect_code(ground.install(ground.release), GOOD)
    expect_whole(ground.program, ground.release)
    expect(not ground.leftovers(), f"left behind: {[path.name for path in ground.leftovers()]}")
    return str(ground.program.relative_to(ground.wine.drive))


def checks_itself(ground: Ground) -> str:
    """The installed program's --self-check is good, and its version the one that was built."""
    expect_code(ground.cli("--self-check"), GOOD)
    told = ground.cli("--version").text.strip()
    expect(told == ground.release.version, f"it says version {told!r}")
    return told


def notices_an_eaten_file(ground: Ground) -> str:
    """--self-check fails and names the file that a virus scanner took."""
    victim = next(path for path in sorted((ground.program / "lib").rglob("*.pyd")))
    kept = victim.read_bytes()
    victim.unlink()
    try:
        ran = ground.cli("--self-check", "--json")
    finally:
        victim.write_bytes(kept)
    expect(ran.code == 1 and victim.name in ran.text + ran.errors, f"exit code {ran.code}: {ran.told}")
    return victim.name


def tells_windows(ground: Ground) -> str:
    """Windows' list of programs holds the program with version and way to remove it."""
    held = registry.values(ground, registry.UNINSTALL)[registry.UNINSTALL] or {}
    expect(held.get("DisplayVersion") == ground.release.version, f"the list says {held}")
    place = ground.wine.windows(ground.program)
    expect(str(held.get("InstallLocation")).casefold() == place.casefold(), f"installed in {held}")
    return f"{held['DisplayName']} {held['DisplayVersion']}"


def opens_by_association(ground: Ground) -> str:
    """The command line in the registry hands a file with a Vietnamese path to the running window."""
    path = ground.wine.windows(_received(ground))
    command = registry.value(ground, registry.COMMAND)
    words = [word.replace("%1", path) for word in shlex.split(command.replace("\\", "\\\\"))]
    expect(len(words) == 2 and words[1] == path, f"not a program and a file: {command}")
    python = str(ground.release.tree / "runtime" / "python.exe")
    listener = ground.wine.start(python, "-I", "-B", "-X", "utf8", "-c", LISTENER)
    try:
        first = listener.stdout.readline().strip() if listener.stdout else b""
        expect(first == b"listens", f"no pipe in Wine: {first!r}")
        expect_code(ground.wine.run(*words, within=120), GOOD)
        took = listener.stdout.readline().decode().strip() if listener.stdout else ""
    finally:
        listener.kill()
    expect(took.casefold() == f"took {path}".casefold(), f"the window was told {took!r}")
    return path


def opens_one_window(ground: Ground) -> str:
    """A second start, without a word or with a file, hands over to the open window and ends at once."""
    program = ground.wine.windows(ground.program / WINDOW)
    first = ground.wine.start(program)
    try:
        _wait_for_window(ground)
        for words in ((), (ground.wine.windows(_received(ground)),)):
            expect_code(ground.wine.run(program, *words, within=120), GOOD)
        expect(first.poll() is None, f"the first window ended with {first.poll()}")
    finally:
        ground.wine.kill()
        ground.wine.wait_idle()
    return "two more starts, one window"


def refuses_while_running(ground: Ground) -> str:
    """While the window is open, setup and uninstaller refuse and change nothing."""
    nowhere = ground.wine.windows(ground.folder / "no office")
    ground.wine.start(ground.wine.windows(ground.program / WINDOW), "--data", nowhere)
    try:
        _wait_for_window(ground)
        codes = [ground.install(ground.release).code, ground.uninstall(ground.program).code]
        _wait_for_window(ground)
        expect(codes[0] == RUNS, f"setup ended with {codes[0]} instead of {RUNS}")
        expect_whole(ground.program, ground.release)
    finally:
        ground.wine.kill()
        ground.wine.wait_idle()
    return f"setup {codes[0]}, program whole"


def uninstalls(ground: Ground) -> str:
    """The uninstaller removes all that setup put there, and only that: data and foreign files stay."""
    foreign = ground.program / FOREIGN
    foreign.write_text("của tôi", encoding="utf-8")
    ground.data.mkdir(exist_ok=True)
    (ground.data / "giữ lại.txt").write_text("dữ liệu", encoding="utf-8")
    before = content_of(ground.data)
    ground.uninstall(ground.program)
    _wait_until_gone(ground)
    left = [path.name for path in ground.program.iterdir()] if ground.program.exists() else []
    expect(left == [FOREIGN], f"in the program's folder: {sorted(left)[:5]}")
    expect(content_of(ground.data) == before, "the data were touched")
    keys = registry.values(ground, registry.UNINSTALL, registry.COMMAND)
    expect(not any(keys.values()), f"in the registry: {keys}")
    links = [path.name for path in ground.wine.user.rglob("HN Desk.lnk")]
    expect(not links, f"shortcuts: {links}")
    foreign.unlink()
    ground.program.rmdir()
    return f"{len(before)} files of data left, as they were"


def _received(ground: Ground) -> Path:
    """A file as it may come from the city."""
    file = ground.wine.user / "Biên nhận tháng mười một" / "BN-Phường Ba Đình.pdf"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(b"%PDF-1.7")
    return file


def _wait_for_window(ground: Ground) -> None:
    last = time.monotonic() + BEGINNING
    while ground.python(HELD).text.strip() != "1":
        if time.monotonic() > last:
            raise CheckError("the window didn't begin")


def _wait_until_gone(ground: Ground) -> None:
    """The uninstaller goes on as a copy of itself after it has ended."""
    last = time.monotonic() + ENDING
    while (ground.program / CLI).exists() or (ground.program / UNINSTALLER).exists():
        if time.monotonic() > last:
            raise CheckError(f"after {ENDING:.0f} s the program is still there")
        time.sleep(0.5)
    ground.wine.wait_idle()
