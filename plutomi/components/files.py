"""Files that were sent: `files(row.files)`, each with what it is, a look at it, and a way to keep it.

A picture shows itself small; a PDF opens in its place, on phones in a tab of its own, since few show them in a page.
"""

import reflex as rx

from .field import Text
from .saying import say


def files(lines: rx.Var) -> rx.Component:
    """Rows like state/filing.py's FileLine."""
    return rx.el.ul(rx.foreach(lines, _line), class_name="flex flex-col gap-2")


def _line(one: rx.Var) -> rx.Component:
    return rx.el.li(
        rx.cond(one.state == "clean", _clean(one), _other(one)),
        key=one.id,
        class_name="overflow-hidden rounded-field border border-line bg-base-100",
    )


def _clean(one: rx.Var) -> rx.Component:
    look = rx.match(
        one.kind,
        ("image", rx.el.img(src=one.path + "?small=1", alt="", loading="lazy", class_name=_THUMB)),
        _icon(),
    )
    opens = rx.el.a(
        rx.el.bdi(one.name),
        rx.el.span(" ", say("(opens in a new tab)"), class_name="sr-only"),
        **_aside(one.path),
        class_name=_NAME,
    )
    row = rx.el.div(
        look,
        rx.el.div(
            rx.cond(one.kind == "document", _name(one), opens),
            rx.el.span(one.weight, class_name="text-xs text-muted"),
            class_name="flex min-w-0 grow flex-col",
        ),
        rx.el.a(
            rx.icon("download", size=16, aria_hidden="true"),
            rx.el.span(say("Download {file}", file=rx.el.bdi(one.name)), class_name="sr-only"),
            href=one.path + "?download=1",
            download=True,
            class_name="btn btn-ghost btn-sm btn-square",
        ),
        class_name="flex items-center gap-3 p-2",
    )
    return rx.fragment(row, rx.cond(one.kind == "pdf", _pdf(one)))


def _pdf(one: rx.Var) -> rx.Component:
    """Fetched only once it is opened."""
    return rx.el.details(
        rx.el.summary(say("Show it here"), class_name="cursor-pointer px-3 py-2 text-sm text-muted"),
        rx.el.iframe(
            src=one.path, title=one.name, loading="lazy", class_name="h-[70vh] w-full border-t border-line bg-white"
        ),
        class_name="hidden border-t border-line sm:block",
    )


def _other(one: rx.Var) -> rx.Component:
    words = rx.match(
        one.state,
        ("refused", rx.el.span(one.reason, class_name="text-sm text-error")),
        ("gone", rx.el.span(say("No longer kept"), class_name="text-sm text-muted")),
        rx.el.span(say("{size}, being checked for viruses", size=one.weight), class_name="text-sm text-muted"),
    )
    return rx.el.div(
        _icon(),
        rx.el.div(_name(one), words, class_name="flex min-w-0 grow flex-col"),
        class_name="flex items-center gap-3 p-2",
    )


def _name(one: rx.Var) -> rx.Component:
    return rx.el.bdi(one.name, class_name="truncate text-sm font-medium")


def _icon() -> rx.Component:
    sign = rx.icon("file", size=18, aria_hidden="true")
    return rx.el.span(sign, class_name="grid size-12 shrink-0 place-items-center rounded bg-base-200 text-muted")


def _aside(path: Text) -> dict[str, object]:
    return {"href": path, "target": "_blank", "rel": "noopener"}


_THUMB = "size-12 shrink-0 rounded bg-base-200 object-cover"
_NAME = "truncate text-sm font-medium hover:underline underline-offset-2"
