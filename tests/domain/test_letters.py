"""Every email has a subject, HTML and text that say the same, and nothing typed can act in any of them."""

import re
from html import unescape

import pytest
from jinja2 import UndefinedError

from plutomi.domain.letters import MOST_IN_SUBJECT, TEMPLATES, render, tongue_in
from plutomi.domain.looks import look_in, look_of
from plutomi.models.style import Style
from plutomi.tongue import speaking

FACTS = {
    "org": "Acme Logistics",
    "name": "Ann Lee",
    "opening": "New York City",
    "from_opening": "Boston",
    "file": "My licence",
    "stage": "Document Upload",
    "next_stage": "Final Review",
    "url": "https://jobs.example/my/token_1-2?a=1&b=2",
    "minutes": 10,
    "again": "You can apply again from May 31, 2029 on.",
    "subject": "Are you free on Friday?",
    "body": "We would like to meet you.\nIs ten o'clock all right?",
}
NAMES = ("name", "opening", "from_opening", "stage", "next_stage", "file")  # facts that somebody typed
EVERY = pytest.mark.parametrize("template", TEMPLATES)


def facts(template: str, **changes: str) -> dict:
    return {"org": FACTS["org"], **{name: FACTS[name] for name in TEMPLATES[template]}, **changes}


def words(html: str) -> str:
    body = html.partition("<h1")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


@EVERY
def test_every_email_holds_each_of_its_facts_in_both_parts(template: str) -> None:
    letter = render(template, facts(template))
    for name in TEMPLATES[template]:
        assert str(FACTS[name]) in unescape(letter.html), name
        assert str(FACTS[name]) in letter.text, name


@EVERY
def test_every_email_insists_on_each_of_its_facts(template: str) -> None:
    for name in TEMPLATES[template]:
        with pytest.raises(UndefinedError):
            render(template, {key: value for key, value in facts(template).items() if key != name})


@EVERY
def test_every_email_has_a_subject_on_one_line_and_a_whole_page(template: str) -> None:
    letter = render(template, facts(template))
    assert letter.subject
    assert letter.subject.splitlines() == [letter.subject]
    assert letter.html.startswith("<!doctype html>")
    assert f"<title>{letter.subject}</title>" in letter.html
    assert letter.text.startswith("Acme Logistics\n\n")
    assert "\n\n\n" not in letter.text
    assert "&" not in letter.text.replace("a=1&b=2", "")


@EVERY
def test_markup_and_template_code_are_shown_and_not_run(template: str) -> None:
    typed = "<script>x</script>{{ 7*7 }}{% raw %}"
    places = (
        "org",
        *(name for name in NAMES if name in TEMPLATES[template]),
    )
    letter = render(template, facts(template, **dict.fromkeys(places, typed)))
    assert "<script" not in letter.html
    assert "49" not in letter.html.partition("</style>")[2] + letter.text + letter.subject
    assert "{{ 7*7 }}{% raw %}" in letter.html


@EVERY
@pytest.mark.parametrize(
    "typed",
    ["see https://evil.example/x", "evil.example", "eve@evil.example", "www.evil.example", "\u202eelpmaxe.live"],
)
def test_no_name_becomes_a_link_or_turns_the_letters(template: str, typed: str) -> None:
    places = (
        "org",
        *(name for name in NAMES if name in TEMPLATES[template]),
    )
    letter = render(template, facts(template, **dict.fromkeys(places, typed)))
    for part in letter:
        assert not re.search(r"https://evil|evil\.example|@evil|\u202e", part)


def test_a_line_break_in_a_name_stays_out_of_the_subject() -> None:
    assert render("withdrawn", facts("withdrawn", opening="New\r\nBcc: x")).subject.endswith("for New Bcc: x")


def test_an_endless_subject_is_cut() -> None:
    subject = render("withdrawn", facts("withdrawn", opening="n" * 500)).subject
    assert len(subject) == MOST_IN_SUBJECT
    assert subject.endswith("n…")


def test_nobody_is_greeted_by_an_empty_name() -> None:
    letter = render("withdrawn", facts("withdrawn", name=""))
    assert "Hello," in letter.text
    assert "Hello ," not in words(letter.html)


def test_an_applicant_with_nothing_left_to_do_is_told_who_looks_now() -> None:
    assert "somebody at Acme Logistics looks at it" in render("applied", facts("applied", next_stage="")).text


def test_without_an_org_the_house_writes() -> None:
    assert render("login_link", {"url": "https://x.example", "minutes": 10}).text.startswith("Plutomi\n")


@pytest.mark.parametrize("template", ["nothing", "base", "../pages/link", ""])
def test_only_emails_can_be_rendered(template: str) -> None:
    with pytest.raises(LookupError):
        render(template, FACTS)


def test_a_letter_follows_its_orgs_style() -> None:
    logo = {"sha256": "ab" * 32, "width": 400, "height": 100}
    context = {"org_slug": "acme", "style": {"color": "#ffe600", "font": "serif", "corners": "pill", "logo": logo}}
    context["style"]["buttons"] = {"continue": "Go on <b> evil.example"}
    look = look_in(context, "https://jobs.example")
    letter = render("stage_action", facts("stage_action", look=look))
    assert 'bgcolor="#ffe600"' in letter.html
    assert "background:#ffe600;color:#000000" in letter.html
    assert "Georgia" in letter.html
    assert "border-radius:24px" in letter.html
    assert f'<img src="https://jobs.example/brand/acme/{"ab" * 32}.png" alt="Acme Logistics"' in letter.html
    assert 'width="160" height="40"' in letter.html
    assert "Go on &lt;b&gt; evil.\u2060example" in letter.html
    assert "Go on <b> evil.\u2060example:" in letter.text


def test_a_style_that_could_do_harm_reaches_no_letter() -> None:
    evil = '"><script>x</script>'
    look = look_in({"org_slug": evil, "style": {"color": evil, "font": evil, "logo": {"sha256": evil}}}, "https://x")
    assert render("stage_action", facts("stage_action", look=look)) == render("stage_action", facts("stage_action"))


def test_a_letter_is_in_the_language_of_whoever_gets_it():
    about = FACTS | {"next_stage": "", "opening": "Chicago"}
    with speaking(tongue_in({"lang": "es-MX"})):
        letter = render("applied", about | {"look": look_of(Style())})
    assert letter.subject == "Recibimos tu postulación para Chicago"
    assert '<html lang="es-MX" dir="ltr">' in letter.html
    for part in (letter.html, letter.text):
        assert "Qué sigue: alguien de" in part
        assert "Ver tu postulación" in part
    assert "<strong><bdi>Chicago</bdi></strong>" in letter.html
    assert render("applied", about).subject == "We have your application for Chicago"


@pytest.mark.parametrize("template", [one for one in TEMPLATES if one not in ("login_link", "welcome")])
def test_no_english_is_left_in_a_spanish_letter(template):
    about = dict.fromkeys(TEMPLATES[template], "Xx") | {"org": "Acme", "url": "https://acme.example/my/x"}
    with speaking(tongue_in({"lang": "es"})):
        letter = render(template, about | {"look": look_of(Style())})
    shown = re.sub(r"<style>.*?</style>|<[^>]*>|https?\S+", " ", "".join(letter), flags=re.DOTALL)
    assert not set(re.findall("[a-z]+", shown)) & {"the", "your", "you", "and", "is", "with", "for", "see", "hello"}
