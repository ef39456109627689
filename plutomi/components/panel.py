"""A slide-over beside the page: `panel(details, title=S.name, open=S.is_open, on_close=S.close)`.

Not modal, so the board behind stays in use; Escape closes it unless a dialog or a menu is open; it fills a phone.
"""

from typing import Any

import reflex as rx

from . import islands
from .button import icon_button
from .field import Text


def panel(*children: Any, title: Text, open: bool | rx.Var[bool], on_close: Any, tools: Any = None) -> rx.Component:
    """`tools` stand in its head, before the cross: previous and next, a menu."""
    row = rx.el.div(
        tools if tools is not None else rx.fragment(),
        icon_button("x", label="Close", on_click=on_close),
        class_name="flex shrink-0 items-center gap-1",
    )
    head = rx.el.header(
        rx.el.h2(title, class_name="min-w-0 truncate text-base font-semibold"),
        row,
        class_name="flex shrink-0 items-center justify-between gap-3 border-b border-line px-4 py-2.5 sm:px-5",
    )
    body = rx.el.div(*children, class_name="flex min-h-0 grow flex-col gap-6 overflow-y-auto p-4 sm:p-5")
    return islands.Panel.create(head, body, open=open, label=title, on_close=on_close, class_name=_PANEL)


_PANEL = (
    "plutomi-panel fixed inset-0 z-40 flex flex-col bg-base-100 outline-none sm:inset-y-0 sm:left-auto sm:right-0 "
    "sm:w-[min(32rem,92vw)] sm:border-l sm:border-line sm:shadow-float"
)
