"""`address(S.selected)`: shows what is open in the page's address (`?applicant=...`) without going anywhere."""

import reflex as rx

from . import islands


def address(name: str, value: rx.Var[str]) -> rx.Component:
    """Keeps the query parameter `name` at `value`, or away while it is empty."""
    return islands.Address.create(name=name, value=value)
