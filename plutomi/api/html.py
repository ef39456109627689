"""Plain HTML answers, where no page of the app can be: links from emails, plain forms, development mail."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from plutomi.domain.orgs import PublicOrg
from plutomi.models.style import Style
from plutomi.rules.styling import picture_path, plain_css, words
from plutomi.templating import render
from plutomi.tongue import spoken
from plutomi.tongue.tongues import offered

SHOWN = ("/auth/", "/dev/", "/apply/", "/embed/", "/my/")  # where a person looks at the answer itself


def page(name: str, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any) -> HTMLResponse:
    """A page that nobody keeps, for it may show a secret."""
    return HTMLResponse(render(f"pages/{name}", context), status, {"Cache-Control": "no-store"} | dict(headers or {}))


def dressed(style: Style, org_slug: str) -> dict[str, Any]:
    """What a page in an org's style needs: `css`, `words` of buttons and the `logo`, if there is one."""
    image = style.logo
    logo = image and {"path": picture_path(image, org_slug), "width": image.width, "height": image.height}
    return {"css": plain_css(style), "words": words(style), "logo": logo}


def languages(path_in: Callable[[str], str]) -> list[dict[str, Any]]:
    """The rows of templates/pages/parts.html's chooser; `path_in` says where the page is in a language."""
    here = spoken().language
    return [
        {"code": code, "name": name, "path": path_in(code), "is_here": code == here} for code, name in offered().items()
    ]


def their_lang(org: PublicOrg) -> str:
    """The language of what the org has written, where the page's is another; else ""."""
    return "" if org.language == spoken().language else org.language


def wants_html(request: Request) -> bool:
    """Whether a person in a browser is waiting for this answer, rather than a program."""
    is_json = any("json" in request.headers.get(name, "") for name in ("accept", "content-type"))
    return request.url.path.startswith(SHOWN) and not is_json
