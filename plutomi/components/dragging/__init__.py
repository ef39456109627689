"""Drag and drop: the scripts that the board and the sortable list share."""

from plutomi.components.scripts import scripts

LIBRARIES = ["@hello-pangea/dnd@18.0.1", "@tanstack/react-virtual@3.14.26"]
script = scripts(__name__, __file__)
