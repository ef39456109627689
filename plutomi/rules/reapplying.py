"""Whether who has withdrawn may apply again, and how that is said."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from plutomi.clock import here
from plutomi.tongue import day as in_words
from plutomi.tongue import plural, say


@dataclass(frozen=True, slots=True)
class Policy:
    """An opening's answer: `reapply` is once, after (so many `days`) or unlimited."""

    reapply: str
    days: int

    def opens(self, withdrawn_at: datetime) -> datetime | None:
        """From when on they may; None for never. The days count from that of the (last) withdrawal, where they are."""
        if self.reapply != "after":
            return None if self.reapply == "once" else withdrawn_at
        return here(withdrawn_at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=self.days)

    def allows(self, withdrawn_at: datetime, at: datetime) -> bool:
        opens = self.opens(withdrawn_at)
        return opens is not None and opens <= at

    @property
    def words(self) -> str:
        """For everybody, before anything has happened."""
        if self.reapply == "once":
            return say("You can apply once: if you withdraw, that is final.")
        if self.reapply == "unlimited":
            return say("If you withdraw, you can apply again at any time.")
        return plural(
            "If you withdraw, you can apply again {count} day later.",
            "If you withdraw, you can apply again {count} days later.",
            self.days,
        )

    def words_for(self, withdrawn_at: datetime, at: datetime) -> str:
        """For somebody who has withdrawn."""
        opens = self.opens(withdrawn_at)
        if opens is None:
            return say("This opening takes each person once, so you cannot apply to it again.")
        if opens <= at:
            return say("You can apply again.")
        return say("You can apply again from {day} on.", day=in_words(opens.date()))
