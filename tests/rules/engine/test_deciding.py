"""The first rule that fits and is met is followed; nothing makes deciding fail; what was asked can be told."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from plutomi.rules.engine.deciding import Book, Outcome
from plutomi.rules.engine.sharing import share
from plutomi.rules.engine.triggers import Trigger
from tests.rules.engine.made import LABEL, rule
from tests.rules.test_answers import ANYTHING, HOSTILE, outcome
from tests.rules.test_conditions import FACTS, TREES

COMPLETED = Trigger("completed")


def holds(key: str, value: str = "x") -> dict:
    return {"if": {"fact": f"answers.{key}", "op": "is", "value": value}}


def test_the_stages_own_come_first_in_order_and_then_the_openings():
    rules = [rule(1, None), rule(2), rule(0, None, **holds("a")), rule(1, **holds("a"))]
    book = Book(rules)
    assert book.rules == (rules[3], rules[1], rules[2], rules[0])
    assert book.decide(COMPLETED, {"answers.a": "x"}).rule == rules[3]
    assert book.decide(COMPLETED, {"answers.a": "y"}).rule == rules[1]


def test_what_was_asked_is_told_up_to_the_first_match():
    first, second, third, fourth = (rule(0, **holds("a")), rule(1, **holds("b")), rule(2), rule(3))
    decision = Book([first, second, third, fourth]).decide(COMPLETED, {"answers.a": "y"})
    assert decision.rule == third
    assert decision.outcomes == (
        Outcome(first.id, 1, "unmatched", "answers.a is not “x”"),
        Outcome(second.id, 1, "error", "answers.b is missing"),
        Outcome(third.id, 1, "matched"),
    )
    assert decision.errors == decision.outcomes[1:2]


@pytest.mark.parametrize(
    ("when", "trigger", "fits"),
    [
        ({"kind": "completed"}, COMPLETED, True),
        ({"kind": "completed"}, Trigger("entered"), False),
        ({"kind": "changed"}, Trigger("changed", frozenset("a")), True),
        ({"kind": "changed", "questions": ["a", "b"]}, Trigger("changed", frozenset("bc")), True),
        ({"kind": "changed", "questions": ["a", "b"]}, Trigger("changed", frozenset("c")), False),
        ({"kind": "labelled", "label_id": str(LABEL)}, Trigger("labelled", label_id=LABEL), True),
        ({"kind": "labelled", "label_id": str(LABEL)}, Trigger("labelled", label_id=UUID(int=9)), False),
        ({"kind": "file_judged"}, Trigger("file_judged", frozenset("a"), verdict="clean"), True),
        ({"kind": "file_judged", "question": "a"}, Trigger("file_judged", frozenset("b"), verdict="clean"), False),
        ({"kind": "file_judged", "verdict": "refused"}, Trigger("file_judged", frozenset("a"), verdict="clean"), False),
        ({"kind": "stayed", "amount": 1, "unit": "days"}, Trigger("stayed"), True),
    ],
)
def test_only_those_that_fit_what_happened_are_asked(when, trigger, fits):
    book = Book([rule(when=when)])
    assert bool(book.fitting(trigger)) is fits
    assert bool(book.decide(trigger, {}).outcomes) is fits


def test_of_timers_those_are_asked_that_are_due():
    one, two = (rule(at, when={"kind": "stayed", "amount": at + 1, "unit": "days"}) for at in (0, 1))
    book = Book([two, one, rule(2)])
    assert book.timers == (one, two)
    assert book.decide(Trigger("timer"), {}, rules=[two]).rule == two
    assert book.decide(Trigger("timer"), {}, rules=[two, one]).rule == one
    assert book.decide(Trigger("timer"), {}).rule is None


def test_it_says_which_facts_must_be_loaded():
    one, two = rule(**holds("a")), rule(expression='applicant.source == "fb" || empty.answers.b')
    book = Book([one, two, rule()])
    assert book.facts == {"answers.a", "applicant.source", "answers.b"}
    assert book.facts_for([one]) == {"answers.a"}


def test_an_expression_is_asked_like_a_condition():
    book = Book([rule(expression="answers.age >= 18")])
    assert book.decide(COMPLETED, {"answers.age": 18}).rule
    assert book.decide(COMPLETED, {"answers.age": 17}).outcomes[0].state == "unmatched"
    assert book.decide(COMPLETED, {"answers.age": "x"}).outcomes[0].reason == "answers.age is not a number"
    broken = Book([rule(expression="answers.age >=")]).decide(COMPLETED, {"answers.age": 18})
    assert [one.state for one in broken.outcomes] == ["error"]


def test_two_hundred_rules_are_asked_in_order():
    book = Book([rule(at, **holds("a", str(at))) for at in range(200)])
    decision = book.decide(COMPLETED, {"answers.a": "199"})
    assert decision.rule == book.rules[199]
    assert len(decision.outcomes) == 200


@given(
    trees=some.lists(TREES, max_size=3),
    facts=FACTS | some.dictionaries(some.sampled_from(["answers.a", "answers.b"]), some.sampled_from(HOSTILE)),
)
def test_no_facts_make_deciding_fail(trees, facts):
    rules = [made for tree in trees if (made := outcome(lambda tree=tree: rule(**{"if": tree}))[0])]
    decision = Book(rules).decide(COMPLETED, facts)
    assert (decision.rule is None) == all(one.state != "matched" for one in decision.outcomes)


@given(facts=some.dictionaries(some.sampled_from(["answers.a", "answers.b"]), ANYTHING))
def test_no_facts_make_an_expression_fail(facts):
    book = Book([rule(expression='answers.a == 1 || answers.b.includes("x")')])
    assert book.decide(COMPLETED, facts).outcomes[0].state in ("matched", "unmatched", "error")


def test_a_share_is_even_and_stays():
    shares = [share(UUID(int=number), "one") for number in range(10_000)]
    assert all(0 <= one < 100 for one in shares)
    tenths = [sum(1 for one in shares if tenth <= one < tenth + 10) for tenth in range(0, 100, 10)]
    assert sum((found - 1_000) ** 2 / 1_000 for found in tenths) < 27.9  # chi-square, 9 degrees, one in a thousand
    assert shares[7] == share(UUID(int=7), "one") != share(UUID(int=7), "two")
    both = sum(1 for n in range(10_000) if shares[n] < 50 and share(UUID(int=n), "two") < 50)
    assert 2_300 < both < 2_700
