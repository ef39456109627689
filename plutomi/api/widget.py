"""The widget's script, and a page that shows it from another origin."""

from urllib.parse import urlsplit

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from plutomi.api.html import page
from plutomi.api.kept import kept
from plutomi.errors import NotFound
from plutomi.settings import get_settings
from plutomi.templating import classic, render
from plutomi.tongue import say, speaking
from plutomi.tongue.tongues import Tongue, offered, tongue_of

router = APIRouter(include_in_schema=False)
KEPT_FOR = 3600  # seconds; then browsers ask whether it is still the same
OTHER = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}  # two names of one machine are two origins


@router.get("/widget.js")
async def widget(request: Request) -> Response:
    """The script; any site may load it, as a module too."""
    answer = kept(request, classic(render("scripts/widget.js", {"titles": _titles()})), "text/javascript", KEPT_FOR)
    answer.headers["access-control-allow-origin"] = "*"
    answer.headers["cross-origin-resource-policy"] = "cross-origin"
    return answer


def _titles() -> dict[str, tuple[str, str]]:
    """What the frame of a form and of a list is called, in every language."""
    tongues = filter(None, map(tongue_of, offered()))
    return {tongue.language: _titles_in(tongue) for tongue in tongues}


def _titles_in(tongue: Tongue) -> tuple[str, str]:
    with speaking(tongue):
        return say("Application form"), say("Open positions")


@router.get("/dev/widget")
async def demo(request: Request, org: str = "acme", opening: str = "", lang: str = "") -> Response:
    """A page of somebody else's, as it were: the widget comes from this machine's other name."""
    if get_settings().is_production:
        raise NotFound
    base = urlsplit(str(request.base_url))
    host, port = base.hostname or "", f":{base.port}" if base.port else ""
    other = f"{base.scheme}://{OTHER.get(host, host)}{port}"
    here = f"{base.scheme}://{host}{port}"
    answer = page("demo.html", here=here, other=other, org=org, opening=opening, lang=lang, is_foreign=other != here)
    answer.headers["content-security-policy"] = (
        f"default-src 'none'; script-src {other}; frame-src {other}; style-src 'unsafe-inline'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return answer
