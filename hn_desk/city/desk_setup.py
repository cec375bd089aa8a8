"""Making one receiving desk: its keys, their certificates, its encrypted database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import uuid4

from hn_desk import files, keys, office_keys
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk_entries import entry_of
from hn_desk.city.own_keys import begin_own, keep_own
from hn_desk.city.places import DeskPlaces, desk_places, write_facts
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.keys import Cost
from hn_desk.models.formats import format_number
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.upgrade import upgrade
from hn_desk.packets import authority
from hn_desk.packets.authority import Authority, Grant, Subject
from hn_desk.packets.certificates import Role
from hn_desk.packets.trust_keeping import Certificate, pem_of

OPENING: Final = "opening"
RECEIPT: Final = "receipt"
ROLES: Final[dict[str, Role]] = {OPENING: "desk", RECEIPT: "receipt"}


@dataclass(frozen=True, slots=True)
class DeskKeys:
    """Who certifies a desk's keys, and what protects them; the passphrase is the authority's and that of `keeper`."""

    root: Authority
    passphrase: str
    bits: int
    rounds: int
    cost: Cost
    keeper: str = ""


def make_desk(folder: Path, desk: str, plan: DeskKeys, when: tuple[str, datetime]) -> Certificate:
    """Make a desk's folder and return the certificate that packets are sealed for. `when`: environment and moment."""
    environment, now = when
    places = desk_places(folder, desk)
    if places.facts.exists():
        raise StorageError(
            _("The desk {desk} is already set up here.").format(desk=desk), do=_("Open it instead."), reason="exists"
        )
    refuse_unsafe_place(folder)
    places.make()
    keys_, opened = office_keys.create(entry_of(plan.keeper, plan.passphrase, plan.cost), format_number())
    begin_own(places, opened.master)
    certificates = {use: _make_key(places, desk, use, plan, now) for use in ROLES}
    upgrade(places.database, opened.database_keys[0])
    office_keys.save(keys_, places.key_file)
    name = rule_book().desks[desk].name
    write_facts(places.facts, {"code": desk, "name": name, "environment": environment, "instance": uuid4().hex})
    return certificates[OPENING]


def _make_key(places: DeskPlaces, desk: str, use: str, plan: DeskKeys, now: datetime) -> Certificate:
    key = authority.new_key(plan.bits)
    request = authority.request(key, Subject(desk, f"HN Desk {desk}"))
    certificate = authority.issue(plan.root, request, Grant(ROLES[use], now))
    files.write_whole(places.keys / f"{use}.key", keys.seal_private_key(key, plan.passphrase, rounds=plan.rounds))
    keep_own(places, use, key)
    files.write_whole(places.keys / f"{use}.pem", pem_of(certificate))
    return certificate
