"""In whose words: which language somebody gets, what stands in its catalogue, how it writes numbers and days."""

from datetime import date

import pytest
from babel import Locale

from plutomi.errors import Invalid, StageClosed, TooSoon
from plutomi.models.text import clean_line
from plutomi.rules.answers import Asked, read_answer
from plutomi.rules.kinds.figures import number as read_number
from plutomi.templating import render
from plutomi.tongue import day, figure, hour, number, one_of, plural, say, speaking, spoken
from plutomi.tongue.catalogues import EMPTY
from plutomi.tongue.tongues import ENGLISH, Tongue, accepted, choose, offered, tongue_of

ARABIC = Tongue("ar", Locale("ar"), EMPTY)


def asked(type: str, **more) -> Asked:
    return Asked(None, "q", "Q", type, **more)  # type: ignore[arg-type]


def test_english_is_spoken_where_nobody_has_said_otherwise():
    assert spoken() is ENGLISH
    assert say("Please use at most {most} characters; this has {count}.", most=3, count=4).endswith("this has 4.")
    assert [plural("{count} byte", "{count} bytes", count) for count in (1, 2000)] == ["1 byte", "2,000 bytes"]
    assert (number(1234.5), day(date(2026, 5, 31)), hour("14:30")) == ("1,234.5", "May 31, 2026", "2:30\u00a0PM")


def test_another_tongue_is_spoken_in_here_and_not_outside():
    with speaking(tongue_of("es")):
        assert say("Please answer this.") == "Responde esta pregunta."
        assert plural("Please send at most {count} file.", "Please send at most {count} files.", 1).endswith(
            "1 archivo."
        )
        assert plural("Please send at most {count} file.", "Please send at most {count} files.", 2).endswith(
            "2 archivos."
        )
        assert (number(12345.5), day(date(2026, 5, 31))) == ("12.345,5", "31 de mayo de 2026")
        assert one_of(["a", "b", "c"]) == "a, b o c"
        assert StageClosed().message == "Ya no puedes cambiar este paso."
        assert TooSoon(5).message.startswith("Eso se pidió")
        assert Invalid({}, "Mine.").message == "Mine."
        with pytest.raises(ValueError, match=r"como máximo 2 caracteres; esto tiene 3"):
            clean_line("abc", 2)
    assert say("Please answer this.") == "Please answer this."


def test_words_nobody_has_translated_are_english():
    with speaking(ARABIC):
        assert say("Please answer this.") == "Please answer this."
        assert plural("{count} byte", "{count} bytes", 2).endswith("bytes")


@pytest.mark.parametrize(
    ("asked", "kept", "accepts", "code"),
    [
        ("es", "en", "en-US", "es"),
        ("", "es", "en-US,en;q=0.9", "es"),
        ("xx", "", "es-MX,es;q=0.9,en;q=0.8", "es-MX"),
        ("es", "", "es-MX,es;q=0.9", "es-MX"),  # the region only the browser knows
        ("es-AR", "", "es-MX", "es-AR"),
        ("", "", "fr-CA,fr;q=0.9,es;q=0.5,en;q=0.4", "es"),
        ("", "", "en;q=0.1, es;q=0.9", "es"),
        ("", "", "es;q=0,en-GB", "en-GB"),
        ("", "", "fr,de", None),
        ("", "", "", None),
        ("", "", "*", None),
        ("../../etc", "%00", "é;q=1,;;;,-,_", None),
        ("es-XX", "", "", "es"),
        ("es_mx", "", "", "es-MX"),
    ],
)
def test_what_was_asked_for_counts_before_what_was_kept_and_that_before_the_browser(asked, kept, accepts, code):
    found = choose(asked, kept, accepts=accepts)
    assert (found and found.code) == code


def test_a_browser_that_says_a_lot_is_not_listened_to_for_ever():
    assert accepted("fr," * 1000 + "es") is None


def test_every_language_is_offered_by_its_own_name():
    assert offered()["en"] == "English"
    assert offered()["es"] == "Español"


@pytest.mark.parametrize(
    ("typed", "here", "value"),
    [
        ("1,5", "en", 1.5), ("1.5", "en", 1.5), ("1,500", "en", 1500), ("1.500", "en", 1.5),
        ("1,5", "es", 1.5), ("1.5", "es", 1.5), ("1,500", "es", 1.5), ("1.500", "es", 1500),
        ("1.500", "es-MX", 1.5), ("1,500", "es-MX", 1500),
        ("1.500,25", "en", 1500.25), ("1,500.25", "es", 1500.25),
        ("1.500.000", "en", 1500000), ("1,500,000", "es", 1500000),
        ("1 500", "en", 1500), ("1'500,5", "en", 1500.5), ("-2.000,5", "es", -2000.5), ("12.5", "es", 12.5),
    ],
)  # fmt: skip
def test_a_number_is_read_as_it_is_written_anywhere_and_in_doubt_as_here(typed, here, value):
    with speaking(tongue_of(here)):
        assert read_number(asked("number"), typed) == value


@pytest.mark.parametrize("typed", ["1.2.3", "1,2,3", "1.500,25,3", "12,34.5.6", "1 50", "drei"])
def test_what_is_no_number_anywhere_is_none(typed):
    with pytest.raises(ValueError, match="must be a number"):
        read_number(asked("number"), typed)


def test_limits_are_said_as_people_write_them():
    with speaking(tongue_of("es")):
        with pytest.raises(ValueError, match=r"^Esto debe ser al menos 1500,5 km\.$"):
            read_answer(asked("number", limits={"min": 1500.5, "unit": "km"}), "3")
        with pytest.raises(ValueError, match=r"^Como muy temprano: 31 de mayo de 2026\.$"):
            read_answer(asked("date", limits={"min": "2026-05-31"}), "2026-05-01")
        with pytest.raises(ValueError, match=r"^Como muy tarde: 14:30\.$"):
            read_answer(asked("time", limits={"max": "14:30"}), "15:00")


@pytest.mark.parametrize(("code", "large"), [("en", "10,000"), ("es", "10.000"), ("es-MX", "10,000")])
def test_what_may_be_a_year_is_one_word_in_every_language(code, large):
    with speaking(tongue_of(code)):
        assert [figure(one) for one in (1990, -1990, 10_000)] == ["1990", "-1990", large]


def test_a_page_says_its_language_and_the_way_its_letters_run():
    with speaking(ARABIC):
        page = render("pages/link_wrong.html", {"again": "/my/link"})
    assert '<html lang="ar" dir="rtl">' in page
    assert '<html lang="en" dir="ltr">' in render("pages/link_wrong.html", {"again": "/my/link"})


def test_a_translation_is_words_and_never_html():
    with speaking(Tongue("xx", Locale("en"), type(EMPTY)(words={"Send me my link": "<b>{url} & so"}))):
        page = render("pages/link_wrong.html", {"again": "/my/link"})
    assert "&lt;b&gt;{url} &amp; so" in page
