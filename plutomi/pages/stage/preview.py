"""The form as applicants see it, at the width of a phone: the same parts, and it can be tried; nothing is sent."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.badge import badge
from plutomi.pages.parts import NO_ERRORS
from plutomi.state.stage import StageState as S


def preview() -> rx.Component:
    """Beside the list on a desk, under it on a phone."""
    none = rx.el.p("Nothing is asked, so nothing is shown.", class_name="py-8 text-center text-sm text-muted")
    return rx.el.section(
        rx.el.div(
            rx.el.h2("As applicants see it", id="preview", class_name="font-semibold"),
            badge("Live", icon="eye"),
            class_name="flex items-center justify-between gap-3",
        ),
        rx.el.div(
            rx.el.p(S.opening_name, class_name=_HEAD),
            rx.el.div(
                rx.cond(S.asked.length() > 0, _form(), none),
                tab_index=0,
                role="group",
                aria_labelledby="preview",
                class_name="grow overflow-y-auto overscroll-contain px-4 py-5",
            ),
            class_name=_PHONE,
        ),
        aria_labelledby="preview",
        class_name="flex w-full max-w-sm min-w-0 flex-col gap-3 max-lg:mx-auto lg:sticky lg:top-6",
    )


def _form() -> rx.Component:
    return forms.form(
        asked.questions(S.asked, NO_ERRORS),
        rx.el.button("Send", type="button", disabled=True, class_name="btn btn-primary btn-lg w-full text-base"),
        on_submit=rx.noop(),
        class_name="roomy flex flex-col gap-6",
    )


_HEAD = "shrink-0 truncate border-b border-line px-4 py-3.5 text-sm font-semibold"
_PHONE = (
    "flex max-h-[46rem] flex-col overflow-hidden rounded-[1.75rem] border-4 border-base-300 bg-base-200 shadow-float "
    "lg:max-h-[calc(100dvh-7rem)]"
)
