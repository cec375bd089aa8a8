"""Keys and trust for another process come back as they were."""

from hn_desk.packets.portable import portable_keys
from hn_desk.packets.trust_keeping import revoked_serials
from tests.packets import keyring


def test_keys_and_trust_are_the_same_again() -> None:
    trust = keyring.trust()
    (signer,), again = portable_keys((keyring.office(),), trust).open()
    assert signer.certificate == keyring.office().certificate
    assert signer.key.public_key() == keyring.office().key.public_key()
    assert (again.root, again.desks, again.offices, again.number) == (
        trust.root,
        trust.desks,
        trust.offices,
        trust.number,
    )


def test_a_trust_without_a_list_revokes_nothing() -> None:
    assert revoked_serials(type(keyring.trust())(keyring.root().certificate, ())) == {}
