"""The dialogs by which a form grows: the bank, a new question, a new section."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.badge import badge
from plutomi.components.button import button
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.search import search
from plutomi.pages.asking import key_field, question_fields
from plutomi.pages.stage.settings import section_fields
from plutomi.state.stage.bank import AddingState as S
from plutomi.state.stage.bank import FoundRow


def adding() -> list[rx.Component]:
    """All three, closed."""
    return [_bank(), _creating(), _beginning()]


def _bank() -> rx.Component:
    found = rx.el.ul(
        rx.foreach(S.found, _found),
        class_name="max-h-[50vh] divide-y divide-line overflow-y-auto rounded-field border border-line",
    )
    none = rx.el.div(
        rx.el.p("The bank has no such question.", class_name="text-sm text-muted"),
        button("Write a new one", icon="plus", on_click=S.start_creating),
        class_name="flex flex-col items-center gap-3 py-8",
    )
    return dialog(
        search("Search the bank", on_search=S.search, shortcut="", class_name="w-full"),
        rx.cond(S.found.length() > 0, found, none),
        forms.actions(button("Done", kind="primary", size="md", on_click=S.close)),
        title="Add questions",
        open=S.dialog == "bank",
        on_close=S.close,
    )


def _found(one: rx.Var[FoundRow]) -> rx.Component:
    words = rx.el.div(
        rx.el.p(one.question.title, class_name="font-medium break-words"),
        rx.el.p(one.question.type_name, class_name="text-muted"),
        class_name="min-w-0 grow text-sm",
    )
    add = button("Add", icon="plus", aria_label="Add " + one.question.title, on_click=S.add(one.question.id))
    return rx.el.li(
        words,
        rx.cond(one.is_asked, badge("Already added", icon="check"), add),
        key=one.question.id,
        class_name="flex items-center justify-between gap-3 px-3.5 py-2.5",
    )


def _creating() -> rx.Component:
    form = forms.form(
        *question_fields(S, key=key_field(S.errors["key"])),
        forms.checkbox("is_required", "Applicants must answer it", default=True),
        cancel_or("Create and add", S.close),
        on_submit=S.create,
        errors=S.errors,
    )
    about = "It joins your bank, so that other stages can ask it too."
    return dialog(form, title="New question", about=about, open=S.dialog == "new", on_close=S.close)


def _beginning() -> rx.Component:
    form = forms.form(
        *section_fields(),
        cancel_or("Begin section", S.close),
        on_submit=S.create_section,
        errors=S.errors,
    )
    about = "A heading over some questions. Drag questions under it; show it only to some if you like."
    return dialog(form, title="New section", about=about, open=S.dialog == "section", on_close=S.close, width="sm")
