"""Operations of one viewer's board: numbered, and only the last few kept, so that one move stays one small delta."""

from collections.abc import Sequence
from typing import Any

WINDOW = 4  # a browser that skips more than these finds a gap in the numbers and fetches the board anew
FROM_HERE = 2**52  # the `tx` of what no snapshot holds: a sign that changed for this viewer alone

Op = dict[str, Any]


def append(ops: Sequence[Op], seq: int, news: Sequence[Op]) -> tuple[list[Op], int]:
    """The window and the last number after `news`."""
    numbered = [op | {"seq": seq + at} for at, op in enumerate(news, 1)]
    return [*ops, *numbered][-WINDOW:], seq + len(numbered)


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
