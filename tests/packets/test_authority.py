"""The city's authority: requests, certificates and lists of revoked ones."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from hn_desk.errors import PacketError
from hn_desk.packets.authority import (
    KEY_BITS,
    Authority,
    Grant,
    Subject,
    create_root,
    issue,
    make_crl,
    new_curve_key,
    new_key,
    read_request,
    request,
    years_after,
)
from hn_desk.packets.certificates import Role, Trust, check_chain, check_root, commune_code, crl_number, role_of
from tests.packets.keyring import NOW, OFFICE, crl, key, root


def reason_of_request(data: bytes) -> str:
    with pytest.raises(PacketError) as caught:
        read_request(data)
    return caught.value.reason


def made(*names: tuple[x509.ObjectIdentifier, str], by: object = None) -> bytes:
    attributes = [x509.NameAttribute(oid, value) for oid, value in names]
    signing = by or key("office")
    assert isinstance(signing, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey)
    csr = x509.CertificateSigningRequestBuilder(x509.Name(attributes)).sign(signing, SHA256())
    return csr.public_bytes(Encoding.PEM)


def test_keys_have_3072_bits_unless_a_test_says_otherwise() -> None:
    assert KEY_BITS == 3072
    assert new_key(2048).key_size == 2048


def test_a_root_without_a_key_gets_a_new_one() -> None:
    made_root = create_root("HN Desk", NOW)
    check_root(made_root.certificate)
    assert isinstance(made_root.key, rsa.RSAPrivateKey)
    assert made_root.key.key_size == 3072


def test_a_request_says_for_whom_it_is() -> None:
    subject, csr = read_request(request(key("office"), OFFICE))
    assert subject == OFFICE
    assert csr.public_key() == key("office").public_key()


def test_what_is_issued_is_valid_for_two_years_in_its_role() -> None:
    certificate = issue(root(), request(key("office"), OFFICE), Grant("office", NOW))
    check_chain(certificate, Trust(root().certificate, (crl(),)), NOW, now=NOW)
    assert (commune_code(certificate), role_of(certificate)) == ("00070", "office")
    assert certificate.not_valid_after_utc == years_after(NOW, 2)
    assert certificate.not_valid_before_utc <= NOW


def test_a_certificate_never_outlives_its_root() -> None:
    late = root().certificate.not_valid_after_utc - timedelta(days=30)
    certificate = issue(root(), request(key("office"), OFFICE), Grant("office", late))
    assert certificate.not_valid_after_utc == root().certificate.not_valid_after_utc


def test_a_root_with_a_curve_key_issues_too() -> None:
    curve = create_root("Curve", NOW, new_curve_key())
    certificate = issue(curve, request(key("office"), OFFICE), Grant("office", NOW))
    trusted = Trust(curve.certificate, (make_crl(curve, 1, NOW, {}),))
    check_chain(certificate, trusted, NOW, now=NOW)


@pytest.mark.parametrize("data", [b"", b"no request", b"-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n"])
def test_what_is_no_request_is_refused(data: bytes) -> None:
    assert reason_of_request(data) == "request-broken"


def test_a_request_that_was_changed_is_refused() -> None:
    der = x509.load_pem_x509_csr(request(key("office"), Subject("00070", "AAAA"))).public_bytes(Encoding.DER)
    changed = der.replace(b"AAAA", b"AAAB")
    assert changed != der
    pem = x509.load_der_x509_csr(changed).public_bytes(Encoding.PEM)
    assert reason_of_request(pem) == "request-signature"


def test_a_request_with_a_weak_key_is_refused() -> None:
    assert reason_of_request(made((NameOID.COMMON_NAME, "x"), by=rsa.generate_private_key(65537, 1024))) == "chain-key"


def test_a_request_with_a_key_of_another_kind_is_refused() -> None:
    names = x509.Name(
        [x509.NameAttribute(NameOID.COMMON_NAME, "x"), x509.NameAttribute(NameOID.SERIAL_NUMBER, "00070")]
    )
    csr = x509.CertificateSigningRequestBuilder(names).sign(ed25519.Ed25519PrivateKey.generate(), None)
    assert reason_of_request(csr.public_bytes(Encoding.PEM)) == "chain-key"


@pytest.mark.parametrize(
    "names",
    [
        [(NameOID.COMMON_NAME, "x")],
        [(NameOID.SERIAL_NUMBER, "00070")],
        [(NameOID.COMMON_NAME, "x"), (NameOID.SERIAL_NUMBER, "00070"), (NameOID.ORGANIZATIONAL_UNIT_NAME, "delegate")],
        [(NameOID.COMMON_NAME, "x"), (NameOID.SERIAL_NUMBER, "70")],
        [(NameOID.COMMON_NAME, "x\x07"), (NameOID.SERIAL_NUMBER, "00070")],
    ],
)
def test_a_request_names_one_code_one_name_and_no_role(names: list[tuple[x509.ObjectIdentifier, str]]) -> None:
    assert reason_of_request(made(*names)) == "request-subject"


@pytest.mark.parametrize(
    ("subject", "role"),
    [
        (Subject("STC", "STC"), "office"),
        (Subject("00070", "x"), "desk"),
        (Subject("STC", "Sở Tài chính"), "desk"),
        (Subject("STC", "Sở Tài chính"), "delegate"),
        (Subject("STC", "x" * 41), "receipt"),
    ],
)
def test_a_code_or_name_that_does_not_fit_the_role_is_refused(subject: Subject, role: Role) -> None:
    with pytest.raises(PacketError) as caught:
        issue(root(), request(key("office"), subject), Grant(role, NOW))
    assert caught.value.reason == "request-subject"


def test_a_desk_needs_a_key_that_packets_can_be_sealed_for() -> None:
    curve = request(new_curve_key(), Subject("STC", "STC"))
    with pytest.raises(PacketError) as caught:
        issue(root(), curve, Grant("desk", NOW))
    assert caught.value.reason == "chain-key"
    assert role_of(issue(root(), curve, Grant("receipt", NOW))) == "receipt"


def test_a_list_of_revoked_certificates_has_its_number_and_its_due_day() -> None:
    made_crl = make_crl(root(), 7, NOW, {5: NOW, 3: NOW})
    assert crl_number(made_crl) == 7
    assert made_crl.next_update_utc == NOW + timedelta(days=90)
    assert [revoked.serial_number for revoked in made_crl] == [3, 5]


def test_years_are_counted_to_the_same_day() -> None:
    assert years_after(datetime(2028, 2, 29, tzinfo=UTC), 2) == datetime(2030, 2, 28, tzinfo=UTC)
    assert years_after(datetime(2026, 11, 22, tzinfo=UTC), 2) == datetime(2028, 11, 22, tzinfo=UTC)


def test_an_authority_is_a_key_with_its_certificate() -> None:
    assert Authority(root().key, root().certificate) == root()
