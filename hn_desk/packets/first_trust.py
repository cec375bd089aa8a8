"""Before anything is trusted: the root that a first trust pack claims, to be compared with the city by phone."""

from cryptography import x509

from hn_desk.packets.documents import WITHDRAWING, read_canonical
from hn_desk.packets.pdf import claimed_attachments
from hn_desk.packets.reasons import refuse
from hn_desk.packets.trust import ATTACHMENT, TrustPack


def claimed_root(data: bytes) -> x509.Certificate:
    """The root certificate that lies in a trust pack; nothing of it is verified yet."""
    claimed = claimed_attachments(data).get(ATTACHMENT)
    if claimed is None:
        raise refuse("pdf-attachment")
    pack = read_canonical(TrustPack, claimed, "trust", newest=WITHDRAWING)
    try:
        return x509.load_pem_x509_certificate(pack.root.encode())
    except ValueError as error:
        raise refuse("root-broken") from error
