"""The kanban board: stages as columns, applicants as cards (its protocol is in docs/board.md)."""

import reflex as rx
from reflex_components_lucide.icon import LUCIDE_LIBRARY

from plutomi.components import dragging


class Board(rx.NoSSRComponent):
    """A live board that fetches its own cards and fills the height of its parent."""

    library = dragging.script("board.jsx")
    tag = "Board"
    lib_dependencies: list[str] = [*dragging.LIBRARIES, LUCIDE_LIBRARY]

    snapshot_url: rx.Var[str]
    opening: rx.Var[str]
    ops: rx.Var[list[dict]]
    ops_seq: rx.Var[int]
    ack: rx.Var[int]
    refusal: rx.Var[str]
    selected: rx.Var[str]
    may_edit: rx.Var[bool]
    apply_link: rx.Var[str]

    on_move: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_column_move: rx.EventHandler[rx.event.passthrough_event_spec(dict)]
    on_open: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_stage_settings: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_add_stage: rx.EventHandler[rx.event.no_args_event_spec]


board = Board.create
