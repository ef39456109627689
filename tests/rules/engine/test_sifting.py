"""Many rules are sifted by what texts are; what is decided, and that the reason is one, stays what each would say."""

from functools import partial

from hypothesis import given
from hypothesis import strategies as some

from plutomi.rules.conditions import Group, parse
from plutomi.rules.engine.deciding import MANY, Book
from plutomi.rules.engine.judging import judge
from plutomi.rules.engine.sifting import Sieve
from plutomi.rules.engine.triggers import Trigger
from tests.rules.engine.made import rule
from tests.rules.test_answers import ANYTHING, outcome
from tests.rules.test_conditions import TREES

TEXTS = some.sampled_from(["x", " X", "Ä", "y", "x Y"])
FEW = TEXTS | some.sampled_from([1, True])
VALUES = dict.fromkeys(("contains", "not_contains"), TEXTS)
VALUES |= dict.fromkeys(("one_of", "none_of"), some.lists(FEW, min_size=1, max_size=3))
SAID = some.fixed_dictionaries(
    {
        "fact": some.sampled_from(["answers.a", "answers.b", "labels"]),
        "op": some.sampled_from(["is", "is_not", "one_of", "none_of", "contains", "not_contains"]),
    }
).flatmap(lambda said: (VALUES.get(said["op"], FEW)).map(lambda value: said | {"value": value}))
ALIKE = some.none() | SAID | some.lists(SAID | TREES, min_size=1, max_size=4).map(lambda parts: {"all": parts})
FACTS = some.dictionaries(
    some.sampled_from(["answers.a", "answers.b", "labels"]), FEW | some.sampled_from([" ", ["x"], "ä "]) | ANYTHING
)


@given(trees=some.lists(ALIKE, min_size=MANY, max_size=MANY + 4), facts=FACTS)
def test_sifted_rules_are_decided_as_each_alone(trees, facts):
    book = Book([outcome(partial(rule, at, **{"if": tree}))[0] or rule(at) for at, tree in enumerate(trees)])
    alone = [Book([one]).decide(Trigger("completed"), facts).outcomes[0] for one in book.rules]
    states = [one.state for one in alone]
    asked = states[: states.index("matched") + 1] if "matched" in states else states
    decision = book.decide(Trigger("completed"), facts)
    assert [one.state for one in decision.outcomes] == asked
    assert decision.rule == (book.rules[len(asked) - 1] if "matched" in states else None)
    for one, told, single in zip(book.rules, decision.outcomes, alone, strict=False):
        assert (told.rule_id, told.version) == (one.id, one.version)
        assert told.reason == single.reason or told.reason in reasons(one.condition, facts)


def reasons(tree, facts) -> set[str]:
    """What each part of a condition that is not so would say."""
    parts = tree.parts if isinstance(tree, Group) else (tree,)
    return {words for is_so, words in (judge(part)(facts) for part in parts) if is_so is False}


def test_what_the_texts_tell_is_not_asked_again():
    parts = [{"fact": "answers.a", "op": "is_not", "value": "x"}, {"fact": "answers.b", "op": "greater", "value": 3}]
    sieve = Sieve([parse({"all": [*parts, {"fact": "answers.c", "op": "is", "value": "y"}]}), None, parse(parts[0])])
    assert sieve.rests == [parse(parts[1]), None, None]
    assert sieve.sift({"answers.a": "z", "answers.c": " Y"}) == ({}, set())
    assert sieve.sift({"answers.a": " X", "answers.c": "y"})[0].keys() == {0, 2}
    assert sieve.sift({"answers.a": "z", "answers.c": "z"})[0].keys() == {0}
    assert sieve.sift({"answers.c": "y"}) == ({}, {0, 2})
