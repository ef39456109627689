"""The style of an org, an opening or a stage: what is set, what is inherited, how it will look once saved."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import reflex as rx

from plutomi.db import transaction
from plutomi.domain import openings, pictures, stages, styles, tongues
from plutomi.domain.styles import Styled
from plutomi.models import Org
from plutomi.models.style import BUTTONS, USES, Style, read_color, read_corners, read_font, read_words
from plutomi.rules.styling import PLUTOMI, picture_path, warnings, words
from plutomi.state.look import Look, look_of
from plutomi.state.page import Page
from plutomi.state.sample import Sample, sample_of
from plutomi.state.session import ProtectedBase
from plutomi.state.toasts import say
from plutomi.tongue.tongues import offered

READ = {"color": read_color, "background": read_color, "font": read_font, "corners": read_corners}
READ |= {f"buttons.{name}": read_words for name in BUTTONS}
LIGHT, DARK = ".preview", ".preview.dark"


@dataclass
class Parts:
    """A style's parts as the form shows them; pictures by their address, "" for what is not set."""

    color: str = ""
    background: str = ""
    font: str = ""
    corners: str = ""
    apply: str = ""
    go_on: str = ""
    send: str = ""
    logo: str = ""
    cover: str = ""


class StyleState(Page, ProtectedBase):
    """The page of a style; which one, its address says. `turn` grows when the form is to show other values."""

    level: str = ""
    name: str = ""
    opening_name: str = ""
    opening_path: str = ""
    above: str = ""
    own: Parts = Parts()
    inherited: Parts = Parts()
    look: Look = Look()
    sample: Sample = Sample()
    warnings: dict[str, str] = {}
    turn: int = 0
    is_dark: bool = False
    is_changed: bool = False
    language: str = "en"
    languages: list[list[str]] = []  # code and own name
    _own: Style = Style()
    _saved: Style = Style()
    _base: Style = Style()

    @rx.event
    async def load(self):
        """Read the style the address names."""
        self.reset()
        with self._loading():
            await self._refresh()

    @rx.event
    async def change(self, part: str, value: str):
        """Show one part as it is being chosen or typed; what cannot be taken is said at its field."""
        if part not in READ:
            return
        self.errors = {name: said for name, said in self.errors.items() if name != part}
        try:
            self._set(part, READ[part](value))
        except ValueError as error:
            self.errors = {**self.errors, part: str(error)}
        self._show()

    @rx.event
    async def inherit(self, part: str):
        """Take back what is set here: the part is inherited again."""
        if part in READ or part in USES:
            self._set(part, None if part in USES else "")
            self.errors = {name: said for name, said in self.errors.items() if name != part}
            self.turn += 1
            self._show()

    @rx.event
    async def choose_picture(self, kept: dict[str, Any]):
        """Show a picture that was just uploaded as `use`."""
        actor, use, sha256 = self._actor(), kept.get("use"), kept.get("sha256")
        if use not in USES or not isinstance(sha256, str):
            return
        async with transaction(actor.org_id) as session:
            found = await pictures.images(session, actor.org_id, [sha256])
        if image := found.get(sha256):
            self._set(use, image)
            self._show()

    @rx.event
    async def darken(self, scheme: Literal["light", "dark"]):
        """Show the preview as on light or dark screens."""
        self.is_dark = scheme == "dark"

    @rx.event
    async def choose_language(self, code: str):
        """Say what the org writes in."""
        actor = self._actor()
        async with transaction(actor.org_id) as session:
            await tongues.set_language(session, actor, code)
        self.language = code
        return say("The language is saved.")

    @rx.event
    async def discard(self):
        """Go back to what is saved."""
        self._own, self.errors = self._saved, {}
        self.turn += 1
        self._show()

    @rx.event
    async def save(self, form: dict[str, Any]):
        """Keep the style; what is typed wrong stays, with words at its field."""
        for part in READ:
            if isinstance(form.get(part), str):
                await StyleState.change.fn(self, part, form[part])
        if self.errors:
            return
        actor = self._actor()
        with self._asking():
            async with transaction(actor.org_id) as session:
                await self._keep(session, actor)
            await self._refresh()
            return say("The style is saved. Public pages and emails follow it.")

    async def _keep(self, session: Any, actor: Any) -> None:
        given = self._own.to_json()
        given |= {use: image.sha256 for use in USES if (image := getattr(self._own, use))}
        if self.level == "stage":
            await styles.set_stage(session, actor, self._id("stage_id"), given)
        elif self.level == "opening":
            await styles.set_opening(session, actor, self._id("opening_id"), given)
        elif self.level == "org":
            await styles.set_org(session, actor, given)

    async def _refresh(self) -> None:
        actor, query = self._actor(), self.router_data.get("query", {})
        level = next((name for name in ("stage", "opening") if query.get(f"{name}_id")), "org")
        opening = stage = None
        async with transaction(actor.org_id) as session:
            if level == "stage":
                stage = await stages.get(session, actor, self._id("stage_id"))
                opening = await openings.get(session, actor, stage.opening_id)
                found, name = await styles.of_stage(session, actor, stage.id), stage.name
            elif level == "opening":
                opening = await openings.get(session, actor, self._id("opening_id"))
                found, name = await styles.of_opening(session, actor, opening.id), opening.name
            else:
                found, name = await styles.of_org(session, actor), self._me().org_name
                self.language = (await session.get_one(Org, actor.org_id)).language
                self.languages = [list(one) for one in offered().items()]
            self.sample = await sample_of(session, actor, opening, stage)
        self.level, self.name, self.above = level, name, ABOVE[level]
        self.opening_name, self.opening_path = (opening.name, f"/openings/{opening.id}") if opening else ("", "")
        self._take(found)

    def _take(self, found: Styled) -> None:
        self._own = self._saved = found.own
        self._base = found.inherited
        self.inherited = _parts(found.inherited.over(PLUTOMI), self._me().org_slug, **words(found.inherited))
        self.turn += 1
        self._show()

    def _set(self, part: str, value: Any) -> None:
        name = part.removeprefix("buttons.")
        if name == part:
            self._own = replace(self._own, **{part: value})
        else:
            said = {key: one for key, one in self._own.buttons.items() if key != name}
            self._own = replace(self._own, buttons=said | ({name: value} if value else {}))

    def _show(self) -> None:
        slug, shown = self._me().org_slug, self._own.over(self._base)
        self.own = _parts(self._own, slug, **self._own.buttons)
        self.look = look_of(shown, slug, light=LIGHT, dark=DARK)
        self.warnings, self.is_changed = warnings(shown), self._own != self._saved


ABOVE = {"org": "Plutomi's own look", "opening": "your organization", "stage": "the opening"}


def _parts(style: Style, slug: str, **said: str) -> Parts:
    return Parts(
        style.color,
        style.background,
        style.font,
        style.corners,
        said.get("apply", ""),
        said.get("continue", ""),
        said.get("send", ""),
        picture_path(style.logo, slug),
        picture_path(style.cover, slug),
    )
