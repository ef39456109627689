"""Dropdowns: `menu(menu_item("Rename", icon="pencil", on_click=S.rename), icon="ellipsis", label="More")`."""

from typing import Any, Literal

import reflex as rx

from . import islands
from .button import looks
from .link import Text, link

_BOX = (
    "fixed m-0 min-w-48 max-w-72 rounded-field border border-line bg-raised p-1 text-sm text-base-content shadow-float"
)
ITEM = (
    "flex w-full cursor-pointer items-center gap-2.5 rounded-[calc(var(--radius-field)-2px)] px-2.5 py-2 text-left "
    "hover:bg-base-content/6 focus-visible:bg-base-content/6"
)


def menu(
    *items: Any,
    label: Text = "",
    icon: str = "ellipsis",
    trigger: rx.Component | None = None,
    trigger_class: str = "",
    side: Literal["start", "end"] = "end",
) -> rx.Component:
    """A button with a list under it. Give `icon` and `label`, or a `trigger` to show in the button."""
    return islands.Menu.create(
        *items,
        label=label,
        trigger=trigger if trigger is not None else rx.icon(icon, size=16, aria_hidden="true"),
        trigger_class=trigger_class or looks("quiet", "sm", "btn-square text-muted"),
        side=side,
        class_name=_BOX,
    )


def menu_item(label: Any, *, icon: str = "", danger: bool = False, **props: Any) -> rx.Component:
    """One thing to do; takes `on_click` and other button props."""
    return rx.el.button(
        *_inside(label, icon), type="button", class_name=f"{ITEM} {'text-error' if danger else ''}", **props
    )


def menu_link(label: Any, *, href: Text, icon: str = "") -> rx.Component:
    """One place to go."""
    return link(*_inside(label, icon), href=href, class_name=ITEM)


def menu_rule() -> rx.Component:
    """A line between groups."""
    return rx.el.hr(class_name="my-1 border-t border-line")


def _inside(label: Any, icon: str) -> list[Any]:
    return [*([rx.icon(icon, size=15, class_name="shrink-0 opacity-70", aria_hidden="true")] if icon else []), label]
