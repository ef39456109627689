"""Development's post: the letters that would have been sent, to read in the browser."""

from fastapi import APIRouter
from starlette.responses import Response

from plutomi.api.html import page
from plutomi.errors import NotFound
from plutomi.gateways.mail import LocalRoom, room
from plutomi.settings import get_settings

router = APIRouter(prefix="/dev/mail", include_in_schema=False)


@router.get("")
def letters() -> Response:
    return page("mail.html", letters=_room().list())


@router.get("/{name}")
def letter(name: str) -> Response:
    return page("letter.html", letter=_room().read(name))


def _room() -> LocalRoom:
    """The local mail room; NotFound in production, and where mail really goes out."""
    settings = get_settings()
    here = None if settings.is_production else room(settings)
    if not isinstance(here, LocalRoom):
        raise NotFound
    return here
