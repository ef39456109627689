"""A reader per type of question: raw input in, a typed value or a ValueError in words for the applicant out."""

from collections.abc import Callable
from typing import Any

from plutomi.rules.addresses import read_address
from plutomi.rules.asked import Asked
from plutomi.rules.kinds import choices, contacts, figures, moments, papers, texts

READERS: dict[str, Callable[[Asked, Any], Any]] = {
    "short_text": texts.short,
    "long_text": texts.long,
    "one_choice": choices.one,
    "several_choices": choices.several,
    "yes_no": choices.yes_no,
    "number": figures.number,
    "rating": figures.rating,
    "date": moments.day,
    "time": moments.hour,
    "email": contacts.email,
    "phone": contacts.phone,
    "link": contacts.link,
    "address": read_address,
    "file": papers.files,
    "consent": papers.consent,
    "signature": papers.signature,
}
