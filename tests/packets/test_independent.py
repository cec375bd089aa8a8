"""Other people's programs accept every kind of file that both sides make, as far as they are installed.

Workbooks: xmlsec1, LibreOffice (signature, opening by the password), Apache POI; PDFs: pdfsig; requests: openssl.
"""

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from openpyxl import Workbook

import hn_desk
from hn_desk.actions.rulebook import rule_book
from hn_desk.packets import opc
from hn_desk.packets.archive import read_archive
from hn_desk.packets.contents import read_contents
from hn_desk.packets.package_parts import PLUMBING, SIGNATURE, content_type
from hn_desk.packets.signature_xml import DSIG, XADES
from tests import softhsm
from tests.packets import keyring
from tests.packets.every_file import KINDS, SIGNERS, packets, papers, requests, sealed
from tests.packets.real_packet import AT, GROUPS, packed

HOUSE = Path(hn_desk.__file__).parent
INDEPENDENT = Path(__file__).parents[1] / "independent"
SYSTEM_PYTHON = "/usr/bin/python3"
JARS = Path("/usr/share/java")
JAR_NAMES = (
    *("poi", "poi-ooxml", "poi-ooxml-schemas", "xmlbeans", "xmlsec", "bcprov", "bcpkix"),
    *("slf4j-api", "slf4j-nop", "commons-collections4", "commons-compress", "commons-codec"),
)


def calls(path: Path) -> set[tuple[str, str]]:
    """The functions that sign a travelling file and are called in a module: (function, module)."""
    module = ".".join(("hn_desk", *path.relative_to(HOUSE).with_suffix("").parts))
    wanted = {"opc.sign": "sign", "sign_pdf": "sign_pdf", "pdf.sign_pdf": "sign_pdf", "authority.request": "request"}
    if module == "hn_desk.packets.office_request":
        wanted["request"] = "request"
    text = path.read_text(encoding="utf-8")
    if not any(f"{name}(" in text for name in wanted):
        return set()
    tree = ast.parse(text)
    names = (ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {(wanted[name], module) for name in names if name in wanted}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a signed workbook of every kind."""
    folder = tmp_path_factory.mktemp("every file")
    for name, make in packets().items():
        (folder / f"{name}.xlsx").write_bytes(make())
    return folder


def test_every_signer_of_the_house_every_desk_and_every_key_stands_in_the_table() -> None:
    found = {call for path in HOUSE.rglob("*.py") for call in calls(path)}

    assert found == SIGNERS.keys()
    assert {*SIGNERS.values()} == {"packet", "receipt", "trust", "request"}
    assert papers().keys() == {"receipt", "trust"}
    assert {f"desk-{code}" for code in rule_book().desks} | {f"key-{kind}" for kind in KINDS} <= packets().keys()
    assert softhsm.is_installed() == any(name.startswith("token-") for name in packets())


def test_our_own_judge_takes_every_workbook(files: Path) -> None:
    for path in files.glob("*.xlsx"):
        verified = opc.verify(path.read_bytes(), keyring.trust(), AT)
        assert read_contents(verified).refused == (), path.name


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


@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed")
def test_xmlsec_finds_every_signature_and_every_covered_part_good(files: Path, tmp_path: Path) -> None:
    for path in sorted(files.glob("*.xlsx")):
        folder = tmp_path / path.stem
        folder.mkdir()
        answer = xmlsec(path.read_bytes(), folder)
        manifest = re.search(r"Manifests References \(ok/all\): (\d+)/(\d+)", answer.stderr)

        assert answer.returncode == 0, (path.name, answer.stderr)
        assert "SignedInfo References (ok/all): 3/3" in answer.stderr
        assert manifest is not None
        assert int(manifest[1]) == int(manifest[2]) >= 6, path.name


@pytest.mark.skipif(not shutil.which("xmlsec1"), reason="xmlsec1 is not installed")
def test_xmlsec_sees_a_changed_cell(tmp_path: Path) -> None:
    answer = xmlsec(packed(GROUPS, "Tổ dân phố số 1", "Tổ dân phố số 2"), tmp_path)

    assert "Manifests References (ok/all): 7/8" in answer.stderr


def has_uno() -> bool:
    if not (shutil.which("soffice") and Path(SYSTEM_PYTHON).exists()):
        return False
    return subprocess.run([SYSTEM_PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


@pytest.mark.usefixtures("real_spins")
@pytest.mark.skipif(not has_uno(), reason="LibreOffice with its Python is not installed")
def test_libreoffice_finds_every_signature_valid_and_opens_what_is_sealed_by_its_password_alone(
    files: Path, tmp_path: Path
) -> None:
    names = sorted(path.name for path in files.glob("*.xlsx"))
    (tmp_path / "root.der").write_bytes(keyring.root().certificate.public_bytes(Encoding.DER))
    (tmp_path / "office").mkdir()
    (tmp_path / "sealed.xlsx").write_bytes(sealed((files / "delta.xlsx").read_bytes()))
    (tmp_path / "large.xlsx").write_bytes(sealed(large()))
    tries = [("sealed.xlsx", keyring.PASSWORD), ("large.xlsx", keyring.PASSWORD), ("sealed.xlsx", "A" * 20)]
    wanted = {"signed": [str(files / name) for name in names], "sealed": tries}

    script = str(INDEPENDENT / "libreoffice.py")
    answer = run(SYSTEM_PYTHON, script, "office", "root.der", json.dumps(wanted), folder=tmp_path)

    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout.splitlines()[-1])
    good = {"count": 1, "valid": [True], "certificate": [0]}
    assert found["signed"] == {str(files / name): good for name in names}
    (first, second, wrong) = found["sealed"]
    assert (first["opened"], first["sheets"][0], first["first"]) == (True, "Bìa", "GÓI DỮ LIỆU GỬI THÀNH PHỐ")
    assert (second["opened"], second["sheets"], wrong) == (True, ["Bìa"], {"opened": False})


def large() -> bytes:
    """A workbook of 40 000 rows, more than one block of the encryption."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Bìa")
    for row in range(40_000):
        sheet.append(["Gói dữ liệu", row])
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


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


@pytest.mark.skipif(
    not (shutil.which("javac") and all((JARS / f"{name}.jar").exists() for name in JAR_NAMES)),
    reason="Apache POI is not installed",
)
def test_apache_poi_finds_every_signature_valid(files: Path, poi: str) -> None:
    names = sorted(path.name for path in files.glob("*.xlsx"))

    answer = run("java", "-cp", poi, "PoiSignature", *names, folder=files)

    assert answer.stdout.splitlines() == [f"valid 1 {name}" for name in names], answer.stderr


@pytest.mark.skipif(not shutil.which("pdfsig"), reason="pdfsig is not installed")
@pytest.mark.parametrize("kind", ["receipt", "trust"])
def test_pdfsig_finds_the_signature_of_every_paper_valid_and_covering_it_whole(kind: str, tmp_path: Path) -> None:
    (tmp_path / "paper.pdf").write_bytes(papers()[kind])

    said = run("pdfsig", "paper.pdf", folder=tmp_path).stdout

    assert "Signature is Valid." in said
    assert "Total document signed" in said


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not installed")
def test_openssl_finds_every_request_signed_by_its_own_key(tmp_path: Path) -> None:
    for name, data in requests().items():
        (tmp_path / f"{name}.pem").write_bytes(data)
        answer = run("openssl", "req", "-verify", "-noout", "-in", f"{name}.pem", folder=tmp_path)

        assert answer.returncode == 0, (name, answer.stderr)
        assert "verify OK" in answer.stdout + answer.stderr, name
