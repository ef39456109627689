"""An opening's plain form as a page: at its own address, in other sites' frames, and given back when it was refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from starlette.responses import HTMLResponse

from plutomi.api.errors import waiting
from plutomi.api.html import dressed, languages, page, their_lang
from plutomi.api.looks import Look
from plutomi.api.plain import Typed, fields_of, first, notice_of
from plutomi.clock import living_in
from plutomi.db import transaction
from plutomi.domain import forms, openings, proofs, styles
from plutomi.domain.orgs import PublicOrg
from plutomi.errors import OpeningClosed, Refusal
from plutomi.models import Opening
from plutomi.models.markdown import to_html
from plutomi.models.style import Style
from plutomi.models.zone import zone_in
from plutomi.rules.answers import Asked
from plutomi.rules.traps import TRAP
from plutomi.tokens import sign_form


@dataclass(frozen=True, slots=True)
class Plain:
    """An opening's form, to be shown as plain HTML."""

    org: PublicOrg
    opening: Opening
    asked: tuple[Asked, ...]
    style: Style


async def find(org: PublicOrg, slug: str) -> Plain:
    """A public or closed opening with its first form; NotFound for a private one, as for none."""
    async with transaction(org.id) as session:
        opening = await openings.public_by_slug(session, org.id, slug)
        asked = forms.read((await session.execute(forms.of_opening(org.id, opening.id))).scalar())
        style = await styles.public_of_opening(session, org.id, opening.id)
    return Plain(org, opening, asked, style)


def again(found: Plain, action: str, typed: Typed, refusal: Refusal) -> HTMLResponse:
    """The form given back: all that was typed stands in it, and words where something is wrong."""
    hidden = {"source": first(typed, "source")} if "source" in typed else {}
    return _shown(found, action, typed, refusal, hidden=hidden)


def embedded(found: Plain, look: Look, typed: Typed, refusal: Refusal | None = None) -> HTMLResponse:
    """The same as a page of its own, in the look asked for, sealed with the moment it is shown."""
    place = f"/embed/{found.org.slug}/{found.opening.slug}"
    return _shown(
        found,
        place + look.query,
        typed,
        refusal,
        hidden={"source": look.source or first(typed, "source"), "token": sign_form(place)},
        place=found.opening.place,
        about=Markup(to_html(found.opening.description)),  # noqa: S704  sanitised there
        back=f"/embed/{found.org.slug}{look.query}",
        trap=TRAP,
        captcha=proofs.asked(),
        languages=languages(lambda code: place + look.spoken(code).query),
        look=look.branded(found.style.color),
        script=True,
    )


def _shown(
    found: Plain, action: str, typed: Typed, refusal: Refusal | None, *, hidden: Mapping[str, str], **more: Any
) -> HTMLResponse:
    return page(
        "apply_form.html",
        refusal.status if refusal else 200,
        waiting(refusal) if refusal else None,
        org=found.org.name,
        opening=found.opening.name,
        action=action,
        fields=_fields(found, typed, refusal),
        their_lang=their_lang(found.org),
        hidden=hidden,
        notice=notice_of(refusal),
        is_over=isinstance(refusal, OpeningClosed),
        **dressed(found.style, found.org.slug),
        **more,
    )


def _fields(found: Plain, typed: Typed, refusal: Refusal | None) -> list[dict[str, Any]]:
    """As it is the day it is where the form was sent from, or else where the opening is."""
    with living_in(zone_in(first(typed, "time_zone")) or found.opening.time_zone):
        return fields_of(found.asked, typed, refusal, their_lang(found.org))
