"""Files are sent, claimed by whoever sent them, scanned, given out and destroyed; none is orphaned, none is lost."""

import asyncio
import os
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import event as sa_event
from sqlmodel import col, select

from plutomi import clock, tokens
from plutomi.db import transaction
from plutomi.domain import beginnings, openings, questions, stages, throttles
from plutomi.domain.actors import Actor, anyone
from plutomi.domain.applicants import answering, applying, drafting, keeping, reading
from plutomi.domain.files import asking, giving, incoming, receiving, scanning
from plutomi.domain.letters import render
from plutomi.errors import FileHeld, Invalid, LinkSpent, NotFound, TooSoon
from plutomi.gateways import files as rooms
from plutomi.jobs import files as jobs
from plutomi.jobs.relay import relay_all
from plutomi.models import Answer, File, Shred
from plutomi.settings import get_settings
from tests import make, papers
from tests.domain.verbs import apply, do, events, letters, stages_of, types


class Place:
    """An org with a public opening whose first stage asks for a licence."""

    async def build(self, **limits):
        self.org = await make.org()
        self.member = await make.actor(self.org)
        self.opening = await make.opening(self.org, state="public")
        self.stages = await stages_of(self.opening)
        self.question = await do(
            self.member, questions.create, "licence", "Your licence", type="file", limits={"max_files": 2} | limits
        )
        await do(self.member, questions.attach, self.stages[0].id, self.question.id, is_required=False)
        self.stranger = anyone(self.org.id, "192.0.2.9")
        return self

    async def send(self, content: bytes = b"", name: str = "licence.jpg", actor: Actor | None = None) -> File:
        actor = actor or self.stranger
        async with transaction(self.org.id) as session:
            find = asking.at_stage(session, actor, "licence")
            if actor.kind != "applicant":
                find.close()
                find = asking.at_door(session, actor, self.opening.slug, "licence")
            wanted = await find
        return await receiving.receive(actor, wanted, name, pieces(content or papers.photograph()))

    async def apply(self, *sent: File | str, **rest) -> applying.Applied:
        return await apply(self.opening, answers={"licence": [ticket(one) for one in sent]}, **rest)

    async def files(self) -> list[File]:
        async with transaction(self.org.id) as session:
            return list((await session.execute(select(File).order_by(col(File.id)))).scalars())

    async def value(self, applicant_id):
        async with transaction(self.org.id) as session:
            return await session.scalar(select(col(Answer.value)).where(col(Answer.applicant_id) == applicant_id))

    async def shreds(self) -> int:
        async with transaction(self.org.id) as session:
            return len((await session.execute(select(Shred))).all())

    def lies(self, file: File) -> bool:
        return (folder() / "kept" / file.key).exists()


@pytest.fixture
async def there(database, tmp_path, set_environment) -> Place:
    set_environment(PLUTOMI_DATA=str(tmp_path))
    await throttles.forget()
    return await Place().build()


def folder() -> Path:
    return get_settings().plutomi_data / "files"


def ticket(one: File | str) -> str:
    return one if isinstance(one, str) else tokens.sign_ticket(one.org_id, one.id)


def applicant(applied: applying.Applied, org) -> Actor:
    return Actor("applicant", org.id, applied.applicant_id)


async def pieces(content: bytes):
    for at in range(0, len(content), 1000):
        yield content[at : at + 1000]


async def test_what_was_sent_becomes_the_applicants_with_the_form(there):
    sent = await there.send(name="my licence.png")
    assert (sent.state, sent.name, sent.type, sent.applicant_id) == ("clean", "my licence.png.jpg", "image/jpeg", None)
    applied = await there.apply(sent)
    (file,) = await there.files()
    assert file.applicant_id == applied.applicant_id
    told = {"id": str(sent.id), "name": "my licence.png.jpg", "size": file.size, "type": "image/jpeg"}
    assert await there.value(applied.applicant_id) == [told]
    assert there.lies(file)
    assert list((folder() / "incoming").iterdir()) == []
    assert await types(there.org.id) == ["question.created", "question.attached", "applicant.applied"]


async def test_applying_without_files_asks_the_database_nothing_more(there, engine):
    plain = await make.opening(there.org, state="public")
    said: list[str] = []
    hear = lambda *args: said.append(args[2])  # noqa: E731
    sa_event.listen(engine.sync_engine, "before_cursor_execute", hear)
    try:
        await apply(plain, email="a@example.com")
        without = len(said)
        await apply(there.opening, email="b@example.com")
        assert len(said) == 2 * without
    finally:
        sa_event.remove(engine.sync_engine, "before_cursor_execute", hear)


