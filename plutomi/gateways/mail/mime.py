"""A letter as bytes that SMTP takes: ASCII, short lines, headers in which nothing can be smuggled.

Written by hand: Python's own `EmailMessage` parses each header that it is given and took 3 ms a letter.
"""

import re
from binascii import b2a_base64, b2a_qp
from collections.abc import Iterator
from email.header import Header
from email.headerregistry import Address

LINE = 76  # bytes, for what we fold or encode ourselves
SHORT = 64  # letters, which fit into a line behind a header's name
LONGEST = 900  # letters, for what cannot be folded; SMTP takes lines of 998
_PLAIN = re.compile(r"[ -~]*")
_ATOMS = re.compile(r"[\w!#$%&'*+/=?^`{|}~ -]*", re.ASCII)  # what a name may hold without quotes
_BASE64 = 57  # bytes, which make a line of 76 letters


def words_header(name: str, value: str) -> bytes:
    """A header of words. ValueError when it is not one line."""
    _check(value)
    return _line(name, value if _is_plain(value) else _encoded(name, value))


def bare_header(name: str, value: str) -> bytes:
    """A header that programs read, ASCII and never folded: an encoded List-Unsubscribe is understood by nobody."""
    _check(value)
    if not _PLAIN.fullmatch(value) or len(value) > LONGEST:
        raise ValueError(f"{name} cannot be sent as it is")
    return _line(name, value)


def address_header(name: str, address: Address) -> bytes:
    """A header of one address; only a mailbox that is itself not ASCII makes its header so (SMTPUTF8)."""
    _check(address.display_name)
    if not address.display_name:
        return _line(name, address.addr_spec)
    shown = _phrase(name, address.display_name)
    is_long = len(name) + len(shown.rpartition("\n")[2]) + len(address.addr_spec) > LINE
    return _line(name, f"{shown}\n <{address.addr_spec}>" if is_long else f"{shown} <{address.addr_spec}>")


def alternatives(boundary: str, **parts: str) -> Iterator[bytes]:
    """The rest of a message, from its content type on: the same content by subtype, the plainest first.

    The boundary begins with `=_`, which stands in no encoded part.
    """
    yield _line("MIME-Version", "1.0")
    yield _line("Content-Type", f'multipart/alternative; boundary="=_{boundary}"')
    for subtype, content in parts.items():
        encoding, encoded = _body(content)
        yield f"\r\n--=_{boundary}\r\n".encode()
        yield _line("Content-Type", f'text/{subtype}; charset="utf-8"')
        yield _line("Content-Transfer-Encoding", encoding)
        yield b"\r\n"
        yield encoded
    yield f"\r\n--=_{boundary}--\r\n".encode()


def _body(content: str) -> tuple[str, bytes]:
    """Its encoding and the encoded text, whichever is shorter: most letters read well as they are."""
    data = b"\n".join(content.encode().splitlines()) + b"\n"
    quoted = b2a_qp(data, istext=True)
    if len(quoted) <= len(data) * 4 // 3:
        return "quoted-printable", quoted.replace(b"\n", b"\r\n")
    data = data.replace(b"\n", b"\r\n")
    lines = (b2a_base64(data[at : at + _BASE64], newline=False) for at in range(0, len(data), _BASE64))
    return "base64", b"\r\n".join(lines) + b"\r\n"


def _phrase(name: str, shown: str) -> str:
    """A display name: bare, quoted or encoded."""
    if not _is_plain(shown):
        return _encoded(name, shown)
    if _ATOMS.fullmatch(shown):
        return shown
    return '"{}"'.format(re.sub(r'(["\\])', r"\\\1", shown))


def _is_plain(value: str) -> bool:
    """Whether it can stand as it is: readable ASCII on one short line, not taken for something encoded."""
    return len(value) <= SHORT and _PLAIN.fullmatch(value) is not None and "=?" not in value


def _encoded(name: str, value: str) -> str:
    return Header(value, "utf-8", LINE, name).encode()


def _check(value: str) -> None:
    if value and value.splitlines() != [value]:
        raise ValueError("a header is one line")


def _line(name: str, value: str) -> bytes:
    return f"{name}: {value}\n".replace("\n", "\r\n").encode()
