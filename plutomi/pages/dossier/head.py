"""Who the applicant is and where they stand: their stage, or why they left and the way back."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.avatar import avatar
from plutomi.components.button import icon_button
from plutomi.components.notice import notice
from plutomi.components.timeago import timeago
from plutomi.pages.dossier.about import about
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.keeping import KeepingState
from plutomi.state.dossier.moving import ELSEWHERE, MovingState

LOOPING = (
    "Rules sent them round in a circle and were stopped. They stand still until somebody moves them; "
    "the history says which rules."
)


def head() -> rx.Component:
    about = rx.el.p(
        S.details.opening_name, " · applied ", timeago(S.details.applied_at), class_name="truncate text-sm text-muted"
    )
    edit = icon_button("pencil", label="Edit contact details", on_click=KeepingState.edit)
    name = rx.el.bdi(S.details.name, title=S.details.name, class_name="block truncate text-lg font-semibold")
    return rx.el.div(
        rx.el.div(
            avatar(S.details.name, "lg"),
            rx.el.div(name, about, class_name="min-w-0 grow"),
            rx.cond(S.is_editing, rx.fragment(), edit),
            class_name="flex items-center gap-3",
        ),
        rx.cond(S.details.stage_id, _stage(), _left()),
        rx.cond(S.details.is_looping, notice(LOOPING, kind="warning")),
        class_name="flex flex-col gap-4",
    )


def _stage() -> rx.Component:
    picker = rx.el.select(
        rx.foreach(S.stages, lambda stage: rx.el.option(stage.name, value=stage.id)),
        rx.el.option("Another opening…", value=ELSEWHERE),
        value=S.details.stage_id,
        on_change=MovingState.move_to,
        aria_label="Stage",
        class_name="select select-sm min-w-0 grow text-base sm:text-sm",
    )
    since = rx.el.span("entered ", timeago(S.details.entered_at), class_name="shrink-0 text-sm text-muted")
    begun = rx.cond(
        S.details.begun != "",
        rx.el.p(
            rx.icon("pencil", size=13, aria_hidden="true", class_name="shrink-0"),
            S.details.begun,
            class_name="flex items-center gap-1.5 text-sm text-muted",
        ),
    )
    return rx.el.div(
        rx.el.div(picker, since, class_name="flex items-center gap-3"), begun, class_name="flex flex-col gap-2"
    )


def _left() -> rx.Component:
    """Why they left, and the way back onto the board."""
    said = rx.cond(
        (S.details.withdrawn_for != "") | (S.details.withdrawn_words != ""),
        rx.el.div(
            rx.cond(S.details.withdrawn_for != "", rx.el.p(S.details.withdrawn_for, class_name="font-medium")),
            rx.el.p(S.details.withdrawn_words, dir="auto", class_name="whitespace-pre-wrap break-words"),
            class_name="text-sm",
        ),
    )
    back = forms.form(
        about(),
        rx.el.select(
            rx.foreach(S.stages, lambda stage: rx.el.option(stage.name, value=stage.id)),
            name="stage_id",
            aria_label="Stage",
            class_name="select select-sm min-w-0 grow text-base sm:text-sm",
        ),
        forms.submit("Put back", class_name="btn-sm btn-soft"),
        on_submit=MovingState.restore,
        class_name="flex items-center gap-2",
    )
    rejected = notice(
        "Rejected ", timeago(S.details.rejected_at), ". They are not on the board.",
        rx.cond(S.details.rejected_for != "", rx.el.p(S.details.rejected_for, dir="auto", class_name="text-sm")),
        kind="warning",
    )  # fmt: skip
    withdrew = notice(
        "Withdrew ", timeago(S.details.withdrawn_at), ". They are not on the board.", said, kind="warning"
    )
    left = rx.cond(S.details.rejected_at != "", rejected, withdrew)
    return rx.el.div(left, back, class_name="flex flex-col gap-3")
