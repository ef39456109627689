"""Drag and drop: the scripts that the board and the sortable list share."""

import reflex as rx

LIBRARIES = ["@hello-pangea/dnd@18.0.1", "@tanstack/react-virtual@3.14.26"]
SHARED = ["lift.js", "sortable_model.js", "board_model.js", "board_store.js", "board_card.jsx", "board_column.jsx"]


def script(name: str) -> str:
    """The import path of a script of this folder, with the ones it imports laid beside it."""
    for shared in SHARED:
        rx.asset(shared, shared=True)
    return rx.asset(name, shared=True).importable_path
