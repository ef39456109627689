"""Withdrawing, and what those see who are not in the running any more."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button, button_link
from plutomi.components.dialog import dialog
from plutomi.components.notice import notice
from plutomi.components.public import CARD, arrival, arrived
from plutomi.components.saying import say
from plutomi.models.applicant import MAX_WHY, WITHDRAWALS
from plutomi.pages.my.letters import letters
from plutomi.pages.my.sent import sent_so_far
from plutomi.pages.my.step import whose
from plutomi.state.my import MyState as S
from plutomi.state.my.leaving import LeavingState


def leaving() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            button(
                say("Withdraw my application"),
                kind="quiet",
                size="md",
                class_name="text-error",
                on_click=LeavingState.ask_withdraw,
            ),
            _not_me(),
            class_name="-mx-4 flex flex-wrap items-center justify-between gap-2",
        ),
        _why(),
        class_name="border-t border-line pt-6",
    )


def _why() -> rx.Component:
    """Asks before they leave, and why: both answers are theirs to leave out."""
    form = forms.form(
        whose(),
        forms.select(
            "why",
            [(why, say(words)) for why, words in WITHDRAWALS.items()],
            label=say("Why?"),
            placeholder=say("I would rather not say"),
            form_id="why",
        ),
        forms.textarea(
            "words", label=say("Anything else?"), rows=2, max_length=MAX_WHY, error=S.errors["words"], form_id="why"
        ),
        forms.actions(
            button(say("Cancel"), kind="quiet", size="md", on_click=LeavingState.stay),
            forms.submit(say("Withdraw"), danger=True),
        ),
        on_submit=LeavingState.withdraw,
        errors=S.errors,
    )
    kept = say("It leaves the running. What you have sent is kept; what you only typed is deleted.")
    about, title = kept + " " + S.policy, say("Withdraw your application?")
    return dialog(form, title=title, about=about, open=S.is_leaving, on_close=LeavingState.stay, width="sm", alert=True)


def _not_me() -> rx.Component:
    """By a plain POST: only the server can take back its cookie."""
    return forms.plain_form(
        rx.el.button(say("Not you? Leave this page"), type="submit", class_name="btn btn-ghost font-normal text-muted"),
        action="/my/leave",
    )


def withdrawn() -> rx.Component:
    return rx.fragment(
        arrival(
            say("You have withdrawn"),
            say("Your application for {opening} is no longer in the running.", opening=opening()),
        ),
        rx.cond(S.trouble != "", arrived(notice(S.trouble, kind="warning"))),
        rx.el.p(say("Nothing more is asked of you. Thank you for the time you gave it, and all the best!")),
        _again(),
        _kept(),
    )


def rejected() -> rx.Component:
    """In kind words, and without the reason: that is the org's own."""
    return rx.fragment(
        arrival(
            say("Your application was not taken further"),
            say("Thank you for applying for {opening}, and for the time you gave it.", opening=opening()),
        ),
        rx.el.p(
            say(
                "This is a decision about this one opening, not about you, and we know that it is not the answer you "
                "hoped for. Nothing more is asked of you, and what you have sent is kept safely."
            ),
            class_name="text-pretty",
        ),
        rx.el.div(_elsewhere()),
        _kept(),
    )


def _again() -> rx.Component:
    """Whether they may apply again, in the opening's words; and where else they may look."""
    busy = rx.cond(S.is_returning, say("One moment…"), say("Apply again"))
    return rx.el.section(
        rx.el.p(S.policy, class_name="text-pretty"),
        rx.el.div(
            rx.cond(
                S.may_return, button(busy, kind="primary", size="md", on_click=LeavingState.come_back(S.applicant_id))
            ),
            _elsewhere(),
            class_name="flex flex-wrap gap-3",
        ),
        class_name=f"{CARD} flex flex-col gap-4 p-5",
    )


def _elsewhere() -> rx.Component:
    return button_link(say("See what is open at {org}", org=rx.el.bdi(S.org)), href=S.home, size="md")


def _kept() -> rx.Component:
    """What stays theirs to read."""
    foot = rx.el.section(rx.el.div(_not_me(), class_name="-mx-4"), class_name="border-t border-line pt-6")
    return rx.fragment(letters(), sent_so_far(), foot)


def opening() -> rx.Component:
    """Its name, in the org's language."""
    return rx.el.bdi(S.opening, lang=S.their_lang)
