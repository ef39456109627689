"""Email templates: the list, and the page one is written on beside how it reads."""

from typing import Any

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button_link
from plutomi.components.dialog import confirm
from plutomi.components.empty import empty
from plutomi.components.link import link
from plutomi.components.menu import menu, menu_item
from plutomi.components.notice import notice
from plutomi.components.table import cell, row, table
from plutomi.domain.applicants.messaging import MAX_BODY, MAX_SUBJECT
from plutomi.models.template import MAX_NAME
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import CARD, STOP_RULES, choice_of
from plutomi.state.templates import Named, TemplateRow
from plutomi.state.templates import TemplatesState as L
from plutomi.state.templates import TemplateState as S

HERE, SOON = "/email-templates", 300  # ms after the last letter


def register(app: rx.App) -> None:
    """Adds both pages."""
    add_page(app, templates, HERE, "Email templates · Plutomi", L.load)
    add_page(app, template, f"{HERE}/[template_id]", "Email template · Plutomi", S.load)


def templates() -> rx.Component:
    rows = table(["Template", "Subject", "Offered for", ""], rx.foreach(L.rows, _row), label="Email templates")
    return desk(
        loaded(L, rx.cond(L.rows.length() > 0, rows, _none())),
        confirm(
            "Delete this template?",
            rx.cond(L.in_use != "", L.in_use, L.chosen.name + " goes; what was sent by it stays."),
            open=L.is_deleting,
            on_close=L.keep,
            on_confirm=L.delete,
            action=rx.cond(L.in_use != "", STOP_RULES, "Delete"),
        ),
        title="Email templates",
        active="applicants",
        actions=button_link("New template", href=f"{HERE}/new", kind="primary", icon="plus"),
        about="Letters written once: chosen in an applicant's messages, or sent by rules.",
    )


def _row(one: rx.Var[TemplateRow]) -> rx.Component:
    href = f"{HERE}/" + one.id
    name = link(one.name, href=href, class_name="underline-offset-2 after:absolute after:inset-0 hover:underline")
    more = menu(
        menu_item("Delete…", icon="trash_2", danger=True, on_click=L.ask_delete(one.id)), label="More about " + one.name
    )
    return row(
        cell(name, lead=True),
        cell(rx.el.span(one.subject, class_name="line-clamp-2 max-w-md text-muted"), name="Subject"),
        cell(one.place, name="Offered for"),
        cell(rx.el.span(more, class_name="relative z-1"), end=True),
        key=one.id,
    )


def _none() -> rx.Component:
    return empty(
        "mail_plus",
        "No templates yet",
        "An invitation, a reminder, a yes: write it once, and names are filled in for each applicant.",
        button_link("Write a template", href=f"{HERE}/new", kind="primary", icon="plus"),
    )


def template() -> rx.Component:
    both = rx.el.div(_editor(), _reading(), class_name="grid gap-8 lg:grid-cols-2 lg:gap-10")
    return desk(
        loaded(S, both),
        title=rx.cond(S.template.name != "", S.template.name, "New template"),
        active="applicants",
        breadcrumb=[("Email templates", HERE)],
    )


def _editor() -> rx.Component:
    one = S.template
    return forms.form(
        forms.text_input(
            "name",
            label="Name",
            hint="For your team alone.",
            required=True,
            default=one.name,
            error=S.errors["name"],
            max_length=MAX_NAME,
            auto_complete="off",
        ),
        choice_of(
            "opening_id",
            S.openings,
            label="Offered for",
            none="All openings",
            default=one.opening_id,
            error=S.errors["opening_id"],
            on_change=S.choose_opening,
        ),
        rx.cond(
            S.stages.length() > 0,
            choice_of(
                "stage_id",
                S.stages,
                label="Stage",
                none="All its stages",
                default=one.stage_id,
                error=S.errors["stage_id"],
            ),
        ),
        _typed("subject", "Subject", one.subject, S.type_subject, max_length=MAX_SUBJECT),
        _typed("body", "Message", one.body, S.type_body, max_length=MAX_BODY, rows=12),
        _names(),
        forms.actions(button_link("Cancel", href=HERE, kind="quiet", size="md"), forms.submit("Save template")),
        on_submit=S.save,
        errors=S.errors,
        key=one.id,
    )


def _typed(name: str, label: str, default: Any, on_change: Any, **props: Any) -> rx.Component:
    """A field that the preview follows; what is wrong with it is said as it is typed."""
    error = rx.cond(S.wrong[name], S.wrong[name], S.errors[name])
    make = rx.el.textarea if "rows" in props else rx.el.input
    looks = "textarea field-sizing-content leading-relaxed min-h-60" if "rows" in props else "input"
    control = make(
        name=name,
        default_value=default,
        on_change=on_change.debounce(SOON),
        class_name=f"{looks} w-full text-base sm:text-sm aria-invalid:border-error",
        **forms.marks("f", name, error, "", required=True),
        **props,
    )
    return forms.field(control, name=name, label=label, error=error, required=True)


def _names() -> rx.Component:
    def one(name: Named) -> rx.Component:
        return rx.el.div(
            rx.el.dt(rx.el.code(name.id, class_name="rounded bg-base-content/7 px-1 py-0.5 break-all")),
            rx.el.dd(name.name, class_name="text-muted"),
            class_name="flex flex-wrap gap-x-3 gap-y-0.5",
        )

    words = rx.el.summary("Names that are filled in", class_name="cursor-pointer text-sm font-medium")
    listed = rx.el.dl(
        rx.foreach(S.names, one), class_name="flex max-h-72 flex-col gap-1.5 overflow-y-auto pt-3 text-sm"
    )
    return rx.el.details(words, listed)


def _reading() -> rx.Component:
    """The letter, for somebody made up or for a real applicant."""
    picker = rx.el.select(
        rx.el.option("For somebody made up", value=""),
        rx.foreach(S.applicants, lambda one: rx.el.option("For " + one.name, value=one.id)),
        value=S.applicant,
        on_change=S.show_for,
        aria_label="Preview for",
        class_name="select select-sm w-full text-base sm:w-56 sm:text-sm",
    )
    head = rx.el.div(
        rx.el.h2("As it reads", id="reading", class_name="font-semibold"),
        picker,
        class_name="flex flex-wrap items-center justify-between gap-3",
    )
    wrong = rx.cond(
        S.wrong.keys().length() > 0,
        notice("This shows the last words that could be read: see the field marked beside.", kind="warning"),
    )
    letter = rx.el.article(
        rx.el.p(S.shown_subject, dir="auto", class_name="font-semibold break-words"),
        rx.el.p(S.shown_body, dir="auto", class_name="text-sm leading-relaxed whitespace-pre-wrap break-words"),
        class_name=f"{CARD} flex min-h-40 flex-col gap-4 p-5",
    )
    return rx.el.section(
        head, wrong, letter, aria_labelledby="reading", class_name="flex flex-col gap-4 lg:sticky lg:top-6 self-start"
    )
