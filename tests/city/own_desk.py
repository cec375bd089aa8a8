"""A receiving desk of the made-up city whose keys the packets' tests hold, so that its hostile packets can be fed."""

from datetime import timedelta
from pathlib import Path

from hn_desk.city.desk_keys import DeskKeys
from hn_desk.city.desk_setup import make_desk
from hn_desk.city.places import desk_places
from hn_desk.packets.trust_folder import write_trust_folder
from tests.actions.conftest import QUICK
from tests.packets import keyring

DESK = "STC"
PASSPHRASE = "tam chin muoi muoi mot"
NOW = keyring.NOW + timedelta(hours=1)


def make_own_desk(city: Path) -> None:
    """Make the desk's folder below `city`: for training, trusting the office 00070 of the key ring."""
    keys = DeskKeys(keyring.root(), PASSPHRASE, 2048, 1_000, QUICK)
    make_desk(city, DESK, keys, ("training", NOW - timedelta(days=1)))
    write_trust_folder(keyring.trust(), desk_places(city, DESK).trust)
