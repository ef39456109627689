"""One opening: what it is, and its form."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.autosave import autosave_later
from plutomi.components.button import looks
from plutomi.components.link import Jump
from plutomi.components.markdown import markdown
from plutomi.components.notice import notice
from plutomi.components.public import cover, lead, page_submit
from plutomi.components.saying import say
from plutomi.components.trap import captcha, seal, trap
from plutomi.pages.apply.listed import already, policy
from plutomi.rules.traps import TRAP
from plutomi.state.applying import ApplyingState as S


def about() -> rx.Component:
    place = rx.el.span(
        rx.icon("map-pin", size=15, aria_hidden="true", class_name="shrink-0"),
        rx.el.bdi(S.place),
        class_name="inline-flex items-center gap-1.5",
    )
    return rx.fragment(
        cover(S.look),
        lead(name(), rx.cond(S.place != "", place)),
        rx.cond(S.about != "", rx.el.div(markdown(S.about), dir="auto", lang=S.their_lang)),
    )


def name() -> rx.Component:
    """The opening's, in the org's language."""
    return rx.el.bdi(S.name, lang=S.their_lang)


def form() -> rx.Component:
    heading = rx.el.h2(S.look.apply, id="apply", class_name="text-xl font-semibold tracking-tight")
    to_form = Jump.create(S.look.apply, href="#apply", class_name=looks("primary", "md", "self-start"))
    return rx.fragment(
        about(),
        rx.cond(S.about != "", to_form),
        rx.cond(S.begun != "", _resumed()),
        rx.el.section(
            heading,
            forms.form(
                *asked.contact(S.errors, asked.suggestion("email", S.suggestion), on_blur=S.check_email),
                asked.questions(S.asked, S.errors, files_to=S.files_to),
                trap(TRAP),
                seal(S.seal, of=S.draft),
                captcha(S.captcha, answered=S.answered, error=S.errors["captcha"]),
                page_submit(
                    S.look.send,
                    rx.cond(S.problem != "", notice(S.problem, kind="warning")),
                    autosave_later(S.draft, S.typed, org=S.slug, opening=S.opening_slug, token=S.begun),
                ),
                on_submit=S.apply,
                errors=S.errors,
                answered=S.answered,
                class_name="flex flex-col gap-6",
            ),
            class_name="flex flex-col gap-6 border-t border-line pt-8",
        ),
        already(policy()),
    )


def _resumed() -> rx.Component:
    """What was begun before. Leaving it is a plain POST: only the server can take back its cookie."""
    afresh = forms.plain_form(
        rx.el.button(say("Not yours? Start afresh"), type="submit", class_name="link py-1"), action="/my/later/leave"
    )
    return notice(say("Here is what you had begun. It is saved, and not sent yet."), " ", afresh)
