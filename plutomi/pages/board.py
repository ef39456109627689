"""The board of an opening, with the applicant panel over it."""

import reflex as rx

from plutomi.components.badge import opening_badge
from plutomi.components.board import board
from plutomi.components.button import button_link
from plutomi.components.copy import copy
from plutomi.components.empty import empty
from plutomi.components.skeleton import skeleton_rows
from plutomi.pages.desk import desk, loaded, or_elsewhere
from plutomi.pages.dossier import dossier
from plutomi.pages.parts import narrowing, opening_tabs
from plutomi.state.boards import BoardState
from plutomi.state.desk import DeskState
from plutomi.state.dossier import DossierState
from plutomi.state.dossier.following import FollowingState

S = BoardState


def page() -> rx.Component:
    return desk(
        rx.cond(
            S.is_loaded & (S.problem == ""),
            rx.cond(S.is_missing, _missing(), _board()),
            _padded(loaded(S, skeleton=skeleton_rows(4))),
        ),
        dossier(),
        title=_title(""),
        active="openings",
        breadcrumb=[("Openings", "/openings")],
        about=rx.cond(S.head.id, _about(), rx.fragment()),
        actions=rx.cond(S.head.id, _actions(), rx.fragment()),
        full_bleed=True,
    )


def register(app: rx.App) -> None:
    app.add_page(
        page,
        route="/openings/[opening_id]",
        title=_title(" · Plutomi"),
        on_load=[
            DeskState.arrive,
            BoardState.load,
            DossierState.open_from_address,
            BoardState.watch,
            FollowingState.follow,
        ],
    )


def _title(after: str) -> rx.Var[str]:
    """The opening's name; what there is instead while it comes, or when it is not there."""
    return rx.cond(S.head.name, S.head.name, rx.cond(S.is_missing, "No such opening", "Board")) + after


def _about() -> rx.Component:
    place = rx.cond(S.head.place, rx.el.span(S.head.place, class_name="truncate"), rx.fragment())
    return rx.el.div(opening_badge(S.head.state), place, class_name="flex min-w-0 items-center gap-2")


def _actions() -> rx.Component:
    """On phones copying is an icon, and has words once there is something to say."""
    link = copy(
        S.head.apply_url,
        label="Copy application link",
        class_name="max-sm:px-2 max-sm:data-[copied=false]:[&>span]:sr-only",
    )
    return rx.fragment(
        rx.cond(S.head.state == "public", link, rx.fragment()), opening_tabs(f"/openings/{S.head.id}", "board")
    )


def _board() -> rx.Component:
    live = board(
        snapshot_url=S.snapshot_url,
        opening=S.head.id,
        ops=S.ops,
        ops_seq=S.ops_seq,
        ack=S.ack,
        refusal=S.refusal,
        selected=DossierState.selected,
        may_edit=True,
        apply_link=rx.cond(S.head.state == "public", S.head.apply_url, ""),
        on_move=S.move_card,
        on_column_move=S.move_column,
        on_open=DossierState.open,
        on_stage_settings=S.go_to_stage,
        on_add_stage=S.go_to_stages,
    )
    return rx.cond(S.head.stages > 0, rx.fragment(_narrowing(), live), _no_stages())


def _narrowing() -> rx.Component:
    """Who is shown, where there is something to choose by."""
    by_label = rx.cond(S.labels.length() > 0, narrowing("Label", "All labels", S.labels, S.label, S.only_label))
    by_member = narrowing("Assignee", "Everybody's", S.members, S.assignee, S.only_assignee)
    both = rx.el.div(by_label, by_member, class_name="flex gap-2 px-4 pt-2")
    return rx.cond((S.labels.length() > 0) | (S.members.length() > 1), both)


def _no_stages() -> rx.Component:
    return _padded(
        empty(
            "columns_3",
            "No stages yet",
            "Stages are the steps applicants go through, from applying to the first day. Add the first one to begin.",
            button_link("Add stages", href=f"/openings/{S.head.id}/settings", kind="primary", icon="plus"),
        )
    )


def _missing() -> rx.Component:
    nowhere = empty(
        "search_x",
        "There is no such opening",
        "It may have been deleted, or it belongs to another organization.",
        button_link("All openings", href="/openings"),
    )
    return _padded(or_elsewhere(nowhere))


def _padded(body: rx.Component) -> rx.Component:
    return rx.el.div(body, class_name="p-4 sm:p-6")
