"""One certificate is accepted for one use; each flaw has its own reason."""

from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier

from hn_desk.errors import PacketError
from hn_desk.packets.authority import create_root, make_crl, new_curve_key
from hn_desk.packets.certificates import (
    Role,
    Trust,
    accepted_key,
    check_chain,
    check_root,
    commune_code,
    is_stale,
    key_usage,
    newest_crl,
    read_certificate,
    role_of,
)
from tests.packets.keyring import NOW, certified, crl, desk, key, office, other_root, receipts, root, trust
from tests.packets.keyring import OFFICE as SUBJECT


def check(certificate: x509.Certificate, known: Trust | None = None, usage: Role = "office") -> None:
    check_chain(certificate, known or trust(), NOW, now=NOW, usage=usage)


def reason(certificate: x509.Certificate, known: Trust | None = None, usage: Role = "office") -> str:
    with pytest.raises(PacketError) as caught:
        check(certificate, known, usage)
    return caught.value.reason


class Forge:
    """A certificate by the true root that differs from what the authority issues in one thing."""

    def __init__(self) -> None:
        self.key: rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey = key("office").public_key()
        self.names = [
            (NameOID.ORGANIZATIONAL_UNIT_NAME, "office"),
            (NameOID.COMMON_NAME, "x"),
            (NameOID.SERIAL_NUMBER, "00070"),
        ]
        self.constraints: x509.BasicConstraints | None = x509.BasicConstraints(False, None)
        self.usage: x509.KeyUsage | None = key_usage("office")
        self.critical: x509.ExtensionType | None = None
        self.method: HashAlgorithm = SHA256()

    def sign(self) -> x509.Certificate:
        subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in self.names])
        builder = (
            x509.CertificateBuilder(root().certificate.subject, subject, self.key, 77)
            .not_valid_before(NOW - timedelta(days=1))
            .not_valid_after(NOW + timedelta(days=1))
        )
        for extension in (self.constraints, self.usage, self.critical):
            if extension is not None:
                builder = builder.add_extension(extension, critical=True)
        signing = root().key
        assert isinstance(signing, rsa.RSAPrivateKey)
        return builder.sign(signing, self.method)  # type: ignore[arg-type] # the tests hash with two kinds only


def test_an_unchanged_forge_is_accepted() -> None:
    check(Forge().sign())


def test_an_offices_certificate_is_accepted_and_names_its_commune() -> None:
    check(office().certificate)
    assert commune_code(office().certificate) == "00070"
    assert role_of(office().certificate) == "office"


def test_each_role_is_accepted_for_its_own_use() -> None:
    check(desk(), usage="desk")
    check(receipts().certificate, usage="receipt")
    check(certified(new_curve_key(), SUBJECT, "office"))


def test_another_root_of_the_same_name_is_refused() -> None:
    assert root().certificate.subject == other_root().certificate.subject
    assert reason(certified(key("office"), SUBJECT, "office", other_root())) == "chain-root"


def test_a_certificate_that_signed_itself_is_refused() -> None:
    assert reason(create_root("Me", NOW, key("office")).certificate) == "chain-root"


def test_another_hash_than_sha256_is_refused() -> None:
    forge = Forge()
    forge.method = SHA384()
    assert reason(forge.sign()) == "chain-algorithm"


@pytest.mark.parametrize(
    "public",
    [
        rsa.RSAPublicNumbers(65537, 2**1023 + 1).public_key(),
        rsa.RSAPublicNumbers(65537, 2**4095 + 1).public_key(),
        rsa.RSAPublicNumbers(3, 2**2047 + 1).public_key(),
        ec.generate_private_key(ec.SECP384R1()).public_key(),
        ed25519.Ed25519PrivateKey.generate().public_key(),
    ],
    ids=["small", "large", "exponent", "curve", "kind"],
)
def test_a_key_that_is_not_accepted_is_refused(
    public: rsa.RSAPublicKey | ec.EllipticCurvePublicKey | ed25519.Ed25519PublicKey,
) -> None:
    forge = Forge()
    forge.key = public
    assert reason(forge.sign()) == "chain-key"


