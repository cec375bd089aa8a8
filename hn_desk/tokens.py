"""Signing keys inside a token (PKCS#11): found, made there, used there; the key itself never leaves it.

The PIN is asked for each time, handed to the token and forgotten. A key on a token is named by a URI (RFC 7512) that
says the driver's file, the token's serial number and the key's id.
"""

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn
from urllib.parse import quote, unquote

import pkcs11
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from pkcs11 import Attribute, KeyType, Mechanism, ObjectClass, TokenFlag
from pkcs11.types import Session, Token
from pkcs11.util.ec import encode_named_curve_parameters

from hn_desk.errors import DeskError, SignInError
from hn_desk.i18n import _

RSA_3072: Final = "rsa-3072"
RSA_2048: Final = "rsa-2048"
P_256: Final = "p-256"
KINDS: Final = (RSA_3072, RSA_2048, P_256)
"""The keys that packets accept, the usual one first."""
WRONG_PIN: Final = frozenset({"token-pin", "token-pin-low", "token-pin-last"})
"""The reasons that mean: type the PIN again."""
_BITS: Final[Mapping[str, int]] = {RSA_3072: 3072, RSA_2048: 2048}
_CURVE: Final = encode_named_curve_parameters("1.2.840.10045.3.1.7")
_SHA256_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
_EXPONENT: Final = 65537
_HALF: Final = 32
_ID_LENGTH: Final = 8
_SCHEME: Final = "pkcs11:"
_LABEL: Final = "HN Desk"


@dataclass(frozen=True, slots=True)
class TokenFound:
    """A token that is plugged in: the driver's file, its serial number, the name that its maker or owner gave."""

    module: str
    serial: str
    label: str
    is_locked: bool


@dataclass(frozen=True, slots=True)
class KeyFound:
    """A key on a token that packets accept: where it is, its name there, one of `KINDS`."""

    place: "KeyPlace"
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a key is: the driver's file, the token's serial number and the key's id (hex)."""

    module: str
    serial: str
    key: str

    def uri(self) -> str:
        """The place as it is kept with the office's key (RFC 7512)."""
        pairs = "".join(f"%{self.key[at : at + 2]}" for at in range(0, len(self.key), 2))
        return f"{_SCHEME}serial={quote(self.serial)};id={pairs}?module-path={quote(self.module, safe='/')}"


def place_of(uri: str) -> KeyPlace:
    """The place that a URI of `KeyPlace.uri` names. DeskError for another text."""
    path, _mark, query = uri.removeprefix(_SCHEME).partition("?")
    facts = dict(one.partition("=")[::2] for one in path.split(";"))
    module = unquote(query.removeprefix("module-path="))
    if not (uri.startswith(_SCHEME) and module and facts.keys() == {"serial", "id"}):
        raise _gone_key()
    return KeyPlace(module, unquote(facts["serial"]), facts["id"].replace("%", "").lower())


def tokens_of(module: str) -> tuple[TokenFound, ...]:
    """The tokens that a driver sees now, without their PIN. DeskError when the driver can't be used."""
    return tuple(_found(module, token) for token in _tokens(module))


