"""What is shipped, as a bill of materials: CycloneDX 1.6, JSON."""

import json
import uuid
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from installer.licences import Entry
from installer.windows_lock import Pin

FILE: Final = "sbom.cdx.json"
NAMESPACE: Final = uuid.uuid5(uuid.NAMESPACE_DNS, "hn-desk")
PROGRAM: Final = "hn-desk"


def made(entries: Iterable[Entry], pins: Mapping[str, Pin], epoch: int) -> bytes:
    """The bill's bytes; the same entries and the same time give the same bytes."""
    known = sorted(entries, key=lambda entry: (entry.inside, entry.name))
    program = next(entry for entry in known if entry.name == PROGRAM)
    others = [entry for entry in known if entry is not program]
    names = "\n".join(map(reference, known))
    bill: dict[str, Any] = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, names)}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(epoch, UTC).isoformat().replace("+00:00", "Z"),
            "component": component(program, pins) | {"type": "application"},
        },
        "components": [component(entry, pins) for entry in others],
        "dependencies": dependencies(known),
    }
    return (json.dumps(bill, ensure_ascii=False, indent=1) + "\n").encode()


def reference(entry: Entry) -> str:
    """The name of a component inside the bill, unique there."""
    return "/".join(part for part in (entry.inside, f"{entry.name}@{entry.version or '-'}") if part)


def component(entry: Entry, pins: Mapping[str, Pin]) -> dict[str, Any]:
    """One component by the schema."""
    told: dict[str, Any] = {"type": "library", "bom-ref": reference(entry), "name": entry.name}
    if entry.version:
        told["version"] = entry.version
    told["licenses"] = [{"expression": entry.licence}]
    pin = pins.get(entry.name)
    if pin:
        told["purl"] = f"pkg:pypi/{pin.name}@{pin.version}"
        told["hashes"] = [{"alg": "SHA-256", "content": min(pin.hashes)}]
    return told


def dependencies(entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """Who holds whom: the program everything that stands alone, each of these what comes inside it."""
    known = list(entries)
    program = next(entry for entry in known if entry.name == PROGRAM)
    within = {entry.name: [reference(inner) for inner in known if inner.inside == entry.name] for entry in known}
    alone = [reference(entry) for entry in known if not entry.inside and entry is not program]
    first = {"ref": reference(program), "dependsOn": sorted(alone + within[program.name])}
    rest = [
        {"ref": reference(entry), "dependsOn": sorted(within[entry.name])}
        for entry in known
        if not entry.inside and entry is not program and within[entry.name]
    ]
    return [first, *rest]
