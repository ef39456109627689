"""One stage's form: its questions in order, and how applicants see them."""

import reflex as rx

from plutomi.components import asked, forms
from plutomi.components.badge import badge
from plutomi.components.button import button, button_link
from plutomi.components.dialog import dialog
from plutomi.components.empty import empty
from plutomi.components.search import search
from plutomi.components.sortable import sortable
from plutomi.pages.asking import key_field, question_fields
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import CARD
from plutomi.state.stage import FoundRow
from plutomi.state.stage import StageState as S

ACTIONS = [{"key": "remove", "label": "Take out", "icon": "x"}]


def register(app: rx.App) -> None:
    """Adds the page."""
    title = rx.cond(S.name != "", S.name + " · " + S.opening_name + " · Plutomi", "Stage · Plutomi")
    add_page(app, page, "/openings/[opening_id]/stages/[stage_id]", title, S.load)


def page() -> rx.Component:
    ends = rx.cond(S.next_name != "", "When it is completed, applicants go on to " + S.next_name + ".", _STAYS)
    return desk(
        loaded(S, rx.el.div(_form(), _preview(), class_name="grid items-start gap-8 lg:grid-cols-[3fr_2fr]")),
        _bank(),
        _creating(),
        title=rx.cond(S.name != "", S.name, "Stage"),
        active="openings",
        breadcrumb=[("Openings", "/openings"), (S.opening_name, S.opening_path + "/settings")],
        about=ends,
        actions=rx.fragment(
            button_link("Style", href=S.router.url.path + "/style", icon="palette"),
            button_link("Back to settings", href=S.opening_path + "/settings", icon="arrow_left"),
        ),
    )


_STAYS = "When it is completed, applicants stay here for review."


def _form() -> rx.Component:
    add = rx.el.div(
        button("Add from the bank", icon="library_big", on_click=S.start_adding),
        button("New question", icon="plus", on_click=S.start_creating),
        class_name="flex flex-wrap gap-2",
    )
    none = empty("list_checks", "This stage asks nothing yet", "Applicants who reach it wait for your review.", add)
    listed = rx.fragment(_list(), add)
    return rx.el.section(
        rx.el.h2("Questions", id="asked", class_name="font-semibold"),
        rx.cond(S.items.length() > 0, listed, none),
        aria_labelledby="asked",
        class_name="flex min-w-0 flex-col gap-3",
    )


def _list() -> rx.Component:
    return sortable(
        items=S.items,
        actions=ACTIONS,
        label="Questions",
        toggle={"key": "require", "label": "Required"},
        may_edit=True,
        ack=S.ack,
        refusal=S.refusal,
        on_reorder=S.reorder,
        on_action=S.act,
    )


def _preview() -> rx.Component:
    fields = rx.el.div(asked.questions(S.asked, S.errors), inert=True, class_name="flex flex-col gap-5")
    return rx.el.section(
        rx.el.h2("As applicants see it", id="preview", class_name="font-semibold"),
        rx.el.div(
            rx.cond(
                S.asked.length() > 0,
                fields,
                rx.el.p("Nothing is asked, so nothing is shown.", class_name="text-sm text-muted"),
            ),
            class_name=f"{CARD} p-4 sm:p-6",
        ),
        aria_labelledby="preview",
        class_name="flex min-w-0 flex-col gap-3 lg:sticky lg:top-6",
    )


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
        *question_fields(S.errors, S.has_options, S.choose_type, key=key_field(S.errors["key"])),
        forms.checkbox("is_required", "Applicants must answer it", default=True),
        forms.actions(button("Cancel", kind="quiet", size="md", on_click=S.close), forms.submit("Create and add")),
        on_submit=S.create,
        errors=S.errors,
    )
    about = "It joins your bank, so that other stages can ask it too."
    return dialog(form, title="New question", about=about, open=S.dialog == "new", on_close=S.close)
