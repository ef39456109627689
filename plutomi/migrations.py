"""The database's shape, brought up to date or compared with the models; alembic/env.py does the work."""

from pathlib import Path

from alembic.config import Config

from alembic import command

_INI = Path(__file__).parents[1] / "alembic.ini"


def upgrade(url: str) -> None:
    """Migrate to the newest version; several at once take turns. Blocking: call it outside a running loop."""
    command.upgrade(_config(url), "head")


def check(url: str) -> None:
    """Raise alembic's error when the models say something no migration has done. Blocking."""
    command.check(_config(url))


def _config(url: str) -> Config:
    return Config(_INI, attributes={"url": url})
