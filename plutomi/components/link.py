"""Links: `link("Openings", href="/openings")` moves inside the app without loading the page again."""

from typing import Any

import reflex as rx
from reflex.components.el.element import Element
from reflex.components.react_router import ReactRouterLink

Text = str | rx.Var[str]


def link(*children: Any, href: Text, **props: Any) -> rx.Component:
    """A link to another page of this app, without a page load. `rx.el.a` is the same thing.

    For what the server itself answers (`/auth/...`, `/api/...`, `#part`) add `reload_document=True`.
    """
    return ReactRouterLink.create(*children, to=href, **props)


class Jump(Element):
    """A link to a part of this page. A routed one has the page's whole address, by which no skip link is known."""

    tag = "a"
    href: rx.Var[str]


def text_link(*children: Any, href: Text) -> rx.Component:
    """A link that shows itself inside running text."""
    return link(*children, href=href, class_name="link link-primary underline-offset-2")
