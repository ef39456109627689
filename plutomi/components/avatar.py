"""People as initials: `avatar(S.user_name)`; the colour follows the name, so a person looks the same everywhere."""

from typing import Literal

import reflex as rx

from .link import Text

_SIZES = {
    "xs": "size-5 text-[0.5625rem]",
    "sm": "size-7 text-[0.6875rem]",
    "md": "size-9 text-xs",
    "lg": "size-12 text-base",
}


def avatar(name: Text, size: Literal["xs", "sm", "md", "lg"] = "sm") -> rx.Component:
    """Decoration beside a name that is written out, so hidden from screen readers."""
    return rx.el.span(
        _js(name, _INITIALS),
        aria_hidden="true",
        style={"--hue": _js(name, _HUE)},
        class_name=f"plutomi-avatar {_SIZES[size]}",
    )


_INITIALS = """n => n.trim().split(/\\s+/).filter((_, i, all) => i === 0 || i === all.length - 1)
  .map(word => [...word][0] ?? '').join('').toUpperCase()"""
_HUE = "n => String([...n].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 360, 7))"


def _js(name: Text, expression: str) -> rx.Var[str]:
    var = rx.Var.create(name)
    return rx.Var(f"(({expression})({var!s} ?? ''))", _var_type=str, _var_data=var._get_all_var_data())
