"""Finds what our Python says to people, for `make catalogues` (babel.cfg): Babel's own reader would take toasts too."""

import ast
from collections.abc import Iterator
from typing import IO, Any

SPEAKERS = ("plutomi.tongue", "plutomi.components.saying", "saying")  # whose say, plural and mark are ours

Found = tuple[int, str, str | tuple[str, ...], list[str]]


def in_python(file: IO[bytes], keywords: Any, comment_tags: Any, options: Any) -> Iterator[Found]:
    """The words of every call to say, plural or mark; of a choice between two, both."""
    tree = ast.parse(file.read())
    ours = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in SPEAKERS
        for alias in node.names
        if alias.name in ("say", "plural", "mark")
    }
    ours |= {"mark": "mark"} if any(map(_is_own_mark, tree.body)) else {}
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in ours:
            for words in _words(ours[call.func.id], call):
                yield call.lineno, "ngettext" if isinstance(words, tuple) else "gettext", words, []


def _words(name: str, call: ast.Call) -> Iterator[str | tuple[str, ...]]:
    if name == "plural":
        yield tuple(word for one in call.args[:2] for word in _constants(one))
    else:
        for one in call.args[:1]:
            yield from _constants(one)


def _is_own_mark(node: ast.stmt) -> bool:
    """Whether a module that can import nothing of ours says itself what `mark` is."""
    return (
        isinstance(node, ast.FunctionDef) and node.name == "mark" and [one.arg for one in node.args.args] == ["words"]
    )


def _constants(node: ast.expr) -> list[str]:
    if isinstance(node, ast.IfExp):
        return [*_constants(node.body), *_constants(node.orelse)]
    return [node.value] if isinstance(node, ast.Constant) and isinstance(node.value, str) else []
