"""The mark and the word: `logo()` in headers, `mark()` alone; the SVG takes the theme's colours."""

import reflex as rx


def mark(size: int = 24) -> rx.Component:
    """A small world with its moon; the favicon is the same drawing."""
    return rx.el.svg(
        rx.el.svg.circle(
            cx="16", cy="16", r="13", fill="none", stroke="currentColor", stroke_width="2.2", opacity="0.4"
        ),
        rx.el.svg.circle(cx="16", cy="16", r="7", fill="currentColor"),
        rx.el.svg.circle(cx="25.2", cy="6.8", r="4.2", fill="var(--color-accent)"),
        view_box="0 0 32 32",
        width=str(size),
        height=str(size),
        aria_hidden="true",
        class_name="shrink-0 text-primary",
    )


def logo() -> rx.Component:
    """The mark with the name."""
    return rx.el.span(
        mark(),
        rx.el.span("Plutomi", class_name="text-[0.9375rem] font-semibold tracking-tight"),
        class_name="inline-flex items-center gap-2",
    )
