"""What surrounds every page: messages, the word about a lost connection, and a floor to fall on."""

import reflex as rx
from reflex_components_core.base.error_boundary import ErrorBoundary

from plutomi.components.connection import lost_connection
from plutomi.components.toasts import toasts
from plutomi.pages import missing
from plutomi.state.toasts import ToastState


def wraps() -> dict:
    """Reflex's app wraps, with our own in place of its overlay, its toaster and its error page."""
    return {(55, "ErrorBoundary"): _floor, (5, "Overlay"): _overlay}


@rx.memo
def overlay() -> rx.Component:
    return rx.fragment(lost_connection(), toasts(ToastState.toasts, ToastState.dismiss, ToastState.undo))


def _overlay(stateful: bool) -> rx.Component:
    return rx.fragment(overlay())


def _floor(stateful: bool) -> rx.Component:
    fallback = rx.vars.function.ArgsFunctionOperation.create(("event_args",), rx.Var.create(missing.broken()))
    return ErrorBoundary.create(fallback_render=fallback)
