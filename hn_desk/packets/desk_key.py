"""Opening a packet with the desk's own key."""

from cryptography.hazmat.primitives.asymmetric import rsa

from hn_desk.packets.cms import Signer
from hn_desk.packets.reasons import refuse
from hn_desk.packets.seal import open_with_key


def open_as_desk(data: bytes, desk: Signer) -> bytes:
    """The signed workbook in a packet sealed for this desk, still unverified; PacketError says why it doesn't open."""
    if not isinstance(desk.key, rsa.RSAPrivateKey):
        raise refuse("seal-certificate")
    return open_with_key(data, desk.key, desk.certificate)
