"""Questions: the org's bank of them (bank.py), and their places in stages' forms (asking.py)."""

from plutomi.domain.option_lists import MAX_OPTION, MAX_OPTIONS
from plutomi.domain.questions.asking import Use, adjust, arrange, attach, detach, move, of_stage, require
from plutomi.domain.questions.bank import (
    MAX_DESCRIPTION,
    MAX_KEY,
    MAX_TITLE,
    UsedIn,
    archive,
    bank,
    change,
    create,
    get,
    limits_of,
    used_in,
)

__all__ = [
    "MAX_DESCRIPTION", "MAX_KEY", "MAX_OPTION", "MAX_OPTIONS", "MAX_TITLE", "Use", "UsedIn", "adjust", "archive",
    "arrange", "attach", "bank", "change", "create", "detach", "get", "limits_of", "move", "of_stage", "require",
    "used_in",
]  # fmt: skip
