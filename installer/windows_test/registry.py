"""What the setup told Windows: read from the registry of the Wine user."""

import json
from typing import Final

from installer.windows_test.ground import CheckError, Ground, answered

UNINSTALL: Final = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\HNDesk"
COMMAND: Final = r"Software\Classes\HNDesk.File\shell\open\command"
READER: Final = """
import json, sys, winreg
found = {}
for key in sys.argv[1:]:
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:
            count = winreg.QueryInfoKey(opened)[1]
            found[key] = {name: value for name, value, kind in (winreg.EnumValue(opened, n) for n in range(count))}
    except FileNotFoundError:
        found[key] = None
print(json.dumps(found))
"""
Values = dict[str, str | int]


def values(ground: Ground, *keys: str) -> dict[str, Values | None]:
    """The values of these keys of the current user, by key and name; None for a key that isn't there."""
    told: dict[str, Values | None] = answered(ground.python(READER, *keys))
    return told


def value(ground: Ground, key: str, name: str = "") -> str:
    """One value as text. CheckError when key or name aren't there."""
    held = values(ground, key)[key]
    if held is None or name not in held:
        raise CheckError(f"{key} {name or '(default)'} is not in the registry: {json.dumps(held)}")
    return str(held[name])
