"""What every page of signed-in people has: whether it is there yet, and what is wrong with it or with its form."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import reflex as rx

from plutomi.errors import Invalid, Refusal, Taken
from plutomi.state.parse import uuid_of

BROKEN = "This could not be loaded just now. Please load the page again."


class Page(rx.State, mixin=True):
    """Vars each page's state gets as its own."""

    is_loaded: bool = False
    problem: str = ""
    errors: dict[str, str] = {}

    @contextmanager
    def _loading(self) -> Iterator[None]:
        """Load in here: a refusal becomes the page's own words instead of a message in the corner."""
        self.problem, self.errors = "", {}
        try:
            yield
        except Refusal as refusal:
            self.problem = refusal.message
        except Exception:
            self.problem = BROKEN
            raise
        finally:
            self.is_loaded = True

    @contextmanager
    def _asking(self, taken: str = "") -> Iterator[None]:
        """Act on a form in here: what is wrong with a field stands at it (`taken`: the field that must be unique)."""
        self.errors = {}
        try:
            yield
        except Invalid as refusal:
            self.errors = refusal.errors
        except Taken as refusal:
            if not taken:
                raise
            self.errors = {taken: refusal.message}

    def _id(self, name: str) -> UUID:
        """An id from the page's address; NotFound when it is none."""
        return uuid_of(self.router_data.get("query", {}).get(name))
