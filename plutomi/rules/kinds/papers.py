"""Answers that are promises or files: consent keeps what was agreed to, a signature its time, files their ids."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from plutomi.clock import now
from plutomi.models.text import clean_line
from plutomi.rules.asked import Asked
from plutomi.rules.kinds.choices import yes_no
from plutomi.rules.kinds.texts import text_of
from plutomi.rules.limits import FILES
from plutomi.tongue import plural, say

MAX_SIGNATURE = 200
_TICKET = re.compile(r"[A-Za-z0-9_-]{64}")  # of plutomi/tokens.py


def consent(question: Asked, raw: Any) -> dict[str, Any] | None:
    """What was agreed to, in the words and the version of today; no answer when it was not agreed to."""
    agreed = raw.get("agreed") if isinstance(raw, Mapping) else raw
    if not yes_no(question, agreed):
        return None
    text = question.limits.get("text") or question.title
    return {"agreed": True, "text": text, "version": question.version}


def signature(question: Asked, raw: Any) -> dict[str, Any] | None:
    """The name typed, at our time whatever time was given."""
    name = clean_line(text_of(raw.get("name") if isinstance(raw, Mapping) else raw), MAX_SIGNATURE)
    return {"name": name, "signed_at": now().isoformat(timespec="seconds")} if name else None


def files(question: Asked, raw: Any) -> list[str]:
    """The tickets of files sent before, each once; whose they are is for the domain to say."""
    given = [part for one in (raw if isinstance(raw, list) else [raw]) for part in _parts(one)]
    ids = [_id(one.get("id") if isinstance(one, Mapping) else one) for one in given if one not in ("", None)]
    most = question.limits.get("max_files", FILES)
    if len(set(ids)) > most:
        raise ValueError(plural("Please send at most {count} file.", "Please send at most {count} files.", most))
    return list(dict.fromkeys(ids))


def _parts(raw: Any) -> list[Any]:
    """Our own pages hold several in one field, with spaces between."""
    return list(raw.split()) if isinstance(raw, str) else [raw]


def _id(raw: Any) -> str:
    """A ticket as its sender got it, or the id of a file that is theirs already."""
    text = text_of(raw).strip()
    if _TICKET.fullmatch(text):
        return text
    try:
        return str(UUID(text))
    except ValueError:
        raise ValueError(say("This file did not arrive. Please send it again.")) from None
