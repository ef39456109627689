"""Email addresses as people type them: read, told apart, and a slip of the finger noticed."""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from email_validator import EmailSyntaxError, ValidatedEmail, validate_email

from plutomi.models.text import clean_line
from plutomi.tongue import say

MOST = 254
COMMON_DOMAINS = frozenset(
    """gmail.com googlemail.com yahoo.com yahoo.co.uk yahoo.ca yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.in yahoo.co.in
    yahoo.co.jp yahoo.com.br yahoo.com.mx yahoo.com.au ymail.com rocketmail.com hotmail.com hotmail.co.uk hotmail.fr
    hotmail.de hotmail.es hotmail.it hotmail.ca outlook.com outlook.de outlook.fr outlook.es outlook.it live.com
    live.ca live.co.uk live.fr msn.com icloud.com me.com mac.com aol.com comcast.net verizon.net att.net
    sbcglobal.net bellsouth.net charter.net cox.net optonline.net earthlink.net rogers.com shaw.ca proton.me
    protonmail.com pm.me fastmail.com hey.com zoho.com gmx.com gmx.net gmx.de web.de mail.com email.com yandex.com
    yandex.ru mail.ru qq.com 163.com 126.com naver.com orange.fr free.fr wanadoo.fr laposte.net libero.it t-online.de
    btinternet.com sky.com bigpond.com""".split()  # noqa: SIM905  read as a list of words
)
# The ones people mean; a slip away from these is worth a question.
_MEANT = (
    "gmail.com",
    "yahoo.com",
    "hotmail.com",
    "outlook.com",
    "icloud.com",
    "protonmail.com",
    "comcast.net",
    "aol.com",
)
_LONG_ENOUGH = 5  # letters in a name before one wrong letter says more than chance
_SLIPPED_ENDINGS = {"con": "com", "cmo": "com", "ocm": "com", "vom": "com", "xom": "com", "comm": "com", "nett": "net"}


@dataclass(frozen=True, slots=True)
class Email:
    """`address` is where to send; `key` is equal for two spellings of one address; `suggestion` is likelier."""

    address: str
    key: str
    suggestion: str = ""


@lru_cache(64)  # one is read when it is typed, when it is sent and when it is thanked for
def read_email(value: str) -> Email:
    """The address in `value`; ValueError with words for people. Asks no name server."""
    line = clean_line(value, MOST)
    if not line:
        raise ValueError(say("Please enter an email address."))
    try:
        found = validate_email(line, check_deliverability=False, strict=True)
    except EmailSyntaxError as error:
        raise ValueError(say("Please enter an email address like ann@example.com.")) from error
    meant = _meant_for(found.ascii_domain.lower())
    return Email(found.normalized, _key(found), f"{found.local_part}@{meant}" if meant else "")


def _key(found: ValidatedEmail) -> str:
    # lower, not casefold: that would make one address of two mailboxes ("straße" and "strasse").
    local = unicodedata.normalize("NFC", unicodedata.normalize("NFC", found.local_part).lower())
    return f"{local}@{found.ascii_domain.lower()}"


@lru_cache(256)  # many share one
def _meant_for(domain: str) -> str:
    """The domain that is likelier than this one; "" when it is as good as any."""
    if domain in COMMON_DOMAINS:
        return ""
    name, _, ending = domain.rpartition(".")
    mended = f"{name}.{_SLIPPED_ENDINGS.get(ending, ending)}"
    meant = next((known for known in _MEANT if _is_slip(mended, known)), mended)
    return meant if meant != domain else ""


def _is_slip(typed: str, known: str) -> bool:
    """Whether one letter is missing, extra or wrong, or two neighbours are swapped."""
    if typed == known or len(known.partition(".")[0]) < _LONG_ENOUGH or abs(len(typed) - len(known)) > 1:
        return typed == known
    same = next((i for i, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), min(len(typed), len(known)))
    a, b = typed[same:], known[same:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or (a[:2] == b[1::-1] and a[2:] == b[2:])
