"""The stages in an opening's settings, and the dialogs about them."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.button import button
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.empty import empty
from plutomi.components.skeleton import skeleton_rows
from plutomi.components.sortable import sortable
from plutomi.models.opening import MAX_SIBLINGS
from plutomi.pages.parts import STOP_RULES, choice_of, section, used_by_rules
from plutomi.state.stages import StagesState as S

ACTIONS = [
    {"key": "add", "label": "Add a stage after", "icon": "plus"},
    {"key": "edit", "label": "Rename or lead on from", "icon": "pencil"},
    {"key": "clone", "label": "Clone", "icon": "copy"},
    {"key": "delete", "label": "Delete", "icon": "trash"},
]


def stages_section() -> rx.Component:
    """The list in its order."""
    add = button("Add stage", icon="plus", on_click=S.start_adding)
    none = empty("waypoints", "No stages yet", "Applicants begin in the first stage and move on from there.", add)
    listed = rx.fragment(_list(), rx.cond(S.items.length() < MAX_SIBLINGS, rx.el.div(add)))
    body = rx.cond(S.is_loaded, rx.cond(S.items.length() > 0, listed, none), skeleton_rows(4))
    about = "The steps from applying to the end. Drag them into order; open one to say what it asks."
    return section("Stages", about, body, id="stages")


def stages_dialogs() -> rx.Component:
    """Add, change, clone, delete."""
    return rx.fragment(_adding(), _changing(), _cloning(), _deleting())


def _list() -> rx.Component:
    return sortable(
        items=S.items,
        actions=ACTIONS,
        label="Stages",
        may_edit=True,
        ack=S.ack,
        refusal=S.refusal,
        on_reorder=S.reorder,
        on_open=S.open_form,
        on_action=S.act,
    )


def _adding() -> rx.Component:
    return dialog(
        forms.form(
            _name(),
            _place(),
            cancel_or("Add stage", S.close),
            on_submit=S.add,
            errors=S.errors,
        ),
        title="Add a stage",
        open=S.dialog == "add",
        on_close=S.close,
    )


def _changing() -> rx.Component:
    onward = choice_of(
        "next_stage_id",
        S.choices,
        label="When its form is completed",
        none="Stay here for review",
        default=S.chosen.next_id,
        error=S.errors["next_stage_id"],
        hint="A stage whose questions are answered can lead its applicants on by itself.",
    )
    return dialog(
        forms.form(_name(S.chosen.name), onward, cancel_or("Save", S.close), on_submit=S.change, errors=S.errors),
        title="Stage settings",
        open=S.dialog == "edit",
        on_close=S.close,
    )


def _cloning() -> rx.Component:
    into = choice_of(
        "opening_id",
        S.choices,
        label="Into",
        none="This opening, after the stage itself",
        hint="In another opening it stands last. What it leads to there are the stages of the same name.",
    )
    name = forms.text_input(
        "name",
        label="Name",
        hint="If empty, the stage's own, marked as a copy in this opening.",
        error=S.errors["name"],
        form_id="clone",
        auto_complete="off",
        auto_focus=True,
    )
    return dialog(
        forms.form(name, into, cancel_or("Clone stage", S.close), on_submit=S.clone, errors=S.errors),
        title="Clone “" + S.chosen.name + "”",
        about="Its form, rules and style are copied; applicants are not.",
        open=S.dialog == "clone",
        on_close=S.close,
    )


def _deleting() -> rx.Component:
    target = choice_of(
        "move_to",
        S.choices,
        label="Where its applicants go",
        none="Choose a stage",
        error=S.errors["move_to"],
    )
    stand = rx.cond(S.chosen.applicants == 1, " applicant stands in it.", " applicants stand in it.")
    held = S.chosen.applicants.to_string() + stand + " They keep their answers."
    about = rx.cond(S.chosen.applicants > 0, held, "Nobody stands in it.")
    none = rx.el.p(
        "There is no other stage for them to go to. Add one first.", class_name="text-sm text-error", role="alert"
    )
    action = rx.cond(S.in_use != "", STOP_RULES, "Delete stage")
    asked = rx.cond(S.chosen.applicants > 0, rx.cond(S.choices.length() > 0, target, none))
    return dialog(
        forms.form(
            asked, used_by_rules(S.in_use), cancel_or(action, S.close, danger=True), on_submit=S.delete, errors=S.errors
        ),
        title="Delete “" + S.chosen.name + "”?",
        about=about,
        open=S.dialog == "delete",
        on_close=S.close,
        width="sm",
        alert=True,
    )


def _name(default: str | rx.Var[str] = "") -> rx.Component:
    return forms.text_input(
        "name",
        label="Name",
        required=True,
        default=default,
        error=S.errors["name"],
        form_id="stage",  # the details' form on this page has a name too
        auto_complete="off",
        auto_focus=True,
    )


def _place() -> rx.Component:
    """Any place in the order: first, or after one of the others."""
    first = rx.el.option("First", value="0")
    after = rx.foreach(
        S.items, lambda one, index: rx.el.option("After " + one["label"].to(str), value=(index + 1).to_string())
    )
    control = rx.el.select(
        first,
        after,
        id=rx.Var.create("stage-position"),
        name="position",
        default_value=S.add_at,
        class_name="select w-full text-base sm:text-sm",
    )
    return forms.field(control, name="position", label="Where", required=True, form_id="stage")
