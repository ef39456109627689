"""Outages: told to the log once when something is lost, and once when it is back."""

import logging

log = logging.getLogger(__name__)


class Outage:
    """What is retried for ever, and whether it is out just now; `what` names it in the log."""

    def __init__(self, what: str) -> None:
        self.what, self.is_on = what, False

    def begin(self, why: object) -> None:
        """It is lost, or still is."""
        if not self.is_on:
            log.warning("%s: lost, and tried again until it is back: %s", self.what, why)
        self.is_on = True

    def end(self) -> None:
        """It is there, or still is."""
        if self.is_on:
            log.info("%s: back", self.what)
        self.is_on = False
