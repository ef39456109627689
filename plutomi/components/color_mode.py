"""Light, dark or as the system: `color_mode_choice()`, kept in the browser by Reflex and applied before first paint."""

import reflex as rx
from reflex.style import color_mode, set_color_mode

_MODES = [("light", "sun", "Light"), ("dark", "moon", "Dark"), ("system", "monitor", "As the system")]


def color_mode_choice() -> rx.Component:
    """Three small buttons, the chosen one pressed; it changes nothing on the server."""
    return rx.el.div(
        *[_one(*mode) for mode in _MODES],
        role="group",
        aria_label="Colours",
        class_name="grid grid-cols-3 gap-0.5 rounded-field bg-base-content/6 p-0.5",
    )


def _one(mode: str, icon: str, label: str) -> rx.Component:
    return rx.el.button(
        rx.icon(icon, size=15, aria_hidden="true"),
        type="button",
        aria_label=label,
        title=label,
        aria_pressed=rx.cond(color_mode == mode, "true", "false"),
        on_click=set_color_mode(mode),
        custom_attrs={"data-stay": "true"},
        class_name=(
            "grid h-7 cursor-pointer place-items-center rounded-[calc(var(--radius-field)-2px)] text-muted "
            "hover:text-base-content aria-pressed:bg-base-100 aria-pressed:text-base-content aria-pressed:shadow-card"
        ),
    )
