"""Facts, comparisons and values in the words that sentences are made of."""

from collections.abc import Mapping
from uuid import UUID

from plutomi.rules.conditions import Condition
from plutomi.rules.engine import phrases
from plutomi.rules.engine.facts import LISTS

FACTS = {
    "applicant.source": "the source",
    "applicant.name": "the name",
    "applicant.email": "the email address",
    "applicant.phone": "the phone number",
    "applicant.time_zone": "the applicant's time zone",
    "applicant.locale": "the applicant's language",
    "applicant.area": "the service area",
    "applicant.area_reason": "the reason about the service area",
    "applicant.earlier": "the number of earlier applications",
    "applicant.days_since_applied": "the number of days since they applied",
    "labels": "the applicant",
    "assignee": "the member it is assigned to",
    "stage.days_in": "the number of days in the stage",
    "stage.hours_in": "the number of hours in the stage",
    "time.date": "the day",
    "time.hour": "the hour of the day",
    "time.weekday": "the day of the week",
}
FLAGS = {
    "applicant.is_duplicate": ("the applicant is a duplicate", "the applicant is no duplicate"),
    "applicant.withdrew_before": ("they withdrew before", "they did not withdraw before"),
    "stage.is_completed": ("the stage is completed", "the stage is not completed"),
    "time.is_business": ("it is within business hours", "it is outside business hours"),
}
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
OF_LISTS = {
    "contains": "has the label {}",
    "one_of": "has the label {}",
    "not_contains": "does not have the label {}",
    "none_of": "does not have the label {}",
    "is_empty": "has no label",
    "is_not_empty": "has a label",
}


def compared(one: Condition) -> str:
    """The words between fact and value, {} standing for the value."""
    return OF_LISTS[one.op] if one.fact in LISTS and one.op in OF_LISTS else phrases.compared(one)


def flag(one: Condition) -> str:
    """What is so, of facts that are yes or no; "" of others."""
    if one.fact not in FLAGS or one.op not in ("is", "is_not") or one.value.__class__ is not bool:
        return ""
    return FLAGS[one.fact][0 if one.value is (one.op == "is") else 1]


def value_of(one: Condition, labels: Mapping[UUID, str], users: Mapping[UUID, str]) -> str:
    """The value in words: labels and members by name, days of the week too."""
    if one.value is None:
        return ""
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    if one.fact in LISTS or one.fact == "assignee":
        named = labels if one.fact in LISTS else users
        return " or ".join(_named(value, named) for value in values)
    if one.fact == "time.weekday" and all(value in range(1, 8) for value in values):
        return (" to " if one.op == "between" else " or ").join(DAYS[int(value) - 1] for value in values)
    return phrases.shown(one)


def _named(value: object, names: Mapping[UUID, str]) -> str:
    try:
        return f"“{names.get(UUID(str(value)), 'something deleted')}”"
    except ValueError:
        return f"“{value}”"
