"""An address question: the parts its country asks for, relabelled in the browser when another country is chosen."""

from typing import Any

import reflex as rx

from . import islands


def address(one: Any, errors: Any) -> rx.Component:
    """`one` is a question's row with `parts` (given before), `layout`, `countries` and `suggestions`."""
    return islands.Postal.create(
        name=one.name,
        label=one.title,
        lang=one.lang,
        hint=one.hint,
        required=one.is_required,
        given=one.parts,
        layout=one.layout,
        countries=one.countries,
        errors=errors,
        suggestions=one.suggestions,
    )
