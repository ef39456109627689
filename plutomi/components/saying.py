"""Words that applicants read, said in the page's language: `say("Openings at {org}", org=rx.el.bdi(S.org))`.

The pages are built once, in English; docs/languages.md says where the other words come from.
"""

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars import VarData
from reflex_base.vars.function import FunctionStringVar

from . import islands

_SAY = FunctionStringVar.create("say", _var_data=VarData(imports={islands.SAY: [ImportVar(tag="say")]}))


def say(words: str, **facts: Any) -> rx.Var:
    """The words, as a var; facts by their names are texts, numbers, vars or components."""
    return _SAY.call(words, rx.Var.create(facts)) if facts else _SAY.call(words).to(str)
