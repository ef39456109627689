"""The applicant's frame: the org's name, one calm column, a thumb-sized button.

Use: `public(form, brand="Acme", home="/apply/acme", look=S.look)`; `page_submit("Send")` stays in reach of the thumb on
phones; its form says by `answered=` when it is busy.
"""

from typing import Any

import reflex as rx

from . import islands
from .forms import send
from .link import Text, link
from .logo import logo, mark
from .saying import say


def public(*children: Any, brand: Text, home: Text = "/", look: rx.Var | None = None) -> rx.Component:
    """A page for applicants, under our own name while the org's is not known; `look` is its style."""
    return rx.el.div(
        painted(look),
        head(brand, home, look),
        rx.el.main(*children, class_name=_COLUMN + " flex grow flex-col gap-8 py-8 wrap-anywhere sm:py-12"),
        _footer(),
        class_name="roomy flex min-h-dvh flex-col",
    )


def painted(look: rx.Var | None) -> rx.Component:
    """The style's CSS variables, once they are known; before, those of the page's head stand."""
    return rx.fragment() if look is None else rx.cond(look.css != "", rx.el.style(look.css))


def head(brand: Text, home: Text = "/", look: rx.Var | None = None) -> rx.Component:
    """The org's logo or name, which leads to its openings."""
    words = rx.el.bdi(brand)
    shown = words if look is None else rx.cond(look.logo != "", _logo(brand, look), words)
    named = link(shown, href=home, class_name="inline-block font-semibold tracking-tight hover:underline")
    name = rx.cond(brand != "", named, logo()) if isinstance(brand, rx.Var) else named
    return rx.el.header(rx.el.div(name, class_name=_COLUMN + " py-4"), class_name="border-b border-line bg-base-100")


def cover(look: rx.Var) -> rx.Component:
    """The style's cover, its room kept before it comes."""
    image = rx.el.img(
        src=look.cover,
        alt="",
        width=look.cover_width,
        height=look.cover_height,
        loading="lazy",
        decoding="async",
        class_name="h-auto! w-full! rounded-box bg-base-300",
    )
    return rx.cond(look.cover != "", image)


def _logo(brand: Text, look: rx.Var) -> rx.Component:
    return rx.el.img(
        src=look.logo,
        alt=brand,
        width=look.logo_width,
        height=look.logo_height,
        class_name="h-10! w-auto! max-w-60 object-contain object-left rtl:object-right",
    )


def lead(title: Text, *about: Any, above: Any = None) -> rx.Component:
    """The page's title with a few words under it, and a small line above if asked."""
    return rx.el.div(
        rx.el.div(above, class_name="text-sm text-muted") if above is not None else rx.fragment(),
        rx.el.h1(title, class_name="text-2xl font-semibold tracking-tight text-balance sm:text-3xl"),
        *[rx.el.div(words, class_name="text-muted text-pretty") for words in about],
        class_name="flex flex-col gap-2",
    )


def arrival(title: Text, *about: Any) -> rx.Component:
    """The same for what takes a form's place: it takes the focus, so that screen readers read it."""
    return arrived(lead(title, *about))


def arrived(*children: Any) -> rx.Component:
    """What takes the focus when it appears."""
    return islands.Arrival.create(*children, class_name="outline-none")


def loading() -> rx.Component:
    """The page while its contents are on their way."""
    lines = ("h-8 w-2/3", "h-4 w-1/3", "mt-6 h-4 w-full", "h-4 w-full", "h-4 w-4/5")
    shapes = [rx.el.span(class_name=f"skeleton block rounded-selector {size}") for size in lines]
    return rx.el.div(
        rx.el.span(say("Loading"), role="status", class_name="sr-only"),
        islands.Arriving.create(rx.el.div(*shapes, aria_hidden="true", class_name="flex flex-col gap-3")),
    )


def opening_card(name: Text, href: Text, lang: Text, *about: Any) -> rx.Component:
    """One of several openings, all of it a link; `lang` is the language of its name."""
    title = link(rx.el.bdi(name, lang=lang), href=href, class_name="after:absolute after:inset-0 outline-none")
    words = rx.el.div(
        rx.el.h2(title, class_name="font-semibold"),
        *about,
        class_name="flex min-w-0 grow flex-col gap-1 break-words",
    )
    arrow = rx.icon("chevron-right", size=18, aria_hidden="true", class_name="shrink-0 text-muted rtl:rotate-180")
    return rx.el.li(words, arrow, class_name=f"{CARD} {_TAPPED}")


def page_submit(label: Text, *above: Any) -> rx.Component:
    """The page's one button, with what it led to above it: at hand at the bottom of a phone, in place elsewhere."""
    return rx.el.div(
        *above,
        send("btn-lg w-full text-base sm:w-auto sm:self-start", label, say("Sending…")),
        class_name=(
            "flex flex-col gap-3 max-sm:sticky max-sm:bottom-0 max-sm:z-20 max-sm:-mx-4 max-sm:border-t "
            "max-sm:border-line max-sm:bg-base-100 max-sm:p-4 max-sm:pb-[max(1rem,env(safe-area-inset-bottom))] "
            "[@media(max-height:30rem)]:static!"  # where little is seen at once it would hide what it is about
        ),
    )


CARD = "rounded-box border border-line bg-base-100 shadow-card"
_TAPPED = (
    "relative flex items-center gap-3 p-5 hover:border-base-content/30 has-focus-visible:outline-2 "
    "has-focus-visible:outline-offset-2 has-focus-visible:outline-primary"
)
_COLUMN = "mx-auto w-full max-w-xl px-4"


def _footer() -> rx.Component:
    words = rx.el.span(mark(16), say("Powered by Plutomi"), class_name="inline-flex items-center gap-1.5")
    tongues = islands.Tongues.create(class_name="flex flex-wrap gap-x-4 text-sm leading-6")
    row = " flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-6 text-xs text-muted"
    return rx.el.footer(rx.el.div(words, tongues, class_name=_COLUMN + row))