async def test_nobody_else_can_hand_in_what_one_has_sent(there):
    sent = await there.send()
    for forged in (str(sent.id), ticket(sent)[:-2] + "AA", tokens.sign_applicant(there.org.id, sent.id)):
        with pytest.raises(Invalid) as refused:
            await there.apply(forged)
        assert refused.value.errors.keys() == {"answers.licence"}
    assert (await there.files())[0].applicant_id is None


async def test_a_file_is_handed_in_once(there):
    sent = await there.send()
    await there.apply(sent)
    with pytest.raises(Invalid, match="marked"):
        await there.apply(sent, email="eve@example.com")


async def test_a_file_of_another_org_or_question_is_none(there):
    other = await Place().build()
    theirs = await other.send()
    with pytest.raises(Invalid):
        await there.apply(theirs)
    with pytest.raises(Invalid):
        await there.apply(tokens.sign_ticket(there.org.id, theirs.id))
    more = await do(there.member, questions.create, "photo", "A photo", type="file")
    await do(there.member, questions.attach, there.stages[0].id, more.id, is_required=False)
    with pytest.raises(Invalid) as refused:
        await apply(there.opening, answers={"photo": ticket(await there.send())})
    assert refused.value.errors.keys() == {"answers.photo"}


async def test_at_most_as_many_as_asked_for(there):
    sent = [await there.send() for _ in range(3)]
    with pytest.raises(Invalid):
        await there.apply(*sent)
    await there.apply(*sent[:2])


async def test_applying_again_keeps_the_files_with_the_one_who_is_there(there):
    first = await there.apply(await there.send())
    await there.apply(await there.send(name="again.jpg"))
    assert {file.applicant_id for file in await there.files()} == {first.applicant_id}
    assert len(await there.value(first.applicant_id)) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"<svg/>", "SVG"),
        (b"MZ" + b"\0" * 100, "program"),
        (papers.bomb(), "pixels"),
        (papers.archive(evil_dot_exe=b"MZ"), "Archives"),
        (papers.docx(word__vbaProject_dot_bin=b"x"), "macros"),
    ],
    ids=["empty", "svg", "program", "bomb", "archive", "macros"],
)
async def test_hostile_files_are_refused_at_the_question_and_leave_nothing(there, content, words):
    async with transaction(there.org.id) as session:
        wanted = await asking.at_door(session, there.stranger, there.opening.slug, "licence")
    with pytest.raises(Invalid) as refused:
        await receiving.receive(there.stranger, wanted, "licence.jpg", pieces(content))
    assert words in refused.value.errors["answers.licence"]
    assert await there.files() == []
    assert [path for path in folder().rglob("*") if path.is_file()] == []


async def test_only_the_kinds_and_sizes_that_are_asked_for(database, tmp_path, set_environment):
    set_environment(PLUTOMI_DATA=str(tmp_path))
    there = await Place().build(kinds=["pdf"], max_mb=1)
    with pytest.raises(Invalid) as refused:
        await there.send()
    assert refused.value.errors == {"answers.licence": "Please send a PDF."}
    with pytest.raises(Invalid) as refused:
        await there.send(papers.pdf() + b" " * 1024 * 1024)
    assert refused.value.errors == {"answers.licence": "This file is larger than 1 MB."}
    assert (await there.send(papers.pdf())).type == "application/pdf"


async def test_the_largest_is_counted_while_it_comes(there):
    read = 0

    async def endless():
        nonlocal read
        while True:
            read += 100_000
            yield b"%PDF-" + b"x" * 100_000

    async with transaction(there.org.id) as session:
        wanted = await asking.at_door(session, there.stranger, there.opening.slug, "licence")
    with pytest.raises(Invalid):
        await receiving.receive(there.stranger, wanted, "x", endless())
    assert read < wanted.most + 1_000_000


async def test_an_upload_that_stalls_is_given_up(there, monkeypatch):
    monkeypatch.setattr(incoming, "PATIENCE", 0.05)

    async def stalling():
        yield b"%PDF-"
        await asyncio.sleep(5)

    async with transaction(there.org.id) as session:
        wanted = await asking.at_door(session, there.stranger, there.opening.slug, "licence")
    with pytest.raises(Invalid, match="marked"):
        await receiving.receive(there.stranger, wanted, "x", stalling())
    assert list((folder() / "incoming").iterdir()) == []


