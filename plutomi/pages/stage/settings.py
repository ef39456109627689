"""What stands in the list's place while one question, or one section, is at hand."""

from typing import Any

import reflex as rx

from plutomi.components import forms, islands
from plutomi.components.badge import badge
from plutomi.components.button import button
from plutomi.components.dialog import cancel_or
from plutomi.components.public import arrived
from plutomi.components.tabs import tabs
from plutomi.domain.questions.settings import MAX_HELP, MAX_PLACEHOLDER, MAX_PREFILL
from plutomi.domain.sections import MAX_DESCRIPTION, MAX_TITLE
from plutomi.pages.asking import key_kept, question_fields
from plutomi.pages.parts import CARD
from plutomi.state.stage.settings import SettingsState as S

TYPED = ("short_text", "long_text", "number", "email", "phone", "link")


def use_settings() -> rx.Component:
    """How this form asks a question, and the question itself."""
    others = rx.cond(
        S.question.uses > 1,
        "It is asked in " + S.question.uses.to_string() + " stages: a change shows in all of them.",
        "",
    )
    about = rx.el.p(
        others, " Answers already given keep the words they were given to.", class_name="text-sm text-muted text-pretty"
    )
    return _at_hand(
        S.use.title,
        badge(S.use.type_name),
        tabs(
            ("In this form", _use_form()),
            ("The question itself", rx.fragment(about, _question_form())),
            label="Settings",
        ),
        key=S.use.id,
    )


def section_settings() -> rx.Component:
    """A section's words and when it is shown."""
    form = forms.form(
        islands.Live.create(on_try=S.try_section),
        *section_fields(S.section.title, S.section.about),
        _condition(S.section.show_if, "This section"),
        cancel_or("Save section", S.leave),
        on_submit=S.save_section,
        errors=S.errors,
    )
    return _at_hand(S.section.title, badge("Section"), form, key=S.section.id)


def section_fields(title: Any = "", about: Any = "", form_id: str = "f") -> list[rx.Component]:
    """The words of a section."""
    return [
        forms.text_input(
            "title", label="Title", required=True, default=title, error=S.errors["title"], max_length=MAX_TITLE,
            auto_complete="off", form_id=form_id,
        ),
        forms.textarea(
            "description", label="A few words under it", default=about, error=S.errors["description"],
            max_length=MAX_DESCRIPTION, rows=2, form_id=form_id,
        ),
    ]  # fmt: skip


def _use_form() -> rx.Component:
    use = S.use
    can_hold_a_hint = rx.Var.create(list(TYPED)).to(list[str]).contains(use.type)
    placeholder = forms.text_input(
        "placeholder", label="Placeholder", default=use.placeholder, error=S.errors["placeholder"],
        max_length=MAX_PLACEHOLDER, hint="Shown in the empty field.", auto_complete="off",
    )  # fmt: skip
    return forms.form(
        islands.Live.create(on_try=S.try_use),
        _switches(),
        forms.textarea(
            "help", label="Help in this form", default=use.help, error=S.errors["help"], max_length=MAX_HELP, rows=2,
            hint="Stands under the question's own explanation.",
        ),
        rx.cond(can_hold_a_hint, placeholder),
        forms.text_input(
            "prefill", label="Filled from the address by", default=use.prefill, error=S.errors["prefill"],
            max_length=MAX_PREFILL, hint="A parameter's name: utm_campaign takes “spring” from …?utm_campaign=spring",
            auto_complete="off", spell_check=False, auto_capitalize="off",
        ),
        _condition(use.show_if, "This question"),
        cancel_or("Save", S.leave),
        on_submit=S.save_use,
        errors=S.errors,
    )  # fmt: skip


def _question_form() -> rx.Component:
    return forms.form(
        *question_fields(S, key=key_kept(S.use.key), one=S.question, form_id="q"),
        cancel_or("Save question", S.leave),
        on_submit=S.save_question,
        errors=S.errors,
        class_name="flex flex-col gap-5 pt-4",
    )


def _switches() -> rx.Component:
    use = S.use
    return rx.el.fieldset(
        rx.el.legend("How it is asked", class_name="sr-only"),
        _switch("is_required", use.is_required, "Required", "The form cannot be sent without an answer."),
        _switch(
            "is_secure", use.is_secure, "Secure", "Your team sees it masked, until somebody who may asks to see it."
        ),
        _switch("is_hidden", use.is_hidden, "Hidden", "Never shown. Only the page's address can answer it."),
        class_name="flex flex-col divide-y divide-line rounded-field border border-line",
    )


def _switch(name: str, is_on: Any, title: str, about: str) -> rx.Component:
    box = rx.el.input(
        type="checkbox", name=name, role="switch", default_checked=is_on, aria_describedby=f"{name}-about",
        class_name="toggle toggle-sm shrink-0 checked:border-primary checked:text-primary",
    )  # fmt: skip
    words = rx.el.span(
        rx.el.span(title, class_name="block text-sm font-medium"),
        rx.el.span(about, id=rx.Var.create(f"{name}-about"), class_name="block text-sm text-muted"),
        class_name="min-w-0 grow",
    )
    return rx.el.label(words, box, class_name="flex cursor-pointer items-center gap-4 px-3.5 py-2.5")


def _condition(value: Any, subject: str) -> rx.Component:
    return islands.Condition.create(
        name="show_if", value=value, questions=S.earlier, subject=subject, error=S.errors["show_if"]
    )


def _at_hand(title: Any, mark: rx.Component, body: rx.Component, key: Any) -> rx.Component:
    back = button("All questions", kind="quiet", icon="arrow_left", on_click=S.leave, class_name="-ml-2 self-start")
    head = rx.el.div(
        rx.el.h2(title, class_name="min-w-0 text-lg font-semibold break-words text-balance"),
        mark,
        class_name="flex items-start justify-between gap-3",
    )
    return rx.el.section(
        back,
        arrived(head),
        rx.el.div(body, class_name=f"{CARD} p-4 sm:p-5"),
        key=key,
        class_name="flex min-w-0 flex-col gap-3",
    )
