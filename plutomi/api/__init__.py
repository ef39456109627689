"""HTTP: routes and their schemas, a file per noun."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from plutomi import __version__
from plutomi.api import (
    accounts,
    applicants,
    apply,
    areas,
    auth,
    boards,
    clones,
    devmail,
    downloads,
    drafts,
    embed,
    errors,
    events,
    files,
    health,
    held,
    labels,
    languages,
    members,
    messages,
    my,
    notes,
    openings,
    option_lists,
    places,
    public,
    questions,
    rules,
    sections,
    seen,
    stages,
    standing,
    styles,
    templates,
    unknown,
    widget,
)
from plutomi.api.bodies import CleanInput
from plutomi.api.origin import SameOrigin
from plutomi.domain.sessions import cookie_name

ROOMS = (
    # First, for routes are tried in this order and strangers come in crowds.
    *(apply, embed, files, downloads, drafts, my, public, widget, seen),
    *(health, auth, devmail, accounts, openings, stages, rules, clones, questions, sections, option_lists, boards),
    # Before the applicants: a route of theirs with a parameter would take these.
    *(standing, labels, templates, members, applicants),
    *(held, notes, messages, events, styles, languages, areas, places),
)
OPEN = (places.router.prefix, "/apply/", "/my/")  # need no session of a member


class Api(FastAPI):
    def openapi(self) -> dict[str, Any]:
        """The document, with what routes do not say of themselves: what a refusal looks like, who may ask."""
        if self.openapi_schema is None:
            document = super().openapi()
            document["components"]["schemas"] |= errors.SCHEMAS
            document["components"]["securitySchemes"] = {
                "session": {"type": "apiKey", "in": "cookie", "name": cookie_name()}
            }
            for path, operations in document["paths"].items():
                for operation in operations.values():
                    operation["security"] = [] if path.startswith(OPEN) else [{"session": []}]
        return super().openapi()


def build() -> FastAPI:
    """The API, to be mounted beside the pages."""
    api = Api(
        title="Plutomi",
        version=__version__,
        summary="Openings, stages, questions, applicants, and what happened to them.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=operation_id,
        responses=errors.PROBLEMS,
    )
    errors.install(api)
    for room in ROOMS:
        api.include_router(room.router)
    unknown.install(api, [room.router for room in ROOMS])
    api.add_middleware(CleanInput)
    api.add_middleware(SameOrigin)
    api.add_middleware(unknown.HeadAsGet)
    return api


def openapi() -> dict[str, Any]:
    """The OpenAPI 3.1 document."""
    return build().openapi()


def operation_id(route: APIRoute) -> str:
    """What generated clients call an operation, e.g. `stages_create`."""
    return "_".join([*map(str, route.tags), route.name])
