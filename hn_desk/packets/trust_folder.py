"""Trusted certificates as files: root.pem, crl.der, trust.json, desks/CODE.pem, offices/ and checks/<code>-<n>.pem.

`withdrawn.json` names the papers that no longer count.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import AwareDatetime, Field, ValidationError

from hn_desk import files
from hn_desk.packets.certificates import Role, Trust, check_crl, check_issued, check_root, crl_number, subject_code
from hn_desk.packets.documents import Document, OfficeCode, PaperId, canonical
from hn_desk.packets.reasons import refuse

LARGEST: Final = 4 * 1024 * 1024
ROOT, CRL, NOTE, DESKS, OFFICES, CHECKS = "root.pem", "crl.der", "trust.json", "desks", "offices", "checks"
WITHDRAWN: Final = "withdrawn.json"
_DESK_FILE: Final = re.compile(r"([A-Z][A-Z0-9-]{1,15})\.pem")
_OFFICE_FILE: Final = re.compile(r"([0-9]{5})-([1-9][0-9]?)\.pem")


class _Note(Document):
    """Which trust pack the folder was made from."""

    number: Annotated[int, Field(ge=0)]
    next_update: AwareDatetime | None


class _Withdrawn(Document):
    """The papers that no longer count."""

    papers: Mapping[OfficeCode, Mapping[PaperId, date]]


def write_trust_folder(trust: Trust, folder: Path) -> None:
    """Write what is trusted as files, public only; certificates that are no longer trusted are taken away."""
    content = _content(trust)
    try:
        for part in (DESKS, OFFICES, CHECKS):
            (folder / part).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise files.writing_problem(error, folder / ROOT) from error
    for name, data in content.items():
        files.write_whole(folder / name, data)
    for path in [path for part in (DESKS, OFFICES, CHECKS) for path in (folder / part).glob("*.pem")]:
        if f"{path.parent.name}/{path.name}" not in content:
            files.take_away(path)


def read_trust_folder(folder: Path) -> Trust:
    """Read what is trusted; the root in it is believed as it stands, everything else must be the root's."""
    root = _certificate(folder / ROOT)
    check_root(root)
    note, crls = _note(folder / NOTE), _crls(folder / CRL, root)
    offices, checks = _of_offices(folder / OFFICES, root, "office"), _of_offices(folder / CHECKS, root, "check")
    withdrawn = _withdrawn(folder / WITHDRAWN)
    return Trust(root, crls, _desks(folder, root), offices, note.number, note.next_update, checks, withdrawn)


def _content(trust: Trust) -> dict[str, bytes]:
    content = {ROOT: trust.root.public_bytes(Encoding.PEM)}
    if trust.crls:
        content[CRL] = max(trust.crls, key=crl_number).public_bytes(Encoding.DER)
    for code, certificate in trust.desks.items():
        content[f"{DESKS}/{code}.pem"] = certificate.public_bytes(Encoding.PEM)
    for part, kept in ((OFFICES, trust.offices), (CHECKS, trust.checks)):
        for code, certificates in kept.items():
            for number, certificate in enumerate(certificates, 1):
                content[f"{part}/{code}-{number}.pem"] = certificate.public_bytes(Encoding.PEM)
    content[WITHDRAWN] = canonical(_Withdrawn(papers=trust.withdrawn))
    return {**content, NOTE: canonical(_Note(number=trust.number, next_update=trust.next_update))}


def _note(path: Path) -> _Note:
    if not path.exists():
        return _Note(number=0, next_update=None)
    try:
        return _Note.model_validate_json(files.read_whole(path, LARGEST))
    except ValidationError as error:
        raise refuse("trust-file", file=path.name) from error


def _withdrawn(path: Path) -> Mapping[str, Mapping[str, date]]:
    if not path.exists():
        return {}
    try:
        return _Withdrawn.model_validate_json(files.read_whole(path, LARGEST)).papers
    except ValidationError as error:
        raise refuse("trust-file", file=path.name) from error


def _crls(path: Path, root: x509.Certificate) -> tuple[x509.CertificateRevocationList, ...]:
    if not path.exists():
        return ()
    try:
        crl = x509.load_der_x509_crl(files.read_whole(path, LARGEST))
    except ValueError as error:
        raise refuse("trust-file", file=path.name) from error
    check_crl(crl, root)
    return (crl,)


def _desks(folder: Path, root: x509.Certificate) -> dict[str, x509.Certificate]:
    found = {}
    for path in sorted((folder / DESKS).glob("*.pem")):
        code = _code(path, _DESK_FILE)
        found[code] = _issued(path, root, "desk", code)
    return found


def _of_offices(folder: Path, root: x509.Certificate, role: Role) -> dict[str, tuple[x509.Certificate, ...]]:
    found: dict[str, tuple[x509.Certificate, ...]] = {}
    for path in sorted(folder.glob("*.pem"), key=lambda path: (len(path.name), path.name)):
        code = _code(path, _OFFICE_FILE)
        found[code] = (*found.get(code, ()), _issued(path, root, role, code))
    return found


def _code(path: Path, pattern: re.Pattern[str]) -> str:
    match = pattern.fullmatch(path.name)
    if match is None:
        raise refuse("trust-file", file=path.name)
    return match[1]


def _issued(path: Path, root: x509.Certificate, role: Role, code: str) -> x509.Certificate:
    """A certificate of the root for this role and place; it may have expired."""
    certificate = _certificate(path)
    check_issued(certificate, root, certificate.not_valid_before_utc, role)
    if subject_code(certificate) != code:
        raise refuse("trust-file", file=path.name)
    return certificate


def _certificate(path: Path) -> x509.Certificate:
    try:
        return x509.load_pem_x509_certificate(files.read_whole(path, LARGEST))
    except (ValueError, x509.InvalidVersion) as error:
        raise refuse("trust-file", file=path.name) from error
