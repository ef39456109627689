"""Whether this server is well, for load balancers and people on call."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response

from plutomi import __version__
from plutomi.domain import health

router = APIRouter()


@router.get("/healthz", include_in_schema=False)
async def healthz(response: Response) -> dict[str, Any]:
    """200 when database, scheduler and outbox are well; 503 says which is not."""
    found = await health.check()
    response.status_code = 200 if found.is_well else 503
    return {"status": "ok" if found.is_well else "unwell", "version": __version__, **asdict(found)}
