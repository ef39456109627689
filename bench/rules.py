"""Rules: a book of one and one of 200, asked about people, against the same tests written by hand."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from bench.bars import Bar, Side, in_turn
from bench.conditions import EVERYBODY, TREE, by_hand
from bench.scale import some
from plutomi.ids import new_id
from plutomi.rules.conditions import parse
from plutomi.rules.engine import rule as rules
from plutomi.rules.engine.as_cel import as_cel
from plutomi.rules.engine.deciding import Book
from plutomi.rules.engine.rule import Rule
from plutomi.rules.engine.triggers import Trigger

NEEDS: set = set()
RULES, TIMES = 200, 100_000  # decisions a round
COMPLETED = Trigger("completed")
PEOPLE = [facts | {"answers.town": f"Town {RULES - 1}."} for facts in map(dict, EVERYBODY)]
Facts = Mapping[str, Any]


async def measure(worlds: dict) -> list[Bar]:
    one, code = Book([_rule(0, {"if": TREE})]), Book([_rule(0, {"expression": as_cel(parse(TREE))})])
    early, late = (Book([_rule(number, {"if": _tree(number, at)}) for number in range(RULES)]) for at in (0, 9))
    for facts in PEOPLE:
        assert bool(one.decide(COMPLETED, facts).rule) is bool(code.decide(COMPLETED, facts).rule) is by_hand(facts)
        for book in (early, late):
            found = _by_hand(facts)
            assert book.decide(COMPLETED, facts).rule is (None if found is None else book.rules[found])
    asked, coded, hand = await in_turn(
        lambda: _rate(_decide(one)), lambda: _rate(_decide(code), TIMES // 10), lambda: _rate(by_hand)
    )
    first, last, all_by_hand = await in_turn(*(_side(ask) for ask in (_decide(early), _decide(late), _by_hand)))
    told = "200 times the test written by hand"
    return [
        Bar("A rule of ten conditions, asked by its book", asked, hand, "/s", "written by hand", 0.25, is_least=True),
        Bar("The same as an expression", coded, asked, "/s", "as conditions"),
        Bar("The last of 200 rules, the first condition telling", 1000 / first, 1000 / all_by_hand, "ms", told, 4),
        Bar("The last of 200 rules, all ten asked of each", 1000 / last, 1000 / all_by_hand, "ms", told),
    ]


def _tree(number: int, at: int) -> dict[str, Any]:
    """TREE and, in that place, a condition that only the last rule passes; no look-up answers it."""
    parts: list[Any] = [*TREE["all"]]
    parts.insert(at, {"fact": "answers.town", "op": "contains", "value": f"Town {number}."})
    return {"all": parts}


def _rule(position: int, said: dict[str, Any]) -> Rule:
    written = {"when": {"kind": "completed"}, "then": [{"kind": "withdraw", "reason": "For show"}], **said}
    return rules.place(
        rules.read(written),
        id=new_id(),
        version=1,
        name="A rule",
        stage_id=None,
        position=position,
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def _decide(book: Book) -> Callable[[Facts], object]:
    return lambda facts: book.decide(COMPLETED, facts)


def _by_hand(facts: Facts) -> int | None:
    for number in range(RULES):
        town = facts.get("answers.town")
        if by_hand(facts) and isinstance(town, str) and f"town {number}." in town.lower():
            return number
    return None


def _side(ask: Callable[[Facts], object]) -> Side:
    return lambda: _rate(ask, TIMES // RULES)


async def _rate(ask: Callable[[Facts], object], times: int = TIMES) -> float:
    rounds = some(times // len(PEOPLE), 10)
    begun = time.perf_counter()
    for _ in range(rounds):
        for facts in PEOPLE:
            ask(facts)
    return rounds * len(PEOPLE) / (time.perf_counter() - begun)
