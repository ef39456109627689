"""The fields of a question's limits, by its type."""

from typing import Any

import reflex as rx

from plutomi.components import forms
from plutomi.components.field import Text
from plutomi.rules.limits import FILE_KINDS, FILES, MAX_CONSENT, MAX_LONG, MAX_RATING, MAX_SHORT, MB, RATING

DAYS = "Like 2026-05-31, or counted from today: today, today-18y, today+30d."
COUNTED = "In characters, up to {:,}. With a maximum, people see how many they typed."
COUNTRY = "Two letters, like US or GB. It is taken unless people say another."


def limit_fields(type: rx.Var, errors: rx.Var, one: Any, form_id: str = "f") -> rx.Component:
    """What can be set for this type; filled from `one` while that is of the type still."""

    def standing(name: str, kept: str) -> Text:
        return rx.cond(type == one.type, one.limits[name], kept) if isinstance(one, rx.Var) else kept

    def line(name: str, label: str, kept: str = "", **more: Any) -> rx.Component:
        given = {"error": errors[f"limits.{name}"], "default": standing(name, kept), "auto_complete": "off"}
        return forms.text_input(f"limits.{name}", label=label, form_id=form_id, **given | more)

    def number(name: str, label: str, kept: str = "", **more: Any) -> rx.Component:
        return line(name, label, kept, input_mode="numeric", **more)

    def ends(least: str, most: str, **more: Any) -> rx.Component:
        return _pair(line("min", least, **more), line("max", most, **more))

    def tick(name: str, label: str) -> rx.Component:
        is_on = standing(name, "") == "on" if isinstance(one, rx.Var) else False
        return forms.checkbox(f"limits.{name}", label, default=is_on)

    text = forms.textarea(
        "limits.text",
        label="What they agree to",
        hint="It is kept with each answer, in the words of that day.",
        default=standing("text", ""),
        error=errors["limits.text"],
        max_length=MAX_CONSENT,
        rows=5,
        form_id=form_id,
    )
    kinds = rx.el.fieldset(
        rx.el.legend("Kinds of files", class_name="mb-1.5 text-sm font-medium"),
        *[tick(f"kinds.{kind}", _KINDS[kind]) for kind in FILE_KINDS],
        rx.el.p("All of them unless you choose.", class_name="text-sm text-muted"),
        class_name="flex flex-col gap-2",
    )
    return rx.match(
        type,
        ("short_text", number("max_length", "Maximum length", hint=COUNTED.format(MAX_SHORT))),
        ("long_text", number("max_length", "Maximum length", hint=COUNTED.format(MAX_LONG))),
        (
            "number",
            rx.fragment(
                ends("Minimum", "Maximum", input_mode="decimal"),
                line("unit", "Unit", hint="Shown beside the number, like years or km."),
                tick("is_whole", "Whole numbers only"),
            ),
        ),
        ("rating", number("max", "Stars", hint=f"From 2 to {MAX_RATING}; {RATING} unless you say.")),
        ("date", rx.fragment(ends("Earliest", "Latest"), rx.el.p(DAYS, class_name="-mt-2 text-sm text-muted"))),
        ("time", ends("Earliest", "Latest", type="time")),
        ("phone", line("country", "Country", hint=COUNTRY, max_length=2, auto_capitalize="characters")),
        ("address", line("country", "Country", hint=COUNTRY, max_length=2, auto_capitalize="characters")),
        (
            "file",
            rx.fragment(
                kinds,
                _pair(number("max_files", "Maximum files", str(FILES)), number("max_mb", "Maximum MB each", str(MB))),
            ),
        ),
        ("consent", text),
        rx.fragment(),
    )


_KINDS = {"image": "Pictures", "pdf": "PDF", "document": "Word and text documents"}


def _pair(one: rx.Component, other: rx.Component) -> rx.Component:
    return rx.el.div(one, other, class_name="grid grid-cols-2 items-start gap-3")
