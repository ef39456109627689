"""What the builder offers: only what there is, and what fits."""

from collections.abc import Iterable
from typing import Any

from plutomi.domain.rules.surroundings import Surroundings
from plutomi.rules.engine.hours import DAYS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Json = dict[str, Any]
Choice = list[Any]  # value, words, and the group it stands in
AT_ONCE, LATER = "At once", "After some time"
WHENS = (
    ("completed", "the form is completed", AT_ONCE),
    ("entered", "someone enters the stage", AT_ONCE),
    ("changed", "an answer is changed", AT_ONCE),
    ("labelled", "a label is added", AT_ONCE),
    ("file_judged", "a file has been scanned", AT_ONCE),
    ("not_completed", "the form is not completed in time", LATER),
    ("stayed", "someone has been here for some time", LATER),
    ("idle", "someone has done nothing for some time", LATER),
    ("date", "a date that was answered comes near", LATER),
)
THENS = (  # kind, words, group, whether it ends the list
    ("move", "Move to a stage", "Where they go", True),
    ("reject", "Reject", "Where they go", True),
    ("withdraw", "Withdraw for them", "Where they go", True),
    ("distribute", "Distribute among stages", "Where they go", True),
    ("label", "Add a label", "Signs and letters", False),
    ("unlabel", "Remove a label", "Signs and letters", False),
    ("assign", "Assign to a member", "Signs and letters", False),
    ("email", "Send an email", "Signs and letters", False),
    ("deadline", "Set a due date", "Signs and letters", False),
)
AREA = [["inside", "inside"], ["outside", "outside"], ["unknown", "not known"]]
VERDICTS = [["clean", "clean"], ["refused", "refused"]]
ABOUT = (
    ("applicant.source", "Source", "short_text"),
    ("applicant.area", "Address, by the service area", "one_choice", AREA),
    ("applicant.is_duplicate", "Is a duplicate", "yes_no"),
    ("applicant.earlier", "Number of earlier applications", "number"),
    ("applicant.withdrew_before", "Withdrew before", "yes_no"),
    ("applicant.days_since_applied", "Days since they applied", "number"),
    ("applicant.name", "Name", "short_text"),
    ("applicant.email", "Email", "short_text"),
    ("applicant.phone", "Phone", "short_text"),
    ("applicant.locale", "Language", "short_text"),
    ("applicant.time_zone", "Time zone", "short_text"),
    ("stage.is_completed", "Has completed this stage's form", "yes_no"),
    ("stage.days_in", "Days in this stage", "number"),
    ("stage.hours_in", "Hours in this stage", "number"),
)
THEN = (
    ("time.is_business", "Within business time", "yes_no"),
    ("time.weekday", "Weekday", "weekday", [[at + 1, day] for at, day in enumerate(WEEKDAYS)]),
    ("time.hour", "Hour of the day (0 to 23)", "number"),
    ("time.date", "Day", "date"),
    ("share.split", "A random share, 0 to 100", "share"),
)


def choices_of(near: Surroundings, facts_used: Iterable[str] = ()) -> Json:
    """Everything that can be chosen; `facts_used` are those a rule names already."""
    labels = [[str(one.id), one.name] for one in near.labels]
    members = [[str(one.id), one.name] for one in near.members]
    templates = [[str(one.id), one.name] for one in near.templates]
    of_type = {type: _questions(near, type) for type in ("date", "file")}
    missing = {
        "labelled": not labels, "date": not of_type["date"], "file_judged": not of_type["file"],
        "changed": not near.asked, "label": not labels, "unlabel": not labels, "email": not templates,
    }  # fmt: skip
    return {
        "places": [["", "Any stage"], *([str(one.id), one.name, "Stages", one.position] for one in near.stages)],
        "whens": [list(one) for one in WHENS if not missing.get(one[0])],
        "thens": [list(one) for one in THENS if not missing.get(one[0])],
        "stages": _stages(near),
        "facts": _facts(near, labels, members, facts_used),
        "questions": _questions(near),
        "dates": of_type["date"],
        "files": of_type["file"],
        "labels": labels,
        "members": members,
        "templates": templates,
        "hours": hours_in_words(near.opening),
    }


def hours_in_words(opening: Any) -> str:
    """An opening's business hours, shortly."""
    week = [opening.hours.get(day) or [] for day in DAYS]
    spans = [" and ".join(f"{first} to {last}" for first, last in day) for day in week]
    days = [f"{WEEKDAYS[at][:3]} {words}" for at, words in enumerate(spans) if words]
    if len(set(spans[:5])) == 1 and spans[0] and not any(spans[5:]):
        days = [f"Monday to Friday, {spans[0]}"]
    zone = opening.time_zone.replace("_", " ")
    return f"{'; '.join(days) or 'There are no business hours'} ({zone})"


def _stages(near: Surroundings) -> list[Choice]:
    here = [[str(one.id), one.name, "This opening"] for one in near.stages]
    return here + [[str(one.id), one.name, one.opening] for one in near.elsewhere]


def _questions(near: Surroundings, type: str = "") -> list[Choice]:
    return [[one.key, one.title] for one, _ in near.asked if type in ("", one.type)]


def _facts(near: Surroundings, labels: list[Choice], members: list[Choice], used: Iterable[str]) -> list[Json]:
    answers = [
        _fact(f"answers.{one.key}", one.title, one.type, one.options, "Answers") | {"from": at}
        for one, at in near.asked
    ]
    answers += [
        _fact(f"files.{one.key}.verdict", f"Scan of {one.title}", "one_choice", VERDICTS, "Answers") | {"from": at}
        for one, at in near.asked
        if one.type == "file"
    ]
    about = [_fact(*one, group="The applicant") for one in ABOUT]
    about += [_fact("labels", "Labels", "labels", _hex(labels), "The applicant")] if labels else []
    about += [_fact("assignee", "Assigned to", "member", _hex(members), "The applicant")]
    then = [_fact(*one, group="Time and chance") for one in THEN]
    counts = [
        _fact(f"stages.{one.id.hex}.count", f"People in {one.name}", "number", group="How many stand where")
        for one in near.stages
    ]
    found = answers + about + then + counts
    return found + [_other(one) for one in sorted(set(used) - {fact["key"] for fact in found})]


def _other(fact: str) -> Json:
    """What a rule looks at that is not offered to others: another random share, people in another opening's stage."""
    type = {"share": "share", "stages": "number"}.get(fact.partition(".")[0], "short_text")
    return _fact(fact, fact, type, group="Others")


def _fact(fact: str, title: str, type: str, options: Iterable[Any] = (), group: str = "") -> Json:
    return {"key": fact, "fact": fact, "title": title, "type": type, "options": list(options), "group": group}


def _hex(choices: list[Choice]) -> list[Choice]:
    """Ids as facts hold them."""
    return [[id.replace("-", ""), words] for id, words in choices]