def keys_on(found: TokenFound, pin: str) -> tuple[KeyFound, ...]:
    """The keys on a token that packets accept. SignInError for a wrong PIN, DeskError for a token that is gone."""
    with _session(KeyPlace(found.module, found.serial, ""), pin) as session:
        keys = list(session.get_objects({Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
        return tuple(one for key in keys if (one := _key_found(found, session, key)) is not None)


def make_key(found: TokenFound, pin: str, kind: str = RSA_3072) -> KeyPlace:
    """Make a key inside the token; nothing of it can be read out. SignInError for a wrong PIN, DeskError otherwise."""
    id_ = secrets.token_bytes(_ID_LENGTH)
    private = {Attribute.SENSITIVE: True, Attribute.EXTRACTABLE: False, Attribute.SIGN: True}
    wanted: dict[str, Any] = {"id": id_, "label": _LABEL, "store": True, "private_template": private}
    with _session(KeyPlace(found.module, found.serial, ""), pin, is_writing=True) as session:
        if kind == P_256:
            curve = session.create_domain_parameters(KeyType.EC, {Attribute.EC_PARAMS: _CURVE}, local=True)
            curve.generate_keypair(**wanted)
        else:
            session.generate_keypair(KeyType.RSA, _BITS[kind], **wanted)
    return KeyPlace(found.module, found.serial, id_.hex())


@contextmanager
def opened_key(place: KeyPlace, pin: str) -> Iterator["TokenKey"]:
    """The key, ready to sign until the end of the block. SignInError for a wrong PIN, DeskError for what is missing."""
    with _session(place, pin) as session:
        named = {Attribute.CLASS: ObjectClass.PRIVATE_KEY, Attribute.ID: bytes.fromhex(place.key)}
        found = list(session.get_objects(named))
        if not found:
            raise _gone_key()
        public = _public(session, found[0])
        if isinstance(public, rsa.RSAPublicKey):
            yield TokenRsaKey(found[0], public)
        elif isinstance(public, ec.EllipticCurvePublicKey):
            yield TokenCurveKey(found[0], public)
        else:
            raise _gone_key()


class TokenRsaKey(rsa.RSAPrivateKey):
    """An RSA key that signs inside its token, PKCS#1 v1.5 with SHA-256."""

    def __init__(self, inside: Any, public: rsa.RSAPublicKey) -> None:
        self._inside, self._public = inside, public

    @property
    def key_size(self) -> int:
        """Bits of the modulus."""
        return self._public.key_size

    def public_key(self) -> rsa.RSAPublicKey:
        """The public half."""
        return self._public

    def sign(self, data: Any, padding: object, algorithm: object) -> bytes:
        """The signature of `data`; the token gets its hash only."""
        info = _SHA256_INFO + hashlib.sha256(data).digest()
        return bytes(self._inside.sign(info, mechanism=Mechanism.RSA_PKCS))

    def decrypt(self, ciphertext: bytes, padding: object) -> NoReturn:
        """Refused: the key signs only."""
        _stays_inside()

    def private_numbers(self) -> NoReturn:
        """Refused: the key never leaves the token."""
        _stays_inside()

    def private_bytes(self, encoding: object, format: object, encryption_algorithm: object) -> NoReturn:
        """Refused: the key never leaves the token."""
        _stays_inside()

    def __copy__(self) -> "TokenRsaKey":
        return self

    def __deepcopy__(self, memo: Any) -> "TokenRsaKey":
        return self


class TokenCurveKey(ec.EllipticCurvePrivateKey):
    """A P-256 key that signs inside its token, ECDSA with SHA-256."""

    def __init__(self, inside: Any, public: ec.EllipticCurvePublicKey) -> None:
        self._inside, self._public = inside, public

    @property
    def curve(self) -> ec.EllipticCurve:
        """P-256."""
        return self._public.curve

    @property
    def key_size(self) -> int:
        """Bits of the curve."""
        return self._public.key_size

    def public_key(self) -> ec.EllipticCurvePublicKey:
        """The public half."""
        return self._public

    def sign(self, data: Any, signature_algorithm: object) -> bytes:
        """The signature of `data` in DER; the token gets its hash only."""
        value = bytes(self._inside.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA))
        first, second = int.from_bytes(value[:_HALF], "big"), int.from_bytes(value[_HALF:], "big")
        return encode_dss_signature(first, second)

    def exchange(self, algorithm: object, peer_public_key: object) -> NoReturn:
        """Refused: the key signs only."""
        _stays_inside()

    def private_numbers(self) -> NoReturn:
        """Refused: the key never leaves the token."""
        _stays_inside()

    def private_bytes(self, encoding: object, format: object, encryption_algorithm: object) -> NoReturn:
        """Refused: the key never leaves the token."""
        _stays_inside()

    def __copy__(self) -> "TokenCurveKey":
        return self

    def __deepcopy__(self, memo: Any) -> "TokenCurveKey":
        return self


TokenKey = TokenRsaKey | TokenCurveKey


def wrong_pin(flags: TokenFlag) -> DeskError:
    """What a refused PIN means: how near the token is to locking itself, as far as it tells."""
    if TokenFlag.USER_PIN_LOCKED in flags:
        return DeskError(
            _("The token is locked after too many wrong PINs."),
            do=_("Ask who gave you the token to unlock it; nothing else is lost."),
            reason="token-locked",
        )
    if TokenFlag.USER_PIN_FINAL_TRY in flags:
        do = _("Only one try is left before the token locks itself: look the PIN up before you type it again.")
        return SignInError(_("The PIN is wrong."), do=do, reason="token-pin-last")
    if TokenFlag.USER_PIN_COUNT_LOW in flags:
        do = _("Few tries are left before the token may lock itself: type it carefully.")
        return SignInError(_("The PIN is wrong."), do=do, reason="token-pin-low")
    return SignInError(_("The PIN is wrong."), do=_("Type the token's PIN again."), reason="token-pin")


def _tokens(module: str) -> list[Token]:
    if not Path(module).is_file():
        raise _no_module(module)
    try:
        library = pkcs11.lib(module)
    except pkcs11.PKCS11Error as error:
        raise _no_module(module) from error
    try:
        return [slot.get_token() for slot in library.get_slots(token_present=True)]
    except pkcs11.PKCS11Error as error:
        raise _absent() from error


def _found(module: str, token: Token) -> TokenFound:
    is_locked = TokenFlag.USER_PIN_LOCKED in token.flags
    return TokenFound(module, _serial(token), token.label.strip(), is_locked)


def _serial(token: Token) -> str:
    return bytes(token.serial).decode("ascii", "replace").strip()


@contextmanager
def _session(place: KeyPlace, pin: str, *, is_writing: bool = False) -> Iterator[Session]:
    token = next((one for one in _tokens(place.module) if _serial(one) == place.serial), None)
    if token is None:
        raise _absent()
    if not pin:
        raise wrong_pin(token.flags & ~TokenFlag.USER_PIN_LOCKED)
    try:
        with token.open(rw=is_writing, user_pin=pin) as session:
            yield session
    except (pkcs11.PinIncorrect, pkcs11.PinLenRange, pkcs11.PinInvalid) as error:
        raise wrong_pin(_flags(place)) from error
    except pkcs11.PinLocked as error:
        raise wrong_pin(TokenFlag.USER_PIN_LOCKED) from error
    except (pkcs11.DeviceRemoved, pkcs11.TokenNotPresent, pkcs11.SessionHandleInvalid) as error:
        raise _absent() from error
    except pkcs11.PKCS11Error as error:
        raise _refused(type(error).__name__) from error


def _flags(place: KeyPlace) -> TokenFlag:
    """What the token says of its PIN now; a driver counts only when it is asked again."""
    found = (one for one in _tokens(place.module) if _serial(one) == place.serial)
    return next((one.flags for one in found), TokenFlag(0))


def _key_found(found: TokenFound, session: Session, key: Any) -> KeyFound | None:
    public = _public(session, key)
    kinds: Mapping[int, str] = {bits: kind for kind, bits in _BITS.items()}
    kind = P_256 if isinstance(public, ec.EllipticCurvePublicKey) else kinds.get(public.key_size if public else 0, "")
    if not kind:
        return None
    return KeyFound(KeyPlace(found.module, found.serial, key[Attribute.ID].hex()), key[Attribute.LABEL], kind)


def _public(session: Session, key: Any) -> rsa.RSAPublicKey | ec.EllipticCurvePublicKey | None:
    """The public half of a key on the token; None where it is of another kind or its public half isn't there."""
    if key.key_type == KeyType.RSA:
        exponent = int.from_bytes(key[Attribute.PUBLIC_EXPONENT] or b"", "big") or _EXPONENT
        return rsa.RSAPublicNumbers(exponent, int.from_bytes(key[Attribute.MODULUS], "big")).public_key()
    beside = {Attribute.CLASS: ObjectClass.PUBLIC_KEY, Attribute.ID: key[Attribute.ID]}
    publics = list(session.get_objects(beside))
    if key.key_type != KeyType.EC or not publics or publics[0][Attribute.EC_PARAMS] != _CURVE:
        return None
    point = bytes(publics[0][Attribute.EC_POINT])[2:]
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)


def _stays_inside() -> NoReturn:
    raise TypeError("the key stays inside its token and only signs")


def _no_module(module: str) -> DeskError:
    return DeskError(
        _("The token's driver can't be used: {file}.").format(file=Path(module).name or "—"),
        do=_("Install the driver that came with the token on this PC, or choose its file again."),
        reason="token-module",
    )


def _absent() -> DeskError:
    return DeskError(
        _("The token with the office's key is not plugged in."),
        do=_("Plug the token in, wait for its light, and try again."),
        reason="token-absent",
    )


def _gone_key() -> DeskError:
    return DeskError(
        _("The office's key is not on this token any more."),
        do=_("Plug in the token on which the key was made; if it is lost, make a new request."),
        reason="token-key",
    )


def _refused(name: str) -> DeskError:
    return DeskError(
        _("The token refused: {name}.").format(name=name),
        do=_("Take the token out, plug it in again and try once more; then ask who gave you the token."),
        reason="token-refused",
    )
