"""Screens: wire states into components."""

import reflex as rx

from plutomi.pages import (
    account,
    applicants,
    apply,
    board,
    labels,
    links,
    login,
    missing,
    my,
    near,
    opening,
    openings,
    option_lists,
    questions,
    rules,
    stage,
    style,
    templates,
    welcome,
)

RECRUITERS = (
    welcome,
    account,
    openings,
    opening,
    rules,
    stage,
    board,
    applicants,
    questions,
    option_lists,
    style,
    labels,
    templates,
)
PAGES = (missing, login, *RECRUITERS, apply, near, my, links)


def register(app: rx.App) -> None:
    """Adds every page to the app."""
    for page in PAGES:
        page.register(app)
