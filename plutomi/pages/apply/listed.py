"""What is open at an org, and the way to one's link for who has applied already."""

import reflex as rx

from plutomi.components.empty import empty
from plutomi.components.link import text_link
from plutomi.components.public import lead, opening_card
from plutomi.components.saying import say
from plutomi.components.timeago import timeago
from plutomi.state.applying import ApplyingState as S


def openings() -> rx.Component:
    return rx.fragment(
        lead(say("Openings at {org}", org=rx.el.bdi(S.org))),
        rx.cond(
            S.lines.length() > 0,
            lines(),
            empty("inbox", say("Nothing is open right now"), say("New openings appear here. Please look in again.")),
        ),
        already(),
    )


def lines() -> rx.Component:
    return rx.el.ul(rx.foreach(S.lines, _line), class_name="flex flex-col gap-3")


def _line(one: rx.Var) -> rx.Component:
    facts = rx.el.p(
        rx.cond(one.place != "", rx.fragment(rx.el.bdi(one.place), rx.el.span(" · ", aria_hidden="true"))),
        say("Posted {when}", when=timeago(one.posted_at, class_name="")),
        class_name="text-sm text-muted",
    )
    about = rx.cond(
        one.about != "",
        rx.el.p(one.about, dir="auto", lang=S.their_lang, class_name="mt-1 line-clamp-3 text-[0.9375rem]"),
    )
    return opening_card(one.name, one.path, S.their_lang, facts, about)


def policy() -> rx.Component:
    """Whether one may apply here again."""
    return rx.cond(S.policy != "", rx.fragment(S.policy, " "))


def already(*policy: rx.Component) -> rx.Component:
    return rx.el.p(
        *policy,
        say("Already applied?"),
        " ",
        text_link(say("Get your link"), href=link_page()),
        class_name="text-sm text-muted",
    )


def link_page() -> rx.Var:
    return "/my/link?org=" + S.slug
