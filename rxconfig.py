"""How Reflex builds and serves the pages."""

import reflex as rx

from plutomi.components.theme import TAILWIND
from plutomi.plugins import Lighter, RuntimeUrls, Sheets
from plutomi.settings import get_settings

settings = get_settings()

config = rx.Config(
    app_name="plutomi",
    app_module_import="plutomi.plutomi",
    plugins=[rx.plugins.TailwindV4Plugin(TAILWIND), RuntimeUrls(), Lighter(), Sheets()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    frontend_compression_formats=["brotli", "gzip"],
    cors_allowed_origins=settings.origins,
    state_manager_mode="memory",
    show_built_with_reflex=False,
    telemetry_enabled=False,
)
