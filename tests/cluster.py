"""A throw-away PostgreSQL for the whole run of tests: begun by the first test that asks, gone when the run ends.

`initdb` and `postgres` refuse to run as root, so root runs them as user `postgres`; nothing outside this PC reaches
them. The processes of one run find each other by the run's own process id.
"""

import fcntl
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import psycopg
import pytest

from hn_desk.models.server_address import read_address
from hn_desk.models.upgrade import upgrade

BINARIES: Final = Path("/usr/lib/postgresql")
MEMORY: Final = Path("/dev/shm")
KEEPER: Final = Path(__file__).with_name("cluster_keeper.py")
OWNER: Final = "hn_desk"
TEMPLATE: Final = "hn_template"
OLDEST: Final = 15
LONGEST: Final = 60
KEY: Final = bytes(range(32))


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server: its folder, its port on loopback and in its folder's socket, the password of both roles."""

    folder: Path
    port: int
    password: str

    def url(self, name: str, *, role: str = OWNER, host: str = "127.0.0.1") -> str:
        """How the database `name` is reached."""
        return f"postgresql://{role}:{self.password}@{host}:{self.port}/{name}"

    @contextmanager
    def admin(self) -> Iterator[Any]:
        """A connection of the server's own administrator, each statement by itself."""
        with psycopg.connect(self.url("postgres", role="postgres"), autocommit=True) as connection:
            yield connection

    def new_database(self, template: str = "template0") -> str:
        """A database of its own, owned by the plain role; its name."""
        name = f"test_{secrets.token_hex(6)}"
        with self.admin() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER}")
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever still has it open."""
        with self.admin() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """The run's one server."""
    return started()


@pytest.fixture
def empty_url(cluster: Cluster) -> Iterator[str]:
    """An empty database of this test's own."""
    name = cluster.new_database()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def server_url(cluster: Cluster) -> Iterator[str]:
    """A database of this test's own with all tables, copied from one that was made once in the run."""
    name = cluster.new_database(template())
    yield cluster.url(name)
    cluster.drop(name)


@cache
def started() -> Cluster:
    """Find the run's server, or begin it. RuntimeError, in a sentence, where it can't be begun."""
    folder = place()
    with locked(folder):
        facts = folder / "cluster.json"
        if not facts.exists():
            begin(folder, facts)
        known = json.loads(facts.read_text(encoding="utf-8"))
    return Cluster(folder, known["port"], known["password"])


@cache
def template() -> str:
    """The name of the database with all tables; made by whichever process comes first."""
    cluster = started()
    made = cluster.folder / "template"
    with locked(cluster.folder):
        if not made.exists():
            with cluster.admin() as connection:
                connection.execute(f"CREATE DATABASE {TEMPLATE} TEMPLATE template0 OWNER {OWNER}")
            upgrade(read_address(cluster.url(TEMPLATE)), KEY)
            made.touch()
    return TEMPLATE


def run() -> int:
    """The process that all processes of this run have in common."""
    return os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()


def place() -> Path:
    """The run's folder, in memory where there is some: `postgres` may not enter pytest's own."""
    above = MEMORY if os.access(MEMORY, os.W_OK) else Path("/tmp")
    return above / f"hn-desk-cluster-{os.geteuid()}-{run()}"


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """One process at a time."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def begin(folder: Path, facts: Path) -> None:
    """Make the cluster and start it; the keeper ends it with the run, however that ends."""
    binaries = newest_binaries()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    become = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
    if become:
        shutil.chown(folder, "postgres", "postgres")
    password, port = secrets.token_urlsafe(16), free_port()
    secret = folder / "password"
    secret.write_text(password, encoding="ascii")
    secret.chmod(0o644)
    _run([binaries / "initdb", "-D", folder / "data", "-U", "postgres", f"--pwfile={secret}", *INITDB], folder, become)
    make_certificate(folder / "data", become)
    keeper = [sys.executable, "-I", "-S", KEEPER, str(run()), binaries / "postgres", folder, str(port)]
    nowhere = subprocess.DEVNULL
    subprocess.run(
        list(map(str, keeper)),
        cwd="/",
        check=True,
        stdin=nowhere,
        stdout=nowhere,
        stderr=nowhere,
        start_new_session=True,
    )
    cluster = Cluster(folder, port, password)
    wait_for(cluster)
    with cluster.admin() as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN PASSWORD '{password}'")
    facts.write_text(json.dumps({"port": port, "password": password}), encoding="utf-8")


INITDB: Final = ("-A", "scram-sha-256", "-E", "UTF8", "--locale=C", "--no-sync", "--no-instructions")


def newest_binaries() -> Path:
    """The folder of the newest installed server; RuntimeError when none is there."""
    found = [path for path in BINARIES.glob("*/bin") if path.parent.name.isdecimal()]
    newest = max(found, key=lambda path: int(path.parent.name), default=None)
    if newest is None or int(newest.parent.name) < OLDEST:
        raise RuntimeError(
            f"These tests need PostgreSQL {OLDEST} or newer: install the Debian package “postgresql” (.ci/run does)."
        )
    return newest


def make_certificate(data: Path, become: dict[str, Any]) -> None:
    """A certificate for the host name `may-chu`, so that connections can be encrypted."""
    files = ["-keyout", data / "server.key", "-out", data / "server.crt"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    _run(["openssl", "req", *kind, "-subj", "/CN=may-chu", *files], data, become)


def free_port() -> int:
    """A port of loopback that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(cluster: Cluster) -> None:
    """Wait until the server lets somebody in; RuntimeError with its log when it doesn't."""
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        with suppress(psycopg.OperationalError), cluster.admin():
            return
        time.sleep(0.05)
    log = (cluster.folder / "log").read_text(encoding="utf-8", errors="replace")
    raise RuntimeError(f"PostgreSQL did not start:\n{log}")


def _run(command: list[Any], folder: Path, become: dict[str, Any]) -> None:
    done = subprocess.run(list(map(str, command)), cwd=folder, check=False, capture_output=True, text=True, **become)
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed: {done.stderr}")
