"""HTTP: routes and their schemas, a file per noun."""

from fastapi import FastAPI

from plutomi import __version__
from plutomi.api import health


def build() -> FastAPI:
    """The API, to be mounted beside the pages."""
    api = FastAPI(
        title="Plutomi", version=__version__, openapi_url="/api/v1/openapi.json", docs_url=None, redoc_url=None
    )
    api.include_router(health.router)
    return api
