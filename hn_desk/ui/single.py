"""One window for all files: a second start hands its file over to the window that is open, by a pipe of this account.

On Windows the launcher writes into the pipe before Python begins; the name is a contract with it.
"""

import os
import sys
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from hn_desk.settings import ENVIRONMENT_DATA

LONGEST: Final = 64 * 1024
WAIT_MS: Final = 500
_OFFSET: Final = 0xCBF29CE484222325
_PRIME: Final = 0x100000001B3
_MASK: Final = 0xFFFFFFFFFFFFFFFF


def pipe_name(folder: Path, *, is_usual: bool) -> str:
    """The pipe's name: of this Windows account, elsewhere of the data folder; "" where no start may be handed over."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        return _named(local) if local and is_usual and ENVIRONMENT_DATA not in os.environ else ""
    return _named(str(folder.resolve()))


def hand_over(name: str, file: Path | None) -> bool:
    """Whether an open window took the file, or came to the front without one."""
    if not name:
        return False
    socket = QLocalSocket()
    socket.connectToServer(name)
    if not socket.waitForConnected(WAIT_MS):
        return False
    socket.write(f"{file.resolve() if file else ''}\n".encode())
    is_taken = socket.waitForBytesWritten(WAIT_MS)
    socket.disconnectFromServer()
    return is_taken


class SingleInstance(QObject):
    """Listens for later starts; `wanted` gives the path of a file, "" when only the window is wanted."""

    wanted = Signal(str)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._parts: dict[QLocalSocket, bytes] = {}
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._connected)
        if name and not self._server.listen(name):
            QLocalServer.removeServer(name)
            self._server.listen(name)

    def is_listening(self) -> bool:
        """Whether later starts find this window."""
        return self._server.isListening()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()

    def _connected(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._parts[socket] = b""
            socket.readyRead.connect(lambda socket=socket: self._read(socket))
            socket.disconnected.connect(lambda socket=socket: self._left(socket))
            self._read(socket)

    def _read(self, socket: QLocalSocket) -> None:
        """One line of UTF-8; what is longer, or no text, is none."""
        if socket not in self._parts:
            return
        self._parts[socket] += bytes(socket.readAll().data())
        line, end, _rest = self._parts[socket].partition(b"\n")
        if not end and len(line) <= LONGEST:
            return
        del self._parts[socket]
        socket.disconnectFromServer()
        try:
            self.wanted.emit(line.decode() if end else "")
        except UnicodeDecodeError:
            self.wanted.emit("")

    def _left(self, socket: QLocalSocket) -> None:
        self._read(socket)
        self._parts.pop(socket, None)
        socket.deleteLater()


def _named(text: str) -> str:
    digest = _OFFSET
    for byte in text.encode():
        digest = (digest ^ byte) * _PRIME & _MASK
    return f"hn-desk-{digest:016x}"
