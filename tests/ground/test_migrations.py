"""Migrations: complete, repeatable, and one at a time."""

import subprocess
import sys
from pathlib import Path

import pytest

from plutomi import migrations
from plutomi.errors import Misconfigured

ROOT = Path(__file__).parents[2]
UPGRADE = "import sys; from plutomi import migrations; migrations.upgrade(sys.argv[1])"


def test_the_migrations_make_exactly_what_the_models_say(empty_database_url: str):
    migrations.upgrade(empty_database_url)
    migrations.check(empty_database_url)


def test_migrating_again_changes_nothing(database_url: str):
    migrations.upgrade(database_url)


def test_processes_that_migrate_at_once_take_turns(empty_database_url: str):
    command = [sys.executable, "-c", UPGRADE, empty_database_url]
    processes = [subprocess.Popen(command, cwd=ROOT) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]


def test_a_database_that_is_not_there_is_named_in_words(database_url: str):
    with pytest.raises(Misconfigured, match="nowhere"):
        migrations.upgrade(database_url.replace("/test_", "/nowhere_"))
