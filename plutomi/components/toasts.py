"""Short messages in the corner: they fade by CSS, wait while one points at them, and are read out."""

import reflex as rx


def toasts(items: rx.Var, dismiss: rx.EventHandler, undo: rx.EventHandler) -> rx.Component:
    """`items` have id, text, kind ("done" or "refused") and has_undo; the handlers take an id."""
    return rx.el.div(
        rx.foreach(items, lambda item: _toast(item, dismiss, undo)),
        role="status",
        aria_live="polite",
        aria_label="Messages",
        class_name=_CORNER,
    )


# On phones above the tab bar.
_CORNER = "toast toast-center sm:toast-end z-50 max-lg:bottom-16 pointer-events-none w-full sm:w-96 whitespace-normal"


def _toast(item: rx.Var, dismiss: rx.EventHandler, undo: rx.EventHandler) -> rx.Component:
    return rx.el.div(
        rx.cond(item.kind == "refused", rx.icon("circle-alert", size=18), rx.icon("circle-check", size=18)),
        rx.el.span(item.text, class_name="flex-1 break-words"),
        rx.cond(item.has_undo, _button("Undo", undo(item.id), class_name="btn btn-sm btn-outline text-inherit")),
        _button(
            rx.icon("x", size=16),
            dismiss(item.id),
            "Dismiss",
            class_name="btn btn-sm btn-square btn-ghost text-inherit",
        ),
        key=item.id,
        class_name=rx.cond(
            item.kind == "refused",
            "alert alert-error fading fading-slowly pointer-events-auto",
            rx.cond(
                item.has_undo,
                "alert fading fading-slowly pointer-events-auto",
                "alert fading pointer-events-auto",
            ),
        ),
    )


def _button(content: object, on_click: object, label: str = "", **props: object) -> rx.Component:
    return rx.el.button(content, type="button", on_click=on_click, aria_label=label or None, **props)
