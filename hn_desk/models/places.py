"""Where a live database may not lie: shares, cloud folders and sticks."""

import os
import sys
from pathlib import Path, PurePath
from typing import Final

from hn_desk.errors import StorageError
from hn_desk.i18n import _

CLOUD_FOLDERS: Final = ("onedrive", "google drive", "googledrive", "dropbox", "icloud drive", "icloudrive")
SHARED_FILE_SYSTEMS: Final = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs", "davfs", "afs"})
STICK_FILE_SYSTEMS: Final = frozenset({"vfat", "exfat", "msdos"})
DRIVE_REMOVABLE: Final = 2
DRIVE_REMOTE: Final = 4


def refuse_unsafe_place(folder: Path) -> None:
    """Raise StorageError when `folder` lies on a network share, in a cloud folder or on a stick."""
    kind = kind_of_place(folder.resolve(), mounts=_mounts())
    if kind:
        raise StorageError(
            _("The data folder lies {kind}; two PCs or a pulled stick would damage the records.").format(kind=kind),
            do=_("Choose a folder on this PC's own disk; use the packets to carry data."),
            reason="unsafe-place",
        )


def kind_of_place(folder: PurePath, *, mounts: dict[str, str]) -> str:
    """Say what is wrong with `folder` in words for the screen, or nothing; `mounts` maps mount point to file system."""
    if any(part.casefold().startswith(CLOUD_FOLDERS) for part in folder.parts):
        return _("in a folder that a cloud service copies")
    point = max((m for m in mounts if folder.is_relative_to(m)), key=len, default="")
    file_system = "cifs" if _has_no_letter(folder) else mounts.get(point, "")
    if file_system in SHARED_FILE_SYSTEMS:
        return _("on a network share")
    if file_system in STICK_FILE_SYSTEMS:
        return _("on a removable stick")
    return ""


def medium_of(folder: Path) -> str:
    """On what a folder lies, for the handover book: `stick`, `share` or `folder`."""
    resolved = folder.resolve()
    mounts = _mounts()
    point = max((m for m in mounts if resolved.is_relative_to(m)), key=len, default="")
    file_system = "cifs" if _has_no_letter(resolved) else mounts.get(point, "")
    if file_system in STICK_FILE_SYSTEMS:
        return "stick"
    return "share" if file_system in SHARED_FILE_SYSTEMS else "folder"


def _has_no_letter(folder: PurePath) -> bool:
    r"""Whether a Windows path names a server: `\\server\share`, which is also what a drive mapped to it resolves to."""
    return folder.drive.startswith("\\\\") and not folder.drive.endswith(":")


def _mounts() -> dict[str, str]:
    if sys.platform == "win32":
        return _windows_drives()
    table = Path("/proc/mounts")
    if not table.exists():
        return {}
    rows = (line.split() for line in table.read_text(encoding="utf-8", errors="replace").splitlines())
    return {row[1].replace("\\040", " "): row[2] for row in rows if len(row) > 2}


def _windows_drives() -> dict[str, str]:
    import ctypes

    names = {DRIVE_REMOVABLE: "vfat", DRIVE_REMOTE: "cifs"}
    drives = {f"{letter}:{os.sep}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    kinds = {drive: ctypes.windll.kernel32.GetDriveTypeW(drive) for drive in drives}  # type: ignore[attr-defined,unused-ignore]
    return {drive: names[kind] for drive, kind in kinds.items() if kind in names}