def test_a_public_key_that_cannot_be_read_is_refused() -> None:
    forge = Forge()
    forge.key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = forge.key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    der = forge.sign().public_bytes(Encoding.DER)
    broken = x509.load_der_x509_certificate(der.replace(point, point[:1] + b"\xff" * 64))
    with pytest.raises(PacketError) as caught:
        accepted_key(broken)
    assert caught.value.reason == "chain-key"


@pytest.mark.parametrize("constraints", [x509.BasicConstraints(True, None), x509.BasicConstraints(True, 0), None])
def test_a_certificate_for_issuing_is_refused(constraints: x509.BasicConstraints | None) -> None:
    forge = Forge()
    forge.constraints = constraints
    assert reason(forge.sign()) == "chain-ca"


@pytest.mark.parametrize("usage", [None, key_usage("desk")])
def test_a_certificate_without_the_usage_is_refused(usage: x509.KeyUsage | None) -> None:
    forge = Forge()
    forge.usage = usage
    assert reason(forge.sign()) == "chain-usage"


def test_an_unknown_critical_condition_is_refused() -> None:
    forge = Forge()
    forge.critical = x509.UnrecognizedExtension(ObjectIdentifier("1.3.6.1.4.1.55555.1"), b"\x05\x00")
    assert reason(forge.sign()) == "chain-critical"


def test_a_receipts_certificate_signs_no_packets_though_its_usage_fits() -> None:
    assert reason(receipts().certificate) == "chain-role"


@pytest.mark.parametrize("codes", [[], ["00070", "00071"]])
def test_a_subject_without_exactly_one_code_is_refused(codes: list[str]) -> None:
    forge = Forge()
    forge.names = [*forge.names[:2], *((NameOID.SERIAL_NUMBER, code) for code in codes)]
    assert reason(forge.sign()) == "chain-code"


@pytest.mark.parametrize("away", [timedelta(days=-11), timedelta(days=740)])
def test_a_signature_outside_the_certificates_time_is_refused(away: timedelta) -> None:
    with pytest.raises(PacketError) as caught:
        check_chain(office().certificate, trust(), NOW + away, now=NOW)
    assert caught.value.reason == "chain-time"
    assert f"{NOW + away:%d/%m/%Y}" in caught.value.what


def test_a_root_that_was_not_valid_yet_is_refused() -> None:
    young = create_root("HN Desk test root", NOW + timedelta(hours=5), key("root again"))
    forged = x509.CertificateBuilder(
        young.certificate.subject, office().certificate.subject, key("office").public_key(), 5
    )
    forged = forged.not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=1))
    forged = forged.add_extension(x509.BasicConstraints(False, None), True).add_extension(key_usage("office"), True)
    assert reason(forged.sign(key("root again"), SHA256()), Trust(young.certificate, ())) == "root-time"


def test_without_a_list_of_revoked_certificates_nothing_is_accepted() -> None:
    assert reason(office().certificate, Trust(root().certificate, ())) == "crl-missing"


def test_a_revoked_certificate_is_refused() -> None:
    revoking = crl(2, office().certificate.serial_number)
    assert reason(office().certificate, Trust(root().certificate, (revoking,))) == "revoked"


def test_the_list_with_the_highest_number_counts() -> None:
    revoking, clean = crl(2, office().certificate.serial_number), crl(3)
    check(office().certificate, Trust(root().certificate, (clean, revoking)))
    assert reason(office().certificate, Trust(root().certificate, (crl(1), revoking))) == "revoked"
    assert newest_crl(Trust(root().certificate, (clean, revoking)), now=NOW) == clean


def test_a_list_of_another_root_is_refused() -> None:
    assert reason(office().certificate, Trust(root().certificate, (crl(9, by=other_root()),))) == "crl-signature"
    elsewhere = create_root("Elsewhere", NOW, key("elsewhere"))
    foreign = make_crl(elsewhere, 9, NOW, {})
    assert reason(office().certificate, Trust(root().certificate, (foreign,))) == "crl-signature"


