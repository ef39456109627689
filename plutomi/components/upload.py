"""A question answered by files: `upload(one.name, key=one.key, url="/my/files", ...)` inside a form.

Each file is sent as soon as it is chosen; the form holds the tickets of those that have arrived, with spaces between.
"""

from typing import Any

import reflex as rx

from . import islands
from .field import Text, described_by, field_id, group, when


def upload(
    name: Text,
    *,
    key: Text,
    url: Text,
    accept: Text,
    most: Any,
    many: Any,
    kept: Any,
    tickets: Text,
    is_direct: Any,
    label: Text,
    lang: Text,
    error: Text = "",
    hint: Text = "",
    required: bool | rx.Var[bool] = False,
    form_id: str = "f",
) -> rx.Component:
    """`lang` is the language of the label; `kept` are files sent before, `tickets` the same as the form holds them.

    There can be at most `many`, each of `most` bytes.
    """
    held = rx.Var.create(field_id(form_id, name)) + "-sent"
    # Not hidden by its type: drafts leave such fields alone.
    hidden = {"class_name": "hidden", "tab_index": -1, "aria_hidden": "true"}
    field = rx.el.input(name=name, id=held, default_value=tickets, auto_complete="off", **hidden)
    control = islands.Upload.create(
        field_id=held,
        question=key,
        url=url,
        accept=accept,
        most=most,
        many=many,
        kept=kept,
        direct=is_direct,
        label=label,
        input_id=field_id(form_id, name),
        describedby=described_by(form_id, name, error, hint),
        invalid=when(error, "true", "false"),
    )
    both, title = rx.fragment(control, field), rx.el.span(label, lang=lang)
    return group(both, name=name, label=title, error=error, hint=hint, required=required, form_id=form_id)
