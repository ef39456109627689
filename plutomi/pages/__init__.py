"""Screens: wire states into components."""

import reflex as rx

from plutomi.pages import missing

PAGES = (missing,)


def register(app: rx.App) -> None:
    """Adds every page to the app."""
    for page in PAGES:
        page.register(app)
