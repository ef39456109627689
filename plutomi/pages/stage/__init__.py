"""The form builder: one stage's form as a list, what is at hand in the list's place, and how applicants see it."""

import reflex as rx

from plutomi.components.button import button_link
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.stage.adding import adding
from plutomi.pages.stage.listing import listing
from plutomi.pages.stage.preview import preview
from plutomi.pages.stage.settings import section_settings, use_settings
from plutomi.state.stage import StageState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    title = rx.cond(S.name != "", S.name + " · " + S.opening_name + " · Plutomi", "Stage · Plutomi")
    add_page(app, page, "/openings/[opening_id]/stages/[stage_id]", title, S.load)


def page() -> rx.Component:
    ends = rx.cond(S.next_name != "", "When it is completed, applicants go on to " + S.next_name + ".", _STAYS)
    at_hand = rx.match(S.panel, ("use", use_settings()), ("section", section_settings()), listing())
    return desk(
        loaded(S, rx.el.div(at_hand, preview(), class_name=_GRID)),
        *adding(),
        title=rx.cond(S.name != "", S.name, "Stage"),
        active="openings",
        breadcrumb=[("Openings", "/openings"), (S.opening_name, S.opening_path + "/settings")],
        about=ends,
        actions=rx.fragment(
            button_link("Style", href=S.router.url.path + "/style", icon="palette"),
            button_link("Back to settings", href=S.opening_path + "/settings", icon="arrow_left"),
        ),
    )


_STAYS = "When it is completed, applicants stay here for review."
_GRID = "grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_23rem] xl:gap-12"
