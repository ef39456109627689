"""A browser's own description of itself, in words people know."""

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
HAND_HELD = {"iPhone", "iPad", "Android"}


def device(user_agent: str) -> tuple[str, bool]:
    """What to call it, e.g. "Chrome on Windows", and whether it is held in the hand."""
    browser = _first(BROWSERS, user_agent)
    system = _first(SYSTEMS, user_agent)
    name = " on ".join(part for part in (browser or (system and "A browser"), system) if part)
    return name or "Unknown browser", system in HAND_HELD


def _first(signs: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for sign, name in signs if sign in text), "")
