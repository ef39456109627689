"""The catalogues: plutomi/locale/LANGUAGE/LC_MESSAGES/plutomi.po, read as they are, once."""

import gettext
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "locale"
# Words said there are said by scripts; a choice of reasons is named where it is kept.
IN_BROWSER = ("plutomi/pages/", "plutomi/components/", "plutomi/models/applicant.py")


@dataclass(frozen=True, slots=True, eq=False)
class Catalogue:
    """Translations by their English; of plurals one for each of the language's `index_of` a number.

    `in_browser` are those of `words` that scripts say; `share` is how much of everything there is, 0 to 1.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_browser: Mapping[str, str] = field(default_factory=dict)
    index_of: Callable[[int], int] = lambda count: 0 if count == 1 else 1
    share: float = 1.0


EMPTY = Catalogue()


def languages() -> list[str]:
    """The codes of all there are catalogues of."""
    return sorted(path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/plutomi.po"))


@cache
def catalogue(language: str) -> Catalogue:
    """A language's; what is not translated, or only guessed (fuzzy), is left out."""
    with (FOLDER / language / "LC_MESSAGES" / "plutomi.po").open("rb") as file:
        read = read_po(file, locale=language)
    wanted = [one for one in read if one.id]
    done = [one for one in wanted if not one.fuzzy and all(_all(one.string))]
    single = {str(one.id): (str(one.string), one.locations) for one in done if not one.pluralizable}
    return Catalogue(
        {english: words for english, (words, _) in single.items()},
        {_all(one.id)[0]: _all(one.string) for one in done if one.pluralizable},
        {
            english: words
            for english, (words, places) in single.items()
            if any(at.startswith(IN_BROWSER) for at, _ in places)
        },
        gettext.c2py(read.plural_expr),
        len(done) / len(wanted) if wanted else 0.0,
    )


def _all(words: Any) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ("",))
