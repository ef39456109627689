"""The proof that an applicant is a person, where the settings ask for one; without it nothing is taken."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plutomi.errors import Invalid, Unproved
from plutomi.gateways import captcha
from plutomi.rules.traps import PROOFS
from plutomi.settings import get_settings
from plutomi.tongue import say

log = logging.getLogger(__name__)
MAX_PROOF = 5000
FIELD = "captcha"  # where errors stand


@dataclass
class Proof:
    """What a form needs to ask for a proof: the service's script draws a box of this kind; all empty for none."""

    site: str = ""
    script: str = ""
    kind: str = ""


def asked() -> Proof:
    """What forms have to ask for."""
    settings = get_settings()
    named = captcha.service(settings)
    return Proof(settings.captcha_site_key, named.script, named.css_class) if named else Proof()


async def check(given: Mapping[str, Any], ip: str) -> None:
    """Ask the service about the proof in `given`. Invalid at `captcha` when it is bad, Unproved when nobody says."""
    room = captcha.room(get_settings())
    if room is None:
        return
    proof = next((value for name in PROOFS if isinstance(value := given.get(name), str) and value), "")
    try:
        is_good = bool(proof) and len(proof) <= MAX_PROOF and await room.is_good(proof, ip)
    except captcha.Unreachable as error:
        log.warning("no captcha verdict: %s", error)
        raise Unproved from error
    if not is_good:
        words = say("Please show once more that you are a person: the box above the button.")
        raise Invalid({FIELD: words}, f"{words} {say('Nothing is lost.')}")
