"""Building the pages: once, and again only when what they are made of has changed."""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from plutomi.errors import Misconfigured
from plutomi.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / ".web"  # where Reflex builds
SERVED = ROOT / ".served"  # the last good build: all that the server needs of it
NEEDED = ("build/client", "backend", "routes.json", "reflex.json")
LOCK = ROOT / "reflex.lock"  # the exact versions of what npm installs
MADE_OF = ("rxconfig.py", "plutomi", "assets", "reflex.lock/package-lock.json")
KINDS = {".py", ".js", ".jsx", ".css", ".json", ".svg", ".png", ".ico", ".woff2", ".txt"}
UNSEEN = ("plutomi/api", "plutomi/jobs", "plutomi/gateways", "plutomi/templates", "assets/external")  # by no page
TAIL = 40  # lines of a failed build's log worth showing
TICK = 1.0  # seconds


class BuildFailed(Misconfigured):
    """The pages could not be built; the text is the end of the build's log."""


def ensure_built(settings: Settings, say: Callable[[str], None] = lambda text: None) -> None:
    """Build the pages when they are stale; BuildFailed leaves the last good build as it was."""
    with _alone():
        wanted = fingerprint()
        if built_from() == wanted:
            return
        say("Building the pages (a minute the first time, seconds after a change) ...")
        with _counting():
            _export(settings)
        _tidy(LOCK / "package.json")
        _swap(wanted)


def fingerprint(root: Path = ROOT) -> str:
    """SHA-256 over everything the pages are made of."""
    digest = hashlib.sha256(version("reflex").encode())
    for path in _sources(root):
        digest.update(f"\0{path.relative_to(root)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def built_from(served: Path = SERVED) -> str | None:
    """The fingerprint of the build being served; None when there is none."""
    try:
        return (served / "fingerprint").read_text()
    except FileNotFoundError:
        return None


def environment(settings: Settings) -> dict[str, str]:
    """What Reflex and npm read from the environment; Node is the wheel's, not the system's."""
    return {
        "PATH": os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)]),
        "REFLEX_DIR": str(ROOT / ".reflex"),
        "REFLEX_USE_NPM": "1",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
        "PLUTOMI_DATA": str(settings.plutomi_data),
        "npm_config_omit_lockfile_registry_resolved": "true",  # the lock names versions and hashes, no host
        "npm_config_update_notifier": "false",
        "npm_config_audit": "false",
        "npm_config_fund": "false",
    }


def _sources(root: Path) -> Iterator[Path]:
    unseen = tuple(root / name for name in UNSEEN)
    for path in sorted(p for name in MADE_OF for p in _files(root / name)):
        if path.suffix in KINDS and not any(path.is_relative_to(folder) for folder in unseen):
            yield path


def _files(path: Path) -> Iterator[Path]:
    return (p for p in path.rglob("*") if p.is_file()) if path.is_dir() else iter([path] if path.exists() else [])


def _export(settings: Settings) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("__REFLEX_")}
    env = inherited | environment(settings)  # a server's own variables would make Reflex skip what we ask for
    # Without this Reflex measures several registries and takes the quickest.
    env["NPM_CONFIG_REGISTRY"] = env.get("NPM_CONFIG_REGISTRY") or _registry(env)
    command = [sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"]
    log = WEB.with_suffix(".log")
    with log.open("w") as out:
        done = subprocess.run(
            command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL
        )
    if done.returncode:
        end = "\n".join(log.read_text(errors="replace").splitlines()[-TAIL:])
        raise BuildFailed(f"The pages could not be built (all of it in {log}):\n{end}")


def _registry(env: dict[str, str]) -> str:
    asked = subprocess.run(["npm", "config", "get", "registry"], env=env, capture_output=True, text=True, check=True)
    return asked.stdout.strip()


def _tidy(package: Path) -> None:
    """Reflex writes its keys in any order: sort them, so that a build changes nothing under version control."""
    package.write_text(json.dumps(json.loads(package.read_text()), indent=2, sort_keys=True) + "\n")


def _swap(wanted: str) -> None:
    new, old = SERVED.with_suffix(".new"), SERVED.with_suffix(".old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    for name in NEEDED:
        _copy(WEB / name, new / name)
    (new / "fingerprint").write_text(wanted)
    if SERVED.exists():
        SERVED.rename(old)
    new.rename(SERVED)
    shutil.rmtree(old, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


@contextmanager
def _counting() -> Iterator[None]:
    """Count the seconds on a terminal, so that who waits sees it live: Reflex writes into its log at the end only."""
    if not sys.stdout.isatty():
        yield
        return
    begun, is_over = time.monotonic(), threading.Event()

    def count() -> None:
        while not is_over.wait(TICK):
            print(f"\r  {time.monotonic() - begun:.0f} s", end="", flush=True)  # noqa: T201
        print("\r\033[K", end="", flush=True)  # noqa: T201  the line is empty again

    counter = threading.Thread(target=count)
    counter.start()
    try:
        yield
    finally:
        is_over.set()
        counter.join()


@contextmanager
def _alone() -> Iterator[None]:
    """One build of this checkout at a time, whoever asks."""
    with (ROOT / ".web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
