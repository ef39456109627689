"""What search engines and job boards read: robots.txt, sitemaps, and a feed of each org's public openings."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

from plutomi.api.kept import kept
from plutomi.clock import now
from plutomi.db import transaction
from plutomi.domain import openings, orgs
from plutomi.errors import NotFound
from plutomi.models import Opening
from plutomi.models.markdown import to_html
from plutomi.settings import get_settings

router = APIRouter(include_in_schema=False)
MOST = 50_000  # addresses in one file, as sitemaps.org has it
KEPT_FOR = 300  # seconds
FAVICON = Path(__file__).resolve().parents[2] / "assets/favicon.svg"
HIDDEN = ("/api/", "/auth/", "/dev/", "/my", "/embed/", "/openings", "/applicants", "/questions", "/account")
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@router.get("/favicon.ico")
async def favicon() -> Response:
    """For browsers that look for it whatever a page says."""
    return FileResponse(FAVICON, 200, {"Cache-Control": "public, max-age=86400"}, "image/svg+xml")


@router.get("/robots.txt")
async def robots() -> Response:
    """Public pages are for everybody; where the sitemaps are."""
    pages = range(1, -(-max(1, await orgs.count()) // MOST) + 1)
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in HIDDEN), ""]
    lines += [f"Sitemap: {get_settings().base_url}{_index(page)}" for page in pages]
    return PlainTextResponse("\n".join([*lines, ""]), headers={"Cache-Control": f"public, max-age={KEPT_FOR}"})


@router.get("/sitemap.xml")
async def sitemap(request: Request) -> Response:
    """The first 50,000 orgs' sitemaps."""
    return await _sitemaps(request, 1)


@router.get("/sitemap-{page}.xml")
async def more_sitemaps(request: Request, page: int) -> Response:
    """The following ones."""
    if page < 2:
        raise NotFound
    return await _sitemaps(request, page)


@router.get("/sitemaps/{org_slug}.xml")
async def org_sitemap(request: Request, org_slug: str) -> Response:
    """An org's page and those of its public openings."""
    base, (org, found) = get_settings().base_url, await _public(org_slug)
    path = f"{base}/apply/{org.slug}"
    lines = [f"<url><loc>{escape(path)}</loc></url>"]
    for one in found:
        changed = one.changed_at.date().isoformat()
        lines.append(f"<url><loc>{escape(f'{path}/{one.slug}')}</loc><lastmod>{changed}</lastmod></url>")
    return _xml(request, f"<urlset {NAMESPACE}>", lines, "</urlset>", found)


@router.get("/feeds/{org_slug}.xml")
async def feed(request: Request, org_slug: str) -> Response:
    """An org's public openings, in the form job boards read (docs/widget.md)."""
    org, found = await _public(org_slug)
    begin = f"<source>\n<publisher>{_text(org.name)}</publisher>\n<publisherurl>{_text(_path(org))}</publisherurl>"
    return _xml(request, begin, [_job(org, one) for one in found], "</source>", found)


async def _sitemaps(request: Request, page: int) -> Response:
    slugs = await orgs.slugs((page - 1) * MOST, MOST)
    if not slugs and page > 1:
        raise NotFound
    base = get_settings().base_url
    lines = [f"<sitemap><loc>{escape(f'{base}/sitemaps/{slug}.xml')}</loc></sitemap>" for slug in slugs]
    return _xml(request, f"<sitemapindex {NAMESPACE}>", lines, "</sitemapindex>", ())


async def _public(org_slug: str) -> tuple[orgs.PublicOrg, Sequence[Opening]]:
    org = await orgs.by_slug(org_slug)
    async with transaction(org.id) as session:
        return org, (await openings.public_of(session, org.id))[: MOST - 1]


def _job(org: orgs.PublicOrg, one: Opening) -> str:
    facts = {
        "title": one.name,
        "date": one.created_at.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "referencenumber": str(one.id),
        "url": f"{_path(org)}/{one.slug}?source=feed",
        "company": org.name,
        "city": one.place,
        "description": to_html(one.description) or f"Apply for {one.name} at {org.name}.",
    }
    return "<job>" + "".join(f"<{name}>{_text(value)}</{name}>" for name, value in facts.items() if value) + "</job>"


def _path(org: orgs.PublicOrg) -> str:
    return f"{get_settings().base_url}/apply/{org.slug}"


def _text(value: str) -> str:
    """As CDATA, which is what readers of such feeds expect; without what XML cannot hold."""
    clean = "".join(c for c in value if c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
    return f"<![CDATA[{clean.replace(']]>', ']]]]><![CDATA[>')}]]>"


def _xml(request: Request, begin: str, lines: list[str], end: str, found: Sequence[Opening]) -> Response:
    body = HEAD + "\n".join([begin, *lines, end, ""])
    modified = max((one.changed_at for one in found), default=None)
    return kept(request, body, "application/xml", KEPT_FOR, min(modified, now()) if modified else None)


def _index(page: int) -> str:
    return "/sitemap.xml" if page == 1 else f"/sitemap-{page}.xml"
