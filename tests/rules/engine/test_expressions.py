"""Expressions are checked when saved, match only when CEL says true, and agree with conditions."""

import re
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from plutomi.rules.conditions import Condition, Group, facts_in, parse
from plutomi.rules.engine import expressions
from plutomi.rules.engine.as_cel import as_cel
from plutomi.rules.engine.facts import OPERATORS, check
from plutomi.rules.engine.judging import judge
from tests.rules.test_answers import ANYTHING, HOSTILE, outcome
from tests.rules.test_conditions import values

HEX = "0" * 32
QUESTIONS = {
    "age": "number", "name": "short_text", "langs": "several_choices", "starts": "date", "licence": "yes_no",
    "at": "time", "2nd_choice": "one_choice", "home": "address",
}  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "facts", "verdict", "words"),
    [
        ('answers.age >= 18 && applicant.source == "fb"', {"age": 20}, True, ""),
        ("answers.age >= 18", {"age": 17.5}, False, "the expression is not met"),
        ("answers.age >= 18", {}, None, "answers.age is missing"),
        ("answers.age >= 18", {"age": "20"}, None, "answers.age is not a number"),
        ("answers.age != 18", {"age": "20"}, None, "answers.age is not a number"),
        ("answers.age != 18", {"age": True}, None, "answers.age is not a number"),
        ("answers.age > 18 && answers.age < 30.5", {"age": 30}, True, ""),
        ("!(answers.age > 18)", {}, None, "answers.age is missing"),
        ('answers.age > 18 || applicant.source == "fb"', {}, True, ""),
        ('answers.age > 18 && applicant.source == "x"', {}, False, "the expression is not met"),
        ('answers.name == "Ann"', {"name": " "}, None, "answers.name is missing"),
        ('answers.name.is(" ÄNN ")', {"name": "änn"}, True, ""),
        ('answers.name.like("a*n")', {"name": "Ann"}, True, ""),
        ("answers.name.matches('^A')", {"name": "Ann"}, True, ""),
        ('answers.name.startsWith("A") // answers.gone', {"name": "Ann"}, True, ""),
        ('answers.langs.includes("french")', {"langs": ["French"]}, True, ""),
        ('answers.langs.one_of(["Dutch"])', {"langs": ["French"]}, False, "the expression is not met"),
        ('answers.starts.before("today+3d")', {"starts": "2001-01-01"}, True, ""),
        ('answers.starts.between("2001-01-01", "2001-01-31")', {"starts": "2001-01-01"}, True, ""),
        ('answers.at.after("09:30")', {"at": "10:00"}, True, ""),
        ('answers.starts.before("2020-01-01")', {"starts": "soon"}, None, "is not a day"),
        ("answers.licence", {"licence": True}, True, ""),
        ("answers.licence", {"licence": 1}, None, "answers.licence is not yes or no"),
        ("empty.answers.age || answers.age > 3", {}, True, ""),
        ("empty.answers.age || answers.age > 3", {"age": 3}, False, "the expression is not met"),
        ('answers.2nd_choice.is("b")', {"2nd_choice": "B"}, True, ""),
        ('answers.home.city == "Bonn"', {"home.city": "Bonn"}, True, ""),
        (f"stages.{HEX}.count < 5", {}, None, "is missing"),
        ('!("ab" in labels)', {}, True, ""),
        ("answers.age / 0 == 1", {"age": 1}, None, "divide by zero"),
        ('answers.name.size() > 3', {"name": "x" * 10_001}, None, "answers.name is too long for an expression"),
        ('"x" in answers.langs', {"langs": ["x"] * 201}, None, "answers.langs is too long for an expression"),
        ("answers.age > 3", {"age": float("nan")}, None, "answers.age is not a number"),
        ("answers.age > 3", {"age": 10**30}, True, ""),
    ],
)  # fmt: skip
def test_what_an_expression_makes_of_facts(expression, facts, verdict, words):
    expressions.check(expression, QUESTIONS)
    known = {f"answers.{name}": value for name, value in facts.items()} | {"applicant.source": "fb", "labels": []}
    found, why = expressions.judge(expression)(known)
    assert found is verdict
    assert words in why


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("1 + 1", "must be yes or no"),
        ("answers.age", "answers.age is a number; this needs yes or no"),
        ("answers.age >", "Syntax error"),
        ("answers.gone == 1", "There is nothing called “answers.gone”"),
        ("applicant.shoe_size == 1", "There is nothing called “applicant.shoe_size”"),
        ("gone == 1", "undeclared reference to 'gone'"),
        ("answers.name > 3", "answers.name is a text; this needs a number"),
        ('answers.name > 3 || answers.name == "x"', "answers.name is used in ways that do not fit together"),
        ("empty.answers.age + 1 == 2", "empty.answers.age is yes or no"),
        ("answers.langs.all(x, x == 'a')", "one by one"),
        ("[1].map(x, x) == [1]", "one by one"),
        ("[1] . // so\n exists (x, x == 1)", "one by one"),
        ("has(answers.age)", "Say empty.answers.KEY"),
        ("fact_0 == 1", "cannot begin with fact_"),
        ("'answers.age", "does not end"),
        ("answers.`age` == 1", "does not end"),
        ('answers.name.matches("[")', 'matches("[") can never be answered'),
        ('answers.starts.before("soon")', 'before("soon") can never be answered'),
        ("answers.age.is(1, 2)", "undeclared reference to 'is'"),
        ("(" * 300 + "true" + ")" * 300, "recursion limit"),
        (" || ".join(f"answers.a{number} == 1" for number in range(41)), "at most at 20 facts"),
    ],
)
def test_what_cannot_be_evaluated_is_refused_when_saved(expression, words):
    with pytest.raises(ValueError, match=re.escape(words)):
        expressions.check(expression, QUESTIONS)
    assert expressions.judge(expression)({"answers.age": 1})[0] is not True


