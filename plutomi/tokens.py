"""Secrets people carry: random session tokens, signed login links, personal links, links to files, what forms carry."""

import base64
import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from jose import JWTError, jwt

from plutomi.clock import now
from plutomi.errors import LinkSpent
from plutomi.settings import get_settings

AUDIENCE, ISSUER = "plutomi:login", "plutomi"
LOGIN_LINK_LIFE = timedelta(minutes=10)
FILE_LINK_LIFE = timedelta(minutes=5)
_OPTIONS = {"require_exp": True, "require_aud": True, "require_iss": True, "require_jti": True, "require_sub": True}
_SEAL_BYTES = 16
APPLICANT, DRAFT = b"plutomi:applicant", b"plutomi:draft"  # a seal of one kind opens nothing of the other


def new_secret() -> str:
    """256 random bits, for a cookie."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> bytes:
    """What is stored of a secret: its SHA-256."""
    return hashlib.sha256(secret.encode()).digest()


def sign_login(email: str, jti: str, next_path: str = "") -> str:
    """A login link's token: HS256, ten minutes."""
    claims = {"sub": email, "jti": jti, "aud": AUDIENCE, "iss": ISSUER, "exp": now() + LOGIN_LINK_LIFE}
    return jwt.encode(claims | {"next": next_path}, get_settings().signing_key, algorithm="HS256")


def read_login(token: str) -> dict[str, str]:
    """The claims of a login token; LinkSpent when forged, expired or for something else."""
    try:
        return jwt.decode(
            token, get_settings().signing_key, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER, options=_OPTIONS
        )
    except (JWTError, AttributeError, TypeError, ValueError) as error:
        raise LinkSpent from error


def sign_applicant(org_id: UUID, applicant_id: UUID) -> str:
    """An applicant's personal link: their ids and a seal, nothing stored, good until they are deleted."""
    return _seal_ids(APPLICANT, org_id, applicant_id)


def read_applicant(token: str) -> tuple[UUID, UUID]:
    """(org id, applicant id) of a personal link; LinkSpent when the seal is not ours."""
    return _read_ids(APPLICANT, token)


def sign_draft(org_id: UUID, beginning_id: UUID) -> str:
    """The link to a form begun and not sent, good until it is sent or swept."""
    return _seal_ids(DRAFT, org_id, beginning_id)


def read_draft(token: str) -> tuple[UUID, UUID]:
    """(org id, beginning id) of such a link; LinkSpent when the seal is not ours."""
    return _read_ids(DRAFT, token)


def org_named(token: str) -> UUID | None:
    """The org a broken personal link seems to be of: a hint where to ask anew, and no proof of anything."""
    try:
        return UUID(bytes=base64.b64decode(token[:24] + "==", altchars=b"-_", validate=True)[:16])
    except ValueError:
        return None


def _seal_ids(kind: bytes, *ids: UUID) -> str:
    body = b"".join(id.bytes for id in ids)
    return _text(body + _seal(body, kind))


def _read_ids(kind: bytes, token: str) -> tuple[UUID, UUID]:
    raw = _bytes(token)
    body, seal = raw[:32], raw[32:]
    if len(body) != 32 or not hmac.compare_digest(seal, _seal(body, kind)):
        raise LinkSpent
    return UUID(bytes=body[:16]), UUID(bytes=body[16:])


def sign_form(place: str) -> str:
    """A form's token: when it was shown, where, and a number of its own; nothing stored."""
    body = int(now().timestamp() * 1000).to_bytes(8, "big") + secrets.token_bytes(8)
    return _text(body + _seal(body + place.encode(), b"plutomi:form"))


def read_form(token: str, place: str) -> datetime:
    """When the form at this place was shown; LinkSpent when the seal is not ours."""
    raw = _bytes(token)
    body, seal = raw[:16], raw[16:]
    if len(body) != 16 or not hmac.compare_digest(seal, _seal(body + place.encode(), b"plutomi:form")):
        raise LinkSpent
    return datetime.fromtimestamp(int.from_bytes(body[:8], "big") / 1000, UTC)


def sign_ticket(org_id: UUID, file_id: UUID) -> str:
    """What the sender of a file gets for it, and nobody else: with it the file can be handed in."""
    body = org_id.bytes + file_id.bytes
    return _text(body + _seal(body, b"plutomi:ticket"))


def read_ticket(org_id: UUID, ticket: str) -> UUID:
    """The file of a ticket of this org; LinkSpent."""
    body = _body(ticket, 32, b"plutomi:ticket")
    if body[:16] != org_id.bytes:
        raise LinkSpent
    return UUID(bytes=body[16:])


def sign_file(org_id: UUID, file_id: UUID) -> str:
    """A link to a file's bytes, good for five minutes for whoever holds it."""
    until = int((now() + FILE_LINK_LIFE).timestamp())
    body = org_id.bytes + file_id.bytes + until.to_bytes(8, "big")
    return _text(body + _seal(body, b"plutomi:file"))


def read_file(token: str) -> tuple[UUID, UUID]:
    """(org id, file id) of a link to a file; LinkSpent when it is not ours or too old."""
    body = _body(token, 40, b"plutomi:file")
    if int.from_bytes(body[32:], "big") < now().timestamp():
        raise LinkSpent
    return UUID(bytes=body[:16]), UUID(bytes=body[16:32])


def close(text: str) -> str:
    """A text that only we can read again, for an address: what stands in addresses ends up in logs."""
    return _fernet().encrypt(text.encode()).decode().rstrip("=")


def disclose(token: str, seconds: int) -> str:
    """What was closed at most so many seconds ago; LinkSpent for anything else."""
    try:
        return _fernet().decrypt(token + "=" * (-len(token) % 4), ttl=seconds).decode()
    except (InvalidToken, ValueError) as error:
        raise LinkSpent from error


def _fernet() -> Fernet:
    key = hmac.new(get_settings().signing_key.encode(), b"plutomi:closed", hashlib.sha256).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _body(token: str, size: int, purpose: bytes) -> bytes:
    raw = _bytes(token)
    body, seal = raw[:size], raw[size:]
    if len(body) != size or not hmac.compare_digest(seal, _seal(body, purpose)):
        raise LinkSpent
    return body


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(token: str) -> bytes:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, TypeError) as error:
        raise LinkSpent from error


def _seal(body: bytes, purpose: bytes) -> bytes:
    key = get_settings().signing_key.encode()
    return hmac.new(key, purpose + body, hashlib.sha256).digest()[:_SEAL_BYTES]
