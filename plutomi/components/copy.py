"""`copy("/apply/acme/driver", label="Copy link")`: a button that fills the clipboard.

A text that starts with `/` gets the site before it. The browser does it alone: Reflex's own way evaluates code.
"""

import reflex as rx

from . import islands
from .button import Kind, Size, looks
from .field import Text


def copy(
    text: Text,
    *,
    label: Text = "Copy",
    done: Text = "Copied",
    kind: Kind = "plain",
    size: Size = "sm",
    class_name: str = "",
) -> rx.Component:
    """A button that copies and says so."""
    sign = rx.icon("copy", size=15, aria_hidden="true")
    return islands.Copy.create(sign, text=text, label=label, done=done, class_name=looks(kind, size, class_name))
