"""The fields of a question: its words, its type, its options, its limits."""

from typing import Any

import reflex as rx

from plutomi.components import forms
from plutomi.components.field import Text
from plutomi.domain.questions import MAX_DESCRIPTION, MAX_KEY, MAX_TITLE
from plutomi.pages.limits import limit_fields
from plutomi.pages.parts import choice_of
from plutomi.state.questions import TYPES, QuestionRow


def question_fields(state: Any, *, key: Any, one: Any = None, form_id: str = "f") -> list[Any]:
    """The fields; `key` is what stands for its key: a field of its own, or the key that stays. `one` is edited.

    `state` has errors, type, list_id, lists, choose_type and choose_list.
    """
    errors, one = state.errors, QuestionRow() if one is None else one
    return [
        forms.text_input(
            "title",
            label="Question",
            required=True,
            default=one.title,
            error=errors["title"],
            max_length=MAX_TITLE,
            auto_complete="off",
            form_id=form_id,
        ),
        forms.textarea(
            "description",
            label="Explanation",
            default=one.description,
            error=errors["description"],
            max_length=MAX_DESCRIPTION,
            rows=2,
            form_id=form_id,
        ),
        forms.select(
            "type",
            list(TYPES.items()),
            label="Type",
            required=True,
            default=one.type,
            error=errors["type"],
            on_change=state.choose_type,
            form_id=form_id,
        ),
        rx.cond((state.type == "one_choice") | (state.type == "several_choices"), _options(state, one, form_id)),
        limit_fields(state.type, errors, one, form_id),
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


def _options(state: Any, one: Any, form_id: str) -> rx.Component:
    """A list that questions share, if the org has any, or the question's own."""
    shared = choice_of(
        "option_list_id",
        state.lists,
        label="Options from",
        none="This question's own list",
        default=one.list_id,
        error=state.errors["option_list_id"],
        form_id=form_id,
        on_change=state.choose_list,
    )
    own = forms.textarea(
        "options",
        label="Options",
        required=True,
        hint="One a line, at least two.",
        default=one.options,
        error=state.errors["options"],
        rows=5,
        form_id=form_id,
    )
    return rx.fragment(
        rx.cond(state.lists.length() > 0, shared),
        rx.cond(state.list_id == "", own),
    )
