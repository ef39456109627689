"""What the first bytes of the public pages say of them: to browsers, search engines and messengers."""

import re
from html import escape

from starlette.requests import cookie_parser

from plutomi.api.edge import PageHead
from plutomi.api.postings import posting
from plutomi.db import transaction
from plutomi.domain import orgs, styles
from plutomi.domain.applicants.knowing import applicant_of, cookie_name
from plutomi.domain.memory import Memory
from plutomi.domain.openings import public_by_slug
from plutomi.domain.orgs import PublicOrg
from plutomi.errors import LinkSpent, NotFound
from plutomi.models import Opening
from plutomi.models.markdown import to_html, to_plain
from plutomi.rules.styling import page_css
from plutomi.settings import get_settings
from plutomi.tongue import say, spoken

PUBLIC = re.compile(r"/apply/([^/]+)(?:/([^/]+))?/?")
MINE, LINK = "/my", "/my/link"
NEAR = "near"  # an org's own page, at an address no opening may have
DESCRIPTION = 200  # letters
UNSEEN = '<meta name="robots" content="noindex"/>'
ARRIVING = (  # under the room of the header to come; once the page is drawn it stands in its place, or goes
    "<style>#arriving{display:flex;flex-direction:column;gap:2rem;overflow-wrap:anywhere}"
    "body>#arriving{max-width:36rem;min-height:100vh;margin:0 auto;padding:112px 1rem 0}"
    "@media(min-width:40rem){body>#arriving{padding-top:128px}}"
    "#arriving ul{list-style:disc;padding-left:1.25rem}#arriving li{margin:.25rem 0}</style>"
    "<script>new MutationObserver((_,seen)=>{if(!document.querySelector('main'))return;seen.disconnect();"
    "document.querySelector('body>#arriving')?.remove()}).observe(document,{childList:true,subtree:true})</script>"
)
MISSING = PageHead(404, "Nothing here · Plutomi", "This page does not exist.", more=UNSEEN)

_known: Memory[tuple[str, str], PageHead] = Memory(seconds=5)


async def head_of(path: str, cookies: str = "") -> PageHead | None:
    """The head of an org's or an opening's page, at most five seconds old, or an applicant's; None for other pages."""
    page = path.removesuffix(".html").rstrip("/")
    if page == MINE:
        return await _of_applicant(cookies) or PageHead(200, say("Your application"))
    if page == LINK:
        return PageHead(200, say("Your link"))
    match = PUBLIC.fullmatch(path)
    if match is None:
        return None
    age, key = _known.age, (path, spoken().code)
    head = _known.get(key)
    if head is None:
        org_slug, slug = match.groups()
        head = await _read(org_slug, None if slug and slug.lower() == NEAR else slug)
        _known.keep(key, head, age)
    return head


def forget() -> None:
    """Read every head anew."""
    _known.empty()


async def _read(org_slug: str, opening_slug: str | None) -> PageHead:
    try:
        org = await orgs.by_slug(org_slug)
        async with transaction(org.id) as session:
            if opening_slug is None:
                return _of_org(org, page_css(await styles.public_of_org(session, org.id)))
            opening = await public_by_slug(session, org.id, opening_slug)
            style = await styles.public_of_opening(session, org.id, opening.id)
    except NotFound:
        return MISSING
    return _of_opening(org, opening, page_css(style))


def _of_org(org: PublicOrg, css: str) -> PageHead:
    title = say("Openings at {org}", org=org.name)
    words = say("See what is open at {org}, and apply.", org=org.name)
    return PageHead(200, title, words, css, _shared(org, f"/apply/{org.slug}"), _without_script(title, "", org.slug))


def _of_opening(org: PublicOrg, opening: Opening, css: str) -> PageHead:
    """A closed one still says what it was, but is gone to search engines."""
    names, path = {"opening": opening.name, "org": org.name}, f"{org.slug}/{opening.slug}"
    title = say("{opening} at {org}", **names)
    words = to_plain(opening.description, DESCRIPTION) or say("Apply for {opening} at {org}.", **names)
    if not opening.is_public:
        return PageHead(410, title, words, css, UNSEEN, _without_script(title, "", path))
    more = _shared(org, f"/apply/{path}") + posting(org, opening, get_settings().base_url) + ARRIVING
    about = to_html(opening.description)
    return PageHead(200, title, words, css, more, _without_script(title, about, path) + _arriving(org, opening, about))


def _shared(org: PublicOrg, path: str) -> str:
    """The page's one address, and what messengers show of it beside title and description."""
    url = escape(get_settings().base_url + path)
    return (
        f'<link rel="canonical" href="{url}"/><meta property="og:url" content="{url}"/>'
        f'<meta property="og:type" content="website"/><meta property="og:site_name" content="{escape(org.name)}"/>'
        '<meta name="twitter:card" content="summary"/>'
    )


def _without_script(title: str, about: str, path: str) -> str:
    """For browsers without JavaScript, and whoever else reads no script: the words, and the way to the plain form."""
    link = f'<a href="/embed/{escape(path)}">{escape(say("Go on without JavaScript"))}</a>'
    style = "max-width:600px;margin:auto;padding:24px 16px;font:17px/1.6 system-ui,sans-serif"
    alone = "<style>#arriving{display:none}</style>"
    return f'<noscript>{alone}<div style="{style}"><h1>{escape(title)}</h1>{about}<p>{link}</p></div></noscript>'


def _arriving(org: PublicOrg, opening: Opening, about: str) -> str:
    """What the opening is, to read while the page's scripts come; they put it in its place (islands/arriving.jsx).

    React, which takes over the page's body, passes over an article: it looks for the elements of its own, divs.
    """
    lang = escape(org.language)
    name, place = (f'<bdi lang="{lang}">{escape(words)}</bdi>' for words in (opening.name, opening.place))
    title = f'<h1 class="text-2xl font-semibold tracking-tight text-balance sm:text-3xl">{name}</h1>'
    where = f'<div class="text-muted">{place}</div>' if opening.place else ""
    prose = f'<div class="flex flex-col gap-3 leading-relaxed" dir="auto" lang="{lang}">{about}</div>'
    words = f'<div class="flex flex-col gap-2">{title}{where}</div>{prose}'
    return f'<article id="arriving" role="main">{words}</article>'


async def _of_applicant(cookies: str) -> PageHead | None:
    """The look of the page behind the personal link this browser has kept; None when there is none."""
    try:
        applicant = applicant_of(cookie_parser(cookies).get(cookie_name(), ""))
    except LinkSpent:
        return None
    async with transaction(applicant.org_id) as session:
        assert applicant.id
        style = await styles.public_of_applicant(session, applicant.org_id, applicant.id)
    return PageHead(200, say("Your application"), css=page_css(style))
