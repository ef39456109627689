"""Fewer bytes in every page: what Reflex brings along and our pages do not use is left out of the build."""

import re
from pathlib import Path
from typing import Any

from reflex_base.plugins.base import Plugin

HERE = Path(__file__).parent / "lighter"
# By module: what stands in for it, doing as much of it as is asked of it.
INSTEAD = {
    "@emotion/react": "element.js",  # 8 KB packed
    "./transports/index.js": "transports.js",  # 3 KB; of engine.io-client, and nobody else has one
    "universal-cookie": "cookies.js",  # 2 KB
    "mergician": "merge.js",  # 1 KB
}
ALIASES = "    alias: [\n"


class Lighter(Plugin):
    """Puts small modules of ours in the place of large ones."""

    def pre_compile(self, **context: Any) -> None:
        """Runs before the pages are written and built."""
        for name in INSTEAD.values():
            context["add_save_task"](_written, name)
        context["add_modify_task"]("vite.config.js", _aliased)


def _written(name: str) -> tuple[str, str]:
    from reflex.utils.prerequisites import get_web_dir

    return str(get_web_dir() / "utils" / "lighter" / name), (HERE / name).read_text()


def _aliased(config: str) -> str:
    """ValueError when Reflex has changed its configuration."""
    if ALIASES not in config:
        raise ValueError("no aliases in vite.config.js: has Reflex changed it?")
    return config.replace(ALIASES, ALIASES + "".join(map(_alias, INSTEAD)))


def _alias(module: str) -> str:
    path = f'fileURLToPath(new URL("./utils/lighter/{INSTEAD[module]}", import.meta.url))'
    return f"      {{ find: /^{re.escape(module).replace('/', chr(92) + '/')}$/, replacement: {path} }},\n"
