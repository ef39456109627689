"""The recruiter's frame: sidebar on desks, tab bar on phones, page header, skip link.

Use: `shell(table, title="Openings", active="openings", account=account(S.user_name, S.user_email),
switcher=org_switcher(S.org_name, *items), actions=button("New opening", kind="primary", icon="plus"))`.
`full_bleed=True` fills the window and scrolls nothing but what scrolls inside, e.g. the board.
"""

from typing import Any

import reflex as rx

from .avatar import avatar
from .color_mode import color_mode_choice
from .forms import plain_form
from .link import Jump, Text, link
from .logo import mark
from .menu import ITEM, menu, menu_link, menu_rule

PLACES = [
    ("openings", "Openings", "/openings", "briefcase"),
    ("applicants", "Applicants", "/applicants", "users"),
    ("questions", "Questions", "/questions", "list_checks"),
]


def shell(
    *children: Any,
    title: Text,
    active: str = "",
    account: Any = None,
    switcher: Any = None,
    breadcrumb: list[tuple[Text, Text]] | None = None,
    actions: Any = None,
    about: Any = None,
    full_bleed: bool = False,
) -> rx.Component:
    """A recruiter page. `active` is a key of PLACES; `breadcrumb` is pairs of words and address."""
    header = page_header(title, breadcrumb=breadcrumb, actions=actions, about=about, full_bleed=full_bleed)
    main = rx.el.main(
        header,
        rx.el.div(*children, class_name="flex min-h-0 grow flex-col" if full_bleed else _PAGE + " pb-10"),
        id="main",
        tab_index=-1,
        class_name="flex min-h-0 min-w-0 grow flex-col outline-none",
    )
    height = "h-dvh overflow-hidden" if full_bleed else "min-h-dvh"
    return rx.el.div(
        _skip(),
        _side(active, account, switcher),
        _top(account, switcher),
        main,
        _tabs(active),
        class_name=f"flex flex-col lg:flex-row {height}",
    )


def page_header(
    title: Text, *, breadcrumb: Any = None, actions: Any = None, about: Any = None, full_bleed: bool = False
) -> rx.Component:
    """The page's name with where it stands and what one can do on it."""
    trail = _breadcrumb(breadcrumb or [])
    words = rx.el.div(
        # A full-bleed page needs a phone's height for itself, and the tab bar leads back as well.
        rx.el.div(trail, class_name="max-sm:hidden") if full_bleed else trail,
        rx.el.h1(title, class_name="truncate text-xl font-semibold tracking-tight"),
        rx.el.div(about, class_name="text-sm text-muted") if about is not None else rx.fragment(),
        class_name="flex min-w-0 flex-col gap-0.5" + (_ONE_LINE if full_bleed else ""),
    )
    tools = (
        rx.el.div(actions, class_name="flex shrink-0 flex-wrap items-center gap-2")
        if actions is not None
        else rx.fragment()
    )
    edge = _BLEED if full_bleed else _PAGE + " flex-wrap pt-5 pb-4 sm:pt-8 sm:pb-5"
    return rx.el.header(words, tools, class_name=f"flex items-end justify-between gap-x-6 gap-y-3 {edge}")


def account(name: Text, email: Text = "", *items: Any) -> rx.Component:
    """What the account menu shows; `items` are further `menu_link`s."""
    who = rx.el.div(
        rx.el.p(name, class_name="truncate font-medium"),
        rx.el.p(email, class_name="truncate text-xs text-muted"),
        class_name="px-2.5 py-1.5",
    )
    leave = plain_form(
        rx.el.button(
            rx.icon("log_out", size=15, class_name="opacity-70", aria_hidden="true"),
            "Log out",
            type="submit",
            class_name=ITEM,
        ),
        action="/auth/logout",
    )
    return menu(
        who,
        rx.el.div(color_mode_choice(), class_name="px-1.5 py-1"),
        menu_rule(),
        menu_link("Account", href="/account", icon="circle_user"),
        *items,
        menu_rule(),
        leave,
        label="Account",
        side="start",
        trigger=rx.fragment(avatar(name), rx.el.span(name, class_name="min-w-0 grow truncate text-left max-lg:hidden")),
        trigger_class=_ROW,
    )


