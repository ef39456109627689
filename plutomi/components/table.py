"""Tables that become cards on phones.

Use: `table(["Opening", "State", ""], rx.foreach(S.rows, line), label="Openings")` with `line = lambda r:
row(cell(row_link(r.name, href=r.href), lead=True), cell(opening_badge(r.state)), cell(more, end=True))`.
On phones a cell shows its `name` before its value; the lead and the buttons come first.
"""

from typing import Any

import reflex as rx

from .field import Text
from .link import link
from .skeleton import CARD


def table(heads: list[str], *rows: Any, label: Text) -> rx.Component:
    """Rows under heads; an empty head is for the cells with buttons."""
    top = rx.el.tr(*[_head(words) for words in heads], role="row")
    return rx.el.div(
        rx.el.table(
            rx.el.caption(label, class_name="sr-only"),
            rx.el.thead(top, role="rowgroup", class_name="border-b border-line max-sm:sr-only"),
            rx.el.tbody(*rows, role="rowgroup", class_name="divide-y divide-line max-sm:block"),
            role="table",
            class_name="w-full text-sm max-sm:block",
        ),
        class_name=f"{CARD} overflow-x-auto",
    )


def row(*cells: Any, **props: Any) -> rx.Component:
    """One row; on phones a card."""
    return rx.el.tr(
        *cells,
        role="row",
        class_name=_ROW,
        **props,
    )


# The empty ::before ends the first line of a card, after the lead (order 1) and the buttons (order 2).
_ROW = (
    "relative hover:bg-base-content/3 max-sm:flex max-sm:flex-wrap max-sm:items-center max-sm:gap-x-4 max-sm:gap-y-1 "
    "max-sm:p-4 max-sm:before:order-3 max-sm:before:w-full"
)


def cell(*children: Any, name: str = "", lead: bool = False, end: bool = False) -> rx.Component:
    """One cell; `lead` names the row, `end` holds its buttons."""
    looks = "max-sm:order-4"
    looks = "font-medium wrap-anywhere max-sm:order-1 max-sm:grow max-sm:basis-1/2 sm:min-w-40" if lead else looks
    looks = "relative z-1 max-sm:order-2 max-sm:-my-1.5 max-sm:-mr-2 max-sm:ml-auto sm:text-right" if end else looks
    tag, role = (rx.el.th, {"role": "rowheader", "scope": "row"}) if lead else (rx.el.td, {"role": "cell"})
    title = rx.el.span(name, class_name="mr-1.5 text-muted sm:hidden", aria_hidden="true") if name else rx.fragment()
    return tag(title, *children, class_name=f"text-left sm:px-4 sm:py-2.5 {looks}", **role)


def row_link(words: Any, *, href: Text) -> rx.Component:
    """The lead's link, which the whole row takes clicks for; other buttons in the row stand above it."""
    return link(words, href=href, class_name="after:absolute after:inset-0 hover:underline underline-offset-2")


def _head(words: str) -> rx.Component:
    said = words or rx.el.span("Actions", class_name="sr-only")
    return rx.el.th(
        said, role="columnheader", scope="col", class_name="eyebrow px-4 py-2.5 text-left whitespace-nowrap"
    )
