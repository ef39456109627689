"""HTTP: routes and their schemas, a file per noun."""

from fastapi import FastAPI

from plutomi import __version__
from plutomi.api import accounts, auth, devmail, errors, health
from plutomi.api.bodies import CleanInput
from plutomi.api.origin import SameOrigin

ROOMS = (health, auth, devmail, accounts)


def build() -> FastAPI:
    """The API, to be mounted beside the pages."""
    api = FastAPI(
        title="Plutomi",
        version=__version__,
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses=errors.PROBLEMS,
    )
    errors.install(api)
    for room in ROOMS:
        api.include_router(room.router)
    api.add_middleware(CleanInput)
    api.add_middleware(SameOrigin)
    return api
