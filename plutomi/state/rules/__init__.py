"""The page of an opening's rules: their list, and one of them at hand."""

from plutomi.state.rules.building import RuleState as RuleState
from plutomi.state.rules.page import RulesState as RulesState
from plutomi.state.rules.trying import TrialState as TrialState
