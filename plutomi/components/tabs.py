"""Tabs switched in the browser: `tabs(("Answers", answers), ("Notes", notes), label="Applicant")`."""

from typing import Any

import reflex as rx

from . import islands
from .field import Text


def tabs(*parts: tuple[Text, Any], label: Text, start: int = 0) -> rx.Component:
    """Pairs of a name and its contents; all are mounted, one is shown, the last chosen of this label."""
    names = [name for name, _ in parts]
    return islands.Tabs.create(*[rx.el.div(body) for _, body in parts], names=names, label=label, start=start)
