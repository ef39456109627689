"""An opening as a schema.org JobPosting, which search engines list among jobs."""

import json
import re
from typing import Any

from plutomi.domain.orgs import PublicOrg
from plutomi.models import Opening
from plutomi.models.markdown import to_html

REMOTE = re.compile(r"\b(remote|home\s?office|anywhere|work from home)\b", re.IGNORECASE)
# What could end the script element, or be read as a line's end by old parsers.
INERT = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def posting(org: PublicOrg, opening: Opening, base_url: str) -> str:
    """A script element of JSON-LD, in which nothing typed can end or begin anything."""
    text = json.dumps(_facts(org, opening, base_url), ensure_ascii=False).translate(INERT)
    return f'<script type="application/ld+json">{text}</script>'


def _facts(org: PublicOrg, opening: Opening, base_url: str) -> dict[str, Any]:
    home = f"{base_url}/apply/{org.slug}"
    facts = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": opening.name,
        "description": to_html(opening.description) or f"<p>Apply for {_plain(opening.name)}.</p>",
        "datePosted": opening.created_at.date().isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": org.name, "sameAs": home},
        "identifier": {"@type": "PropertyValue", "name": org.name, "value": str(opening.id)},
        "url": f"{home}/{opening.slug}",
        "directApply": True,
    }
    return facts | _where(opening.place)


def _where(place: str) -> dict[str, Any]:
    """Where the work is; for remote work, who may do it: what is left of “Remote, Germany” without the word."""
    if not place:
        return {}
    if not REMOTE.search(place):
        return {"jobLocation": _place(place)}
    rest = " ".join(re.sub(r"[^\w\s-]", " ", REMOTE.sub(" ", place)).split()).strip(" -")
    area = {"applicantLocationRequirements": {"@type": "Country", "name": rest}} if rest else {}
    return {"jobLocationType": "TELECOMMUTE"} | area


def _place(place: str) -> dict[str, Any]:
    return {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": place}}


def _plain(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
