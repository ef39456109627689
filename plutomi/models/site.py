"""Sites that may show a form in their pages: origins, as `frame-ancestors` takes them."""

import re
from typing import Any
from urllib.parse import urlsplit

MOST = 50
_HOST = re.compile(r"(?:\*\.)?(?:(?!-)[a-z0-9-]{1,63}(?<!-)\.)+(?!-)[a-z0-9-]{2,63}(?<!-)")
_LOCAL = re.compile(r"localhost|127\.0\.0\.1")
WRONG = "This must be a site's address, like https://www.example.com"


def read_site(typed: str) -> str:
    """`scheme://host[:port]`, https where none was typed; a `*.` in front stands for all below. ValueError in words."""
    text = typed.strip()
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        host, port = _host(parts.hostname or ""), parts.port
    except (ValueError, UnicodeError) as error:
        raise ValueError(f"{WRONG}.") from error
    if parts.path not in ("", "/") or parts.query or parts.fragment or "@" in parts.netloc or "?" in text:
        raise ValueError(f"{WRONG}, with nothing behind the name.")
    is_local = _LOCAL.fullmatch(host) is not None
    if not (is_local or _HOST.fullmatch(host)) or parts.scheme not in ("https", "http"):
        raise ValueError(f"{WRONG}.")
    if parts.scheme == "http" and not is_local:
        raise ValueError("Only https:// can be trusted to be the site it says it is.")
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def read_sites(typed: Any) -> list[str]:
    """Sites from text, parted by white space or commas, or from a list; each once. ValueError names the wrong one."""
    found: dict[str, None] = {}
    for one in re.split(r"[\s,]+", typed) if isinstance(typed, str) else list(typed or ()):
        if not isinstance(one, str):
            raise ValueError(f"{WRONG}.")
        if one.strip():
            found[_read(one)] = None
    if len(found) > MOST:
        raise ValueError(f"There can be at most {MOST} sites.")
    return list(found)


def _read(one: str) -> str:
    try:
        return read_site(one)
    except ValueError as error:
        raise ValueError(f"“{one[:100]}”: {error}") from error


def _host(typed: str) -> str:
    """In the letters DNS knows."""
    star = "*." if typed.startswith("*.") else ""
    return star + typed.removeprefix("*.").encode("idna").decode().lower()
