"""What a rule does: kinds by name. A new one is a class, an entry in KINDS, and its verb where rules act."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from plutomi.errors import Invalid
from plutomi.rules.engine.kinds import (
    Kind,
    dump_kind,
    flag,
    id_of,
    maybe,
    one_of,
    read_fields,
    read_kind,
    several,
    whole,
)
from plutomi.rules.engine.kinds import text as text_of

MAX_ACTIONS, MAX_USERS, MAX_SHARES = 10, 50, 20
MAX_REASON, MAX_WEIGHT, MAX_ROOM, MAX_DEADLINE_DAYS = 500, 100, 10**6, 3_650


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that is done."""

    kind: str


@dataclass(frozen=True, slots=True)
class Move(Action):
    """To a stage of any opening of the org."""

    stage_id: UUID


@dataclass(frozen=True, slots=True)
class Reject(Action):
    """With a reason for the team; `tell` the applicant too."""

    reason: str
    tell: bool = False


@dataclass(frozen=True, slots=True)
class Withdraw(Action):
    reason: str


@dataclass(frozen=True, slots=True)
class Tag(Action):
    """`label` adds one, `unlabel` takes it off."""

    label_id: UUID


@dataclass(frozen=True, slots=True)
class Assign(Action):
    """To one member, or in rotation to several."""

    user_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Email(Action):
    template_id: UUID


@dataclass(frozen=True, slots=True)
class Deadline(Action):
    """A due date so long from then."""

    amount: int
    unit: str = "days"


@dataclass(frozen=True, slots=True)
class Share:
    """A stage's part of those distributed, and how many it has room for; None: for all."""

    stage_id: UUID
    weight: int = 1
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Distribute(Action):
    """To one of several stages, by weight, among those with room."""

    among: tuple[Share, ...]


_SHARE = {
    "stage_id": id_of("a stage"),
    "weight": maybe(whole(1, MAX_WEIGHT), 1),
    "most": maybe(whole(1, MAX_ROOM)),
}


def _among(raw: Any) -> tuple[Share, ...]:
    if not isinstance(raw, list | tuple) or not raw:
        raise ValueError("Choose at least one stage.")
    if len(raw) > MAX_SHARES:
        raise ValueError(f"There can be at most {MAX_SHARES} stages.")
    errors: dict[str, str] = {}
    shares: dict[UUID, Share] = {}
    for at, one in enumerate(raw):
        if not isinstance(one, Mapping) or one.keys() - _SHARE.keys():
            errors[f"{at}"] = "This must be a stage, its weight and how many it has room for."
        elif found := read_fields(_SHARE, one, f"{at}", errors):
            if found["stage_id"] in shares:
                errors[f"{at}.stage_id"] = "This stage is among them already."
            shares[found["stage_id"]] = Share(**found)
    if errors:
        raise Invalid(errors)
    return tuple(shares.values())


_REASON = text_of(MAX_REASON, "Say why.")
_LABEL = {"label_id": id_of("a label")}

KINDS: dict[str, Kind] = {
    "move": Kind(Move, {"stage_id": id_of("a stage")}, lambda action: "move to {stage}", is_last=True),
    "reject": Kind(
        Reject,
        {"reason": _REASON, "tell": flag},
        lambda action: "reject" + (" and tell them" if action.tell else "") + ": {reason}",
        is_last=True,
    ),
    "withdraw": Kind(Withdraw, {"reason": _REASON}, lambda action: "withdraw: {reason}", is_last=True),
    "label": Kind(Tag, _LABEL, lambda action: "add the label {label}"),
    "unlabel": Kind(Tag, _LABEL, lambda action: "remove the label {label}"),
    "assign": Kind(
        Assign,
        {"user_ids": several(id_of("a member"), "Choose at least one member.", MAX_USERS)},
        lambda action: "assign in rotation to {users}" if len(action.user_ids) > 1 else "assign to {users}",
    ),
    "email": Kind(Email, {"template_id": id_of("a template")}, lambda action: "send the email {template}"),
    "deadline": Kind(
        Deadline,
        {"amount": whole(1, MAX_DEADLINE_DAYS), "unit": maybe(one_of("days"), "days")},
        lambda action: "make it due in {time}",
    ),
    "distribute": Kind(Distribute, {"among": _among}, lambda action: "distribute among {among}", is_last=True),
}


def read_actions(raw: Any, path: str, errors: dict[str, str]) -> tuple[Action, ...]:
    """What is done, in order; `errors` says by place what cannot be taken."""
    if not isinstance(raw, list | tuple) or not raw:
        errors[path] = "Say what to do."
        return ()
    if len(raw) > MAX_ACTIONS:
        errors[path] = f"A rule can do at most {MAX_ACTIONS} things."
        return ()
    found: list[Action | None] = [read_kind(KINDS, one, f"{path}.{at}", errors) for at, one in enumerate(raw)]
    for at, one in enumerate(found[:-1]):
        if one is not None and KINDS[one.kind].is_last:
            errors[f"{path}.{at}.kind"] = "Nothing can follow this: put it last."
    return tuple(one for one in found if one is not None)


def dump_action(action: Action) -> dict[str, Any]:
    return dump_kind(action)


def stages_of(action: Action) -> tuple[UUID, ...]:
    """The stages it may lead to."""
    if isinstance(action, Move):
        return (action.stage_id,)
    return tuple(share.stage_id for share in action.among) if isinstance(action, Distribute) else ()
