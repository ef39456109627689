"""Pieces that several of recruiters' pages share."""

from typing import Any

import reflex as rx

from plutomi.components.field import Text, described_by, field, field_id, when
from plutomi.components.link import link
from plutomi.components.notice import notice

CARD = "rounded-box border border-line bg-base-100 shadow-card"
NO_ERRORS = rx.Var.create({}).to(dict[str, str])
STOP_RULES = "Delete, and stop these rules"
ONCE = 700  # ms in which a second click on a form's button is the first one's echo


def section(title: str, about: Any, *children: Any, id: str) -> rx.Component:
    """A part of a settings page: what it is for on the left, what one can do on the right."""
    words = rx.el.div(
        rx.el.h2(title, id=id, class_name="font-semibold"),
        rx.el.div(about, class_name="text-sm text-muted text-pretty"),
        class_name="flex flex-col gap-1 lg:pt-1",
    )
    body = rx.el.div(*children, class_name="flex min-w-0 flex-col gap-4")
    return rx.el.section(
        words, body, aria_labelledby=id, class_name="grid gap-4 py-8 first:pt-2 lg:grid-cols-[16rem_1fr] lg:gap-10"
    )


def sections(*parts: rx.Component) -> rx.Component:
    """Sections with lines between them."""
    return rx.el.div(*parts, class_name="divide-y divide-line")


def choice_of(
    name: str,
    rows: rx.Var,
    *,
    label: str,
    none: str,
    default: Text = "",
    error: Text = "",
    hint: Text = "",
    form_id: str = "f",
    **props: Any,
) -> rx.Component:
    """A list to choose one of `rows` from, each with `id` and `name`; `none` is what choosing none means."""
    control = rx.el.select(
        rx.el.option(none, value=""),
        rx.foreach(rows, lambda row: rx.el.option(row["name"], value=row["id"])),
        id=rx.Var.create(field_id(form_id, name)),
        name=name,
        key=default,
        default_value=default,
        aria_invalid=when(error, "true", "false"),
        aria_describedby=described_by(form_id, name, error, hint),
        class_name="select w-full text-base sm:text-sm aria-invalid:border-error",
        **props,
    )
    return field(control, name=name, label=label, error=error, hint=hint, required=True, form_id=form_id)


def narrowing(label: str, every: str, rows: rx.Var, now: rx.Var[str], on_change: Any) -> rx.Component:
    """A list to narrow what is shown to one of `rows`, each with `id` and `name`; `every` is what none means."""
    return rx.el.select(
        rx.el.option(every, value=""),
        rx.foreach(rows, lambda one: rx.el.option(one["name"], value=one["id"])),
        value=now,
        on_change=on_change,
        aria_label=label,
        class_name="select select-sm h-9 w-[calc(50%-0.25rem)] min-w-0 grow text-base sm:w-44 sm:grow-0 sm:text-sm",
    )


def used_by_rules(words: rx.Var[str]) -> rx.Component:
    """In a dialog about something's end: which rules use it, once that is known, and what becomes of them."""
    about = rx.el.p(words + " Without it they stand still until somebody changes them.", class_name="text-pretty")
    return rx.cond(words != "", notice(about, kind="warning"))


def segments(choices: list[tuple[str, str]], now: rx.Var[str], on_choose: Any, *, label: str) -> rx.Component:
    """A few buttons of which one is pressed, to filter a list."""
    return rx.el.div(
        *[_segment(value, words, now, on_choose) for value, words in choices],
        role="group",
        aria_label=label,
        class_name="flex gap-0.5 rounded-field bg-base-content/6 p-0.5",
    )


def opening_tabs(path: Text, active: str) -> rx.Component:
    """The faces of an opening."""
    at = rx.Var.create(path)
    faces = [("board", "Board", path), ("rules", "Rules", at + "/rules"), ("settings", "Settings", at + "/settings")]
    return _faces("Opening", faces, active)


def bank_tabs(active: str) -> rx.Component:
    """The bank of questions, and the lists of options that they share."""
    faces = [("questions", "Questions", "/questions"), ("lists", "Shared lists", "/questions/lists")]
    return _faces("Bank", faces, active)


def _faces(label: str, faces: list[tuple[str, str, Any]], active: str) -> rx.Component:
    return rx.el.nav(
        *[_face(words, href, key == active) for key, words, href in faces],
        aria_label=label,
        class_name="flex gap-0.5 rounded-field bg-base-content/6 p-0.5",
    )


_PILL = (
    "cursor-pointer rounded-[calc(var(--radius-field)-2px)] px-2 py-1.5 sm:px-2.5 text-sm text-muted whitespace-nowrap "
    "hover:text-base-content "
)
_PRESSED = "bg-raised ring-1 ring-line text-base-content shadow-card font-medium"


def _segment(value: str, words: str, now: rx.Var[str], on_choose: Any) -> rx.Component:
    looks = _PILL + " ".join(f"aria-pressed:{name}" for name in _PRESSED.split())
    pressed = rx.cond(now == value, "true", "false")
    return rx.el.button(words, type="button", aria_pressed=pressed, on_click=on_choose(value), class_name=looks)


def _face(words: str, href: Text, is_here: bool) -> rx.Component:
    here = {"aria_current": "page"} if is_here else {}
    return link(words, href=href, class_name=_PILL + (_PRESSED if is_here else ""), **here)
