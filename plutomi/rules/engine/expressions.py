"""Conditions as code: CEL over the same facts, checked when saved, bounded in what it may say and see.

Facts are named as anywhere, `answers.age`; `empty.answers.age` says whether one is missing. What is missing, or of a
type that the expression does not take, is left out, and what CEL makes of that is an error, never a match. Beside
CEL's own functions there are the operators of conditions (operators.py), so that texts and days compare alike in both.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from cel_expr_python import cel

from plutomi.rules.comparing import Facts, is_number
from plutomi.rules.engine import literals, operators
from plutomi.rules.engine.facts import LISTS, WORDS, Questions, kind_of
from plutomi.rules.engine.judging import Judge, Verdict, is_blank
from plutomi.rules.engine.source import EMPTY, MAX_NAMES, OURS, Source, take_apart

MAX_TEXT, MAX_LIST = 10_000, 200
LARGEST_INT = 2**63
KINDS = {"text": ("STRING",), "number": ("INT", "DOUBLE"), "flag": ("BOOL",), "list": ("LIST",)}
_KIND_OF = {"day": "text", "time": "text", "ids": "list"}  # what expressions see these as
_FITS: dict[str, Callable[[Any], bool]] = {
    "text": lambda value: _is_text(value),
    "number": lambda value: is_number(value) and (value.__class__ is float or abs(value) < 10**300),
    "flag": lambda value: value.__class__ is bool,
    "list": lambda value: value.__class__ is list and all(map(_is_text, value)),
}


@dataclass(frozen=True, slots=True)
class Expression:
    """Compiled; `found` is which kinds of values it takes of which facts, as far as that was asked."""

    source: Source
    run: Callable[[dict[str, Any]], Any]
    found: dict[tuple[str, str], bool] = field(default_factory=dict)

    def takes(self, name: str, kind: str) -> bool:
        """Whether values of this kind type-check in each place of a fact, whatever the others are."""
        if (name, kind) not in self.found:
            self.found[name, kind] = _type_checks(self.source, name, kind)
        return self.found[name, kind]

    def needed(self, name: str) -> str:
        """What a fact must be, in words; "" if nothing fits all its places."""
        return " or ".join(WORDS[kind] for kind in KINDS if self.takes(name, kind))


def check(expression: str, questions: Questions | None = None) -> None:
    """ValueError in words when it cannot be compiled, or when a fact is not there or not of a type that it takes."""
    compiled = _compile(expression)
    if wrong := literals.wrong_in(compiled.source.text, lambda text: _try(text)[0]):
        raise ValueError(f"{wrong} can never be answered: it is no pattern, day, time or number of days that is known.")
    for name in compiled.source.names:
        fact = name.removeprefix(EMPTY)
        kind = "flag" if fact != name else kind_of(fact, questions)
        if not kind or not kind_of(fact, questions):
            raise ValueError(f"There is nothing called “{fact}” to look at.")
        if kind == "any" or compiled.takes(name, _KIND_OF.get(kind, kind)):
            continue
        needed = compiled.needed(name)
        if not needed:
            raise ValueError(f"{name} is used in ways that do not fit together.")
        raise ValueError(f"{name} is {WORDS[kind]}; this needs {needed}.")


def facts_in(expression: str) -> frozenset[str]:
    """The names of the facts an expression reads; none when it says what none may say."""
    try:
        return take_apart(expression).facts
    except ValueError:
        return frozenset()


def judge(expression: str) -> Judge:
    """Whether the facts match; one that cannot be compiled is an error for everybody."""
    try:
        compiled = _compile(expression)
    except ValueError as error:
        words = str(error)
        return lambda facts: (None, words)
    return lambda facts: _evaluate(compiled, facts)


def _evaluate(compiled: Expression, facts: Facts) -> Verdict:
    bound: dict[str, Any] = {}
    wrong: list[str] = []
    for at, name in enumerate(compiled.source.names):
        if name.startswith(EMPTY):
            bound[f"{OURS}{at}"] = is_blank(facts.get(name.removeprefix(EMPTY)))
            continue
        value = facts.get(name)
        if words := _unfit(compiled, name, value):
            wrong.append(f"{name} {words}")
        else:
            bound[f"{OURS}{at}"] = float(value) if value.__class__ is int and abs(value) >= LARGEST_INT else value
    try:
        found = compiled.run(bound)
        kind, value = found.type(), found.value()
    except Exception as error:  # the library's own errors have no common type
        return None, _without(bound, _words(str(error), compiled.source))
    if kind == cel.Type.BOOL:
        return value is True, "" if value is True else "the expression is not met"
    return None, wrong[0] if wrong else _without(bound, _words(str(value), compiled.source))


def _unfit(compiled: Expression, name: str, value: Any) -> str:
    """Why a fact cannot be given to an expression; "" if it can."""
    if is_blank(value) and not (value == [] and name in LISTS):
        return "is missing"
    kind = next((kind for kind in KINDS if _FITS[kind](value)), "")
    if not kind or not compiled.takes(name, kind):
        return f"is not {compiled.needed(name) or 'anything that fits'}"
    if (kind == "text" and len(value) > MAX_TEXT) or (
        kind == "list" and (len(value) > MAX_LIST or sum(map(len, value)) > MAX_TEXT)
    ):
        return "is too long for an expression"
    return ""


def _is_text(value: Any) -> bool:
    return value.__class__ is str and "\0" not in value  # where C ends a text


@lru_cache(maxsize=2_000)
def _compile(expression: str) -> Expression:
    source = take_apart(expression)
    compiled, error = _try(source.text)
    if compiled is None:
        raise ValueError(_words(error, source))
    return Expression(source, lambda bound: compiled.eval(data=bound))


def _type_checks(source: Source, name: str, kind: str) -> bool:
    """Numbers may be whole in one place and broken in another: `age > 18 && age < 20.5`."""
    text, ours = source.text, f"{OURS}{source.names.index(name)}"
    places = [found.span() for found in re.finditer(rf"\b{ours}\b", text)]

    def fits(first: int, last: int) -> bool:
        return any(_try(f"{text[:first]}{ours}_{type}{text[last:]}")[0] is not None for type in KINDS[kind])

    whole = (re.sub(rf"\b{ours}\b", f"{ours}_{type}", text) for type in KINDS[kind])
    return any(_try(one)[0] is not None for one in whole) or (
        len(KINDS[kind]) > 1 and all(fits(*place) for place in places)
    )


def _try(text: str) -> tuple[Any, str]:
    """The text compiled if its outcome can be yes or no; else why not."""
    try:
        compiled = _env().compile(text)
    except Exception as error:  # the library raises RuntimeError, and says in its text what is wrong
        return None, str(error)
    if compiled.return_type() not in (cel.Type.BOOL, cel.Type.DYN):
        return None, "An expression must be yes or no."
    return compiled, ""


@cache
def _env() -> Any:
    """Where expressions are compiled: each fact can be anything, or, to find out what it can be, of one type."""
    types = [type for several in KINDS.values() for type in several]
    variables = {f"{OURS}{at}": cel.Type.DYN for at in range(MAX_NAMES)}
    variables |= {f"{OURS}{at}_{type}": getattr(cel.Type, type) for at in range(MAX_NAMES) for type in types}
    return cel.NewEnv(variables=variables, functions=[_function(op) for op in operators.METHODS])


def _function(op: str) -> Any:
    name, call = operators.METHODS[op], operators.method(op)
    overloads = [
        cel.Overload(
            f"{name}_{receiver}_{'_'.join(takes)}".lower(),
            return_type=cel.Type.BOOL,
            parameters=[getattr(cel.Type, type) for type in (receiver, *takes)],
            is_member=True,
            impl=call,
        )
        for receiver, takes in operators.TAKES[op]
    ]
    return cel.FunctionDecl(name, overloads)


def _words(error: str, source: Source) -> str:
    """What the library says, in one line, with the names that were written."""
    line = error.split("\n")[0].split(" [")[0]
    line = re.sub(r"^(?:[A-Z_]+: )*(?:<input>:[-\d:]+ )?", "", line)
    for at in reversed(range(len(source.names))):
        line = line.replace(f"{OURS}{at}", source.names[at])
    return line[:300]


def _without(bound: Mapping[str, Any], words: str) -> str:
    """Words that repeat no answer: traces are read by more people than answers are."""
    given = [one for value in bound.values() for one in (value if value.__class__ is list else [value])]
    is_told = any(one.__class__ is str and one in words for one in given)
    return "the expression could not be evaluated" if is_told else words
