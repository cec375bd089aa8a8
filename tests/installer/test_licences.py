"""Nothing is shipped under a licence that forbids it, and the text of each licence goes along."""

import json
from dataclasses import replace
from importlib.metadata import distribution
from pathlib import Path

import pytest

from installer import licences, sbom
from installer.licences import Entry, components, entries, index, is_allowed, of_runtime, only_gpl, placed, problems
from installer.wheels import Library, is_licence, whitelist
from installer.windows_lock import WINDOWS_LOCK, read

SOURCE = Path(__file__).resolve().parents[2]
EVERY = whitelist()


def installed(name: str) -> Library:
    """The library as this machine has it, in the very version that is shipped: its licences."""
    files = [str(file) for file in distribution(name).files or ()]
    texts = {file: distribution(name).locate_file(file).read_bytes() for file in files if is_licence(file)}  # type: ignore[attr-defined]  # it is a real path
    return Library(read(WINDOWS_LOCK)[name], EVERY.choice(name), {}, texts)


@pytest.fixture(scope="module")
def shipped() -> list[Entry]:
    """Everything that is shipped, with the texts of the libraries from this machine."""
    runtime = of_runtime("3.11.9", {"LICENSE.txt": b"PSF"})
    return entries("0.6.0", SOURCE, runtime, [installed(name) for name in read(WINDOWS_LOCK)])


def test_everything_that_is_shipped_may_be_and_brings_its_licence(shipped: list[Entry]) -> None:
    assert problems(shipped, EVERY.allowed) == []


def test_no_licence_that_is_allowed_is_the_gpl_but_for_what_a_compiler_adds() -> None:
    gpl = [name for name in EVERY.allowed if name.startswith(("GPL", "AGPL"))]

    assert gpl == ["GPL-3.0-or-later WITH GCC-exception-3.1"]


def test_a_gpl_part_that_a_wheel_names_is_refused_when_it_is_built_in() -> None:
    bill = {"components": [{"name": "libimagequant", "licenses": [{"license": {"id": "GPL-3.0-or-later"}}]}]}
    pillow = Library(
        read(WINDOWS_LOCK)["pillow"],
        EVERY.choice("pillow"),
        {"PIL/_imaging.pyd": b"MZ imagequant_version"},
        {"pillow.dist-info/sboms/pillow.cdx.json": json.dumps(bill).encode()},
    )

    assert licences.inner(pillow, EVERY) == [
        f"{pillow.pin.file}: libimagequant under GPL-3.0-or-later may not be shipped"
    ]
    assert licences.inner(replace(pillow, files={"PIL/_imaging.pyd": b"MZ"}), EVERY) == []


def test_the_licences_are_those_that_the_libraries_name_themselves() -> None:
    for name, choice in EVERY.libraries.items():
        assert distribution(name).metadata.get_all("License-Expression", [choice.licence]) == [choice.licence], name


def test_a_gpl_library_or_a_missing_text_is_refused(shipped: list[Entry]) -> None:
    wrong = [*shipped, Entry("readline", "8", "GPL-3.0-or-later", {"COPYING": b"GPL"}), Entry("bare", "1", "MIT", {})]

    assert problems(wrong, EVERY.allowed) == [
        "readline: GPL-3.0-or-later may not be shipped",
        "bare: the text of its licence is missing",
    ]


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("GPL-2.0-only OR MIT", True),
        ("(MIT OR GPL-2.0-only) AND MIT", True),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-3.0-only", False),
    ],
)
def test_one_of_several_licences_must_be_allowed(licence: str, allowed: bool) -> None:
    assert is_allowed(licence, frozenset({"MIT"})) is allowed


@pytest.mark.parametrize(
    ("source", "gpl"),
    [
        (b"# under the GPL v2", True),
        (b"# GNU General Public License", True),
        (b"# LGPL-3.0-only OR GPL-3.0-only", False),
        (b"# GNU Lesser General Public License", False),
        (b"TCGPlatform = 1", False),
    ],
)
def test_a_source_under_the_gpl_alone_is_found(source: bytes, gpl: bool) -> None:
    assert only_gpl("lib/a.py", source) is gpl


def test_each_inner_part_is_inside_something_that_is_shipped() -> None:
    assert {one.inside for one in components()} <= {*EVERY.libraries, "hn-desk"}


def test_the_list_names_each_thing_and_each_text_has_its_place(shipped: list[Entry]) -> None:
    files = placed(shipped, "0.6.0")

    assert files[licences.INDEX].decode() == index(shipped, "0.6.0")
    assert all(one.name in index(shipped, "0.6.0") for one in shipped)
    assert files["licences/pyside6-essentials/LGPL-3.0.txt"].startswith(b"                   GNU LESSER GENERAL PUBLIC")
    assert files["licences/pyhanko/src/pyhanko/pdf_utils/LICENSE.PyPDF2"]


def test_the_bill_of_materials_holds_each_thing_once_and_the_same_each_time(shipped: list[Entry]) -> None:
    made = sbom.made(shipped, read(WINDOWS_LOCK), 1_795_394_661)
    bill = json.loads(made)
    names = [one["bom-ref"] for one in bill["components"]]

    assert made == sbom.made(list(reversed(shipped)), read(WINDOWS_LOCK), 1_795_394_661)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["timestamp"] == "2026-11-23T00:44:21Z"
    assert len(names) == len(set(names)) == len(shipped) - 1
    depended = {ref for one in bill["dependencies"] for ref in one["dependsOn"]}
    assert depended == set(names)
    wheel = next(one for one in bill["components"] if one["name"] == "cryptography")
    assert wheel["hashes"] == [{"alg": "SHA-256", "content": min(read(WINDOWS_LOCK)["cryptography"].hashes)}]
