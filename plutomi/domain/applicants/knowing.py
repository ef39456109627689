"""Who an applicant is: nothing but their personal link, which their browser keeps as a cookie."""

from datetime import timedelta
from uuid import UUID

from plutomi import tokens
from plutomi.domain.actors import Actor
from plutomi.errors import LinkSpent
from plutomi.settings import get_settings

COOKIE_LIFE = timedelta(days=90)


def cookie_name() -> str:
    """`__Host-` makes browsers refuse it from sibling hosts, but insists on TLS."""
    return "__Host-plutomi_my" if get_settings().is_secure else "plutomi_my"


def applicant_of(token: str, ip: str = "") -> Actor:
    """The applicant a personal link names, whether or not they are still there; LinkSpent when it is not ours."""
    org_id, id = tokens.read_applicant(token)
    return Actor("applicant", org_id, id, ip=ip)


def meant_by(token: str, id: UUID | str, ip: str = "") -> Actor:
    """The same, for a page that shows the applicant `id`; LinkSpent when its browser holds another's link by now."""
    actor = applicant_of(token, ip)
    if str(id) != str(actor.id):
        raise LinkSpent
    return actor
