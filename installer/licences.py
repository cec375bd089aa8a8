"""What is shipped under which licence: the texts that go along, a list of all, and what may not be shipped."""

import json
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final

from installer.pinned import BuildError
from installer.programs import ENDINGS
from installer.wheels import WHITELIST, Library, Whitelist

TEXTS: Final = Path(__file__).with_name("licences")
INDEX: Final = "licences/index.txt"
GPL: Final = re.compile(rb"(?<![A-Za-z])GPL(?![A-Za-z])|GNU General Public Licen[sc]e")
ALTERNATIVE: Final = re.compile(rb"LGPL|Lesser General Public")
HEAD: Final = """HN Desk {version}: what it is made of, and under which licence. The texts lie in the folders beside it.
HN Desk {version}: các thành phần và giấy phép của chúng. Nguyên văn nằm trong các thư mục bên cạnh tệp này.

"""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is shipped: its licence as SPDX, what it comes inside of (or nothing), its texts by file name."""

    name: str
    version: str
    licence: str
    texts: Mapping[str, bytes]
    inside: str = ""


def entries(version: str, source: Path, runtime: Entry, read: Iterable[Library]) -> list[Entry]:
    """Everything that is shipped: the program, its fonts, the runtime, the libraries, and what comes inside them."""
    fonts = (source / "resources/fonts/LICENSE-liberation.txt").read_bytes()
    found = [
        Entry("hn-desk", version, "MIT", {"LICENSE.txt": (source / "LICENSE").read_bytes()}),
        Entry("liberation-fonts", "2", "OFL-1.1", {"LICENSE-liberation.txt": fonts}, "hn-desk"),
        runtime,
    ]
    found += [of_library(library) for library in read if not library.choice.left_out]
    return found + components()


def of_runtime(version: str, files: Mapping[str, bytes]) -> Entry:
    """The entry of the embeddable Python, whose text tells of what it holds too."""
    return Entry("python", version, "PSF-2.0", {"LICENSE.txt": files["LICENSE.txt"]})


def of_library(library: Library) -> Entry:
    """The entry of one wheel, with the texts it brings."""
    texts = {text_name(name): text for name, text in library.licences.items()}
    return Entry(library.pin.name, library.pin.version, library.choice.licence, texts)


def components(path: Path = WHITELIST) -> list[Entry]:
    """What comes inside a wheel and has no wheel of its own."""
    told = tomllib.loads(path.read_text(encoding="utf-8"))["components"]
    return [
        Entry(
            one["name"],
            one["version"],
            one["licence"],
            {name: (TEXTS / name).read_bytes() for name in one["texts"]},
            one["inside"],
        )
        for one in told
    ]


def text_name(name: str) -> str:
    """Where a wheel's licence text goes below the library's folder: its path without the metadata's folders."""
    parts = PurePosixPath(name).parts[1:]
    return "/".join(parts[1:] if parts[0].lower() == "licenses" and len(parts) > 1 else parts)


def placed(found: Iterable[Entry], version: str) -> dict[str, bytes]:
    """The texts and the list of all, by path in the tree."""
    known = list(found)
    texts = {f"licences/{one.inside or one.name}/{name}": text for one in known for name, text in one.texts.items()}
    return texts | {INDEX: index(known, version).encode()}


def index(found: Iterable[Entry], version: str) -> str:
    """The list of all, a line each."""
    order = sorted(found, key=lambda entry: (entry.inside or entry.name, entry.inside, entry.name))
    lines = [f"{_title(entry):<48} {entry.licence}" for entry in order]
    return HEAD.format(version=version) + "\n".join(lines) + "\n"


def _title(entry: Entry) -> str:
    title = f"{entry.name} {entry.version}".strip()
    return f"  {entry.inside} > {title}" if entry.inside else title


def problems(found: Iterable[Entry], allowed: frozenset[str]) -> list[str]:
    """What forbids shipping: a licence that isn't allowed, or no text of one."""
    known = list(found)
    texts = {entry.name for entry in known if entry.texts} | {entry.inside for entry in known if entry.texts}
    refused = [one for one in known if not is_allowed(one.licence, allowed)]
    wrong = [f"{one.name}: {one.licence} may not be shipped" for one in refused]
    return wrong + [f"{one.name}: the text of its licence is missing" for one in known if one.name not in texts]


def is_allowed(licence: str, allowed: frozenset[str]) -> bool:
    """Whether an SPDX expression of the form (A OR B) AND (C OR D), or simpler, leaves a licence we may take."""
    parts = licence.replace("(", "").replace(")", "").split(" AND ")
    return all(any(one.strip() in allowed for one in part.split(" OR ")) for part in parts)


def only_gpl(name: str, data: bytes) -> bool:
    """Whether a source names the GPL and no LGPL beside it."""
    return name.endswith((".py", ".txt")) and bool(GPL.search(data)) and not ALTERNATIVE.search(data)


def inner(library: Library, shipped: Whitelist) -> list[str]:
    """What the wheel's own bills of materials hold that may not be shipped, unless it isn't built in."""
    wrong = []
    for name, text in library.licences.items():
        for part in json.loads(text).get("components", ()) if name.endswith(".json") else ():
            refused = [
                one for one in map(_expression, part.get("licenses", ())) if not is_allowed(one, shipped.allowed)
            ]
            if refused and _is_in(library, shipped.not_built_in.get(part["name"])):
                wrong.append(f"{library.pin.file}: {part['name']} under {refused[0]} may not be shipped")
    return wrong


def _expression(told: Mapping[str, Any]) -> str:
    named = told.get("license", {})
    return str(told.get("expression") or named.get("id") or named.get("name"))


def _is_in(library: Library, mark: str | None) -> bool:
    programs = [data for name, data in library.files.items() if name.endswith(ENDINGS)]
    return mark is None or any(mark.encode() in data for data in programs)


def check(found: Iterable[Entry], read: Iterable[Library], shipped: Whitelist) -> None:
    """BuildError for what may not be shipped."""
    libraries = [library for library in read if not library.choice.left_out]
    wrong = problems(found, shipped.allowed) + [words for library in libraries for words in inner(library, shipped)]
    wrong += [
        f"{n}: only under the GPL" for library in libraries for n, data in library.files.items() if only_gpl(n, data)
    ]
    if wrong:
        raise BuildError("\n".join(wrong))
