"""The form as one list of sections and questions, dragged into order."""

import reflex as rx

from plutomi.components.button import button
from plutomi.components.empty import empty
from plutomi.components.sortable import sortable
from plutomi.state.stage import StageState as S
from plutomi.state.stage.bank import AddingState
from plutomi.state.stage.settings import SettingsState

ACTIONS = [{"key": "remove", "label": "Take out", "icon": "x"}]


def listing() -> rx.Component:
    """The list, or what to begin with."""
    none = empty("list_checks", "This stage asks nothing yet", "Applicants who reach it wait for your review.", _add())
    return rx.el.section(
        rx.el.h2("Questions", id="asked", class_name="font-semibold"),
        rx.cond(S.items.length() > 0, rx.fragment(_list(), _add()), none),
        aria_labelledby="asked",
        class_name="flex min-w-0 flex-col gap-3",
    )


def _add() -> rx.Component:
    return rx.el.div(
        button("Add from the bank", icon="library_big", on_click=AddingState.start_adding),
        button("New question", icon="plus", on_click=AddingState.start_creating),
        button("New section", icon="heading", on_click=AddingState.start_section),
        class_name="flex flex-wrap gap-2",
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
        on_open=SettingsState.open,
    )
