"""An applicant's own name and phone, corrected in a dialog."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button
from plutomi.components.dialog import dialog
from plutomi.components.saying import say
from plutomi.pages.my.step import whose
from plutomi.state.my.contact import ContactState as S


def correcting() -> rx.Component:
    """What asks for them, where they are."""
    form = forms.form(
        whose(),
        forms.text_input(
            "name",
            label=say("Full name"),
            default=S.name,
            error=S.wrong["name"],
            required=True,
            form_id="about",
            auto_complete="name",
            dir="auto",
        ),
        forms.tel("phone", label=say("Phone"), default=S.phone, error=S.wrong["phone"], form_id="about"),
        forms.actions(
            button(say("Cancel"), kind="quiet", size="md", on_click=S.leave_it), forms.submit(say("Save changes"))
        ),
        on_submit=S.correct,
        errors=S.wrong,
    )
    about = say("Your email address stays as it is: your link goes there.")
    title = say("Correct your name or phone")
    return dialog(form, title=title, about=about, open=S.is_correcting, on_close=S.leave_it, width="sm")


def correct() -> rx.Component:
    """What opens it."""
    return button(say("Correct your name or phone"), size="md", class_name="self-start", on_click=S.ask)
