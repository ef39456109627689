"""Screens: wire states into components."""

import reflex as rx

from plutomi.pages import applicants, board, missing

PAGES = (missing, board, applicants)


def register(app: rx.App) -> None:
    """Adds every page to the app."""
    for page in PAGES:
        page.register(app)
