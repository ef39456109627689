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
_BOX = "alert fading pointer-events-auto max-w-full shadow-float"
_TOLD = "border-line bg-raised"


def _toast(item: rx.Var, dismiss: rx.EventHandler, undo: rx.EventHandler) -> rx.Component:
    return rx.el.div(
        rx.cond(item.kind == "refused", rx.icon("circle-alert", size=18), rx.icon("circle-check", size=18)),
        rx.el.span(item.text, class_name="min-w-0 flex-1 wrap-anywhere"),
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
            f"{_BOX} alert-error fading-slowly",
            rx.cond(item.has_undo, f"{_BOX} {_TOLD} fading-slowly", f"{_BOX} {_TOLD}"),
        ),
    )


def _button(content: object, on_click: object, label: str = "", **props: object) -> rx.Component:
    return rx.el.button(content, type="button", on_click=on_click, aria_label=label or None, **props)
