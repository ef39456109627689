"""The addresses in the built pages."""

import re
from pathlib import Path
from typing import Any

from reflex_base.plugins.base import Plugin

BAKED = re.compile(r"""[`"'](http|ws)://localhost:\d+(/[^`"']*)?[`"']""")
ORIGIN = {"http": "${location.origin}", "ws": "${location.origin.replace(/^http/,'ws')}"}


class RuntimeUrls(Plugin):
    """Makes the built pages ask the server they came from, whatever its name and port."""

    def post_build(self, **context: Any) -> None:
        """Runs after the build, before compression; ValueError when Reflex has moved its address file."""
        (script,) = (Path(context["static_dir"]) / "assets").glob("reflex-env-*.js")
        text, changes = BAKED.subn(_from_location, script.read_text())
        if not changes:
            raise ValueError(f"no server address in {script.name}: has Reflex changed its build?")
        script.write_text(text)


def _from_location(match: re.Match[str]) -> str:
    return f"`{ORIGIN[match[1]]}{match[2] or ''}`"
