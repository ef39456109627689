"""Words that stay in the page: `notice("Saved as a draft.", kind="info")`; an error or warning is read out at once."""

from typing import Any, Literal

import reflex as rx

Kind = Literal["info", "success", "warning", "error"]

_KINDS: dict[Kind, tuple[str, str]] = {
    "info": ("info", "border-info/25 bg-info/7 [&>svg]:text-info"),
    "success": ("circle_check", "border-success/25 bg-success/7 [&>svg]:text-success"),
    "warning": ("triangle_alert", "border-warning/30 bg-warning/8 [&>svg]:text-warning"),
    "error": ("circle_alert", "border-error/25 bg-error/8 [&>svg]:text-error"),
}


def notice(*words: Any, kind: Kind = "info", action: Any = None) -> rx.Component:
    """A banner with an icon and, if there is one, something to do."""
    icon, looks = _KINDS[kind]
    return rx.el.div(
        rx.icon(icon, size=16, class_name="mt-0.5 shrink-0", aria_hidden="true"),
        rx.el.div(*words, class_name="min-w-0 grow"),
        action if action is not None else rx.fragment(),
        role="alert" if kind in ("warning", "error") else "status",
        class_name=f"flex items-start gap-3 rounded-field border px-3.5 py-3 text-sm {looks}",
    )
