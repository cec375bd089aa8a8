"""Making one receiving desk: its keys, their certificates, its encrypted database."""

from datetime import datetime
from pathlib import Path
from uuid import uuid4

from hn_desk import office_keys
from hn_desk.actions.rulebook import rule_book
from hn_desk.city.desk_entries import entry_of
from hn_desk.city.desk_keys import OPENING, ROLES, DeskKeys, make_key
from hn_desk.city.own_keys import begin_own
from hn_desk.city.places import desk_places, write_facts
from hn_desk.errors import StorageError
from hn_desk.i18n import _
from hn_desk.models.formats import format_number
from hn_desk.models.places import refuse_unsafe_place
from hn_desk.models.upgrade import upgrade
from hn_desk.packets.trust_keeping import Certificate


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
    certificates = {use: make_key(places, desk, use, plan, now) for use in ROLES}
    upgrade(places.database, opened.database_keys[0])
    office_keys.save(keys_, places.key_file)
    name = rule_book().desks[desk].name
    write_facts(places.facts, {"code": desk, "name": name, "environment": environment, "instance": uuid4().hex})
    return certificates[OPENING]
