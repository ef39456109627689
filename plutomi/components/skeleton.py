"""Grey shapes while rows are on their way: `rx.cond(S.is_loaded, rows, skeleton_rows(6))`."""

import reflex as rx


def skeleton_line(width: str = "w-32", height: str = "h-3.5") -> rx.Component:
    """One line of text to come; sizes are class names."""
    return rx.el.span(class_name=f"skeleton block rounded-selector {width} {height}")


def skeleton_rows(count: int = 5) -> rx.Component:
    """A list to come; screen readers hear only that it loads."""
    widths = ["w-48", "w-36", "w-56", "w-40"]
    rows = [
        rx.el.div(
            rx.el.span(class_name="skeleton size-7 shrink-0 rounded-full"),
            skeleton_line(widths[index % 4]),
            rx.el.span(class_name="grow"),
            skeleton_line("w-16"),
            class_name="flex items-center gap-3 px-4 py-3",
        )
        for index in range(count)
    ]
    shapes = rx.el.div(*rows, aria_hidden="true", class_name="divide-y divide-line")
    return rx.el.div(rx.el.span("Loading", role="status", class_name="sr-only"), shapes, class_name=CARD)


CARD = "overflow-hidden rounded-box border border-line bg-base-100 shadow-card"
