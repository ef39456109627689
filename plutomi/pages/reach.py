"""The parts of an opening's settings about strangers: its form on other sites, and what was held back."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button, looks
from plutomi.components.copy import copy
from plutomi.components.timeago import timeago
from plutomi.pages.parts import CARD, section
from plutomi.state.held import HeldState as H
from plutomi.state.opening import OpeningState as S
from plutomi.state.widget import WidgetState as W


def widget_section() -> rx.Component:
    """The tag to copy, a way to see what it shows, and the sites that may."""
    tag = rx.el.div(
        rx.el.code(W.tag, class_name="min-w-0 grow break-all text-sm", tab_index=0),
        rx.el.div(
            copy(W.tag, label="Copy the tag"),
            rx.cond(S.opening.state == "public", _preview(), rx.fragment()),
            class_name="flex flex-wrap gap-2",
        ),
        class_name=f"{CARD} flex flex-col gap-3 p-4 sm:p-6",
    )
    return section(
        "On your own site",
        "Put this tag where the form is to stand. It brings its own frame, which grows with the form. Written into the "
        "tag, data-color, data-background and data-font give it your colours and font.",
        tag,
        _sites(),
        id="widget",
    )


def held_section() -> rx.Component:
    """What a program seems to have sent; nothing while there is nothing."""
    lines = rx.el.ul(rx.foreach(H.lines, _line), class_name=f"{CARD} divide-y divide-line")
    about = (
        "Something was written in a field that people do not see, so a program seems to have sent these. They were "
        "thanked like everybody, but are no applicants until you let them in."
    )
    return rx.cond(H.lines.length() > 0, section("Held back", about, lines, id="held"), rx.fragment())


def _preview() -> rx.Component:
    return rx.el.a(
        rx.icon("external-link", size=15, aria_hidden="true"),
        "See the form alone",
        href=W.preview,
        target="_blank",
        class_name=looks("plain", "sm", ""),
    )


def _sites() -> rx.Component:
    return forms.form(
        forms.textarea(
            "sites",
            label="Sites that may show it",
            hint="One a line, like https://www.example.com or https://*.example.com. Leave it empty for any site.",
            default=W.sites,
            error=W.errors["sites"],
            rows=3,
        ),
        forms.actions(forms.submit("Save sites")),
        on_submit=W.save,
        errors=W.errors,
        key=W.key + W.sites,
        class_name=f"{CARD} flex flex-col gap-5 p-4 sm:p-6",
    )


def _line(one: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(rx.el.bdi(one.name), class_name="font-medium"),
            rx.el.p(rx.el.bdi(one.email), " · ", timeago(one.held_at), class_name="text-sm text-muted"),
            rx.el.ul(
                rx.foreach(one.said, lambda words: rx.el.li(rx.el.bdi(words))), class_name="mt-1 text-sm text-pretty"
            ),
            class_name="min-w-0 grow wrap-anywhere",
        ),
        rx.el.div(
            button("Let in", icon="check", on_click=H.release(one.id), aria_label="Let in " + one.name),
            button("Throw away", icon="trash_2", on_click=H.discard(one.id), aria_label="Throw away " + one.name),
            class_name="flex flex-wrap gap-2",
        ),
        class_name="flex flex-wrap items-start gap-3 p-4 sm:px-6",
    )
