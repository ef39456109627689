"""`address(S.selected)`: shows what is open in the page's address (`?applicant=...`) without going anywhere."""

import reflex as rx

from . import islands


def address(name: str, value: rx.Var[str], *, is_read: bool | rx.Var[bool] = False) -> rx.Component:
    """Keeps the query parameter `name` at `value`; takes it away once that has become empty.

    With `is_read`, the server has read what the page was opened with, and it goes whenever the value is empty.
    """
    return islands.Address.create(name=name, value=value, is_read=is_read)
