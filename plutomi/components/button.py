"""Buttons and links that look like buttons: `button("Publish", kind="primary", icon="globe", on_click=S.publish)`."""

from typing import Any, Literal

import reflex as rx

from .link import Text, link

Kind = Literal["primary", "plain", "quiet", "danger"]
Size = Literal["xs", "sm", "md", "lg"]

_KINDS: dict[Kind, str] = {
    "primary": "btn-primary",
    "plain": "bg-base-100 border-line shadow-card hover:bg-base-200",
    "quiet": "btn-ghost font-normal",
    "danger": "btn-error",
}
_SIZES: dict[Size, str] = {"xs": "btn-xs", "sm": "btn-sm", "md": "", "lg": "btn-lg"}


def looks(kind: Kind = "plain", size: Size = "sm", extra: str = "") -> str:
    """The class names of a button, for elements built elsewhere."""
    return f"btn font-medium {_SIZES[size]} {_KINDS[kind]} {extra}".strip()


def button(
    label: Any, *, kind: Kind = "plain", size: Size = "sm", icon: str = "", class_name: str = "", **props: Any
) -> rx.Component:
    """A button with words and, if asked, an icon before them."""
    return rx.el.button(*_inside(label, icon), type="button", class_name=looks(kind, size, class_name), **props)


def button_link(
    label: Any, *, href: Text, kind: Kind = "plain", size: Size = "sm", icon: str = "", class_name: str = ""
) -> rx.Component:
    """A link to another page that looks like a button."""
    return link(*_inside(label, icon), href=href, class_name=looks(kind, size, class_name))


def icon_button(icon: str, *, label: Text, size: Size = "sm", class_name: str = "", **props: Any) -> rx.Component:
    """A square button with only an icon; `label` is what it is called."""
    return rx.el.button(
        rx.icon(icon, size=16, aria_hidden="true"),
        type="button",
        aria_label=label,
        title=label,
        class_name=looks("quiet", size, f"btn-square text-muted hover:text-base-content {_OFF} {class_name}"),
        **props,
    )


# `aria_disabled` rather than `disabled` where a button may become useless under the focus.
_OFF = "aria-disabled:pointer-events-none aria-disabled:opacity-35"


def _inside(label: Any, icon: str) -> list[Any]:
    return [rx.icon(icon, size=15, aria_hidden="true"), label] if icon else [label]
