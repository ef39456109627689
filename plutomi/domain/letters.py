"""The words of our emails: a template's name and its facts in, subject, HTML and text out."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from plutomi.domain.looks import look_of
from plutomi.models.style import Style
from plutomi.templating import render as fill
from plutomi.templating import render_block
from plutomi.tongue.tongues import ENGLISH, Tongue, tongue_of

BRAND = "Plutomi"  # who writes when no org does
MOST_IN_SUBJECT = 150
# What each template needs besides `org`. An empty `name` greets nobody; an empty `next_stage` or `stage` asks for
# nothing more, an empty `again` says nothing of applying again.
TEMPLATES = {
    "login_link": ("url", "minutes"),
    "welcome": ("url",),
    "applied": ("name", "opening", "next_stage", "url"),
    "applied_already": ("name", "opening", "again", "url"),
    "personal_link": ("name", "opening", "url"),
    "stage_action": ("name", "opening", "stage", "url"),
    "withdrawn": ("name", "opening", "again", "url"),
    "withdrawn_for": ("name", "opening", "again", "url"),
    "rejected": ("name", "opening", "url"),
    "transferred": ("name", "opening", "from_opening", "stage", "url"),
    "file_refused": ("name", "opening", "file", "url"),
    "returned": ("name", "opening", "url"),
    "restored": ("name", "opening", "stage", "url"),
    "taken_up": ("name", "opening", "stage", "url"),
    "message": ("name", "opening", "subject", "body", "url"),
    "resume": ("opening", "url"),
}


EARLIER = {"again": ""}  # facts that letters owed by an earlier release do not have


def tongue_in(context: Mapping[str, Any]) -> Tongue:
    """The tongue a letter is written in."""
    return tongue_of(context.get("lang") or "") or ENGLISH


def in_language(code: str) -> dict[str, str]:
    """The fact by which a letter is written in this language; none for English."""
    return {} if code == "en" else {"lang": code}


class Rendered(NamedTuple):
    subject: str
    html: str
    text: str


def render(template: str, context: Mapping[str, Any]) -> Rendered:
    """One of TEMPLATES, filled, in the present tongue. A fact missing raises UndefinedError."""
    if template not in TEMPLATES:
        raise LookupError(f"no email is called {template!r}")
    facts = {"org": BRAND, "look": look_of(Style()), **context}
    subject = subject_of(template, context)
    html = fill(f"mail/{template}.html", {**facts, "subject": subject})
    text = re.sub(r"\n{3,}", "\n\n", fill(f"mail/{template}.txt", facts)).strip() + "\n"
    return Rendered(subject, html, text)


def subject_of(template: str, context: Mapping[str, Any]) -> str:
    """The subject alone."""
    facts = {"org": BRAND, "look": look_of(Style()), **context}
    return _shortened(" ".join(render_block(f"mail/{template}.txt", "subject", facts).split()))


def words_of(template: str, context: Mapping[str, Any]) -> str:
    """What the letter says, without what stands above and below it in an email."""
    text = render_block(f"mail/{template}.txt", "body", {"org": BRAND, "look": look_of(Style()), **context})
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _shortened(subject: str) -> str:
    return subject if len(subject) <= MOST_IN_SUBJECT else subject[: MOST_IN_SUBJECT - 1].rstrip() + "…"
