"""What is written out within an expression, tried before anybody waits for it: a pattern, a day, a time."""

import re
from collections.abc import Callable
from typing import Any

from cel_expr_python import cel

# Texts that each method might be asked about: one of them must be answered.
SAMPLES = {
    "matches": ("x",),
    "before": ("2026-05-31", "14:30"),
    "after": ("2026-05-31", "14:30"),
    "between": ("2026-05-31", "14:30"),
    "within_days": ("2026-05-31",),
}
_TEXT = r"""[rR]?(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')"""
_ONE = rf"(?:{_TEXT}|-?\d+)"
_CALL = re.compile(rf"(?:(?P<method>{'|'.join(SAMPLES)})\s*\(\s*(?P<given>{_ONE}(?:\s*,\s*{_ONE})*)\s*\))|{_TEXT}")


def wrong_in(text: str, compile: Callable[[str], Any]) -> str:
    """What can never be answered, as it is written; "" when nothing is. `compile` answers None for what is no code."""
    for found in _CALL.finditer(text):
        if found["method"] and not _is_answered(found["method"], found["given"], compile):
            return found[0]
    return ""


def _is_answered(method: str, given: str, compile: Callable[[str], Any]) -> bool:
    tried = [compile(f'"{sample}".{method}({given})') for sample in SAMPLES[method]]
    asked = [one for one in tried if one is not None]  # else it is wrong by its types, which are looked at elsewhere
    return not asked or any(map(_runs, asked))


def _runs(compiled: Any) -> bool:
    try:
        return compiled.eval(data={}).type() == cel.Type.BOOL
    except Exception:  # the library's own errors have no common type
        return False
