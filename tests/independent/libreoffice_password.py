"""Ask LibreOffice to open a sealed packet: python3 libreoffice_password.py FILE PASSWORD FOLDER.

Runs under the system's python3 (python3-uno), not under the project's; FOLDER is an empty one for the profile. Prints
one JSON object: whether the file opened, its sheets, and the text of the first cell.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import IllegalArgumentException
from libreoffice_signature import DEADLINE_SECONDS, connect


def main(workbook: Path, password: str, folder: Path) -> dict[str, object]:
    """Start LibreOffice, open the workbook with the password, stop LibreOffice."""
    pipe = f"hndesk{folder.name}"
    profile = f"-env:UserInstallation={folder.as_uri()}/profile"
    office = subprocess.Popen(["soffice", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp", profile])
    context: Any = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        return opened(desktop, workbook, password)
    finally:
        desktop.terminate()
        office.wait(DEADLINE_SECONDS)


def opened(desktop: Any, workbook: Path, password: str) -> dict[str, object]:
    """What LibreOffice reads with this password; for a wrong one it gives up detecting the file's type."""
    settings = (PropertyValue("Hidden", 0, True, 0), PropertyValue("Password", 0, password, 0))
    try:
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(str(workbook)), "_blank", 0, settings)
    except IllegalArgumentException:
        return {"opened": False}
    first = document.Sheets.getByIndex(0).getCellByPosition(0, 0).String
    found = {"opened": True, "sheets": list(document.Sheets.ElementNames), "first": first}
    document.close(True)
    return found


if __name__ == "__main__":
    file, password, folder = sys.argv[1:4]
    print(json.dumps(main(Path(file).resolve(), password, Path(folder).resolve())))
