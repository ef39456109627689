"""What the docs say there is, there is; and what there is, they say."""

import re
from pathlib import Path

from starlette.routing import Route

from plutomi.api import ROOMS
from plutomi.domain.events import TYPES

DOCS = Path(__file__).parents[1] / "docs"
UNDOCUMENTED = ("/auth/", "/dev/", "/healthz")  # for people and machines of ours, not for programmers


def test_every_event_stands_in_the_docs_and_no_other():
    told = set(re.findall(r"^\| `(\w+\.\w+)` \|", (DOCS / "events.md").read_text(), re.MULTILINE))
    assert told == set(TYPES)


def test_every_route_stands_in_the_docs_and_no_other():
    routes = [route for room in ROOMS for route in room.router.routes if isinstance(route, Route)]
    ours = [route for route in routes if not route.path.startswith(UNDOCUMENTED)]
    told = set(re.findall(r"^\| `([A-Z]+ /\S+)` \|", (DOCS / "api.md").read_text(), re.MULTILINE))
    assert told == {f"{method} {shown(route.path)}" for route in ours for method in route.methods}


def shown(path: str) -> str:
    """A path without the kinds of its parameters."""
    return re.sub(r":\w+}", "}", path)