async def test_an_applicant_sends_and_corrects_on_their_own_page(there):
    me = applicant(await there.apply(), there.org)
    await do(there.member, stages.change, there.stages[0].id, name="Papers")
    first, second = await there.send(actor=me), await there.send(actor=me)
    async with transaction(there.org.id) as session:
        stand = await reading.portal(session, me)
    here = stand.placement.stage_id
    await do(me, answering.submit, here, {"licence": [ticket(first)]})
    await do(me, answering.submit, here, {"licence": [{"id": str(first.id)}, ticket(second)]})
    assert len(await there.value(me.id)) == 2
    await do(me, answering.submit, here, {"licence": [str(second.id)]})
    assert [file.id for file in await there.files()] == [second.id]
    await jobs.shred_all()
    assert (there.lies(first), there.lies(second)) == (False, True)
    other = applicant(await there.apply(email="eve@example.com"), there.org)
    with pytest.raises(Invalid):
        await do(other, answering.submit, here, {"licence": [str(second.id)]})


async def test_links_are_for_members_and_the_applicant_alone_and_for_minutes(there):
    applied = await there.apply(await there.send())
    (file,) = await there.files()
    assert (await do(there.member, giving.get, file.id)).id == file.id
    assert (await do(applicant(applied, there.org), giving.get, file.id)).id == file.id
    other = await Place().build()
    eve = applicant(await there.apply(email="eve@example.com"), there.org)
    for asker in (other.member, eve):
        with pytest.raises(NotFound):
            await do(asker, giving.get, file.id)
    link = giving.link(file).removeprefix("/files/")
    assert (await giving.opened(link)).id == file.id
    with clock.standing_at(clock.now() + timedelta(minutes=6)), pytest.raises(LinkSpent):
        await giving.opened(link)
    with pytest.raises(LinkSpent):
        await giving.opened(("A" if link[0] != "A" else "B") + link[1:])


async def test_what_stands_in_a_draft_is_there_for_as_long_as_the_draft(there):
    applied = await there.apply()
    me, stage = applicant(applied, there.org), there.stages[0].id
    mine, begun, _ = [await there.send(name=f"{n}.jpg") for n in "abc"]
    said = lambda *sent: {"answers.licence": {"said": [" ".join(map(ticket, sent))], "ago": 0}}  # noqa: E731
    await do(me, drafting.save, stage, said(mine, "x"))
    beginning = await do(there.stranger, beginnings.begin, there.opening.slug, "grace@example.com", {})
    await do(there.stranger, beginnings.save, beginning.id, said(begun))
    with clock.standing_at(clock.now() + timedelta(days=20)):
        await jobs.sweep_all()
        assert {file.id for file in await there.files()} == {mine.id, begun.id}
        await do(me, answering.submit, stage, {"licence": [ticket(mine)]})
        await do(there.stranger, beginnings.finish, beginnings.token_of(beginning))
        await jobs.sweep_all()
        assert {file.id for file in await there.files()} == {mine.id}


async def test_what_nobody_hands_in_is_gone_after_a_day_bytes_and_row(there):
    early = await there.send()
    kept = await there.send()
    applied = await there.apply(kept)
    await jobs.sweep_all()
    assert there.lies(early)
    with clock.standing_at(clock.now() + timedelta(days=1, minutes=1)):
        late = await there.send()
        await jobs.sweep_all()
        await jobs.shred_all()
    assert {file.id for file in await there.files()} == {kept.id, late.id}
    assert (there.lies(early), there.lies(kept), there.lies(late)) == (False, True, True)
    assert not (folder() / "kept" / f"{early.key}-small").exists()
    assert await there.shreds() == 0
    assert applied


@pytest.mark.parametrize("what", ["applicant", "opening", "correction"])
async def test_deleting_takes_the_rows_at_once_and_the_bytes_soon(there, what):
    applied = await there.apply(await there.send())
    (file,) = await there.files()
    if what == "applicant":
        await do(there.member, keeping.delete, applied.applicant_id)
    elif what == "opening":
        await do(there.member, openings.delete, there.opening.id)
    else:
        await do(applicant(applied, there.org), answering.submit, there.stages[0].id, {})
    assert (await there.files(), await there.shreds(), there.lies(file)) == ([], 1, True)
    await jobs.shred_all()
    assert (await there.shreds(), there.lies(file)) == (0, False)