def test_a_list_without_a_number_or_with_a_condition_is_refused() -> None:
    builder = x509.CertificateRevocationListBuilder(root().certificate.subject, NOW, NOW + timedelta(days=1))
    partial = builder.add_extension(x509.CRLNumber(5), False).add_extension(x509.DeltaCRLIndicator(1), True)
    signing = root().key
    assert isinstance(signing, rsa.RSAPrivateKey)
    for made in (builder, partial):
        assert reason(office().certificate, Trust(root().certificate, (made.sign(signing, SHA256()),))) == "crl-broken"


def test_a_list_from_the_future_is_refused() -> None:
    future = make_crl(root(), 5, NOW + timedelta(days=2), {})
    assert reason(office().certificate, Trust(root().certificate, (future,))) == "crl-future"


@pytest.mark.parametrize(("days", "stale"), [(0, False), (31, True)])
def test_past_its_next_update_trust_is_stale(days: int, stale: bool) -> None:
    assert is_stale(trust(), now=NOW + timedelta(days=days)) is stale


def test_a_list_past_its_own_next_update_makes_trust_stale() -> None:
    known = Trust(root().certificate, (crl(),))
    assert not is_stale(known, now=NOW + timedelta(days=88))
    assert is_stale(known, now=NOW + timedelta(days=90))


def test_the_root_itself_is_accepted_as_a_root() -> None:
    check_root(root().certificate)
    check_root(create_root("Curve", NOW, new_curve_key()).certificate)


def altered_root(constraints: x509.BasicConstraints, usage: x509.KeyUsage | None) -> x509.Certificate:
    name = root().certificate.subject
    builder = x509.CertificateBuilder(name, name, key("office").public_key(), 5)
    builder = builder.not_valid_before(NOW).not_valid_after(NOW + timedelta(days=1)).add_extension(constraints, True)
    if usage is not None:
        builder = builder.add_extension(usage, True)
    return builder.sign(key("office"), SHA256())


ROOT_USAGE = x509.KeyUsage(False, False, False, False, False, True, True, False, False)


@pytest.mark.parametrize(
    "made",
    [
        lambda: office().certificate,
        lambda: altered_root(x509.BasicConstraints(False, None), ROOT_USAGE),
        lambda: altered_root(x509.BasicConstraints(True, 0), key_usage("office")),
        lambda: altered_root(x509.BasicConstraints(True, 0), None),
    ],
    ids=["office", "not for issuing", "usage", "no usage"],
)
def test_a_certificate_that_is_no_root_is_refused_as_root(made: object) -> None:
    assert callable(made)
    with pytest.raises(PacketError) as caught:
        check_root(made())
    assert caught.value.reason == "root-broken"


def test_a_true_root_passes_the_same_check_as_the_altered_ones() -> None:
    check_root(altered_root(x509.BasicConstraints(True, 0), ROOT_USAGE))


def test_times_are_compared_with_their_zone() -> None:
    with pytest.raises(TypeError):
        check_chain(office().certificate, trust(), datetime(2026, 11, 22), now=NOW)


CERTIFICATE = office().certificate.public_bytes(Encoding.DER)


def test_a_certificate_from_outside_is_read() -> None:
    assert read_certificate(CERTIFICATE) == office().certificate


@pytest.mark.parametrize(
    "data",
    [
        b"",
        CERTIFICATE[:-1],
        CERTIFICATE[:12] + b"\x00" + CERTIFICATE[13:],
        CERTIFICATE[:15] + b"\xff" + CERTIFICATE[16:],
        CERTIFICATE[:14] + b"\x01\x00" + CERTIFICATE[16:],
    ],
    ids=["empty", "cut", "version", "negative", "zero"],
)
def test_a_certificate_that_no_root_of_ours_makes_is_refused_without_a_warning(data: bytes) -> None:
    assert data != CERTIFICATE
    with pytest.raises(PacketError) as caught:
        read_certificate(data)
    assert caught.value.reason == "chain-broken"