def org_switcher(name: Text, *items: Any) -> rx.Component:
    """The org at hand; `items` are `menu_item`s or `menu_link`s for the others."""
    tile = rx.el.span(
        mark(20), class_name="grid size-7 place-items-center rounded-field border border-line bg-base-100"
    )
    chevron = rx.icon("chevrons_up_down", size=14, class_name="shrink-0 text-muted", aria_hidden="true")
    words = rx.el.span(name, class_name="min-w-0 grow truncate text-left font-semibold")
    return menu(*items, side="start", trigger=rx.fragment(tile, words, chevron), trigger_class=_ROW)


_BLEED = "border-b border-line bg-base-100 flex-wrap px-4 py-2 max-sm:gap-y-1.5 sm:px-6 sm:py-3"
_ONE_LINE = (
    " max-sm:w-full max-sm:[&>*]:min-w-0 max-sm:flex-row max-sm:items-center max-sm:justify-between max-sm:gap-2"
)
_PAGE = "mx-auto w-full max-w-6xl px-4 sm:px-6 lg:px-8"
_ROW = "flex min-w-0 cursor-pointer items-center gap-2.5 rounded-field p-1.5 text-sm hover:bg-base-content/6 lg:w-full"
_NAV = (
    "flex items-center gap-2.5 rounded-field px-2.5 py-1.5 text-sm text-muted "
    "hover:bg-base-content/6 hover:text-base-content "
    "aria-[current=page]:bg-base-content/8 aria-[current=page]:font-medium aria-[current=page]:text-base-content"
)
_TAB = (
    "flex flex-col items-center gap-0.5 py-2 text-[0.6875rem] text-muted "
    "aria-[current=page]:font-medium aria-[current=page]:text-primary"
)


def _skip() -> rx.Component:
    return Jump.create(
        "Skip to content",
        href="#main",
        class_name="btn btn-primary btn-sm absolute left-3 top-3 z-50 -translate-y-20 focus:translate-y-0",
    )


def _side(active: str, account: Any, switcher: Any) -> rx.Component:
    nav = rx.el.nav(
        *[_place(place, active, _NAV, 16) for place in PLACES],
        aria_label="Main",
        class_name="flex grow flex-col gap-0.5 pt-4",
    )
    return rx.el.aside(
        switcher or rx.fragment(),
        nav,
        account or rx.fragment(),
        aria_label="Org and account",
        class_name="sticky top-0 hidden h-dvh w-58 shrink-0 flex-col border-r border-line bg-base-200 p-2.5 lg:flex",
    )


def _top(account: Any, switcher: Any) -> rx.Component:
    return rx.el.aside(
        switcher or rx.fragment(),
        account or rx.fragment(),
        aria_label="Org and account",
        class_name=(
            "flex shrink-0 items-center justify-between gap-4 border-b border-line bg-base-100 px-2.5 py-1.5 lg:hidden"
        ),
    )


def _tabs(active: str) -> rx.Component:
    return rx.el.nav(
        *[_place(place, active, _TAB, 20) for place in PLACES],
        aria_label="Main, below",
        class_name=(
            "sticky bottom-0 z-30 grid shrink-0 grid-cols-3 border-t border-line bg-base-100 "
            "pb-[env(safe-area-inset-bottom)] lg:hidden"
        ),
    )


def _place(place: tuple[str, str, str, str], active: str, looks: str, size: int) -> rx.Component:
    key, words, href, icon = place
    current = {"aria_current": "page"} if key == active else {}
    return link(rx.icon(icon, size=size, aria_hidden="true"), words, href=href, class_name=looks, **current)


_SLASHES = "[&>li+li]:before:mr-1.5 [&>li+li]:before:content-['/']"


def _breadcrumb(trail: list[tuple[Text, Text]]) -> rx.Component:
    if not trail:
        return rx.fragment()
    steps = [
        rx.el.li(link(words, href=href, class_name="hover:text-base-content hover:underline")) for words, href in trail
    ]
    return rx.el.nav(
        rx.el.ol(
            *steps,
            class_name="flex flex-wrap gap-1.5 text-sm text-muted wrap-anywhere " + _SLASHES,
        ),
        aria_label="Breadcrumb",
    )
