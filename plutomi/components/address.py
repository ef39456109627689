"""`address(S.selected)`: shows what is open in the page's address (`?applicant=...`) without going anywhere."""

import reflex as rx

from . import islands


def address(name: str, value: rx.Var[str], step: bool = False) -> rx.Component:
    """Keeps the query parameter `name` at `value`, or away while it is empty; with `step` Back takes it away."""
    return islands.Address.create(name=name, value=value, step=step)
