"""Fields of what only questions ask for: `rating("answers.fun", ["1", "2", "3"], label="How was it?", error=...)`.

A number with its unit, a rating, a consent, a signature; all take what field.py's fields take.
"""

from typing import Any

import reflex as rx

from .field import Text, field, field_id, group, when
from .saying import say
from .typed import INPUT, marks, text_input


def number(name: Text, *, unit: Text = "", **props: Any) -> rx.Component:
    """A number with its unit beside it."""
    said = {key: props.pop(key) for key in ("label", "error", "hint", "required", "form_id") if key in props}
    default, placeholder = props.pop("default", ""), props.pop("placeholder", "")
    box = rx.el.label(
        rx.el.input(
            name=name,
            default_value=default,
            placeholder=placeholder,
            input_mode="decimal",
            auto_complete="off",
            class_name="min-w-0 grow",
            **marks(said.get("form_id", "f"), name, said.get("error", ""), said.get("hint", ""), said["required"]),
        ),
        when(unit, rx.el.span(unit, class_name="label shrink-0 text-muted"), rx.fragment()),
        class_name=f"{INPUT} has-[[aria-invalid=true]]:border-error",
    )
    return field(box, name=name, **said)


def rating(name: Text, scale: rx.Var, *, default: Text = "", **props: Any) -> rx.Component:
    """So many stars of so many, each a radio button with its number under it."""
    last = scale.to(list[str])[-1]

    def star(mark: Any) -> rx.Component:
        said = {"aria-label": say("{mark} of {most}", mark=mark, most=last)}
        box = rx.el.input(
            type="radio", name=name, value=mark, default_checked=mark == default, class_name="peer sr-only",
            custom_attrs=said,
        )  # fmt: skip
        sign = rx.icon("star", size=26, stroke_width=1.5, aria_hidden="true", class_name="star")
        count = rx.el.span(mark, aria_hidden="true", class_name="tabular text-xs text-muted")
        return rx.el.label(box, sign, count, class_name=_STAR)

    stars = rx.el.div(rx.foreach(scale.to(list[str]), star), class_name="plutomi-stars flex max-w-sm gap-0.5")
    box = rx.el.input(
        type="radio", name=name, value="", default_checked=rx.Var.create(default) == "", class_name="radio radio-sm"
    )
    none = rx.el.label(box, say("No answer"), class_name=_NONE)
    return group(rx.el.div(stars, when(props.get("required", True), rx.fragment(), none)), name=name, **props)


def consent(name: Text, text: Text, *, label: Text, lang: Text, default: Text = "", **props: Any) -> rx.Component:
    """What is agreed to, whole, and the box that agrees to it; `lang` is the language of both."""
    form_id, error, hint = props.get("form_id", "f"), props.get("error", ""), props.get("hint", "")
    required, title = props.get("required", False), field_id(form_id, name) + "-title"
    words = rx.el.div(
        text,
        dir="auto",
        lang=lang,
        role="group",
        aria_labelledby=rx.Var.create(title),
        tab_index=0,
        class_name=f"{_PAPER} max-h-64 overflow-y-auto whitespace-pre-wrap break-words",
    )
    box = rx.el.input(
        type="checkbox",
        name=name,
        value="yes",
        default_checked=rx.Var.create(default) == "yes",
        class_name="checkbox checkbox-sm checkbox-primary shrink-0 mt-0.5",
        **marks(form_id, name, error, hint, required),
    )
    agrees = rx.el.label(box, rx.el.span(say("I agree")), class_name=_TICK)
    body = rx.el.div(words, agrees, class_name="flex flex-col gap-2")
    return field(body, name=name, label=rx.el.span(label, lang=lang, id=rx.Var.create(title)), **props)


def signature(name: Text, **props: Any) -> rx.Component:
    """A name typed as a signature."""
    props = {"auto_complete": "name", "spell_check": False, "max_length": 200, "dir": "auto"} | props
    return text_input(name, looks="font-serif italic text-xl!", **props)


_STAR = (
    "relative flex min-h-12 min-w-7 flex-1 cursor-pointer flex-col items-center justify-center gap-0.5 rounded-field "
    "py-1 hover:bg-base-content/6 has-focus-visible:outline-2 has-focus-visible:outline-primary"
)
_NONE = "flex min-h-11 w-fit cursor-pointer items-center gap-2 text-sm text-muted"
_PAPER = "rounded-field border border-line bg-base-200/60 px-3.5 py-3 text-[0.9375rem] leading-relaxed"
_TICK = (
    "flex min-h-11 cursor-pointer items-start gap-3 py-2.5 text-base has-focus-visible:outline-2 "
    "has-focus-visible:outline-offset-1 has-focus-visible:outline-primary rounded-field"
)
