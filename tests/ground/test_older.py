"""An older PostgreSQL, 16, which the wheel brings as well and which knows less: all of it works on that too."""

import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from plutomi import db, embedded, migrations
from plutomi.domain.applicants import finding, moving
from plutomi.domain.applicants.moving import Move
from plutomi.domain.orgs import by_slug
from plutomi.embedded import cluster
from plutomi.seed import story
from tests import make
from tests.conftest import FORGETFUL
from tests.domain.verbs import applicants, apply, do, names, stages_of
from tests.rooms import forget

BIN = cluster.BIN.parents[1] / "pginstall/bin"
pytestmark = pytest.mark.skipif(not BIN.exists(), reason="this wheel brings one PostgreSQL only")


@pytest.fixture
def older_url(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A migrated database on a server of its own, in the plainest locale there is."""
    for name, value in {"BIN": BIN, "MAJOR": "16", "_TEXT": ("--encoding=UTF8", "--locale=C")}.items():
        monkeypatch.setattr(cluster, name, value)
    with tempfile.TemporaryDirectory(prefix="plutomi-test-") as folder:
        Path(folder).chmod(0o755)
        with embedded.server(Path(folder), **FORGETFUL) as url:
            migrations.upgrade(url)
            migrations.check(url)
            yield url


@pytest.fixture
async def older(older_url: str, engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """The app's engine on it; the other tests' again afterwards."""
    made = db.connect(older_url)
    db.bind(made)
    forget()
    yield made
    db.bind(engine)
    await made.dispose()


async def test_an_older_server_holds_the_example_and_lets_people_apply_move_and_be_found(older: AsyncEngine) -> None:
    async with older.connect() as connection:
        assert (await connection.execute(text("show server_version"))).scalar_one().startswith("16.")
    assert await story.tell()
    assert len(await applicants((await by_slug("acme")).id)) > 40
    org = await make.org()
    actor, opening = await make.actor(org), await make.opening(org, state="public")
    applied = await apply(opening, "ada@example.com", name="Ada Lovelace")
    await do(actor, moving.move, Move(applied.applicant_id, (await stages_of(opening))[1].id))
    assert await names(actor, opening) == [[], ["Ada Lovelace"], []]
    assert [one.email for one in await do(actor, finding.find, "lovel")] == ["ada@example.com"]
