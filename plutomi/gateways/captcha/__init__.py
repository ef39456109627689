"""Proofs of being human: hCaptcha or Cloudflare Turnstile, which are asked in the same way."""

from dataclasses import dataclass
from functools import cache

from plutomi.gateways.captcha.room import CaptchaRoom, Unreachable
from plutomi.settings import Settings

__all__ = ["CaptchaRoom", "Service", "Unreachable", "room", "service"]


@dataclass(frozen=True, slots=True)
class Service:
    """What a form needs to ask for a proof: `script` draws the box into the element of `css_class`."""

    name: str
    script: str
    css_class: str
    field: str
    verify: str


SERVICES = {
    "hcaptcha": Service(
        "hcaptcha",
        "https://js.hcaptcha.com/1/api.js",
        "h-captcha",
        "h-captcha-response",
        "https://api.hcaptcha.com/siteverify",
    ),
    "turnstile": Service(
        "turnstile",
        "https://challenges.cloudflare.com/turnstile/v0/api.js",
        "cf-turnstile",
        "cf-turnstile-response",
        "https://challenges.cloudflare.com/turnstile/v0/siteverify",
    ),
}
# What a page that asks for a proof may load from, for its content policy.
ORIGINS = {
    "hcaptcha": "https://hcaptcha.com https://*.hcaptcha.com",
    "turnstile": "https://challenges.cloudflare.com",
}


def service(settings: Settings) -> Service | None:
    """The service these settings name; None when no proof is asked for."""
    return SERVICES.get(settings.captcha)


@cache
def room(settings: Settings) -> CaptchaRoom | None:
    """Where proofs are checked; None when none is asked for."""
    named = service(settings)
    return CaptchaRoom(settings.captcha_url or named.verify, settings.captcha_secret) if named else None
