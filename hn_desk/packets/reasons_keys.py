"""Why a certificate, an encrypted packet, a receipt or a trust pack is not accepted."""

from hn_desk.i18n import _


def sentences() -> dict[str, tuple[str, str]]:
    """Code → (what happened, what to do)."""
    return {**_chain(), **_revocation(), **_request(), **_seal(), **_pdf(), **_trust()}


def _chain() -> dict[str, tuple[str, str]]:
    new = _("Ask the city for a certificate that fits, then sign again.")
    forged = _("Don't use this file; tell the city's desk.")
    return {
        "chain-root": (_("The signer's certificate was not issued by the city that this program trusts."), forged),
        "chain-broken": (_("The signer's certificate can't be read."), forged),
        "chain-algorithm": (_("The signer's certificate is signed with a method that isn't accepted."), forged),
        "chain-key": (_("The certificate's key is of a kind or size that isn't accepted."), new),
        "chain-ca": (_("The certificate is one for issuing certificates and may not sign or open papers."), forged),
        "chain-usage": (_("The certificate may not be used for this."), new),
        "chain-role": (_("The certificate was given for another role than this one."), forged),
        "chain-critical": (_("The certificate has a condition that this program doesn't know."), new),
        "chain-time": (_("The certificate was not valid at the time of signing, {at}."), new),
        "chain-code": (_("The certificate doesn't say to which office or desk it belongs."), new),
        "root-time": (_("The city's root certificate was not valid at the time of signing, {at}."), new),
    }


def _revocation() -> dict[str, tuple[str, str]]:
    renew = _("Ask the city for its newest trust pack and read it in.")
    return {
        "crl-missing": (_("There is no list of revoked certificates, so none can be trusted."), renew),
        "crl-signature": (
            _("The list of revoked certificates was not made by the city that this program trusts."),
            renew,
        ),
        "crl-broken": (_("The list of revoked certificates has no number or a condition that isn't known."), renew),
        "crl-future": (
            _("The list of revoked certificates was made after today."),
            _("Set this PC's date and time right, then try again."),
        ),
        "revoked": (
            _("The certificate was revoked by the city."),
            _("The office asks the city for a new certificate and sends a full packet."),
        ),
    }


def _request() -> dict[str, tuple[str, str]]:
    again = _("Make the request again on the office's PC and bring it anew.")
    return {
        "request-broken": (_("This file is no request for a certificate."), again),
        "request-signature": (_("The request was changed, or wasn't made with its own key."), again),
        "request-subject": (_("The request names no office or desk, or in a way that isn't accepted."), again),
        "root-broken": (
            _("The file of the city's root certificate can't be used."),
            _("Take the root certificate from the city's latest trust pack."),
        ),
        "trust-file": (
            _("The file {file} in the folder of trusted certificates can't be used."),
            _("Ask the city for its newest trust pack and read it in."),
        ),
    }


def _seal() -> dict[str, tuple[str, str]]:
    resend = _("Ask the office to send this packet again; it is still kept there.")
    return {
        "seal-container": (_("This file is no sealed packet, or it was damaged on the way."), resend),
        "seal-info": (_("The sealed packet isn't encrypted in the way of this program."), resend),
        "seal-desk": (
            _("This packet is sealed for another desk, or for an older key of this one."),
            _("Give it to the desk that it names, or choose the desk's older key."),
        ),
        "seal-key": (_("This key doesn't open the packet, or the packet was damaged on the way."), resend),
        "seal-password": (
            _("The password doesn't open this packet."),
            _("Type the 20 characters from the packet's sheet again."),
        ),
        "seal-integrity": (_("This packet was changed after it was sealed."), resend),
        "seal-size": (
            _("The packet is too large to be sealed: {size} bytes, at most {most}."),
            _("Pack a shorter period, or send it in parts."),
        ),
        "seal-certificate": (
            _("The desk's certificate can't be used to seal: it needs an RSA key and a short name."),
            _("Ask the city for a new certificate of this desk."),
        ),
    }


def _pdf() -> dict[str, tuple[str, str]]:
    resend = _("Ask the city to send this paper again.")
    return {
        "pdf-broken": (_("This file is no signed paper of the city's desk, or it was damaged on the way."), resend),
        "pdf-unsigned": (_("This paper carries no signature."), resend),
        "pdf-signatures": (_("This paper has more than one signature."), resend),
        "pdf-coverage": (_("The signature doesn't cover the whole paper."), resend),
        "pdf-container": (_("The signature's field has something else in it than one signature."), resend),
        "pdf-cms": (_("The paper's signature isn't made in the way of this program."), resend),
        "pdf-certificate": (_("The paper's signature doesn't carry exactly one certificate."), resend),
        "pdf-digest": (_("This paper was changed after it was signed."), resend),
        "pdf-signature": (_("The paper's signature wasn't made with the key of its certificate."), resend),
        "pdf-time": (_("The time of the signature is not a time."), resend),
        "pdf-future": (
            _("The paper was signed on {at}, which is after today."),
            _("Set this PC's date and time right, then try again."),
        ),
        "pdf-attachment": (_("The data attached to this paper are missing or can't be read."), resend),
        "receipt-content": (_("The receipt's data aren't written in the way of this program: {field}."), resend),
        "receipt-newer": (
            _("The receipt was made by a newer version of the program."),
            _("Install the newer version on this PC, then read the receipt again."),
        ),
        "receipt-desk": (_("The receipt speaks for another desk than the one that signed it."), resend),
    }


def _trust() -> dict[str, tuple[str, str]]:
    renew = _("Ask the city for its newest trust pack.")
    return {
        "trust-content": (_("The trust pack's data aren't written in the way of this program: {field}."), renew),
        "trust-newer": (
            _("The trust pack was made for a newer version of the program."),
            _("Install the newer version on this PC, then read the trust pack again."),
        ),
        "trust-root": (_("The trust pack names another root certificate than the one this program trusts."), renew),
        "trust-rollback": (
            _("This trust pack has number {number}, which isn't newer than number {known} that is already in use."),
            _("Nothing needs to be done: the newer one stays in use."),
        ),
        "trust-crl": (_("The trust pack's list of revoked certificates is older than the one in use."), renew),
        "trust-certificate": (_("The trust pack holds a certificate that doesn't belong to {owner}."), renew),
    }
