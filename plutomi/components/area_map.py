"""A plain map of a service area: no tiles, nothing fetched; a grid, the shapes, where applicants live."""

import reflex as rx

from . import islands


def area_map(area: rx.Var, *, into: str) -> rx.Component:
    """`area` has polygons, circles and people (state/area.py's AreaMap); what is drawn goes into the field `into`.

    Drawing needs a pointer: the field itself is the way without one.
    """
    return islands.AreaMap.create(area=area, into=into)
