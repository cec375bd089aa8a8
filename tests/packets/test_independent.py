"""Other people's programs accept our signatures: xmlsec1, LibreOffice and Apache POI, where they are installed."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.keys import PrivateKey
from hn_desk.packets import opc
from hn_desk.packets.archive import read_archive
from hn_desk.packets.contents import build_workbook
from hn_desk.packets.package_parts import PLUMBING, SIGNATURE, content_type
from hn_desk.packets.signature_xml import DSIG, XADES
from tests.packets import keyring
from tests.packets.real_packet import AT, GROUPS, cover, packed, rows

INDEPENDENT = Path(__file__).parents[1] / "independent"
SYSTEM_PYTHON = "/usr/bin/python3"
JARS = Path("/usr/share/java")
JAR_NAMES = (
    *("poi", "poi-ooxml", "poi-ooxml-schemas", "xmlbeans", "xmlsec", "bcprov", "bcpkix"),
    *("slf4j-api", "slf4j-nop", "commons-collections4", "commons-compress", "commons-codec"),
)
KEYS = pytest.mark.parametrize("kind", ["RSA-3072", "P-256"])


def signed_by(key: PrivateKey) -> bytes:
    certificate = keyring.certified(key, keyring.OFFICE, "office")
    return opc.sign(build_workbook(cover(), rows()), key, certificate, AT)


def run(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def unpacked(data: bytes, folder: Path) -> list[str]:
    """Lay the parts out as files; the options that tell xmlsec1 where the manifest's addresses lie."""
    options: list[str] = []
    for part, content in read_archive(data).items():
        place = folder / part
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        if part not in PLUMBING:
            options += [f"--url-map:/{part}?ContentType={content_type(part)}", part]
    return options


def xmlsec(data: bytes, folder: Path) -> subprocess.CompletedProcess[str]:
    root = folder / "root.pem"
    root.write_bytes(keyring.root().certificate.public_bytes(Encoding.PEM))
    names = ("--id-attr:Id", f"{DSIG}:Object", "--id-attr:Id", f"{XADES}:SignedProperties")
    at = ("--verification-gmt-time", f"{AT:%Y-%m-%d %H:%M:%S}")
    maps = unpacked(data, folder)
    return run("xmlsec1", "--verify", "--trusted-pem", root.name, *at, *names, *maps, SIGNATURE, folder=folder)


@KEYS
@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed")
def test_xmlsec_finds_the_signature_and_every_covered_part_good(kind: str, tmp_path: Path) -> None:
    answer = xmlsec(signed_by(keyring.key_of(kind)), tmp_path)

    assert answer.returncode == 0, answer.stderr
    assert "SignedInfo References (ok/all): 3/3" in answer.stderr
    assert "Manifests References (ok/all): 8/8" in answer.stderr


@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed")
def test_xmlsec_sees_a_changed_cell(tmp_path: Path) -> None:
    answer = xmlsec(packed(GROUPS, "Tổ dân phố số 1", "Tổ dân phố số 2"), tmp_path)

    assert "Manifests References (ok/all): 7/8" in answer.stderr


def has_uno() -> bool:
    if not (shutil.which("soffice") and Path(SYSTEM_PYTHON).exists()):
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


@KEYS
@pytest.mark.skipif(not has_uno(), reason="LibreOffice with its Python is not installed")
def test_libreoffice_finds_the_signature_valid_and_trusted(kind: str, tmp_path: Path) -> None:
    (tmp_path / "packet.xlsx").write_bytes(signed_by(keyring.key_of(kind)))
    (tmp_path / "root.der").write_bytes(keyring.root().certificate.public_bytes(Encoding.DER))
    (tmp_path / "office").mkdir()

    script = str(INDEPENDENT / "libreoffice_signature.py")
    answer = run(SYSTEM_PYTHON, script, "packet.xlsx", "root.der", "office", folder=tmp_path)

    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    assert (found["count"], found["valid"], found["certificate"]) == (1, [True], [0])


@pytest.fixture(scope="session")
def poi(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The class path of Apache POI, with the schemas that Debian's package lacks, compiled from their sources."""
    folder = tmp_path_factory.mktemp("poi")
    jars = os.pathsep.join(str(JARS / f"{name}.jar") for name in JAR_NAMES)
    schema = "bindings/schemas/xmldsig-core-schema.xsd"
    steps = (
        (sys.executable, "-m", "zipfile", "-e", str(JARS / "xmlsec.jar"), "xmlsec"),
        (
            *("java", "-cp", jars, "org.apache.xmlbeans.impl.tool.SchemaCompiler", "-quiet", "-out", "schemas.jar"),
            *(f"xmlsec/{schema}", str(INDEPENDENT / "package_signature.xsd")),
        ),
        ("javac", "-cp", jars, "-d", ".", str(INDEPENDENT / "PoiSignature.java")),
    )
    for step in steps:
        answer = run(*step, folder=folder)
        assert answer.returncode == 0, answer.stderr
    return os.pathsep.join([str(folder / "schemas.jar"), str(folder), jars])


@KEYS
@pytest.mark.skipif(
    not (shutil.which("javac") and all((JARS / f"{name}.jar").exists() for name in JAR_NAMES)),
    reason="Apache POI is not installed",
)
def test_apache_poi_finds_the_signature_valid(kind: str, poi: str, tmp_path: Path) -> None:
    (tmp_path / "packet.xlsx").write_bytes(signed_by(keyring.key_of(kind)))

    answer = run("java", "-cp", poi, "PoiSignature", "packet.xlsx", folder=tmp_path)

    assert answer.stdout.splitlines()[:1] == ["valid"], answer.stderr
    assert len(answer.stdout.splitlines()) == 2
