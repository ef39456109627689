"""Who an applicant is: nothing but their personal link, which their browser keeps as a cookie."""

from datetime import timedelta

from plutomi import tokens
from plutomi.domain.actors import Actor
from plutomi.settings import get_settings

COOKIE_LIFE = timedelta(days=90)


def cookie_name() -> str:
    """`__Host-` makes browsers refuse it from sibling hosts, but insists on TLS."""
    return "__Host-plutomi_my" if get_settings().is_secure else "plutomi_my"


def applicant_of(token: str, ip: str = "") -> Actor:
    """The applicant a personal link names, whether or not they are still there; LinkSpent when it is not ours."""
    org_id, id = tokens.read_applicant(token)
    return Actor("applicant", org_id, id, ip=ip)
