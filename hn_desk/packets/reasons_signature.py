"""Why the signature of a packet is not accepted: its shape, what it covers, its digests, its key and its times."""

from hn_desk.i18n import _
from hn_desk.packets.reasons_archive import again


def sentences() -> dict[str, tuple[str, str]]:
    """Code → (what happened, what to do)."""
    return {**_shape(), **_manifest(), **_values(), **_times()}


def _shape() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "signature-missing": (
            _("This workbook is not signed."),
            _("Don't use this file. Ask the office for the sealed packet from its outbox."),
        ),
        "signature-shape": (_("The packet's signature is not built as HN Desk builds it."), do),
        "signature-id": (_("The packet's signature uses a name twice or a name that it must not use."), do),
        "signature-certificates": (_("The packet's signature does not have exactly one certificate."), do),
        "signature-algorithm": (_("The packet's signature uses a method that is not accepted."), do),
        "signature-bytes": (_("The packet's signature is not written as HN Desk writes it."), do),
    }


def _manifest() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "manifest-uncovered": (_("The signature does not cover “{part}”."), do),
        "manifest-extra": (_("The signature covers “{part}”, which is not in the packet."), do),
        "manifest-duplicate": (_("The signature covers “{part}” twice."), do),
        "manifest-type": (_("The kind of “{part}” was changed after it was signed."), do),
        "manifest-sources": (_("The signature does not cover every relationship of “{part}”."), do),
    }


def _values() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "digest-part": (_("“{part}” was changed after it was signed."), do),
        "digest-relationships": (_("The relationships in “{part}” were changed after they were signed."), do),
        "digest-package": (_("The signature's list of contents was changed after it was signed."), do),
        "digest-office": (_("The signature's note about the program was changed after it was signed."), do),
        "digest-properties": (_("The time or certificate in the signature was changed after it was signed."), do),
        "signature-value": (_("The signature does not belong to this packet and certificate."), do),
        "signature-length": (_("The signature is longer or shorter than its key makes it."), do),
        "certificate-broken": (_("The certificate in the signature can't be read."), do),
        "key-kind": (_("The signature's key is of a kind that is not accepted."), _new_key()),
        "key-size": (_("The signature's key has a size that is not accepted."), _new_key()),
        "xades-digest": (_("The signature names another certificate than the one it carries."), do),
        "xades-serial": (_("The signature names another issuer or number than its certificate has."), do),
    }


def _times() -> dict[str, tuple[str, str]]:
    do = again()
    return {
        "time-shape": (_("The signing time can't be read."), do),
        "time-differs": (_("The signature has two different signing times."), do),
        "time-future": (
            _("The packet was signed at {at}, which is still to come."),
            _("Check the date and clock of this computer; if they are right, ask the office to check its own."),
        ),
    }


def _new_key() -> str:
    return _("Ask the office to make a new key in its program and to send the request to the city.")
