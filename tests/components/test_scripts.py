"""Scripts laid where the build imports them from."""

import sys

import pytest

from plutomi.components import scripts
from plutomi.components.scripts import scripts as lay


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with a script, a style and a module that calls Reflex's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(scripts, "ASSETS", tmp_path / "assets")
    monkeypatch.syspath_prepend(str(tmp_path))
    folder = tmp_path / "laid_out_here"
    folder.mkdir()
    for name in ("one.js", "two.jsx", "other.css"):
        (folder / name).write_text(name)
    (folder / "__init__.py").write_text(
        "import reflex as rx\ndef own(name):\n    return rx.asset(name, shared=True, _stack_level=1).importable_path\n"
    )
    yield folder
    sys.modules.pop("laid_out_here", None)


def test_every_script_of_a_folder_is_where_reflex_itself_would_have_it(package, tmp_path):
    import laid_out_here

    script = lay("laid_out_here", laid_out_here.__file__)
    laid = tmp_path / "assets/external/laid_out_here"
    assert {path.name: path.read_text() for path in laid.iterdir()} == {"one.js": "one.js", "two.jsx": "two.jsx"}
    links = {path: path.lstat().st_ino for path in laid.iterdir()}
    for name in ("one.js", "two.jsx"):
        assert script(name) == laid_out_here.own(name)
    assert {path: path.lstat().st_ino for path in laid.iterdir()} == links


def test_a_link_to_somewhere_else_is_set_right(package, tmp_path):
    (tmp_path / "assets/external/laid_out_here").mkdir(parents=True)
    link = tmp_path / "assets/external/laid_out_here/one.js"
    link.symlink_to(tmp_path / "nowhere")
    lay("laid_out_here", str(package / "__init__.py"))
    assert link.read_text() == "one.js"


def test_a_script_that_is_not_there_is_missed_at_once(package):
    script = lay("laid_out_here", str(package / "__init__.py"))
    with pytest.raises(FileNotFoundError, match=r"three\.js"):
        script("three.js")
