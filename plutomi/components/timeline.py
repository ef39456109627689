"""What happened: `timeline(rx.foreach(S.events, lambda e: moment(icon_of(e), e.who, e.what, at=e.at)))`."""

from typing import Any

import reflex as rx

from .field import Text
from .timeago import timeago


def timeline(*moments: Any) -> rx.Component:
    """A list of moments with a line through their icons."""
    return rx.el.ol(*moments, class_name="flex flex-col")


def moment(icon: Any, who: Any, what: Any, *, at: Text, more: Any = None) -> rx.Component:
    """One event. `icon` is a name, or a ready icon (e.g. by rx.match over static icons); `more` stands below."""
    sign = rx.icon(icon, size=14, aria_hidden="true") if isinstance(icon, str) else icon
    dot = rx.el.span(
        sign,
        class_name="z-1 grid size-7 shrink-0 place-items-center rounded-full border border-line bg-base-100 text-muted",
    )
    line = rx.el.p(
        rx.el.span(who, class_name="font-medium"),
        " ",
        what,
        " ",
        timeago(at, class_name="text-muted text-xs"),
        class_name="pt-1",
    )
    words = rx.el.div(line, more if more is not None else rx.fragment(), class_name="min-w-0 grow pb-4 text-sm")
    return rx.el.li(
        dot,
        words,
        class_name=(
            "relative flex gap-3 [&:not(:last-child)]:before:absolute [&:not(:last-child)]:before:left-[13px] "
            "[&:not(:last-child)]:before:inset-y-0 [&:not(:last-child)]:before:w-px [&:not(:last-child)]:before:bg-line"
        ),
    )
