"""What pages say of browsers and waits."""

import pytest

from plutomi.state.devices import device
from plutomi.state.login import in_words

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"


@pytest.mark.parametrize(
    ("user_agent", "expected"),
    [
        (WINDOWS, ("Chrome on Windows", False)),
        (WINDOWS + " Edg/156.0", ("Edge on Windows", False)),
        (IPHONE, ("Safari on iPhone", True)),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0", ("Firefox on Linux", False)),
        (
            "Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 Chrome/156.0 Mobile Safari/537.36",
            ("Chrome on Android", True),
        ),
        ("Something (Windows)", ("A browser on Windows", False)),
        ("curl/8", ("Unknown browser", False)),
        ("", ("Unknown browser", False)),
    ],
)
def test_a_browser_is_called_what_people_call_it(user_agent: str, expected: tuple[str, bool]) -> None:
    assert device(user_agent) == expected


@pytest.mark.parametrize(
    ("seconds", "words"), [(1, "1 second"), (30, "30 seconds"), (90, "2 minutes"), (3600, "60 minutes")]
)
def test_a_wait_is_said_in_seconds_or_minutes(seconds: int, words: str) -> None:
    assert in_words(seconds) == words
