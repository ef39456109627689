"""One's own name and the browsers one is logged in with."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.badge import badge
from plutomi.components.button import button
from plutomi.components.dialog import confirm
from plutomi.components.timeago import timeago
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import CARD, ONCE, section, sections
from plutomi.state.account import AccountState as S
from plutomi.state.account import SessionRow
from plutomi.state.session import AuthState

_QUIET = "text-sm text-muted break-words"


def register(app: rx.App) -> None:
    """Adds the page."""
    add_page(app, page, "/account", "Account · Plutomi", S.load)


def page() -> rx.Component:
    return desk(loaded(S, sections(_name(), _sessions())), _asked(), title="Account", active="account")


def _name() -> rx.Component:
    form = forms.form(
        forms.text_input(
            "name",
            label="Name",
            required=True,
            default=AuthState.user_name,
            key=AuthState.user_name,
            error=S.errors["name"],
            auto_complete="name",
        ),
        rx.el.p("You log in as ", rx.el.strong(AuthState.user_email, class_name="font-medium"), ".", class_name=_QUIET),
        forms.actions(forms.submit("Save")),
        on_submit=S.rename,
        errors=S.errors,
        class_name=f"{CARD} flex flex-col gap-5 p-4 sm:p-6",
    )
    return section("You", "Your name stands beside what you do: moves, notes, changes.", form, id="you")


def _sessions() -> rx.Component:
    rows = rx.el.ul(rx.foreach(S.rows, _row), class_name=f"{CARD} divide-y divide-line")
    others = rx.cond(
        S.rows.length() > 1,
        rx.el.div(
            button("Log out everywhere else", icon="log_out", on_click=S.ask_end_others),
            class_name="flex justify-end",
        ),
    )
    about = "Each browser you are logged in with. Log out the ones you do not know."
    return section("Sessions", about, rows, others, id="sessions")


def _row(row: rx.Var[SessionRow]) -> rx.Component:
    sign = rx.cond(
        row.is_phone,
        rx.icon("smartphone", size=18, aria_hidden="true"),
        rx.icon("monitor", size=18, aria_hidden="true"),
    )
    seen = rx.cond(row.is_this, rx.el.span("now"), timeago(row.seen_at))
    where = rx.cond(row.ip != "", rx.el.span(row.ip, " · ", class_name="tabular"))
    words = rx.el.div(
        rx.el.p(
            rx.el.span(row.device, class_name="font-medium"),
            rx.cond(row.is_this, badge("This browser", kind="primary")),
            class_name="flex flex-wrap items-center gap-2",
        ),
        rx.el.p(where, "last seen ", seen, class_name="text-sm text-muted"),
        class_name="min-w-0 grow",
    )
    end = rx.cond(row.is_this, rx.fragment(), button("Log out", on_click=S.end(row.id).throttle(ONCE)))
    return rx.el.li(
        rx.el.span(sign, class_name="text-muted"), words, end, class_name="flex items-center gap-3.5 px-4 py-3 sm:px-6"
    )


def _asked() -> rx.Component:
    return confirm(
        "Log out everywhere else?",
        "Every other browser is logged out at once. This one stays.",
        open=S.is_ending_others,
        on_close=S.keep_others,
        on_confirm=S.end_others,
        action="Log them out",
    )
