"""`plutomi run | worker | migrate | seed | retry | openapi`: what each command needs, and in which order."""

import argparse
import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn

from plutomi import __version__, embedded, migrations
from plutomi.errors import Misconfigured
from plutomi.settings import Settings, get_settings

MISCONFIGURED, INTERRUPTED = 2, 130  # exit codes


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; wrong settings are said in one line, and Ctrl-C or SIGTERM ends it without a traceback."""
    parsed = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        parsed.command(parsed)
    except Misconfigured as error:
        print(f"plutomi: {error}", file=sys.stderr)
        sys.exit(MISCONFIGURED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def run(_: argparse.Namespace) -> None:
    """Serve everything on one port: database, migrations, example, pages, jobs."""
    from plutomi.build import ensure_built
    from plutomi.serve import serve

    settings = get_settings()
    _check_port(settings)
    with _database() as url:
        _migrate(url)
        if not settings.is_production:
            _seed_example(url)
        ensure_built(settings, _say)
        _say("Starting the server ...")
        serve(get_settings(), lambda: _say(_greeting(settings)))
        _say("Stopping ...")


def worker(_: argparse.Namespace) -> None:
    """Run the scheduled jobs and deliveries apart from the web process."""
    from plutomi.jobs import worker

    with _database() as url:
        _migrate(url)
        _say("Working. Ctrl-C stops it.")
        asyncio.run(worker.run())


def migrate(_: argparse.Namespace) -> None:
    """Bring the database up to date."""
    with _database() as url:
        _migrate(url)
    _say("The database is up to date.")


def seed(parsed: argparse.Namespace) -> None:
    """Fill the database: the example, or any number of applicants."""
    from plutomi import seed

    if parsed.orgs and not parsed.applicants:
        raise Misconfigured("--orgs says over how many orgs applicants are spread: say --applicants too")
    with _database() as url:
        _migrate(url)
        if parsed.applicants:
            orgs = parsed.orgs or 1
            seed.many(url, applicants=parsed.applicants, orgs=orgs)
            _say(f"Made {parsed.applicants} applicants in {orgs} orgs.")
        elif seed.example(url):
            _say("Made the example org, Acme.")
        else:
            _say("The example org, Acme, is there already.")


def retry(_: argparse.Namespace) -> None:
    """Have the events relayed again that were parked because they could not be."""
    from plutomi.jobs import retrying

    with _database() as url:
        _migrate(url)
        many = asyncio.run(retrying.retry_all(url))
    _say(f"{many} parked events are waiting to be relayed again." if many else "No event is parked.")


def openapi(_: argparse.Namespace) -> None:
    """Print the API's description."""
    from plutomi import api

    print(json.dumps(api.build().openapi(), indent=2))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="plutomi", description="An open-source applicant tracking system.")
    parser.add_argument("--version", action="version", version=__version__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in (run, worker, migrate, seed, retry, openapi):
        added = commands.add_parser(command.__name__, help=command.__doc__, description=command.__doc__)
        added.set_defaults(command=command)
    added = commands.choices["seed"]
    added.add_argument("--applicants", type=_many, default=0, help="how many to make, besides the example's")
    added.add_argument("--orgs", type=_many, default=0, help="over how many orgs they are spread, 1 when unsaid")
    return parser


def _many(text: str) -> int:
    if not (text.isdecimal() and int(text) > 0):
        raise argparse.ArgumentTypeError(f"{text} is no number of one or more")
    return int(text)


@contextmanager
def _database() -> Iterator[str]:
    """The database's address: as set, or of the embedded server, which our children then find in DATABASE_URL."""
    settings = get_settings()
    if settings.database_url:
        yield settings.database_url
        return
    _say("Starting PostgreSQL ...")
    with embedded.server(settings.plutomi_data) as url:
        os.environ["DATABASE_URL"] = url
        get_settings.cache_clear()
        yield url


def _migrate(url: str) -> None:
    _say("Bringing the database up to date ...")
    migrations.upgrade(url)


def _seed_example(url: str) -> None:
    from plutomi import seed

    if seed.example(url):
        _say("Made the example org, Acme.")


def _check_port(settings: Settings) -> None:
    """Say at once what would otherwise fail after the long steps."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            where = f"{settings.host}:{settings.port}"
            raise Misconfigured(f"{where} cannot be listened on ({error.strerror}): set PORT or HOST") from error


def _greeting(settings: Settings) -> str:
    words = f"Plutomi is at {settings.base_url}"
    if not settings.is_production:
        words += f" (log in as owner@acme.example; mail is shown at {settings.base_url}/dev/mail)"
    return f"{words} - Ctrl-C stops it"


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    main()
