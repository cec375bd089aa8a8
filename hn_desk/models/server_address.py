"""Where a database on a PostgreSQL server is, and how safely it must be reached."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import import_module
from ipaddress import ip_address
from typing import Any, Final

from hn_desk.errors import InputError, Problem
from hn_desk.i18n import _

SCHEMES: Final = ("postgresql://", "postgres://")
UNSAFE: Final = frozenset({"disable", "allow", "prefer"})
LOCAL_NAME: Final = "localhost"
WAIT_SECONDS: Final = 10
LOCK_MILLISECONDS: Final = 30_000
SETTINGS: Final[Mapping[str, str]] = {
    "lock_timeout": str(LOCK_MILLISECONDS),
    "synchronous_commit": "on",
    "tcp_keepalives_idle": "30",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
"""Asked of the server for each connection: how long another writer is waited for; a commit is on the disk; a PC that
was switched off in the middle of a save lets go within a minute."""


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A database on a server; `shown` is what may be read by anyone, `url` and `facts` may hold the password."""

    shown: str
    url: str = field(repr=False)
    facts: Mapping[str, Any] = field(repr=False)

    @property
    def is_local(self) -> bool:
        """Whether the server is this PC itself, as far as the address says; a service's address is not known here."""
        return "service" not in self.facts and is_local(self.facts.get("host"), self.facts.get("hostaddr"))


def read_address(url: str) -> ServerAddress:
    """Read `postgresql://user@host:port/database`; InputError (reason `database-url`) for what can't be or may not be.

    To another PC the connection is encrypted: with no certificate named, the server must also prove that it knows the
    password (channel binding). The password may come from the user's pgpass file or service file instead.
    """
    conninfo = import_module("psycopg.conninfo")
    if not url.startswith(SCHEMES):
        raise _refused(_("The address of a database begins with {start}.").format(start=SCHEMES[0]))
    try:
        facts = dict(conninfo.conninfo_to_dict(url))
    except import_module("psycopg").Error:
        raise _refused(_("This is no address of a database on a PostgreSQL server.")) from None
    if not facts.get("dbname") and not facts.get("service"):
        raise _refused(_("The address names no database."))
    if not all(port.isdecimal() for port in str(facts.get("port") or "5432").split(",")):
        raise _refused(_("The port of the server is a number."))
    address = ServerAddress(_shown(facts), url, facts)
    if address.is_local:
        return address
    if facts.get("sslmode") in UNSAFE:
        raise _refused(_("A database on another PC is reached encrypted only."))
    if "service" not in facts:
        facts.setdefault("sslmode", "require")
        if "sslrootcert" not in facts and facts["sslmode"] == "require":
            facts.setdefault("channel_binding", "require")
    return address


def is_local(host: str | None, address: str | None = None) -> bool:
    """Whether hosts as the library takes them, several with commas, are all this PC; none named is its own socket."""
    return all(_is_loopback(one) for one in [*(host or "").split(","), *(address or "").split(",")])


def _is_loopback(host: str) -> bool:
    if not host or host.startswith(("/", "@")) or host == LOCAL_NAME:
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _shown(facts: Mapping[str, Any]) -> str:
    if facts.get("service"):
        return f"{SCHEMES[0]}?service={facts['service']}"
    user = f"{facts['user']}@" if facts.get("user") else ""
    port = f":{facts['port']}" if facts.get("port") else ""
    return f"{SCHEMES[0]}{user}{facts.get('host') or facts.get('hostaddr') or ''}{port}/{facts['dbname']}"


def _refused(what: str) -> InputError:
    do = _("Write it as {form}; ask whoever looks after the server.").format(
        form="postgresql://user@host:5432/database"
    )
    return InputError(what, do=do, reason="database-url", problems=(Problem("database", f"{what} {do}"),))