@pytest.mark.parametrize(
    "call", ["int({}) == 1", "timestamp({}) < timestamp('2026-01-01T00:00:00Z')", "'x'.matches({})"]
)
def test_no_error_repeats_an_answer(call):
    verdict, words = expressions.judge(call.format("answers.name"))({"answers.name": "(my secret"})
    assert verdict is None
    assert words
    assert "secret" not in words


def test_what_stands_in_texts_and_comments_is_no_fact():
    assert expressions.facts_in('answers.a == "answers.b" // answers.c\n || """labels""" == r\'time.hour\'') == {
        "answers.a"
    }


@given(expression=some.text("answers.x()[]{}\"'\\!&|=<>+-?:, \n/`19eua") | some.text(some.characters()))
def test_any_text_is_taken_or_refused(expression):
    with suppress(ValueError):
        expressions.check(expression)
    verdict, _ = expressions.judge(expression)({"answers.x": 1})
    assert verdict in (True, False, None)


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda one: type(one).__name__)
def test_hostile_facts_match_nothing_they_are_not(hostile):
    for expression in ("answers.a == 7", 'answers.a == "no"', '"no" in answers.a', 'answers.a.is("no")'):
        assert expressions.judge(expression)({"answers.a": hostile})[0] is not True


def test_what_two_thousand_bytes_can_ask_for_stays_small():
    def doubled(times: int) -> str:
        return "answers.a" if not times else f"({doubled(times - 1)}+{doubled(times - 1)})"

    expression = f"{doubled(7)}.size() > 0"
    assert len(expression) < 2_000
    assert expressions.judge(expression)({"answers.a": "x" * 10_000})[0] is True
    pattern = "answers.a.matches('(x{100}){9}(x*)*y')"
    assert expressions.judge(pattern)({"answers.a": "x" * 10_000})[0] is not True


KINDS = {"age": "number", "name": "text", "langs": "list", "starts": "day", "at": "time", "licence": "flag"}
TEXTS = some.sampled_from(["Straße", " STRASSE", "ΟΔΟΣ", "οδος", "İ", "i", "ab", "a*b", 'q"\\', "\t'", "🙂", "x y"])
PLAIN = {
    "number": some.integers(-9, 9) | some.floats(-9, 9),
    "text": TEXTS | some.text(some.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=6),
    "list": some.lists(TEXTS, min_size=1, max_size=3),
    "day": some.dates().map(str) | some.sampled_from(["today", "today-18y"]),
    "time": some.sampled_from(["09:30", "23:59"]),
    "flag": some.booleans(),
}
FOUND = PLAIN | {"day": some.dates().map(str), "ids": some.lists(some.sampled_from(["aa", "bb"]), max_size=2)}


