"""Whether everything the program needs is there: compared with a list that is kept beside the resources."""

from dataclasses import dataclass
from typing import Final

from hn_desk.actions.rulebook import read_toml, rule_book
from hn_desk.errors import ResourceError
from hn_desk.forms.catalogue import load_form
from hn_desk.i18n import _
from hn_desk.models.migrating import script_revisions
from hn_desk.settings import resource

MANIFEST: Final = "manifest.toml"
CATALOGUE: Final = "locale/vi/LC_MESSAGES/hn_desk.mo"


@dataclass(frozen=True, slots=True)
class Found:
    """One kind of thing: how many are there, and which that should be are missing."""

    kind: str
    count: int
    missing: tuple[str, ...]


def self_check() -> tuple[Found, ...]:
    """Count programmes, forms, reports, desks, fonts, files, migrations, communes, texts. ResourceError."""
    manifest = read_toml(resource(MANIFEST))
    book = rule_book()
    forms = {load_form(form, f"{name}.toml").code for name, form in book.forms.items()}
    present: dict[str, set[str]] = {
        "programmes": set(book.programmes),
        "forms": forms,
        "reports": set(book.reports),
        "desks": set(book.desks),
        "fonts": {path.name for path in resource("fonts").glob("*.ttf") if path.stat().st_size},
        "files": {name for name in manifest["files"] if resource(name).is_file()},
        "migrations": set(script_revisions()),
    }
    found = [_compare(kind, names, manifest[kind]) for kind, names in present.items()]
    found.append(_enough("communes", len(book.communes), manifest["communes"]))
    found.append(_enough("translations", _translations(), manifest["translations"]))
    return tuple(found)


def _compare(kind: str, present: set[str], wanted: list[str]) -> Found:
    return Found(kind, len(present), tuple(sorted(set(wanted) - present)))


def _enough(kind: str, count: int, wanted: int) -> Found:
    missing = _("{n} of {wanted}").format(n=count, wanted=wanted)
    return Found(kind, count, () if count >= wanted else (missing,))


def _translations() -> int:
    """How many sentences the compiled Vietnamese catalogue holds: a number in its head; its own head is one of them."""
    path = resource(CATALOGUE)
    if not path.is_file():
        raise ResourceError(_("The program's Vietnamese texts are missing."), do=_("Install the program again."))
    with path.open("rb") as stream:
        head = stream.read(12)
    return int.from_bytes(head[8:], "little") - 1
