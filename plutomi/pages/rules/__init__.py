"""An opening's rules: their list by stage, and the one at hand in the list's place."""

import reflex as rx

from plutomi.components.dialog import confirm
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import opening_tabs
from plutomi.pages.rules.building import at_hand
from plutomi.pages.rules.listing import listing
from plutomi.state.rules import RulesState as L
from plutomi.state.rules import RuleState as S


def register(app: rx.App) -> None:
    """Adds the page."""
    title = rx.cond(L.opening_name != "", L.opening_name + " · Rules · Plutomi", "Rules · Plutomi")
    add_page(app, page, "/openings/[opening_id]/rules", title, L.load, S.open_from_address)


def page() -> rx.Component:
    return desk(
        loaded(L, rx.cond(S.is_at_hand, at_hand(), listing())),
        _deleting(),
        title=rx.cond(L.opening_name != "", L.opening_name, "Opening"),
        active="openings",
        breadcrumb=[("Openings", "/openings")],
        about="What happens by itself: when something happens, if it is so, then this is done.",
        actions=rx.cond(L.opening_path != "", opening_tabs(L.opening_path, "rules")),
    )


def _deleting() -> rx.Component:
    return confirm(
        "Delete this rule?",
        L.chosen["label"].to(str),
        open=L.chosen.length() > 0,
        on_close=L.keep,
        on_confirm=L.delete,
        action="Delete rule",
    )
