"""The fields of a question: its words, its type, its options."""

from typing import Any

import reflex as rx

from plutomi.components import forms
from plutomi.components.field import Text
from plutomi.domain.questions import MAX_DESCRIPTION, MAX_KEY, MAX_TITLE
from plutomi.state.questions import TYPES


def question_fields(
    errors: rx.Var[dict[str, str]],
    has_options: rx.Var[bool],
    on_type: Any,
    *,
    key: Any,
    title: Text = "",
    description: Text = "",
    type: Text = "short_text",
    options: Text = "",
) -> list[Any]:
    """The fields; `key` is what stands for the question's key: a field of its own, or the key that stays."""
    return [
        forms.text_input(
            "title",
            label="Question",
            required=True,
            default=title,
            error=errors["title"],
            max_length=MAX_TITLE,
            auto_complete="off",
            auto_focus=True,
        ),
        forms.textarea(
            "description",
            label="Explanation",
            default=description,
            error=errors["description"],
            max_length=MAX_DESCRIPTION,
            rows=2,
        ),
        forms.select(
            "type",
            list(TYPES.items()),
            label="Type",
            required=True,
            default=type,
            error=errors["type"],
            on_change=on_type,
        ),
        rx.cond(
            has_options,
            forms.textarea(
                "options",
                label="Options",
                required=True,
                hint="One a line, at least two.",
                default=options,
                error=errors["options"],
                rows=5,
            ),
        ),
        key,
    ]


def key_field(error: Text) -> rx.Component:
    """The key of a new question."""
    return forms.text_input(
        "key",
        label="Key",
        hint="What rules and the API call it, like years_of_driving. Made from the question if empty; never changes.",
        error=error,
        max_length=MAX_KEY,
        auto_complete="off",
        spell_check=False,
        auto_capitalize="off",
    )


def key_kept(key: Text) -> rx.Component:
    """The key of a question that exists."""
    return rx.el.p(
        "Key ", rx.el.code(key, class_name="font-mono text-base-content"), " never changes.",
        class_name="text-sm text-muted",
    )  # fmt: skip