@some.composite
def conditions(draw) -> Condition:
    """One that can be asked of the fact it looks at."""
    name = draw(some.sampled_from([*KINDS, "labels"]))
    kind = KINDS.get(name, "ids")
    op = draw(some.sampled_from(OPERATORS[kind]))
    one = {**PLAIN, "list": TEXTS, "ids": some.sampled_from(["aa", "bb", "cc"])}[kind]
    value: some.SearchStrategy[Any] = one
    if op.endswith("_of"):
        value = some.lists(one, min_size=1, max_size=3)
    elif op == "between":
        value = some.tuples(one, one).map(sorted)
    elif op == "within_days" or op in ("is_empty", "is_not_empty"):
        value = values(op)
    elif kind == "list" and op in ("is", "is_not"):
        value = one | some.lists(one, min_size=1, max_size=3)
    fact = name if name == "labels" else f"answers.{name}"
    raw = {"fact": fact, "op": op, "value": draw(value)}
    tree, _ = outcome(lambda: parse(raw))
    return tree or Condition(fact, "is_not_empty")


TREES = some.recursive(
    conditions(),
    lambda inner: some.builds(
        Group, some.sampled_from(["all", "any", "none"]), some.lists(inner, min_size=1, max_size=3).map(tuple)
    ),
    max_leaves=8,
)
RIGHT = some.fixed_dictionaries(
    {}, optional={f"answers.{name}": FOUND[kind] for name, kind in KINDS.items()} | {"labels": FOUND["ids"]}
)


@given(tree=TREES, facts=RIGHT)
@example(tree=Condition("answers.name", "is", "ΟΔΟΣ"), facts={"answers.name": "οδος"})
@example(tree=Condition("answers.name", "not_contains", "İ"), facts={"answers.name": "i"})
def test_a_condition_and_its_expression_agree(tree, facts):
    errors: dict[str, str] = {}
    check(tree, "if", QUESTIONS, errors)
    assert not errors
    expression = as_cel(tree)
    expressions.check(expression, QUESTIONS)
    assert expressions.judge(expression)(facts)[0] is judge(tree)(facts)[0]
    assert expressions.facts_in(expression) == facts_in(tree)


@given(tree=TREES, facts=some.dictionaries(some.sampled_from([f"answers.{name}" for name in KINDS]), ANYTHING))
def test_of_facts_of_another_kind_an_expression_says_the_same_or_nothing(tree, facts):
    facts = {name: value for name, value in facts.items() if not isinstance(value, int) or abs(value) < 10**15}
    assert expressions.judge(as_cel(tree))(facts)[0] in (judge(tree)(facts)[0], None)


@pytest.mark.parametrize(
    ("raw", "expression"),
    [
        ({"fact": "answers.age", "op": "at_least", "value": 18}, "answers.age >= 18"),
        ({"fact": "answers.age", "op": "between", "value": [1, 2.5]}, "(answers.age >= 1 && answers.age <= 2.5)"),
        ({"fact": "answers.licence", "op": "is_not", "value": True}, "answers.licence != true"),
        ({"fact": "answers.name", "op": "is_not", "value": "Ann"}, '!answers.name.is("Ann")'),
        ({"fact": "labels", "op": "not_contains", "value": "ab"}, '!("ab" in labels)'),
        ({"fact": "answers.age", "op": "is_empty"}, "empty.answers.age"),
        (
            {"all": [{"fact": "answers.age", "op": "less", "value": 3}, {"none": [{"fact": "a", "op": "is_empty"}]}]},
            "answers.age < 3 && !(empty.a)",
        ),
        (
            {"any": [{"all": [{"fact": "a", "op": "is_empty"}] * 2}] * 2},
            "(empty.a && empty.a) || (empty.a && empty.a)",
        ),
    ],
)
def test_how_a_condition_is_written(raw, expression):
    assert as_cel(parse(raw)) == expression


def test_the_deepest_condition_can_be_written():
    tree = Condition("answers.age", "between", (1, 2))
    for _ in range(7):
        tree = Group("none", (tree, Condition("answers.licence", "is", True)))
    expressions.check(as_cel(tree), QUESTIONS)
    wide = Group("any", (Condition("answers.age", "is", 1),) * 100)
    expressions.check(as_cel(wide), QUESTIONS)
