"""What an office keeps of a trust pack, and its own certificate in it."""

from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from hn_desk.errors import PacketError
from hn_desk.packets import authority
from hn_desk.packets.authority import Grant, Subject
from hn_desk.packets.certificates import Role, Trust
from hn_desk.packets.cms import Signer
from hn_desk.packets.desk_key import open_as_desk
from hn_desk.packets.first_trust import claimed_root
from hn_desk.packets.office_key import is_usable, own_certificate
from hn_desk.packets.pdf import sign_pdf
from hn_desk.packets.trust import TrustPack, make_pack, sign_pack
from hn_desk.packets.trust_keeping import certificate_of, from_plain, pem_of, root_hash, root_words, to_plain, trust_of
from hn_desk.paper import PORTRAIT, PageMarks, Paper
from tests.actions.conftest import NOW


@pytest.fixture(scope="module")
def city() -> authority.Authority:
    return authority.create_root("HN Desk root", NOW, authority.new_key(2048))


@pytest.fixture(scope="module")
def trust(city: authority.Authority) -> Trust:
    crl = authority.make_crl(city, 1, NOW, {})
    return Trust(city.certificate, (crl,), {}, {}, 1, NOW + timedelta(days=90))


def page() -> bytes:
    paper = Paper(PORTRAIT, "TIN")
    paper.begin(PageMarks())
    return paper.finish()


def signer(city: authority.Authority, code: str, role: Role = "delegate") -> Signer:
    key = authority.new_key(2048)
    return Signer(key, authority.issue(city, authority.request(key, Subject(code, "HN Desk")), Grant(role, NOW)))


def test_a_pack_comes_back_from_what_was_kept(trust: Trust) -> None:
    pack = make_pack(trust, "training", NOW)

    kept = from_plain(to_plain(pack))

    assert kept == pack
    assert trust_of(kept) == trust
    assert certificate_of(pem_of(trust.root).decode()) == trust.root
    assert len(root_words(trust)) == 4
    assert len(root_hash(trust)) == 32


def test_the_root_that_a_pack_claims_is_found(city: authority.Authority, trust: Trust) -> None:
    data = sign_pack(make_pack(trust, "training", NOW), page(), signer(city, "TIN"))

    assert claimed_root(data) == city.certificate


def test_a_paper_without_a_pack_claims_no_root(city: authority.Authority) -> None:
    data = sign_pdf(page(), {"other.json": b"{}"}, signer(city, "TIN"), NOW)

    with pytest.raises(PacketError) as refusal:
        claimed_root(data)

    assert refusal.value.reason == "pdf-attachment"


def test_a_pack_whose_root_is_no_certificate_is_refused(city: authority.Authority, trust: Trust) -> None:
    pack = make_pack(trust, "training", NOW)
    broken = TrustPack.model_validate({**pack.model_dump(), "root": pack.crl})
    data = sign_pack(broken, page(), signer(city, "TIN"))

    with pytest.raises(PacketError) as refusal:
        claimed_root(data)

    assert refusal.value.reason == "root-broken"


def test_the_newest_certificate_of_the_own_key_is_found(city: authority.Authority, trust: Trust) -> None:
    key = authority.new_key(2048)
    request = authority.request(key, Subject("00070", "Hoàn Kiếm"))
    older, newer = (authority.issue(city, request, Grant("office", NOW, years)) for years in (1, 2))

    assert own_certificate((newer, older), request) == newer.public_bytes(Encoding.PEM).decode()
    assert own_certificate((), request) == ""


def test_a_certificate_is_usable_until_it_ends(city: authority.Authority, trust: Trust) -> None:
    certificate: x509.Certificate = signer(city, "00070", "office").certificate

    assert is_usable(certificate, trust, NOW)
    assert not is_usable(certificate, trust, NOW + timedelta(days=800))


def test_a_desk_opens_packets_with_an_rsa_key_only(city: authority.Authority) -> None:
    certificate = signer(city, "STC", "receipt").certificate

    with pytest.raises(PacketError) as refusal:
        open_as_desk(b"", Signer(authority.new_curve_key(), certificate))

    assert refusal.value.reason == "seal-certificate"


def test_what_is_no_packet_does_not_open(city: authority.Authority) -> None:
    with pytest.raises(PacketError) as refusal:
        open_as_desk(b"nothing", signer(city, "STC", "desk"))

    assert refusal.value.reason == "seal-container"
