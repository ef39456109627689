"""What is typed into a form, saved field by field as each is left; stands in the form, says how it went."""

from typing import Any

import reflex as rx

from . import islands
from .field import Text

_ROW = "flex min-h-6 flex-wrap items-center justify-between gap-x-3"


def autosave(keep: Text, fields: Any, *, url: Text, about: Any) -> rx.Component:
    """Saves to `url` with `about` in each request's body; `fields` is what was saved before, by name."""
    return islands.Autosave.create(keep=keep, fields=fields, url=url, about=about, class_name=_ROW)


def autosave_later(keep: Text, fields: Any, *, org: Text, opening: Text, token: Text) -> rx.Component:
    """Keeps in this browser, and offers a link by email to finish elsewhere; with its `token` it saves there too."""
    return islands.Autosave.create(
        keep=keep,
        fields=fields,
        url="",
        about={},
        org=org,
        opening=opening,
        token=token,
        class_name=_ROW,
        button_class="ms-auto cursor-pointer py-1 text-sm text-primary underline underline-offset-2",
    )
