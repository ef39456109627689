"""What the org wrote to them."""

import reflex as rx

from plutomi.components.public import CARD
from plutomi.components.saying import say
from plutomi.components.timeago import timeago
from plutomi.state.my import MyState as S


def letters() -> rx.Component:
    new = rx.cond(
        S.new_letters > 0,
        rx.el.span(say("{count} new", count=S.new_letters), class_name="badge badge-sm badge-primary"),
    )
    return rx.cond(
        S.letters.length() > 0,
        rx.el.section(
            rx.el.h2(say("Messages"), new, class_name="flex items-center gap-2 text-lg font-semibold"),
            rx.el.ul(rx.foreach(S.letters, _letter), class_name=f"{CARD} divide-y divide-line"),
            class_name="flex flex-col gap-3",
        ),
    )


def _letter(one: rx.Var) -> rx.Component:
    is_open = S.open_letter == one.id
    head = rx.el.button(
        rx.cond(
            one.is_new,
            rx.el.span(
                rx.el.span(say("New:"), " ", class_name="sr-only"), class_name="size-2 shrink-0 rounded-full bg-primary"
            ),
        ),
        rx.el.span(
            one.subject,
            dir="auto",
            class_name=rx.cond(one.is_new, "min-w-0 grow break-words font-semibold", "min-w-0 grow break-words"),
        ),
        timeago(one.at, class_name="shrink-0 text-xs text-muted"),
        type="button",
        aria_expanded=is_open,
        on_click=S.read_letter(one.id),
        class_name="flex w-full cursor-pointer items-center gap-3 px-5 py-3.5 text-start text-[0.9375rem]",
    )
    body = rx.el.p(one.body, dir="auto", class_name="px-5 pb-5 text-[0.9375rem] whitespace-pre-wrap break-words")
    return rx.el.li(head, rx.cond(is_open, body), key=one.id)
