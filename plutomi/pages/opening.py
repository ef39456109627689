"""An opening's settings: details, stages, who sees it, its end."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.badge import opening_badge
from plutomi.components.button import button, button_link
from plutomi.components.copy import copy
from plutomi.components.dialog import confirm
from plutomi.components.markdown import markdown
from plutomi.components.notice import notice
from plutomi.models.opening import MAX_DESCRIPTION
from plutomi.pages.area import area_section
from plutomi.pages.desk import add_page, desk, loaded
from plutomi.pages.parts import CARD, STOP_RULES, opening_tabs, section, sections
from plutomi.pages.reach import held_section, widget_section
from plutomi.pages.stages import stages_dialogs, stages_section
from plutomi.pages.times import times_section
from plutomi.state.area import AreaState
from plutomi.state.held import HeldState
from plutomi.state.opening import OpeningState as S
from plutomi.state.stages import StagesState
from plutomi.state.widget import WidgetState

STATES = [
    ("private", "lock", "Private", "Only your team sees it. Its address answers as if there were nothing there."),
    ("public", "globe", "Public", "Anybody with the link can apply, and it stands on your page of openings."),
    ("closed", "circle_slash", "Closed", "Its page says that it is closed. Applicants stay, nobody new can apply."),
]
WITH_THEM = "with their answers, files, notes and history. This cannot be undone."


def register(app: rx.App) -> None:
    """Adds the page."""
    title = rx.cond(S.opening.name != "", S.opening.name + " · Settings · Plutomi", "Settings · Plutomi")
    add_page(
        app,
        page,
        "/openings/[opening_id]/settings",
        title,
        S.load,
        StagesState.load,
        WidgetState.load,
        HeldState.load,
        AreaState.load,
    )


def page() -> rx.Component:
    strangers = (_publishing(), _reapplying(), widget_section(), held_section())
    body = sections(stages_section(), _details(), _style(), *strangers, area_section(), times_section(), _danger())
    name = rx.cond(S.opening.name != "", S.opening.name, "Opening")
    return desk(
        loaded(S, body),
        stages_dialogs(),
        _deleting(),
        title=name,
        active="openings",
        breadcrumb=[("Openings", "/openings")],
        about=rx.cond(S.opening.id != "", opening_badge(S.opening.state), rx.fragment()),
        actions=rx.cond(S.opening.id != "", opening_tabs(f"/openings/{S.opening.id}", "settings"), rx.fragment()),
    )


def _details() -> rx.Component:
    form = forms.form(
        forms.text_input(
            "name", label="Name", required=True, default=S.opening.name, error=S.errors["name"], auto_complete="off"
        ),
        forms.text_input("place", label="Place", default=S.opening.place, error=S.errors["place"], auto_complete="off"),
        rx.el.div(
            forms.textarea(
                "description",
                label="Description",
                hint="What applicants read first. Markdown: **bold**, # heading, - list, [words](https://…).",
                default=S.opening.description,
                error=S.errors["description"],
                max_length=MAX_DESCRIPTION,
                rows=8,
                on_change=S.type_description.debounce(400),
            ),
            _preview(),
            class_name="flex flex-col gap-3",
        ),
        forms.actions(forms.submit("Save details")),
        on_submit=S.save,
        errors=S.errors,
        key=f"{S.opening.id}{S.drawn['details']}",
        class_name=f"{CARD} flex flex-col gap-5 p-4 sm:p-6",
    )
    return section("Details", "What the opening is called, where it is and what it is about.", form, id="details")


def _preview() -> rx.Component:
    words = rx.cond(S.is_previewing, "Hide the preview", "Show as applicants see it")
    toggle = button(words, icon="eye", on_click=S.toggle_preview, aria_expanded=S.is_previewing)
    shown = rx.cond(S.preview != "", markdown(S.preview), rx.el.p("No description yet.", class_name="text-muted"))
    frame = rx.el.div(shown, class_name="rounded-field border border-dashed border-line p-4")
    return rx.el.div(
        rx.el.div(toggle), rx.cond(S.is_previewing, frame, rx.fragment()), class_name="flex flex-col gap-3"
    )


def _style() -> rx.Component:
    row = rx.el.div(
        rx.el.p("Logo, colours, font, corners and the words of buttons.", class_name="min-w-0 grow text-sm"),
        button_link("Change the style", href=f"/openings/{S.opening.id}/style", icon="palette"),
        class_name=f"{CARD} flex flex-wrap items-center justify-between gap-4 p-4 sm:p-6",
    )
    return section(
        "Style", "How the opening's pages and emails look. Else they look like your organization.", row, id="style"
    )


def _publishing() -> rx.Component:
    choices = rx.el.div(
        *[_state(*one) for one in STATES], role="group", aria_labelledby="publishing", class_name="flex flex-col gap-2"
    )
    link = rx.el.div(
        rx.el.code(S.opening.apply_path, class_name="min-w-0 grow break-all text-sm"),
        copy(S.opening.apply_path, label="Copy link"),
        class_name=f"{CARD} flex flex-wrap items-center justify-between gap-3 px-4 py-3",
    )
    return section(
        "Publishing",
        "Who can see the opening and apply to it.",
        rx.cond((S.publish_problem != "") & (StagesState.items.length() == 0), notice(S.publish_problem, kind="error")),
        choices,
        rx.cond(S.opening.state != "private", link, rx.fragment()),
        id="publishing",
    )


def _state(value: str, icon: str, words: str, about: str) -> rx.Component:
    is_now = S.opening.state == value
    tick = rx.cond(is_now, rx.icon("circle_check", size=18, class_name="text-primary", aria_hidden="true"))
    return rx.el.button(
        rx.icon(icon, size=18, class_name="mt-0.5 shrink-0 text-muted", aria_hidden="true"),
        rx.el.span(
            rx.el.span(words, class_name="block font-medium"),
            rx.el.span(about, class_name="block text-sm text-muted text-pretty"),
            class_name="min-w-0 grow",
        ),
        rx.el.span(tick, class_name="w-5 shrink-0"),
        type="button",
        aria_pressed=rx.cond(is_now, "true", "false"),
        on_click=S.set_state(value),
        class_name=(
            f"{CARD} flex cursor-pointer items-start gap-3.5 p-4 text-left hover:border-base-content/30 "
            "aria-pressed:border-primary aria-pressed:bg-primary/6"
        ),
    )


def _reapplying() -> rx.Component:
    """Each kind of answer with its own words; the days count for one of them only."""
    form = forms.form(
        forms.radio_group(
            "reapply",
            [
                ("once", "No: each person applies once"),
                ("after", "Yes, some days after they withdrew"),
                ("unlimited", "Yes, at any time"),
            ],
            label="May people who withdrew apply again?",
            default=S.opening.reapply,
            required=True,
            error=S.errors["reapply"],
        ),
        rx.el.div(
            forms.number(
                "reapply_days",
                label="Days to wait",
                hint="They count from the day of the withdrawal.",
                default=S.opening.reapply_days.to_string(),
                required=True,
                error=S.errors["reapply_days"],
            ),
            class_name="hidden group-has-[[value=after]:checked]:block has-[[aria-invalid=true]]:block",
        ),
        forms.actions(forms.submit("Save")),
        on_submit=S.save_reapply,
        errors=S.errors,
        key=f"{S.opening.id}{S.opening.reapply}{S.drawn['again']}",
        class_name=f"{CARD} group flex flex-col gap-5 p-4 sm:p-6",
    )
    return section("Applying again", "Applicants see it where they apply, and when they withdraw.", form, id="again")


def _danger() -> rx.Component:
    ask = [StagesState.recount, S.ask_delete]
    row = rx.el.div(
        rx.el.p(f"Its stages and applicants go with it, {WITH_THEM}", class_name="min-w-0 grow text-sm text-pretty"),
        button("Delete opening…", icon="trash_2", class_name="text-error", on_click=ask),
        class_name=f"{CARD} flex flex-wrap items-center justify-between gap-4 border-error/30 p-4 sm:p-6",
    )
    return section("Delete", "For ever. To keep the applicants, close the opening instead.", row, id="danger")


def _deleting() -> rx.Component:
    return confirm(
        "Delete this opening?",
        rx.cond(S.in_use != "", S.in_use + " " + _goes_with_it(), _goes_with_it()),
        open=S.is_deleting,
        on_close=S.keep,
        on_confirm=S.delete,
        action=rx.cond(S.in_use != "", STOP_RULES, "Delete for ever"),
        typed=S.opening.name,
        error=S.errors["confirmation"],
    )


def _goes_with_it() -> rx.Var[str]:
    """What a deletion takes along, in numbers."""
    many, people = StagesState.items.length(), StagesState.applicants
    stages = many.to_string() + rx.cond(many == 1, " stage", " stages")
    applicants = people.to_string() + rx.cond(people == 1, " applicant", " applicants")
    return "With it go " + stages + " and " + applicants + f", {WITH_THEM}"
