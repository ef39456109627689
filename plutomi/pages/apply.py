"""An org's openings, and applying to one: what strangers see, mostly on a phone."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.address import address
from plutomi.components.autosave import autosave_later
from plutomi.components.button import button_link, looks
from plutomi.components.empty import empty
from plutomi.components.field import Text
from plutomi.components.link import Jump, text_link
from plutomi.components.markdown import markdown
from plutomi.components.notice import notice
from plutomi.components.public import CARD, arrival, cover, lead, loading, opening_card, page_submit, public
from plutomi.components.saying import say
from plutomi.components.timeago import timeago
from plutomi.components.trap import captcha, seal, trap
from plutomi.rules.traps import TRAP
from plutomi.state.applying import ApplyingState as S


def register(app: rx.App) -> None:
    """Adds the pages."""
    app.add_page(org, route="/apply/[org_slug]", title=S.title, on_load=S.visit_org)
    app.add_page(opening, route="/apply/[org_slug]/[opening_slug]", title=S.title, on_load=S.visit_opening)


def org() -> rx.Component:
    """What is open."""
    return _frame(
        rx.match(
            S.phase,
            ("list", _openings()),
            ("missing", missing(say("There is no organization at this address"), say("It may be mistyped."))),
            loading(),
        )
    )


def opening() -> rx.Component:
    """One opening: what it is, its form, and what follows."""
    return _frame(
        rx.match(
            S.phase,
            ("form", _apply()),
            ("done", _done()),
            ("closed", _closed()),
            ("missing", _no_opening()),
            loading(),
        )
    )


def missing(title: Text, about: Text, *ways_out: rx.Component) -> rx.Component:
    """What stands where strangers may see nothing."""
    return rx.el.div(lead(title, about), *ways_out, class_name="flex flex-col items-start gap-6 py-8")


def email_sent(words: rx.Component, has_local_mail: rx.Var) -> rx.Component:
    """A mark, what was sent, and in development where to read it."""
    looks_plain = looks("plain", "md", "w-full sm:w-auto")
    inbox = rx.el.a(say("Open the development mail"), href="/dev/mail", reload_document=True, class_name=looks_plain)
    return rx.el.section(
        rx.icon("mail-check", size=22, stroke_width=1.6, aria_hidden="true", class_name="shrink-0 text-primary"),
        rx.el.div(words, rx.cond(has_local_mail, inbox), class_name="flex min-w-0 flex-col items-start gap-4"),
        class_name=f"{CARD} flex gap-4 p-5",
    )


def _frame(content: rx.Component) -> rx.Component:
    return public(content, brand=S.org, home=S.home, look=S.look)


def _openings() -> rx.Component:
    return rx.fragment(
        lead(say("Openings at {org}", org=rx.el.bdi(S.org))),
        rx.cond(
            S.lines.length() > 0,
            _lines(),
            empty("inbox", say("Nothing is open right now"), say("New openings appear here. Please look in again.")),
        ),
        _already(),
    )


def _lines() -> rx.Component:
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


def _about() -> rx.Component:
    place = rx.el.span(
        rx.icon("map-pin", size=15, aria_hidden="true", class_name="shrink-0"),
        rx.el.bdi(S.place),
        class_name="inline-flex items-center gap-1.5",
    )
    return rx.fragment(
        cover(S.look),
        lead(_name(), rx.cond(S.place != "", place)),
        rx.cond(S.about != "", rx.el.div(markdown(S.about), dir="auto", lang=S.their_lang)),
    )


def _name() -> rx.Component:
    """The opening's, in the org's language."""
    return rx.el.bdi(S.name, lang=S.their_lang)


def _apply() -> rx.Component:
    heading = rx.el.h2(S.look.apply, id="apply", class_name="text-xl font-semibold tracking-tight")
    to_form = Jump.create(S.look.apply, href="#apply", class_name=looks("primary", "md", "self-start"))
    return rx.fragment(
        _about(),
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
        _already(_policy()),
    )


def _resumed() -> rx.Component:
    """What was begun before. Leaving it is a plain POST: only the server can take back its cookie."""
    afresh = forms.plain_form(
        rx.el.button(say("Not yours? Start afresh"), type="submit", class_name="link py-1"), action="/my/later/leave"
    )
    return notice(say("Here is what you had begun. It is saved, and not sent yet."), " ", afresh)


def _done() -> rx.Component:
    """The same for everybody, whether or not they had applied before."""
    to = rx.cond(S.sent_to != "", rx.el.strong(rx.el.bdi(S.sent_to), class_name="wrap-anywhere"), say("your address"))
    words = rx.el.div(
        rx.el.h2(say("Check your inbox"), class_name="font-semibold"),
        rx.el.p(say("We are sending an email to {address}. The link in it is yours alone: keep it.", address=to)),
        class_name="flex flex-col gap-1",
    )
    return rx.fragment(
        asked.forget_draft(S.draft),
        address("sent", rx.Var.create("1")),  # loading it again does not bring back the form
        arrival(
            say("Thank you!"),
            say(
                "Your application for {opening} is with {org}.",
                opening=_name(),
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
                ask=text_link(say("have the link sent again"), href=_link_page()),
            ),
            class_name="text-sm text-muted",
        ),
    )


def _slip() -> rx.Component:
    here = rx.el.a(say("apply again with it"), href=S.router.url.path, class_name="link")
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


def _closed() -> rx.Component:
    return rx.fragment(
        _about(),
        notice(say("This opening takes no applications now. Thank you for your interest!")),
        rx.cond(
            S.lines.length() > 0,
            rx.el.section(
                rx.el.h2(say("Also at {org}", org=rx.el.bdi(S.org)), class_name="text-lg font-semibold"),
                _lines(),
                class_name="flex flex-col gap-3",
            ),
        ),
        _already(_policy()),
    )


def _no_opening() -> rx.Component:
    way_out = rx.cond(S.org != "", button_link(say("See what is open"), href=S.home, kind="primary", size="md"))
    return missing(
        say("There is no such opening"), say("The address may be mistyped, or it is not open to see."), way_out
    )


def _policy() -> rx.Component:
    """Whether one may apply here again."""
    return rx.cond(S.policy != "", rx.fragment(S.policy, " "))


def _already(*policy: rx.Component) -> rx.Component:
    return rx.el.p(
        *policy,
        say("Already applied?"),
        " ",
        text_link(say("Get your link"), href=_link_page()),
        class_name="text-sm text-muted",
    )


def _link_page() -> rx.Var:
    return "/my/link?org=" + S.slug
