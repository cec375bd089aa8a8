"""Both sides counted: the office from its own database, the city by a separate process from the city's own files."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any, Final

from hn_desk.actions.office import Office
from hn_desk.actions.packet_counts import sent_counts, sent_to_desks
from hn_desk.errors import DeskError
from hn_desk.files import take_away, write_whole
from hn_desk.i18n import _
from hn_desk.settings import own_command
from hn_desk.ui.day.exchange import CITY_PASSPHRASE, Places

SUMMARY: Final = "summary.json"
AT_DESKS: Final = "at_desks"
"""Records counted once a desk, beside the distinct ones: also what only one of two desks lost is noticed."""
NO_RECORDS: Final = frozenset({"packets", "offices"})


def summarise(office: Office, places: Places) -> dict[str, dict[str, int]]:
    """Count both sides and keep `summary.json`. DeskError when they differ or nothing was sent."""
    sent = {**sent_counts(office), AT_DESKS: sent_to_desks(office)}
    return checked(places, {"office": sent, "city": city_counts(places)})


def recounted(places: Places) -> dict[str, dict[str, int]]:
    """Count the city's side of an earlier day again, beside the office's numbers of that day."""
    try:
        kept = json.loads((places.into / SUMMARY).read_bytes())
    except (OSError, ValueError) as error:
        raise DeskError(
            _("There is no finished day in this folder."), do=_("Run “day” without --recount first."), reason="no-day"
        ) from error
    return checked(places, {"office": kept["office"], "city": city_counts(places)})


def checked(places: Places, counted: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Keep the summary, then refuse one whose sides differ."""
    write_whole(places.into / SUMMARY, json.dumps(counted, indent=1).encode())
    if counted["office"] != counted["city"] or not sum(counted["office"].values()):
        raise DeskError(
            _("The office and the city count differently."),
            do=_("Compare the two sides in {file}.").format(file=SUMMARY),
            reason="counts-differ",
        )
    return counted


def city_counts(places: Places) -> dict[str, int]:
    """What the city's desks hold, counted by another process."""
    secret = places.into / "city.passphrase"
    secret.touch(mode=0o600)
    secret.write_text(CITY_PASSPHRASE, encoding="utf-8")
    try:
        answer = _count(places.city, secret)
    finally:
        take_away(secret)
    held = (number for desk in answer["desks"].values() for name, number in desk.items() if name not in NO_RECORDS)
    return {**answer["counts"], AT_DESKS: sum(held)}


def _count(city: Path, secret: Path) -> dict[str, Any]:
    command = [*own_command(), "city-counts", "--city", str(city), "--json"]
    environment = os.environ | {"HN_DESK_PASSPHRASE_FILE": str(secret)}
    done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8", env=environment)
    if done.returncode:
        raise DeskError(
            _("The city's files could not be counted: {why}").format(why=done.stdout.strip() or done.stderr.strip()),
            do=_("Run the day again into an empty folder."),
            reason="city-counts",
        )
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
