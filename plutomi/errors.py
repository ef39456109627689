"""The tree of refusals: each names its fact, carries its HTTP status and its words for people."""

from collections.abc import Mapping
from typing import ClassVar

from plutomi.tongue import mark, say


class Misconfigured(Exception):
    """The program cannot start as it is set up; the text says what to change."""


class Refusal(Exception):
    """Something a person asked for and may not have; `message` is for them to read."""

    status: ClassVar[int] = 400
    message: str = mark("That is not possible.")

    def __init__(self, message: str = "") -> None:
        self.message = message or say(type(self).message)
        super().__init__(self.message)

    @property
    def code(self) -> str:
        """The refusal's name as machines see it, e.g. `StageFull`."""
        return type(self).__name__


class NotSignedIn(Refusal):
    status = 401
    message = mark("Please log in again.")


class Forbidden(Refusal):
    status = 403
    message = mark("You may not do that.")


class ForeignRequest(Forbidden):
    message = mark("That request came from another site.")


class NoOrg(Forbidden):
    message = "You belong to no organization yet. Create one first."


class NotFound(Refusal):
    status = 404
    message = mark("There is nothing here, or it is not yours to see.")


class Conflict(Refusal):
    status = 409
    message = mark("Something changed in the meantime. Please look again.")


class CardElsewhere(Conflict):
    message = "Somebody has moved this applicant in the meantime."


class Taken(Conflict):
    message = "That is taken already."


class StillInUse(Conflict):
    message = "That is still in use."


class UsedByRules(StillInUse):
    message = "Rules use this."


class OpeningNeedsStage(Conflict):
    message = "Add a stage first: an opening that people can see needs at least one."


class OpeningClosed(Conflict):
    message = mark("This opening takes no applications now.")


class NotYet(Conflict):
    message = mark("This opening does not take you again now.")


class StageClosed(Conflict):
    message = mark("This step is not yours to change any more.")


class FileHeld(Conflict):
    message = mark("This file is still being checked for viruses.")


class TooMany(Conflict):
    message = mark("That is the most there can be.")


class LinkSpent(Refusal):
    status = 410
    message = mark("This link has expired or was used already. Please ask for a new one.")


class TooLarge(Refusal):
    status = 413
    message = mark("That is too large.")


class Invalid(Refusal):
    """Input that cannot be taken: `errors` maps each field's name to words for that field."""

    status = 422
    message = mark("Please look at the fields marked below.")

    def __init__(self, errors: Mapping[str, str], message: str = "") -> None:
        self.errors = dict(errors)
        super().__init__(message)


class KeyReused(Refusal):
    status = 422
    message = "Something else was sent under this Idempotency-Key before. Send this under a key of its own."


class Unproved(Refusal):
    status = 503
    message = mark(
        "The service that tells people from programs does not answer. Nothing is lost: please send it again soon."
    )


class Unreachable(Refusal):
    """The database does not answer; `retry_after` is in seconds."""

    status = 503
    retry_after: ClassVar[int] = 30
    message = mark("Our database does not answer at this moment. Please try again in a minute.")


class TooSoon(Refusal):
    """Asked too often; `retry_after` is in seconds."""

    status = 429
    message = mark("That was asked too often. Please wait a little.")

    def __init__(self, retry_after: int, message: str = "") -> None:
        self.retry_after = retry_after
        super().__init__(message)


class RoomFull(Refusal):
    status = 503
    message = mark("Files cannot be taken at this moment. Please try again in a minute.")
