"""Secrets people carry: random session tokens, signed login links, signed personal links."""

import base64
import hashlib
import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from jose import JWTError, jwt

from plutomi.clock import now
from plutomi.errors import LinkSpent
from plutomi.settings import get_settings

AUDIENCE, ISSUER = "plutomi:login", "plutomi"
LOGIN_LINK_LIFE = timedelta(minutes=10)
_OPTIONS = {"require_exp": True, "require_aud": True, "require_iss": True, "require_jti": True, "require_sub": True}
_SEAL_BYTES = 16


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
    body = org_id.bytes + applicant_id.bytes
    return base64.urlsafe_b64encode(body + _seal(body)).rstrip(b"=").decode()


def read_applicant(token: str) -> tuple[UUID, UUID]:
    """(org id, applicant id) of a personal link; LinkSpent when the seal is not ours."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (ValueError, TypeError) as error:
        raise LinkSpent from error
    body, seal = raw[:32], raw[32:]
    if len(body) != 32 or not hmac.compare_digest(seal, _seal(body)):
        raise LinkSpent
    return UUID(bytes=body[:16]), UUID(bytes=body[16:])


def _seal(body: bytes) -> bytes:
    key = get_settings().signing_key.encode()
    return hmac.new(key, b"plutomi:applicant" + body, hashlib.sha256).digest()[:_SEAL_BYTES]
