"""Ask LibreOffice of many files in one start: python3 libreoffice.py FOLDER ROOT.der JSON.

Runs under the system's python3 (python3-uno), not under the project's; FOLDER is an empty one for the profile and the
certificate store. JSON has `signed` (files) and `sealed` (file, password). Prints one JSON object: of each signed file
what LibreOffice says of its signatures, of each sealed one whether it opened, its sheets and the first cell's text.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found] # known to LibreOffice's Python only
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found] # likewise
from com.sun.star.embed.ElementModes import READ  # type: ignore[import-not-found] # likewise
from com.sun.star.lang import IllegalArgumentException  # type: ignore[import-not-found] # likewise

DEADLINE_SECONDS = 60


def main(folder: Path, root: Path, wanted: dict[str, Any]) -> dict[str, object]:
    """Start LibreOffice, trust the root, look at every file, stop LibreOffice."""
    pipe = f"hndesk{os.getpid()}"
    (folder / "store").mkdir()
    profile = f"-env:UserInstallation={folder.as_uri()}/profile"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp", profile],
        env={**os.environ, "MOZILLA_CERTIFICATE_FOLDER": f"sql:{folder}/store"},
    )
    context = connect(pipe)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    try:
        trust(context, root)
        signed = {file: signatures(context, Path(file).resolve()) for file in wanted["signed"]}
        return {"signed": signed, "sealed": [opened(desktop, *one) for one in wanted["sealed"]]}
    finally:
        desktop.terminate()
        office.wait(DEADLINE_SECONDS)


def connect(pipe: str) -> Any:
    """Reach the LibreOffice that was just started."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    deadline = time.monotonic() + DEADLINE_SECONDS
    while True:
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def trust(context: Any, root: Path) -> None:
    """Put the root into the certificate store."""
    initializer = context.ServiceManager.createInstanceWithContext("com.sun.star.xml.crypto.SEInitializer", context)
    environment = initializer.createSecurityContext("").getSecurityEnvironment()
    environment.addDERCertificateToTheDatabase(uno.ByteSequence(root.read_bytes()), "TCu,Cu,Tu")


def signatures(context: Any, workbook: Path) -> dict[str, object]:
    """What LibreOffice says of the signatures of a workbook's contents."""
    services = context.ServiceManager
    factory = services.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    shape = PropertyValue("StorageFormat", 0, "ZipFormat", 0)
    shapes = uno.Any("[]com.sun.star.beans.PropertyValue", (shape,))
    storage = uno.invoke(factory, "createInstanceWithArguments", ((workbook.as_uri(), READ, shapes),))
    judge = services.createInstanceWithArgumentsAndContext(
        "com.sun.star.security.DocumentDigitalSignatures", ("1.2", True), context
    )
    found = judge.verifyDocumentContentSignatures(storage, None)
    valid = [bool(one.SignatureIsValid) for one in found]
    return {"count": len(found), "valid": valid, "certificate": [int(one.CertificateStatus) for one in found]}


def opened(desktop: Any, workbook: str, password: str) -> dict[str, object]:
    """What LibreOffice reads with this password; for a wrong one it gives up detecting the file's type."""
    settings = (PropertyValue("Hidden", 0, True, 0), PropertyValue("Password", 0, password, 0))
    address = uno.systemPathToFileUrl(str(Path(workbook).resolve()))
    try:
        document = desktop.loadComponentFromURL(address, "_blank", 0, settings)
    except IllegalArgumentException:
        return {"opened": False}
    first = document.Sheets.getByIndex(0).getCellByPosition(0, 0).String
    found = {"opened": True, "sheets": list(document.Sheets.ElementNames), "first": first}
    document.close(True)
    return found


if __name__ == "__main__":
    place, certificate = (Path(one).resolve() for one in sys.argv[1:3])
    print(json.dumps(main(place, certificate, json.loads(sys.argv[3]))))
