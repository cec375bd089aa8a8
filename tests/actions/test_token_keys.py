"""An office whose signing key lies in a token: requested, certified, sealing; the PIN is kept nowhere."""

from pathlib import Path

import pytest

from hn_desk.actions.keyring import install_trust, key_state
from hn_desk.actions.packets import seal_packet
from hn_desk.actions.token_keys import make_token_request
from hn_desk.city.authority import issue_office, trust_pack
from hn_desk.city.collect import collect
from hn_desk.errors import SignInError
from hn_desk.models.tables import AuditEntry, SigningKey
from tests import softhsm
from tests.pair import CITY_PASSPHRASE, Pair, at_now, pair, pair_template

__all__ = ["pair", "pair_template"]


def test_a_token_signs_packets_that_the_city_takes(pair: Pair) -> None:
    admin = pair.as_officer("anh")
    request = make_token_request(admin, softhsm.token(), softhsm.PIN, key=softhsm.key("RSA-2048"))
    issue_office(pair.city, CITY_PASSPHRASE, request, clock=at_now)
    install_trust(admin, trust_pack(pair.city, CITY_PASSPHRASE, clock=at_now))

    with pytest.raises(SignInError):
        seal_packet(pair.clerk, "STC", "111111")
    sealed = seal_packet(pair.clerk, "STC", softhsm.PIN)

    assert sealed.number == 1
    assert collect(pair.desk("STC"), sealed.path.read_bytes()).decision == "applied"
    state = key_state(admin)
    assert (state.is_usable, state.token) == (True, softhsm.token().serial)
    with pair.office.database.read() as session:
        kept = [value for row in session.query(SigningKey) for value in vars(row).values()]
        said = [str(row.content) for row in session.query(AuditEntry)]
    assert softhsm.PIN not in str(kept) + str(said)
    files = [path for path in Path(pair.office.folder).rglob("*") if path.is_file()]
    assert [path.name for path in files if softhsm.PIN.encode() in path.read_bytes()] == []
