"""Against programs that fill in forms: a trap, a seal and a captcha, all inside the form.

The trap is a field that nobody sees, reaches or hears: only programs fill it in. The seal says when the form was shown,
and holds back for a moment what a browser fills in and sends at once, so that no person is refused. The captcha is
drawn by the service that the settings name, and not at all when they name none.
"""

from typing import Any

import reflex as rx

from . import islands
from .field import Text
from .saying import say


def trap(name: str) -> rx.Component:
    """The field; what stands in it says that no person sent the form."""
    control = rx.el.input(name=name, tab_index=-1, auto_complete="off")
    return rx.el.div(
        rx.el.label(say("Leave this empty"), " ", control),
        aria_hidden="true",
        class_name="absolute start-[-10000px] h-px w-px overflow-hidden",
    )


def seal(token: Text, *, of: Text) -> rx.Component:
    """What tokens.sign_form() made; the first that comes for the form `of` this name counts."""
    return islands.Seal.create(token=token, key=of)


def captcha(asked: Any, *, answered: rx.Var[int], error: rx.Var[str]) -> rx.Component:
    """The service's box; `asked` has site, script and kind."""
    box = islands.Captcha.create(site=asked.site, script=asked.script, kind=asked.kind, answered=answered)
    words = rx.el.p(error, role="alert", class_name="mt-2 text-sm font-medium text-error")
    return rx.cond(asked.site != "", rx.el.div(box, rx.cond(error != "", words)), rx.fragment())
