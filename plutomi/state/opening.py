"""One opening's settings but for its stages: details, who sees it, its end."""

import dataclasses
from typing import Any

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings
from plutomi.errors import OpeningNeedsStage, UsedByRules
from plutomi.models import Opening
from plutomi.models.markdown import to_html
from plutomi.models.opening import MAX_DESCRIPTION
from plutomi.state.page import Page
from plutomi.state.parse import text_of
from plutomi.state.session import ProtectedBase
from plutomi.state.times import Times, at_fields, read_times, times_of
from plutomi.state.toasts import say

SAID = {
    "public": "The opening is public: people can apply now.",
    "private": "The opening is private: only your team sees it.",
    "closed": "The opening is closed: nobody can apply any more.",
}


@dataclasses.dataclass
class OpeningView:
    """An opening as its settings show it."""

    id: str = ""
    name: str = ""
    place: str = ""
    description: str = ""
    state: str = "private"
    reapply: str = "once"
    reapply_days: int = 30
    apply_path: str = ""


class OpeningState(Page, ProtectedBase):
    """The settings of the opening in the address."""

    opening: OpeningView = OpeningView()
    times: Times = Times()
    preview: str = ""
    is_previewing: bool = False
    publish_problem: str = ""
    is_deleting: bool = False
    in_use: str = ""  # by which rules, once that was found
    drawn: dict[str, int] = {"details": 0, "again": 0, "hours": 0}  # by form: another once it must show other words
    _draft: str = ""

    @rx.event
    async def load(self):
        """Read the opening; another one's settings are not left standing while this one's come."""
        if str(self.opening.id) != self.router_data.get("query", {}).get("opening_id"):
            self.reset()
        self.is_deleting = self.is_previewing = False
        with self._loading():
            await self._refresh()
            self._draft = self.opening.description

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Change name, place and description."""
        typed = {field: text_of(form, field) for field in ("name", "place", "description")}
        with self._asking():
            self._show("details", typed, await self._change(self._other(typed)))
            self._draft = self.opening.description
            return say("The details are saved.")

    @rx.event
    async def save_reapply(self, form: dict[str, Any]):
        """Decide whether who has withdrawn may apply again; without days typed, they stay as they are."""
        typed = {name: text_of(form, name) for name in ("reapply", "reapply_days") if text_of(form, name)}
        with self._asking():
            self._show("again", typed, await self._change(self._other(typed)))
            return say("Saved: applicants are told so.")

    @rx.event
    async def save_times(self, form: dict[str, Any]):
        """Change the time zone, the business hours and the holidays."""
        typed, shown = read_times(form), read_times(dataclasses.asdict(self.times))
        given = {name: value for name, value in typed.items() if value != shown[name]}
        days = {day: spans for day, spans in typed["hours"].items() if spans != shown["hours"][day]}
        with self._asking():
            self.times = times_of(await self._change(given, days))
            if read_times(dataclasses.asdict(self.times)) != typed:
                self._draw_again("hours")
            return say("The hours are saved. Rules count by them from now on.")
        self.errors = at_fields(self.errors)

    @rx.event
    async def type_description(self, text: str):
        """Keep what is being written for the preview."""
        self._draft = str(text)[:MAX_DESCRIPTION]
        if self.is_previewing:
            self.preview = to_html(self._draft)

    @rx.event
    async def toggle_preview(self):
        """Show the description as applicants will see it, or stop."""
        self.is_previewing = not self.is_previewing
        self.preview = to_html(self._draft) if self.is_previewing else ""

    @rx.event
    async def set_state(self, state: str):
        """Make the opening private, public or closed; why not, when it cannot be."""
        actor, self.publish_problem = self._actor(), ""
        try:
            async with transaction(actor.org_id) as session:
                one = await openings.set_state(session, actor, self._id("opening_id"), state)
        except OpeningNeedsStage as refusal:
            self.publish_problem = refusal.message
            return
        self.opening = dataclasses.replace(self.opening, state=one.state)
        return say(SAID[self.opening.state])

    @rx.event
    async def ask_delete(self):
        """Ask for the name."""
        self.errors, self.in_use, self.is_deleting = {}, "", True

    @rx.event
    async def keep(self):
        """Leave the opening as it is."""
        self.is_deleting = False

    @rx.event
    async def delete(self, form: dict[str, Any]):
        """Delete the opening, once its name was typed; rules that lead to it stop once that was said."""
        actor = self._actor()
        if not self.is_deleting:  # a second click's form
            return
        if text_of(form, "confirmation").strip() != self.opening.name:
            self.errors = {"confirmation": "That is not its name. Type it exactly as it stands above."}
            return
        self.errors = {}
        try:
            async with transaction(actor.org_id) as session:
                await openings.delete(session, actor, self._id("opening_id"), stop_rules=self.in_use != "")
        except UsedByRules as refusal:
            self.in_use = refusal.message
            return
        self.is_deleting = False
        return [rx.redirect("/openings"), say(f"“{self.opening.name}” is deleted.")]

    def _other(self, typed: dict[str, str]) -> dict[str, str]:
        """What was typed that is another than what the page shows: the rest may be a colleague's by now."""
        return {field: text for field, text in typed.items() if text != str(getattr(self.opening, field))}

    async def _change(self, given: dict[str, Any], days: dict[str, Any] | None = None) -> Opening:
        """The opening with these changes; of its hours only those of the `days` given."""
        actor, id = self._actor(), self._id("opening_id")
        async with transaction(actor.org_id) as session:
            if days:
                given = given | {"hours": (await openings.get(session, actor, id)).hours | days}
            return await openings.change(session, actor, id, **given)

    def _show(self, form: str, typed: dict[str, str], one: Opening) -> None:
        """What this form is about as it is now, drawn anew where that is not what stands in it."""
        now = {field: getattr(one, field) for field in typed}
        self.opening = dataclasses.replace(self.opening, **now)
        if {field: str(value) for field, value in now.items()} != typed:
            self._draw_again(form)

    def _draw_again(self, form: str) -> None:
        self.drawn = self.drawn | {form: self.drawn[form] + 1}

    async def _refresh(self) -> None:
        actor, id = self._actor(), self._id("opening_id")
        async with transaction(actor.org_id) as session:
            one = await openings.get(session, actor, id)
        path = f"/apply/{self._me().org_slug}/{one.slug}"
        self.opening = OpeningView(
            str(id), one.name, one.place, one.description, one.state, one.reapply, one.reapply_days, path
        )
        self.times = times_of(one)
