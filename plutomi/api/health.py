"""Whether this process is well."""

from fastapi import APIRouter

from plutomi import __version__

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
async def healthz() -> dict[str, str]:
    """200 while the process answers."""
    return {"status": "ok", "version": __version__}
