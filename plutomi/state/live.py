"""Operations of one viewer's board: numbered, and only the last kept, so that one move is one small delta."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

SOON = 0.1  # seconds: deltas closer than this a browser may draw as one, so the later repeats the earlier's operations
REPEATED = 3  # operations at most
MOST = 20  # in one delta: a browser that misses more finds a gap in the numbers and fetches the board anew
FROM_HERE = 2**52  # the `tx` of what no snapshot holds: a sign that changed for this viewer alone

# What a card's fields are called on the way to the browser (board_model.js), where each byte is sent to every viewer.
SHORT = {
    "name": "n", "stage_id": "s", "rank": "r", "version": "v", "entered_at": "e", "is_new": "w", "has_unread_note": "u",
    "is_missing_answers": "m", "is_looping": "g", "area": "a", "labels": "l", "assignee_id": "o", "deadline_at": "d",
    "id": "i",
}  # fmt: skip
OF = "of"  # whose card it is
MOMENTS = ("entered_at", "deadline_at")

Op = dict[str, Any]


def append(ops: Sequence[Op], seq: int, news: Sequence[Op], is_soon: bool) -> tuple[list[Op], int]:
    """The window and the last number after `news`; `is_soon` when they follow `ops` at once."""
    kept = {op["id"] for op in ops if op["kind"] == "card"}
    fresh = [op for op in news if op["kind"] != "card" or op["id"] not in kept]  # one's own move comes back as news
    numbered = [slim(op) | {"seq": seq + at} for at, op in enumerate(fresh, 1)]
    repeated = ops[-REPEATED:] if is_soon else []
    return [*repeated, *numbered][-MOST:], seq + len(numbered)


def slim(op: Op) -> Op:
    """The operation without what its card repeats of it, the card's fields in short: moments in milliseconds."""
    card, op = op.get("card"), {OF if key == "applicant_id" else key: value for key, value in op.items()}
    if not card:
        return op
    said = {"id": op[OF], "stage_id": op["to"]}
    kept = {SHORT[key]: _brief(key, value) for key, value in card.items() if said.get(key) != value}
    return op | {"card": kept}


def _brief(key: str, value: Any) -> Any:
    return int(datetime.fromisoformat(value).timestamp() * 1000) if value and key in MOMENTS else value


def for_viewer(op: Op, viewer_id: str) -> Op:
    """The operation as one viewer sees it: what they did themselves is neither new nor unread to them."""
    card = op.get("card")
    if card and op.get("by") == viewer_id:
        op = op | {"card": card | {"is_new": False, "has_unread_note": False}}
    return {key: value for key, value in op.items() if key != "by"}


def seen_by_viewer(card: dict[str, Any], at: int) -> Op:
    """Tells this viewer's board that they have looked at a card; `at` makes its id its own."""
    read = card | {"is_new": False, "has_unread_note": False}
    return {
        "id": f"seen-{card['id']}-{at}",
        "tx": FROM_HERE,
        "kind": "card",
        "applicant_id": card["id"],
        "card": read,
        "from": None,
        "to": None,
    }
