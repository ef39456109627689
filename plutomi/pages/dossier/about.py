"""Whom a form of the panel is about."""

import reflex as rx

from plutomi.state.dossier import DossierState as S


def about() -> rx.Component:
    """Tells the form's handler who was shown, even when another is by the time it arrives."""
    return rx.el.input(type="hidden", name="applicant_id", value=S.details.id, read_only=True)


def once(key: rx.Var[str]) -> rx.Component:
    """Tells the handler which of the forms shown one after the other this was: a second click sends it again."""
    return rx.el.input(type="hidden", name="key", value=key, read_only=True)
