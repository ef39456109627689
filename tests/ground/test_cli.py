"""The commands: they say what is wrong in one line, and leave nothing running."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def plutomi(run_folder: Path):
    """Runs one command to its end, on a data folder of its own."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = os.environ | {"PLUTOMI_DATA": str(run_folder / "cli")} | settings
        command = [sys.executable, "-m", "plutomi.cli", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    return run


def test_a_wrong_setting_is_one_line_and_exit_code_2(plutomi):
    done = plutomi("run", PLUTOMI_ENV="production")
    assert done.stderr == "plutomi: SECRET_KEY is not set: production does not start without one\n"
    assert done.returncode == 2


def test_a_port_in_use_is_said_before_the_long_steps(plutomi):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = plutomi("run", PORT=str(taken.getsockname()[1]))
    assert "cannot be listened on (Address already in use): set PORT or HOST" in done.stderr
    assert (done.stdout, done.returncode) == ("", 2)


def test_a_database_that_cannot_be_reached_is_one_line(plutomi):
    done = plutomi("migrate", DATABASE_URL="postgres://me:hidden@127.0.0.1:1/plutomi")
    assert done.stderr.startswith("plutomi: the database does not let us in: ")
    assert "hidden" not in done.stderr
    assert (done.stderr.count("\n"), done.returncode) == (1, 2)


def test_migrate_starts_the_embedded_server_and_stops_it(plutomi, run_folder: Path):
    done = plutomi("migrate")
    assert done.stdout.splitlines()[-1] == "The database is up to date."
    assert (run_folder / "cli/postgres/PG_VERSION").exists()
    assert not (run_folder / "cli/postgres/postmaster.pid").exists()


def test_the_example_is_made_once(plutomi, empty_database_url: str):
    said = [plutomi("seed", DATABASE_URL=empty_database_url).stdout.splitlines()[-1] for _ in range(2)]
    assert said == ["Made the example org, Acme.", "The example org, Acme, is there already."]


@pytest.mark.parametrize("given", ["--applicants=-5", "--applicants=0", "--orgs=0", "--orgs=x"])
def test_a_crowd_of_nobody_or_in_no_org_is_refused(plutomi, given: str):
    done = plutomi("seed", "--applicants=7", given)
    said = f"argument {given.replace('=', ': ')} is no number of one or more"
    assert done.stderr.splitlines()[-1] == f"plutomi seed: error: {said}"
    assert (done.stdout, done.returncode) == ("", 2)


def test_orgs_with_nobody_to_spread_over_them_are_refused(plutomi):
    done = plutomi("seed", "--orgs=3")
    assert done.stderr == "plutomi: --orgs says over how many orgs applicants are spread: say --applicants too\n"
    assert (done.stdout, done.returncode) == ("", 2)


def test_the_api_is_described(plutomi):
    assert '"/api/v1/' in plutomi("openapi").stdout
