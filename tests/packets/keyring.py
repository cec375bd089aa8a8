"""Keys, certificates and trust of a made-up city, made once a run; 2 048 bits, since nothing real is signed."""

from datetime import UTC, datetime, timedelta
from functools import cache
from io import BytesIO

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from reportlab.pdfgen.canvas import Canvas

from hn_desk.keys import PrivateKey
from hn_desk.packets.authority import (
    Authority,
    Grant,
    Subject,
    create_root,
    issue,
    make_crl,
    new_curve_key,
    new_key,
    request,
)
from hn_desk.packets.certificates import Role, Trust
from hn_desk.packets.cms import Signer

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
OFFICE = Subject("00070", "UBND phường Hoàn Kiếm")
PASSWORD = "ABCDE23456FGHJK789LM"


@cache
def root() -> Authority:
    return create_root("HN Desk test root", NOW - timedelta(days=400), new_key(2048))


@cache
def other_root() -> Authority:
    return create_root("HN Desk test root", NOW - timedelta(days=400), new_key(2048))


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    return new_key(2048)


@cache
def key_of(kind: str) -> PrivateKey:
    """A key of one kind (RSA-3072, RSA-2048, P-256), made when a test first asks, not at collection."""
    return new_curve_key() if kind == "P-256" else new_key(int(kind.removeprefix("RSA-")))


def certified(private: PrivateKey, subject: Subject, role: Role, by: Authority | None = None) -> x509.Certificate:
    return issue(by or root(), request(private, subject), Grant(role, NOW - timedelta(days=10)))


@cache
def office() -> Signer:
    return Signer(key("office"), certified(key("office"), OFFICE, "office"))


@cache
def check() -> Signer:
    private = new_curve_key()
    return Signer(private, certified(private, OFFICE, "check"))


@cache
def desk(code: str = "STC") -> x509.Certificate:
    return certified(key(f"desk {code}"), Subject(code, code), "desk")


@cache
def receipts(code: str = "STC") -> Signer:
    return Signer(key("receipt"), certified(key("receipt"), Subject(code, code), "receipt"))


@cache
def delegate() -> Signer:
    return Signer(key("delegate"), certified(key("delegate"), Subject("TIN", "HN Desk delegate"), "delegate"))


def crl(number: int = 1, *serials: int, by: Authority | None = None) -> x509.CertificateRevocationList:
    at = NOW - timedelta(days=1)
    return make_crl(by or root(), number, at, dict.fromkeys(serials, at))


def trust(number: int = 1) -> Trust:
    offices = {OFFICE.code: (office().certificate,)}
    checks = {OFFICE.code: (check().certificate,)}
    return Trust(root().certificate, (crl(),), {"STC": desk()}, offices, number, LATER, checks)


@cache
def page() -> bytes:
    stream = BytesIO()
    canvas = Canvas(stream, invariant=1)
    canvas.drawString(100, 700, "Biên nhận")
    canvas.showPage()
    canvas.save()
    return stream.getvalue()
