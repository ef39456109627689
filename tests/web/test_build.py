"""When the pages are built, and what becomes of a build that fails."""

import fcntl
import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from plutomi import build
from plutomi.plugins import RuntimeUrls
from plutomi.settings import Settings


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of one page, with a `reflex` that builds whatever `outcome` says."""
    for name, text in {"rxconfig.py": "", "plutomi/pages/home.py": "a", "plutomi/api/x.py": "a"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "reflex.lock").mkdir()
    (tmp_path / "reflex.lock" / "package.json").write_text('{"b": 1, "a": 2}')
    for name, value in {"ROOT": "", "WEB": ".web", "SERVED": ".served", "LOCK": "reflex.lock"}.items():
        monkeypatch.setattr(build, name, tmp_path / value)
    monkeypatch.setattr(build, "_registry", lambda env: "")
    monkeypatch.setattr(build, "fingerprint", lambda: FINGERPRINT(tmp_path))
    monkeypatch.setattr(build, "built_from", lambda: BUILT_FROM(tmp_path / ".served"))
    return tmp_path


FINGERPRINT, BUILT_FROM = build.fingerprint, build.built_from

GOOD = """
import pathlib
web = pathlib.Path(".web"); (web / "build/client").mkdir(parents=True, exist_ok=True)
(web / "backend").mkdir(exist_ok=True)
for name in ("build/client/index.html", "routes.json", "reflex.json"):
    (web / name).write_text(pathlib.Path("plutomi/pages/home.py").read_text())
"""


def exporter(checkout: Path, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (checkout / "reflex.py").write_text(code)
    monkeypatch.setenv("PYTHONPATH", str(checkout))


def served(checkout: Path) -> str:
    return (checkout / ".served/build/client/index.html").read_text()


def test_the_pages_are_built_once_and_again_only_after_a_change(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exporter(checkout, GOOD, monkeypatch)
    said: list[str] = []
    build.ensure_built(Settings(), said.append)
    build.ensure_built(Settings(), said.append)
    assert (served(checkout), len(said)) == ("a", 1)
    (checkout / "plutomi/pages/home.py").write_text("b")
    build.ensure_built(Settings(), said.append)
    assert (served(checkout), len(said)) == ("b", 2)


def test_a_failed_build_says_why_and_leaves_the_last_good_one(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter(checkout, GOOD, monkeypatch)
    build.ensure_built(Settings())
    (checkout / "plutomi/pages/home.py").write_text("b")
    exporter(checkout, "import shutil; shutil.rmtree('.web/build'); raise SystemExit('no such icon')", monkeypatch)
    with pytest.raises(build.BuildFailed, match="no such icon"):
        build.ensure_built(Settings())
    assert served(checkout) == "a"
    exporter(checkout, GOOD, monkeypatch)
    build.ensure_built(Settings())
    assert served(checkout) == "b"


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_alone_is_shown_that_a_build_goes_on(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "TICK", 0.01)
    exporter(checkout, GOOD, monkeypatch)
    build.ensure_built(Settings())
    assert capsys.readouterr().out == ""
    (checkout / "plutomi/pages/home.py").write_text("b")
    monkeypatch.setattr(sys, "stdout", Terminal())
    build.ensure_built(Settings())
    said = sys.stdout.getvalue()
    assert "\r  0 s" in said
    assert said.endswith("\r\033[K"), "the next line finds room"
    assert "\n" not in said


def test_a_build_changes_nothing_under_version_control(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exporter(checkout, GOOD, monkeypatch)
    build.ensure_built(Settings())
    assert (checkout / "reflex.lock/package.json").read_text() == '{\n  "a": 2,\n  "b": 1\n}\n'


def test_two_builds_at_once_wait_for_each_other(checkout: Path) -> None:
    code = f"import fcntl; fcntl.flock(open({str(checkout / '.web.lock')!r}, 'w'), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    with build._alone():
        assert subprocess.run([sys.executable, "-c", code], stderr=subprocess.DEVNULL).returncode == 1
    with (checkout / ".web.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize(
    ("name", "matters"),
    [
        ("plutomi/pages/home.py", True),
        ("plutomi/components/board.jsx", True),
        ("assets/plutomi.css", True),
        ("rxconfig.py", True),
        ("reflex.lock/package-lock.json", True),
        ("plutomi/api/x.py", False),
        ("plutomi/jobs/relay.py", False),
        ("assets/external/plutomi/board.jsx", False),
        ("plutomi/pages/__pycache__/home.pyc", False),
        ("tests/test_home.py", False),
    ],
)
def test_the_fingerprint_follows_what_pages_are_made_of(checkout: Path, name: str, matters: bool) -> None:
    before = FINGERPRINT(checkout)
    (checkout / name).parent.mkdir(parents=True, exist_ok=True)
    (checkout / name).write_text("changed")
    assert (FINGERPRINT(checkout) != before) is matters


def test_the_node_of_the_wheel_comes_before_the_systems() -> None:
    env = build.environment(Settings())
    found = subprocess.run(["npm", "--version"], env=env, capture_output=True, text=True)
    assert found.returncode == 0
    assert (Path(env["PATH"].split(":")[0]) / "npm").exists()


def test_the_lock_names_versions_and_hashes_but_no_registry() -> None:
    lock = json.loads((Path(__file__).parents[2] / "reflex.lock/package-lock.json").read_text())
    packages = [package for name, package in lock["packages"].items() if name]
    assert len(packages) > 100
    assert all("version" in package and "resolved" not in package for package in packages)
    assert all(package["integrity"].startswith("sha512-") for package in packages if not package.get("inBundle"))


def test_addresses_baked_into_the_pages_become_the_servers_own(tmp_path: Path) -> None:
    script = tmp_path / "assets" / "reflex-env-abc.js"
    script.parent.mkdir()
    script.write_text('var e={PING:`http://localhost:8000/ping`,EVENT:"ws://localhost:8000/_event"}')
    RuntimeUrls().post_build(static_dir=tmp_path)
    assert "localhost" not in script.read_text()
    assert "`${location.origin.replace(/^http/,'ws')}/_event`" in script.read_text()


def test_a_build_without_addresses_to_change_fails_loudly(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets" / "reflex-env-abc.js").write_text("var e={}")
    with pytest.raises(ValueError, match="has Reflex changed"):
        RuntimeUrls().post_build(static_dir=tmp_path)
