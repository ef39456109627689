"""A list whose order is dragged: by mouse, touch or keyboard, shown at once, kept when the server agrees."""

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from plutomi.components import dragging


class Sortable(rx.NoSSRComponent):
    """Items are {id, label, detail?, badge?, is_on?}; actions are {key, label, icon}, one button per item each.

    `toggle` ({key, label}) is a switch for each item's `is_on`, told of through on_action too; items without one have
    none. An item of `kind` "section" takes those after it along; `is_within` sets items in. One with `parts`, pairs of
    words and whether they are a name, is shown whole as that sentence; `label` is what it is called, `title` a name
    above it, `wrong` what is wrong with it.
    """

    library = dragging.script("sortable.jsx")
    tag = "Sortable"
    lib_dependencies: list[str] = [*dragging.LIBRARIES, LUCIDE_LIBRARY]

    items: rx.Var[list[dict]]
    actions: rx.Var[list[dict]]
    toggle: rx.Var[dict[str, str]]
    label: rx.Var[str]
    may_edit: rx.Var[bool]
    ack: rx.Var[int]
    refusal: rx.Var[str]

    on_reorder: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_action: rx.EventHandler[rx.event.passthrough_event_spec(dict)]


sortable = Sortable.create