async def test_a_shredder_that_dies_midway_is_followed_by_another(there, monkeypatch):
    applied = await there.apply(await there.send())
    (file,) = await there.files()
    await do(there.member, keeping.delete, applied.applicant_id)
    room = rooms.room(get_settings())

    async def die(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(jobs.sweeping, "shredded", die)
        with pytest.raises(KeyboardInterrupt):
            await jobs.shred_org(there.org.id)
    assert await there.shreds() == 1
    with clock.standing_at(clock.now() + timedelta(minutes=6)):
        await jobs.shred_all()
    assert await there.shreds() == 0
    with pytest.raises(rooms.NotThere):
        await room.size(file.key)


async def test_an_opening_deleted_while_a_file_comes_leaves_no_bytes(there, monkeypatch):
    keep = receiving._arrive

    async def late(*given):
        await do(there.member, openings.delete, there.opening.id)
        return await keep(*given)

    monkeypatch.setattr(receiving, "_arrive", late)
    with pytest.raises(NotFound):
        await there.send()
    assert [path for path in (folder() / "kept").rglob("*") if path.is_file()] == []
    assert await there.shreds() == 1


async def test_what_a_killed_upload_left_on_the_disk_is_cleared(there):
    (folder() / "incoming").mkdir(parents=True)
    for name, age in (("old.part", 7200), ("new.part", 60)):
        path = folder() / "incoming" / name
        path.write_bytes(b"x")
        os.utime(path, (clock.now().timestamp() - age,) * 2)
    await jobs.sweep_all()
    assert [path.name for path in (folder() / "incoming").iterdir()] == ["new.part"]


async def test_a_scanners_word_comes_before_anybody_may_look(there, set_environment):
    async with papers.clamd() as fake:
        set_environment(CLAMD_URL=fake.url)
        assert (await there.send()).state == "clean"
        infected = await there.send(papers.pdf() + b"%" + papers.EICAR)
    assert (infected.state, infected.reason) == ("refused", scanning.INFECTED)
    with pytest.raises(Invalid) as refused:
        await there.apply(infected)
    assert "virus scanner" in refused.value.errors["answers.licence"]
    assert (await events(there.org.id))[-1].type == "file.refused"
    assert (await events(there.org.id))[-1].data == {"name": "licence.jpg.pdf", "found": "Eicar-Test-Signature"}
    await jobs.shred_all()
    assert not there.lies(infected)


async def test_with_the_scanner_down_files_are_held_asked_about_again_and_told_of(there, set_environment):
    set_environment(CLAMD_URL="tcp://127.0.0.1:9")
    good, bad = await there.send(), await there.send(papers.pdf() + b"%" + papers.EICAR)
    applied = await there.apply(good, bad)
    held = await there.files()
    assert [(file.state, file.applicant_id) for file in held] == [("held", applied.applicant_id)] * 2
    with pytest.raises(FileHeld):
        giving.link(held[0])
    await jobs.scan_all()  # too soon
    later = clock.now() + timedelta(seconds=20)
    with clock.standing_at(later):
        await jobs.scan_all()
    assert [(file.state, file.attempts) for file in await there.files()] == [("held", 2)] * 2
    async with papers.clamd() as fake:
        set_environment(CLAMD_URL=fake.url)
        with clock.standing_at(later + timedelta(seconds=30)):
            await jobs.scan_all()
        assert fake.asked == 2
    assert [file.state for file in await there.files()] == ["clean", "refused"]
    assert (await events(there.org.id))[-1].applicant_id == applied.applicant_id
    await relay_all()
    letter = (await letters(there.org.id))[-1]
    assert (letter.template, letter.context["file"]) == ("file_refused", "licence.jpg.pdf")
    rendered = render(letter.template, letter.context | {"url": "https://example.com/my/x"})
    assert "You sent licence." in rendered.text


async def test_one_network_sends_only_so_many_to_one_opening(there, set_environment):
    set_environment(PLUTOMI_DATA=str(get_settings().plutomi_data), UPLOADS_PER_IP_PER_HOUR="2")
    for _ in range(2):
        await throttles.count_upload("192.0.2.1", "acme drivers")
    with pytest.raises(TooSoon):
        await throttles.count_upload("192.0.2.1", "acme Drivers")
    await throttles.count_upload("192.0.2.1", "acme riders")
    await throttles.count_upload("192.0.2.2", "acme drivers")
