"""The names things have in addresses: lower case, digits and single hyphens."""

import re

from plutomi.models.text import clean_line, fold

MOST = 50
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# Ours now or likely later as a path or a host name, or a name somebody could be fooled by.
RESERVED = frozenset(
    """about abuse access account accounts admin administrator analytics api app applicant applicants application
    applications apply apps assets auth autodiscover billing blog board boards brand browse calendar careers cdn
    changelog check claim claims clock common config contact cookies csp css dashboard data debug demo dev developer
    developers dist dns docs domain download email embed error errors event events example export favicon faq feed
    file files form forms forum ftp graphql guest health healthz help home host hostmaster hosting http https icons
    image images imap import inbox info invite invites internal job jobs js label labels legal link links live local
    localhost log login logout logs mail manifest media member members messages metrics mx my new news null oauth
    official opening openings org organization organizations orgs owner pages people person ping plutomi policy pop
    pop3 postmaster preview pricing privacy production profile public queue queues rate readyz recruiter recruiters
    register report reports robots root rss rule rules saml sandbox script search secure security session sessions
    settings setup share signin signout signup site sitemap smtp socket sso staff stage stages staging static stats
    status store style support sys system team teams terms test undefined unsubscribe update upload uploads user
    users v1 v2 web webhook webhooks webmaster websocket well-known widget www""".split()  # noqa: SIM905  read as a list of words
)


def read_slug(value: str, reserved: frozenset[str] = RESERVED) -> str:
    """The slug typed, in lower case; ValueError with words for people. Below an org nothing need be `reserved`."""
    slug = clean_line(value, 1000).lower()
    if not slug:
        raise ValueError("Please enter a short name for the address.")
    if len(slug) > MOST:
        raise ValueError(f"Please use at most {MOST} characters; this has {len(slug):,}.")
    if not _SLUG.fullmatch(slug):
        raise ValueError("Please use letters a to z, digits and single hyphens between them, like new-york-city.")
    if slug in reserved:
        raise ValueError(f"“{slug}” is kept for Plutomi itself. Please choose another.")
    return slug


def slug_meant(address: str) -> str:
    """The slug that is meant, whatever its case; "" for what is none: a database does not take every string."""
    slug = address.lower()
    return slug if _SLUG.fullmatch(slug) else ""


def slugify(name: str) -> str:
    """A slug to propose for `name`: "" when no letter of it can be written in a to z. It may be a reserved one."""
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['\u2019]", "", fold(name.replace("&", " and "))))
    return words.strip("-")[:MOST].rstrip("-")
