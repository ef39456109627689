"""An applicant's own page: where they stand, what is asked of them now, what they have sent."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import reflex as rx
from reflex_base.utils.form import FormData

from plutomi.clock import living_in, now
from plutomi.db import transaction
from plutomi.domain.actors import Actor
from plutomi.domain.applicants import answering, messaging, reading, returning, speaking
from plutomi.domain.applicants.knowing import meant_by
from plutomi.errors import Invalid, LinkSpent, NotFound, StageClosed
from plutomi.rules.drafts import values_of
from plutomi.state.asked import PREFIX, Ask, asks, is_of, stamp, submission, suggest
from plutomi.state.filing import by_id
from plutomi.state.journey import LetterLine, StepLine, letter_lines, step_lines
from plutomi.state.look import Look, look_of
from plutomi.state.my.sent import Sent, SentAt, sent_of
from plutomi.state.parse import uuid_of
from plutomi.state.session import ApplicantBase
from plutomi.state.timeline import shown
from plutomi.tokens import digest
from plutomi.tongue import hour, say


class MyState(ApplicantBase):
    """`phase` is what the page shows: "" (on its way), here, withdrawn, rejected or nobody."""

    phase: str = ""
    org: str = ""
    their_lang: str = "en"  # of the org's own words
    home: str = "/"
    look: Look = Look(send="Send")
    opening: str = ""
    place: str = ""
    name: str = ""
    phone: str = ""
    steps: list[StepLine] = []
    letters: list[LetterLine] = []
    new_letters: int = 0
    open_letter: str = ""
    policy: str = ""
    may_return: bool = False
    typed: dict[str, list[str]] = {}
    applicant_id: str = ""  # each form of the page says whose it is
    stage: str = ""
    stage_id: str = ""
    asked: list[Ask] = []
    known: str = ""  # facts of earlier forms, as JSON
    draft: str = ""
    errors: dict[str, str] = {}
    sent: list[SentAt] = []
    unsent: list[Sent] = []
    news: str = ""
    trouble: str = ""
    saved: str = ""
    done: str = ""  # the draft that has arrived
    deadline: str = ""  # the day, where they are, while there is something to answer
    deadline_hour: str = ""  # in words, where their clocks show another time than the opening's
    is_overdue: bool = False
    is_complete: bool = False
    answered: int = 0  # another after each answer to what was sent
    is_leaving: bool = False
    is_correcting: bool = False
    is_returning: bool = False
    _sent: bytes = b""  # the form that led on from its stage

    @rx.event
    async def arrive(self):
        """Who the browser's link names, as they stand now."""
        if not await self._stood():
            self._clear(errors={}, is_leaving=False, is_correcting=False, open_letter="")
            self._hush()
        self.is_returning, self.answered = False, stamp()
        await self._remember_language()
        await self._show()

    @rx.event
    async def look_again(self):
        """See whether there is news, unless there is a form that somebody may be writing in."""
        if self.phase in ("here", "withdrawn", "rejected") and not (
            self.asked or self.is_leaving or self.is_correcting
        ):
            await self._show()

    @rx.event
    async def submit(self, form: FormData[str, str]):
        """Send the present stage's form, the first time or corrected. Pressed twice is as once."""
        await self._stood()
        given = submission(form)
        if given.get("stage_id") != self.stage_id and _print_of(given) == self._sent:
            return
        self._hush()
        try:
            await self._submit(given)
        except Invalid as refusal:
            await self._mark(refusal, given)
        except StageClosed:
            await self._tell_moved(given)
        except (LinkSpent, NotFound):
            self.phase = "nobody"
        finally:
            self.answered = stamp()

    @rx.event
    async def read_letter(self, letter_id: str):
        """Open a letter, or close it again."""
        if self.open_letter == letter_id:
            self.open_letter = ""
            return
        self.open_letter = letter_id[:40]
        try:
            actor = self._applicant()
            async with transaction(actor.org_id) as session:
                await messaging.see(session, actor, uuid_of(letter_id))
                self._show_letters(await messaging.mine(session, actor))
        except (LinkSpent, NotFound):
            self.open_letter = ""

    async def _remember_language(self) -> None:
        """Their letters follow what they chose here."""
        if "lang" not in self.router.url.query_parameters:
            return
        with suppress(LinkSpent, NotFound):
            actor = self._applicant()
            async with transaction(actor.org_id) as session:
                await speaking.speak(session, actor)

    def _meant(self, given: Mapping[str, Any]) -> Actor:
        """Whose form this was; LinkSpent when the browser has come to hold another's link."""
        return meant_by(self._token(), str(given.get("applicant_id", "")), self.router.session.client_ip)

    async def _submit(self, given: dict[str, Any]) -> None:
        actor, stage_id = self._meant(given), _stage_id(given)
        async with transaction(actor.org_id) as session:
            stands_in = await answering.submit(session, actor, stage_id, given["answers"], given.get("time_zone"))
        before, is_first = self.stage, not self.is_complete
        self.errors, self.done = {}, self.draft
        await self._show()
        if stands_in != stage_id:
            self._sent = _print_of(given)
            self.news = say("{stage} is done. Thank you!", stage=before)
        else:
            self.saved = say("Sent. Thank you!") if is_first else say("Your changes are saved.")

    def _hush(self) -> None:
        """Take back what was said of the time before."""
        self._clear(news="", trouble="", saved="", done="", unsent=[])

    async def _mark(self, refusal: Invalid, given: dict[str, Any]) -> None:
        """Put the errors at their fields; the questions may be others by now."""
        if not all(is_of(name, self.asked) for name in refusal.errors):
            await self._show()
        self.asked = suggest(self.asked, given["answers"])
        self.errors = refusal.errors

    async def _tell_moved(self, given: dict[str, Any]) -> None:
        """The stage closed while they wrote: where they stand now, and their words to keep."""
        titles = {one.name: one.title for one in self.asked}
        wrote = {titles.get(PREFIX + key, key): value for key, value in given["answers"].items()}
        await self._show()
        self.trouble = say("This step closed while you were writing, so nothing of it was changed.")
        self.unsent = [Sent(self.their_lang, title, shown(value)) for title, value in wrote.items() if value]

    async def _show(self) -> None:
        try:
            actor = self._applicant()
            async with transaction(actor.org_id) as session:
                self._fill(await reading.portal(session, actor))
        except (LinkSpent, NotFound):
            self.phase = "nobody"

    def _fill(self, found: reading.Portal) -> None:
        self.org, self.home = found.org.name, f"/apply/{found.org.slug}"
        self.look = look_of(found.style, found.org.slug, send=say("Send"))
        self.their_lang = found.org.language
        self.opening, self.place = found.opening.name, found.opening.place
        self.applicant_id, self.name = str(found.applicant.id), found.applicant.name
        self.phone = found.applicant.phone
        self.phase = "here" if found.placement else "rejected" if found.applicant.rejected_at else "withdrawn"
        self._stand(found)
        self._show_letters(list(found.messages))
        self._show_policy(found)
        self.sent = sent_of(found)

    def _stand(self, found: reading.Portal) -> None:
        here = found.placement and found.placement.stage_id
        self.steps = step_lines(list(found.steps), found.org.name)
        names = {stage.id: stage.name for stage in found.stages}
        self.stage, self.stage_id = (names[here], str(here)) if here else ("", "")
        self.is_complete = bool(found.placement and found.placement.completed_at)
        at = found.placement and found.placement.deadline_at
        is_asked = at and found.asked and not self.is_complete
        self.deadline, self.deadline_hour = _until(at, found) if is_asked else ("", "")
        self.is_overdue = bool(is_asked and at < now())
        with living_in(_zone(found)):
            self.asked = asks(
                found.asked, found.values, self.router.url.query_parameters, by_id(found.files), found.org.language
            )
        self.known = json.dumps(found.known, ensure_ascii=False) if found.known else ""
        self.typed = values_of(found.typed)
        self.draft = f"my/{found.applicant.id}/{here}" if here else ""

    def _show_letters(self, written: list[messaging.Written]) -> None:
        self.letters = letter_lines(written)
        self.new_letters = sum(one.is_new for one in self.letters)

    def _show_policy(self, found: reading.Portal) -> None:
        policy, left_at = returning.policy_of(found.opening), found.applicant.withdrawn_at
        with living_in(_zone(found)):
            self.policy = policy.words_for(left_at, now()) if left_at else policy.words
        is_open = found.opening.state == "public"
        self.may_return = left_at is not None and is_open and returning.may_return(found.applicant, found.opening)


def _zone(found: reading.Portal) -> str:
    return found.applicant.time_zone or found.opening.time_zone


def _until(at: datetime, found: reading.Portal) -> tuple[str, str]:
    """The day, and the hour where the day where they are is not over then."""
    there, here = (at.astimezone(ZoneInfo(zone)) for zone in (found.opening.time_zone, _zone(found)))
    return here.date().isoformat(), "" if here.utcoffset() == there.utcoffset() else hour(f"{here:%H:%M}")


def _print_of(given: dict[str, Any]) -> bytes:
    """What tells one sent form from another."""
    return digest(json.dumps(given, sort_keys=True, default=str))


def _stage_id(given: dict[str, Any]) -> UUID:
    """The stage a form was for, which its page was drawn for; StageClosed for none."""
    try:
        return uuid_of(given.get("stage_id"))
    except NotFound as error:
        raise StageClosed from error
