"""What stands in the list's place while one rule is at hand."""

import reflex as rx

from plutomi.components import islands
from plutomi.components.button import button
from plutomi.components.notice import notice
from plutomi.components.public import arrived
from plutomi.pages.parts import CARD
from plutomi.pages.rules.trying import runs, trial
from plutomi.state.rules import RuleState as S


def at_hand() -> rx.Component:
    back = button("All rules", kind="quiet", icon="arrow_left", on_click=S.leave, class_name="-ml-2 self-start")
    id, broken = S.rule["id"].to(str), S.rule["broken"].to(str)
    head = rx.el.h2(rx.cond(id != "", "The rule", "A new rule"), class_name="text-lg font-semibold")
    return rx.el.section(
        back,
        arrived(head),
        rx.cond(broken != "", notice(broken, " It stands still until it is changed and saved.", kind="warning")),
        rx.el.div(_builder(), class_name=f"{CARD} p-4 sm:p-6"),
        trial(),
        rx.cond(id != "", runs()),
        class_name="mx-auto flex max-w-3xl min-w-0 flex-col gap-4",
        key=id,
    )


def _builder() -> rx.Component:
    return islands.Rule.create(
        rule=S.rule,
        choices=S.choices,
        said=S.said,
        cel=S.cel,
        errors=S.errors,
        wrong=S.wrong,
        on_try=S.try_out,
        on_save=S.save,
        on_leave=S.leave,
    )
