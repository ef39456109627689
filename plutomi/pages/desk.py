"""The frame of recruiters' pages, wired: who is logged in, where they work, what is missing or broken."""

from typing import Any

import reflex as rx

from plutomi.components.button import button, button_link, looks
from plutomi.components.empty import empty
from plutomi.components.forms import plain_form
from plutomi.components.menu import ITEM, menu_link, menu_rule
from plutomi.components.shell import account, org_switcher, shell
from plutomi.components.skeleton import skeleton_rows
from plutomi.state.desk import DeskState, OrgRow
from plutomi.state.session import AuthState


def desk(*children: Any, **given: Any) -> rx.Component:
    """A recruiter's page; takes what `shell` takes."""
    name = rx.cond(AuthState.user_name != "", AuthState.user_name, AuthState.user_email)
    return shell(*children, account=account(name, AuthState.user_email), switcher=_switcher(), **given)


def loaded(state: type[rx.State], *children: Any, skeleton: Any = None, again: Any = None) -> rx.Component:
    """What a page shows once it is there: shapes until then, and words when it cannot be; `again` tries once more."""
    way = button_link("Go to openings", href="/openings") if again is None else button("Try again", on_click=again)
    problem = or_elsewhere(empty("telescope", "This page cannot be shown", state.problem, way))
    waiting = skeleton if skeleton is not None else skeleton_rows(6)
    return rx.cond(state.problem != "", problem, rx.cond(state.is_loaded, rx.fragment(*children), waiting))


def or_elsewhere(missing: rx.Component) -> rx.Component:
    """What is said of an opening that is not in this org: the way to another of theirs, where that has it."""
    org = DeskState.elsewhere
    way = plain_form(
        rx.el.input(type="hidden", name="org_id", value=org.id, read_only=True),
        rx.el.input(type="hidden", name="next", value=DeskState.heading, read_only=True),
        rx.el.button("Switch to " + org.name, type="submit", class_name=looks("primary", "md", "wrap-anywhere")),
        action="/auth/org",
    )
    there = empty("building_2", "This is in another of your organizations", "It belongs to " + org.name + ".", way)
    return rx.cond(org.id != "", there, missing)


def add_page(app: rx.App, page: Any, route: str, title: Any, *on_load: Any) -> None:
    """Adds a page of signed-in people."""
    app.add_page(page, route=route, title=title, on_load=[DeskState.arrive, *on_load])


def _switcher() -> rx.Component:
    orgs = rx.foreach(DeskState.my_orgs, _org)
    name = rx.cond(AuthState.org_name != "", AuthState.org_name, "Plutomi")
    its = rx.fragment(
        menu_link("Style", href="/style", icon="palette"),
        menu_link("Labels", href="/labels", icon="tags"),
        menu_link("Email templates", href="/email-templates", icon="mail"),
    )
    its = rx.cond(AuthState.org_name != "", its)
    return org_switcher(name, orgs, menu_rule(), its, menu_link("New organization", href="/orgs/new", icon="plus"))


def _org(org: rx.Var[OrgRow]) -> rx.Component:
    """A plain form: the page is loaded anew, with nothing left of the org before."""
    here = rx.cond(org.is_here, rx.icon("check", size=15, class_name="shrink-0 text-primary", aria_hidden="true"))
    words = rx.el.span(org.name, class_name="min-w-0 grow truncate")
    current = rx.cond(org.is_here, "true", "false")
    switch = rx.el.button(
        words, here, type="submit", name="org_id", value=org.id, aria_current=current, class_name=ITEM
    )
    return plain_form(switch, action="/auth/org")
