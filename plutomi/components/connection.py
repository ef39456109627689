"""What the page says while it cannot reach the server."""

import reflex as rx
from reflex_components_core.core.banner import has_too_many_connection_errors

from . import islands
from .saying import say


def lost_connection() -> rx.Component:
    """A quiet strip at the top until the server is there again: at once without a network, else from the second try."""
    return rx.el.div(
        islands.Unreached.create(_strip(), lost=has_too_many_connection_errors),
        role="status",
        aria_live="polite",
        class_name="fixed inset-x-0 top-0 z-50 flex justify-center pointer-events-none",
    )


def _strip() -> rx.Component:
    return rx.el.p(
        rx.el.span(class_name="loading loading-spinner loading-xs", aria_hidden="true"),
        say("The connection is lost. What you typed is kept; we are trying again."),
        class_name="alert alert-soft m-2 px-4 py-2 text-sm shadow-sm pointer-events-auto",
    )
