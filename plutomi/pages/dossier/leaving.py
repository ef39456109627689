"""The questions asked before an applicant leaves the board: rejected, withdrawn for them, to another opening."""

import reflex as rx

from plutomi.components import forms
from plutomi.components.dialog import cancel_or, dialog
from plutomi.components.menu import menu_item, menu_rule
from plutomi.models.applicant import MAX_REASON
from plutomi.pages.dossier.about import about
from plutomi.state.dossier import DossierState as S
from plutomi.state.dossier.leaving import LeavingState
from plutomi.state.dossier.rows import OpeningStages


def ways() -> rx.Component:
    """The menu's items, while they stand on the board."""
    here = rx.fragment(
        menu_item("Move to another opening…", icon="arrow_right_left", on_click=LeavingState.ask("transfer")),
        menu_item("Withdraw for them…", icon="log_out", on_click=LeavingState.ask("withdraw")),
        menu_item("Reject…", icon="circle_x", on_click=LeavingState.ask("reject")),
        menu_rule(),
    )
    return rx.cond(S.details.stage_id != "", here)


def dialogs() -> rx.Component:
    return rx.fragment(_rejecting(), _withdrawing(), _transferring())


def _rejecting() -> rx.Component:
    tell = forms.checkbox("tell", "Tell them by email, in a few kind words", default=True)
    form = forms.form(
        about(),
        _reason("For your team only: they never see it."),
        tell,
        cancel_or("Reject", LeavingState.stay, danger=True),
        on_submit=LeavingState.reject,
        errors={"reason": LeavingState.reason_error},
    )
    return dialog(
        form,
        title="Reject them?",
        about="They leave the board and stay among all applicants. You can put them back.",
        open=S.dialog == "reject",
        on_close=LeavingState.stay,
        width="sm",
    )


def _withdrawing() -> rx.Component:
    form = forms.form(
        about(),
        _reason("That they told you so, or never answered."),
        cancel_or("Withdraw", LeavingState.stay, danger=True),
        on_submit=LeavingState.withdraw,
        errors={"reason": LeavingState.reason_error},
    )
    return dialog(
        form,
        title="Withdraw for them?",
        about="As if they had withdrawn themselves. They are told by email, and you can put them back.",
        open=S.dialog == "withdraw",
        on_close=LeavingState.stay,
        width="sm",
    )


def _transferring() -> rx.Component:
    def group(one: OpeningStages) -> rx.Component:
        stages = rx.foreach(one.stages, lambda stage: rx.el.option(stage.name, value=stage.id))
        return rx.el.optgroup(stages, label=one.name)

    form = forms.form(
        about(),
        forms.field(
            rx.el.select(
                rx.el.option("Choose one", value=""),
                rx.foreach(LeavingState.elsewhere, group),
                name="stage_id",
                class_name="select w-full text-base sm:text-sm",
                **forms.marks("transfer", "stage_id", LeavingState.reason_error, "", required=True),
            ),
            name="stage_id",
            label="Opening and stage",
            error=LeavingState.reason_error,
            required=True,
            form_id="transfer",
        ),
        cancel_or("Move", LeavingState.stay),
        on_submit=LeavingState.transfer,
        errors={"stage_id": LeavingState.reason_error},
    )
    return dialog(
        form,
        title="Move to another opening",
        about="Answers, files, notes and messages go along. They are told by email.",
        open=S.dialog == "transfer",
        on_close=LeavingState.stay,
        width="sm",
    )


def _reason(hint: str) -> rx.Component:
    return forms.text_input(
        "reason",
        label="Reason",
        hint=hint,
        error=LeavingState.reason_error,
        max_length=MAX_REASON,
        form_id="leave",
        auto_complete="off",
    )
