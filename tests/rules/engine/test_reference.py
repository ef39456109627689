"""The reference in docs/rules.md names everything there is."""

import re
from pathlib import Path

import pytest

from plutomi.rules.engine import actions, triggers
from plutomi.rules.engine.facts import FACTS, OPERATORS
from plutomi.rules.engine.operators import METHODS

NAMED = set(re.findall(r"`([^`\n]+)`", (Path(__file__).parents[3] / "docs" / "rules.md").read_text()))


@pytest.mark.parametrize("names", [triggers.KINDS, actions.KINDS, FACTS, METHODS.values(), sum(OPERATORS.values(), ())])
def test_the_reference_names_everything(names):
    assert set(names) - NAMED == set()


@pytest.mark.parametrize("kinds", [triggers.KINDS, actions.KINDS])
def test_and_every_field(kinds):
    assert {name for kind in kinds.values() for name in kind.readers} - NAMED == set()
