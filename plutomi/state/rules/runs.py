"""What a rule did, told on the rule's own page: about whom, and what it looked at."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from plutomi.domain.rules.tallies import Tally
from plutomi.domain.rules.telling import Told
from plutomi.models import Event
from plutomi.state.timeline import Moment, moment
from plutomi.tongue import day


def run_of(event: Event, names: Mapping[UUID, str], told: Told) -> Moment:
    """The event under the name of whom it was about, who can be opened from there."""
    id = event.applicant_id
    name = names.get(id, "") if id else ""
    path = f"/openings/{event.opening_id}?applicant={id}" if name else ""
    return replace(moment(event, "", told), who=name or "Somebody who is gone", path=path)


def in_words(tally: Tally | None) -> str:
    """How often, in a line for lists."""
    if tally is None:
        return "Not followed yet"
    more = "at least " if tally.is_more else ""
    times = (
        f"Followed {more}{tally.times:,} {'time' if tally.times == 1 else 'times'}" if tally.times else "Not followed"
    )
    last = f", last on {day(tally.last_at.date())}" if tally.last_at else ""
    errors = f" · {tally.errors:,} {'error' if tally.errors == 1 else 'errors'}" if tally.errors else ""
    return times + last + errors
