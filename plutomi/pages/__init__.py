"""Screens: wire states into components."""

import reflex as rx

from plutomi.pages import applicants, apply, board, missing, my

PAGES = (missing, board, applicants, apply, my)


def register(app: rx.App) -> None:
    """Adds every page to the app."""
    for page in PAGES:
        page.register(app)
