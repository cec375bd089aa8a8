"""Every test here has a real PostgreSQL; the desks of its city lie there."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from hn_desk.actions.office import unlock
from hn_desk.city.desk import CityDesk
from hn_desk.city.places import desk_places
from hn_desk.city.server_file import keep_place
from hn_desk.models.server_address import read_address
from tests.actions.conftest import NOW, PASSPHRASE
from tests.cluster import Cluster, cluster, empty_url, server_url, template
from tests.pair import Pair, at_now, pair_template

__all__ = ["cluster", "empty_url", "pair_template", "server_url"]


@dataclass(frozen=True, slots=True)
class ServerPair(Pair):
    """A pair whose city has its desks' databases on the server, one each."""

    cluster: Cluster

    def desk(self, code: str, *, now: datetime = NOW) -> CityDesk:
        if not desk_places(self.city, code).server.exists():
            self._put_on_server(code)
        return Pair.desk(self, code, now=now)

    def _put_on_server(self, code: str) -> None:
        name = self.cluster.new_database(template())
        self.stack.callback(self.cluster.drop, name)
        put_on_server(Pair.desk(self, code), self.cluster.url(name))


def put_on_server(desk: CityDesk, url: str) -> None:
    """Let a desk that holds nothing yet have its records in this database, which has its tables."""
    desk.close()
    keep_place(desk.places, desk.database.key, read_address(url))
    desk.places.database.unlink()


@pytest.fixture
def pair(pair_template: Path, tmp_path: Path, cluster: Cluster) -> Iterator[ServerPair]:
    """The office, signed in as lan, and its city, whose desks lie on the server."""
    shutil.copytree(pair_template, tmp_path / "pair")
    with ExitStack() as stack:
        office = unlock(tmp_path / "pair" / "office", "lan", PASSPHRASE, clock=at_now)
        stack.callback(office.close)
        yield ServerPair(office, tmp_path / "pair" / "city", stack, cluster)
