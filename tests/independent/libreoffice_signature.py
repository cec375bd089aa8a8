"""Ask LibreOffice whether a workbook is validly signed: python3 libreoffice_signature.py FILE ROOT.der FOLDER.

Runs under the system's python3 (python3-uno), not under the project's; FOLDER is an empty one for the profile and the
certificate store. Prints one JSON object with how many signatures there are and what LibreOffice says of each.
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

DEADLINE_SECONDS = 60


def main(workbook: Path, root: Path, folder: Path) -> dict[str, object]:
    """Start LibreOffice, trust the root, verify the workbook, stop LibreOffice."""
    pipe = f"hndesk{os.getpid()}"
    (folder / "store").mkdir()
    profile = f"-env:UserInstallation={folder.as_uri()}/profile"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"--accept=pipe,name={pipe};urp", profile],
        env={**os.environ, "MOZILLA_CERTIFICATE_FOLDER": f"sql:{folder}/store"},
    )
    context = connect(pipe)
    try:
        return ask(context, workbook, root)
    finally:
        context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context).terminate()
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


def ask(context: Any, workbook: Path, root: Path) -> dict[str, object]:
    """Trust the root and verify the signatures of the workbook's contents."""
    services = context.ServiceManager
    initializer = services.createInstanceWithContext("com.sun.star.xml.crypto.SEInitializer", context)
    environment = initializer.createSecurityContext("").getSecurityEnvironment()
    environment.addDERCertificateToTheDatabase(uno.ByteSequence(root.read_bytes()), "TCu,Cu,Tu")
    factory = services.createInstanceWithContext("com.sun.star.embed.StorageFactory", context)
    shape = PropertyValue("StorageFormat", 0, "ZipFormat", 0)
    shapes = uno.Any("[]com.sun.star.beans.PropertyValue", (shape,))
    storage = uno.invoke(factory, "createInstanceWithArguments", ((workbook.as_uri(), READ, shapes),))
    judge = services.createInstanceWithArgumentsAndContext(
        "com.sun.star.security.DocumentDigitalSignatures", ("1.2", True), context
    )
    found = judge.verifyDocumentContentSignatures(storage, None)
    return {
        "count": len(found),
        "valid": [bool(one.SignatureIsValid) for one in found],
        "partial": [bool(one.PartialDocumentSignature) for one in found],
        "certificate": [int(one.CertificateStatus) for one in found],
        "signer": [one.Signer.SubjectName for one in found],
    }


if __name__ == "__main__":
    print(json.dumps(main(*(Path(one).resolve() for one in sys.argv[1:4]))))
