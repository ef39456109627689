"""A stage's questions as fields: `questions(S.asked, S.errors)` inside a form.

Each is a row like state/asked.py's Ask; errors are by name. Questions with a condition appear by what is answered
before them (islands/show_if.js). A handler annotated `FormData` gets them by name, several choices as several values.
"""

from typing import Any

import reflex as rx

from . import answered, forms, islands, postal
from .field import Text
from .saying import say
from .upload import upload

FEW = 6  # options that are better all in sight than behind a list
MAX_SHORT = 300


def questions(asked: rx.Var, errors: rx.Var, known: Text = "", files_to: Text = "") -> rx.Component:
    """One field for each, of its own kind, under the headings of their sections.

    `known` are the facts from earlier forms that conditions look at, as JSON; files are sent to routes at `files_to`.
    The form also sends `time_zone`, the visitor's.
    """
    return rx.fragment(
        islands.ShowIf.create(known=known),
        islands.Zone.create(),
        rx.foreach(asked, lambda one: rx.fragment(_heading(one), _question(one, errors, files_to), key=one.name)),
    )


def contact(errors: rx.Var, *under_email: rx.Component, form_id: str = "f", **email: Any) -> list[rx.Component]:
    """Who somebody is, before anything else is asked; what is named besides is for the email's field."""
    full = {"label": say("Full name"), "required": True, "auto_complete": "name", "dir": "auto"}
    return [
        forms.text_input("name", error=errors["name"], form_id=form_id, **full),
        forms.email("email", label=say("Email"), required=True, error=errors["email"], form_id=form_id, **email),
        *under_email,
        forms.tel("phone", label=say("Phone"), error=errors["phone"], form_id=form_id),
    ]


def suggestion(name: str, value: Text) -> rx.Component:
    """What a field was likelier meant to hold; one tap takes it."""
    return islands.Suggestion.create(
        name=name,
        value=value,
        class_name="-mt-3 text-[0.9375rem] text-muted",
        button_class="link link-primary font-medium wrap-anywhere py-1",
    )


def forget_draft(keep: Text) -> rx.Component:
    """Beside or after a form kept under this name, once what was typed has arrived; "" forgets nothing."""
    return islands.FormCare.create(errors={}, keep=keep, forget=True)


def _heading(one: Any) -> rx.Component:
    words = rx.el.div(
        rx.el.h3(
            one.heading, dir="auto", lang=one.lang, class_name="text-lg font-semibold tracking-tight text-balance"
        ),
        rx.cond(one.heading_about != "", rx.el.p(one.heading_about, dir="auto", lang=one.lang, class_name=_ABOUT)),
        custom_attrs={"data-section-head": one.section, "data-show-if": one.heading_show_if},
        class_name="flex flex-col gap-1 border-t border-line pt-6 first:border-0 first:pt-0",
    )
    return rx.cond(one.heading != "", words)


def _question(one: Any, errors: Any, files_to: Text) -> rx.Component:
    marks = {
        "data-question": one.key,
        "data-type": one.type,
        "data-show-if": one.show_if,
        "data-section": one.section,
    }
    unseen = rx.el.input(type="hidden", name=one.name, default_value=one.value)
    field = rx.cond(one.is_hidden, unseen, _field(one, errors, files_to))
    return rx.el.div(field, custom_attrs=marks, class_name=rx.cond(one.is_hidden, "hidden", ""))


def _field(one: Any, errors: Any, files_to: Text) -> rx.Component:
    said = {"label": one.title, "hint": one.hint, "required": one.is_required, "error": errors[one.name]}
    titled = said | {"label": rx.el.span(one.title, lang=one.lang)}
    typed = titled | {"default": one.value}
    counted = {"data-least": one.least_counted, "data-most": one.most_counted}
    lined = typed | {"placeholder": one.placeholder}
    return rx.match(
        one.type,
        ("long_text", forms.textarea(one.name, rows=5, dir="auto", max_length=one.max_length, **lined)),
        ("one_choice", _one_choice(one, typed)),
        ("several_choices", forms.checkbox_group(one.name, one.options, default=one.chosen, lang=one.lang, **titled)),
        ("yes_no", forms.yes_no(one.name, **typed)),
        ("number", answered.number(one.name, unit=one.unit, **lined)),
        ("rating", answered.rating(one.name, one.marks, **typed)),
        ("date", forms.date(one.name, min=one.least, max=one.most, custom_attrs=counted, **typed)),
        ("time", forms.time(one.name, min=one.least, max=one.most, **typed)),
        ("email", forms.email(one.name, **lined)),
        ("phone", forms.tel(one.name, **lined)),
        ("link", forms.link(one.name, **lined)),
        ("address", postal.address(one, errors)),
        ("consent", answered.consent(one.name, one.agreement, lang=one.lang, **typed | {"label": one.title})),
        ("signature", answered.signature(one.name, **typed)),
        ("file", _files(one, files_to, said)),
        _line(one, lined),
    )


def _line(one: Any, lined: dict[str, Any]) -> rx.Component:
    return rx.cond(
        one.max_length > 0,
        forms.counted(one.name, dir="auto", max_length=one.max_length, **lined),
        forms.text_input(one.name, max_length=MAX_SHORT, dir="auto", **lined),
    )


def _files(one: Any, files_to: Text, said: dict[str, Any]) -> rx.Component:
    wanted = one.files
    return upload(
        one.name,
        key=one.key,
        url=files_to,
        accept=wanted.accept,
        most=wanted.most,
        many=wanted.many,
        kept=wanted.kept,
        tickets=wanted.tickets,
        is_direct=wanted.is_direct,
        lang=one.lang,
        **said,
    )


def _one_choice(one: Any, typed: dict[str, Any]) -> rx.Component:
    options = one.options.to(list[str])
    return rx.cond(
        options.length() > FEW,
        forms.select(one.name, options, lang=one.lang, **typed),
        forms.radio_group(one.name, options, lang=one.lang, **typed),
    )


_ABOUT = "text-muted text-pretty whitespace-pre-line"
