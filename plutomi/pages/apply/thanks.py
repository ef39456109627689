"""What follows once the form is sent, and what says that an email is on its way."""

import reflex as rx

from plutomi.components import asked
from plutomi.components.address import address
from plutomi.components.button import looks
from plutomi.components.link import text_link
from plutomi.components.notice import notice
from plutomi.components.public import CARD, arrival
from plutomi.components.saying import say
from plutomi.pages.apply.form import name
from plutomi.pages.apply.listed import link_page
from plutomi.state.applying import ApplyingState as S


def thanks() -> rx.Component:
    """The same for everybody, whether or not they had applied before."""
    to = rx.cond(S.sent_to != "", rx.el.strong(rx.el.bdi(S.sent_to), class_name="wrap-anywhere"), say("your address"))
    words = rx.el.div(
        rx.el.h2(say("Check your inbox"), class_name="font-semibold"),
        rx.el.p(say("We are sending an email to {address}. The link in it is yours alone: keep it.", address=to)),
        class_name="flex flex-col gap-1",
    )
    return rx.fragment(
        asked.forget_draft(S.sent_draft),
        address("sent", rx.Var.create("1")),  # loading it again does not bring back the form
        arrival(
            say("Thank you!"),
            say(
                "Your application for {opening} is with {org}.",
                opening=name(),
                org=rx.el.bdi(S.org),
            ),
        ),
        email_sent(words, S.has_local_mail),
        rx.cond(S.suggestion != "", _slip()),
        rx.el.section(
            rx.el.h2(say("What happens next"), class_name="text-lg font-semibold"),
            rx.cond(S.onward != "", _more_to_do(), _wait()),
            class_name="flex flex-col gap-2",
        ),
        rx.el.p(
            say(
                "No email after a few minutes? Look among the spam, or {ask}.",
                ask=text_link(say("have the link sent again"), href=link_page()),
            ),
            class_name="text-sm text-muted",
        ),
    )


def email_sent(words: rx.Component, has_local_mail: rx.Var) -> rx.Component:
    """A mark, what was sent, and in development where to read it."""
    looks_plain = looks("plain", "md", "w-full sm:w-auto")
    inbox = rx.el.a(say("Open the development mail"), href="/dev/mail", reload_document=True, class_name=looks_plain)
    return rx.el.section(
        rx.icon("mail-check", size=22, stroke_width=1.6, aria_hidden="true", class_name="shrink-0 text-primary"),
        rx.el.div(words, rx.cond(has_local_mail, inbox), class_name="flex min-w-0 flex-col items-start gap-4"),
        class_name=f"{CARD} flex gap-4 p-5",
    )


def _slip() -> rx.Component:
    here = rx.el.a(say("apply again with it"), href=S.again, class_name="link")
    meant = rx.el.bdi(S.suggestion, class_name="wrap-anywhere")
    words = say("Did you mean {address}? Then please {apply_again}.", address=meant, apply_again=here)
    return notice(words, kind="warning")


def _more_to_do() -> rx.Component:
    return rx.el.p(
        say(
            "There is one more step for you: {stage}. It waits behind the link in the email; "
            "you can do it now or later.",
            stage=rx.el.strong(rx.el.bdi(S.onward, lang=S.their_lang)),
        )
    )


def _wait() -> rx.Component:
    return rx.el.p(
        say(
            "Somebody at {org} looks at it. You hear by email when there is news or something for you to do. "
            "Until then, the link shows where your application is and lets you correct what you sent.",
            org=rx.el.bdi(S.org),
        )
    )
