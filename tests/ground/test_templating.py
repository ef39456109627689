"""The plain pages give back what was typed, with words at the fields, and run nothing of it."""

import re
from html.parser import HTMLParser
from uuid import UUID

import pytest
from jinja2 import UndefinedError

from plutomi.api.html import dressed
from plutomi.api.plain import plain_field
from plutomi.models.question import QUESTION_TYPES
from plutomi.models.style import Style
from plutomi.rules.answers import Asked
from plutomi.templating import inert, render


class Inputs(HTMLParser):
    """The inputs of a page as a browser would send them, and every element by its id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.by_id: dict[str, dict[str, str | None]] = {}
        self.area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if "id" in held:
            assert held["id"] not in self.by_id
            self.by_id[held["id"]] = held
        if tag == "input" and (held["type"] not in ("radio", "checkbox") or "checked" in held):
            self.sent.append((held["name"], held["value"]))
        self.area = held["name"] if tag == "textarea" else ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.sent.append((self.area, data.removeprefix("\n")))
            self.area = ""


def field(name: str, kind: str = "short_text", values: tuple = (), **more) -> dict:
    plain = plain_field(Asked(UUID(int=1), name, name.title(), kind), name, {}, {}) | {"head": None}
    return plain | {"values": list(values)} | more


def form(*fields: dict, **changes) -> str:
    facts = {"org": "Acme", "opening": "New York City", "action": "/apply/acme/nyc", "hidden": {"source": "fair"}}
    facts |= {"notice": "", "is_over": False} | dressed(Style(), "acme")
    return render("pages/apply_form.html", facts | {"fields": list(fields)} | changes)


@pytest.mark.parametrize(
    ("asked", "sent"),
    [
        (field("name", values=("Ann",)), [("name", "Ann")]),
        (field("email", "email", ("ann@",)), [("email", "ann@")]),
        (field("phone", "phone", ("12",)), [("phone", "12")]),
        (field("years", "number", ("many",)), [("years", "many")]),
        (field("from", "date", ("2026-12-01",)), [("from", "2026-12-01")]),
        (field("why", "long_text", ("\nfirst\n  second ",)), [("why", "\nfirst\n  second ")]),
        (field("car", "yes_no", ("no",)), [("car", "no")]),
        (field("shift", "one_choice", ("B",), options=["A", "B"]), [("shift", "B")]),
        (field("shift", "one_choice", (), options=["A", "B"]), []),
        (field("days", "several_choices", ("A", "C"), options=["A", "B", "C"]), [("days", "A"), ("days", "C")]),
        (field("name"), [("name", "")]),
        (field("name", values=('"><script>x</script>',)), [("name", '"><script>x</script>')]),
        (field("why", "long_text", ("</textarea><script>",)), [("why", "</textarea><script>")]),
    ],
)
def test_what_was_typed_stays(asked: dict, sent: list) -> None:
    html = form(asked)
    assert Inputs(html).sent == [("source", "fair"), *sent]
    assert "<script" not in html


@pytest.mark.parametrize("kind", ["short_text", "long_text", "yes_no", "one_choice", "several_choices", "date"])
def test_an_error_stands_at_its_field_and_in_the_summary(kind: str) -> None:
    html = form(field("fine"), field("wrong", kind, error="Please answer this.", hint="Any one.", options=["A"]))
    held = Inputs(html).by_id
    assert held["field-1"]["aria-describedby"] == "field-1-hint field-1-error"
    assert {"field-1-hint", "field-1-error"} <= held.keys()
    assert 'href="#field-1"' in html
    assert 'href="#field-0"' not in html
    assert "aria-describedby" not in held["field-0"]
    assert "<title>Please check: Apply for New York City" in html


def test_a_form_without_errors_has_no_summary() -> None:
    html = form(field("name"))
    assert "role=" not in html
    assert "<title>Apply for" in html


def test_a_refusal_of_the_whole_form_says_why_above_it() -> None:
    html = form(field("name", values=("Ann",)), notice="Please wait.", is_over=False)
    assert "Please wait." in html.partition("<form")[0]
    assert "<title>Not sent: Apply for" in html
    assert "Send application" in html
    assert "Send application" not in form(field("name"), notice="It is closed.", is_over=True)


def test_what_need_not_be_answered_says_so() -> None:
    assert "(optional)" in form(field("phone", required=False))
    assert "(optional)" not in form(field("name"))


def test_every_word_of_a_form_is_escaped() -> None:
    typed = "<b>{{ 7*7 }}</b>"
    html = form(
        field("a", "one_choice", label=typed, options=[typed], hint=typed, error=typed),
        org=typed, opening=typed, action=typed, hidden={typed: typed},
    )  # fmt: skip
    assert "<b>" not in html
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in html


def test_thanks_name_the_opening_and_where_the_email_goes() -> None:
    html = render(
        "pages/applied.html",
        {"org": "Acme", "opening": "<NYC>", "email": "ann@example.com", "more_url": "/apply/acme", "their_lang": "es"},
    )
    assert "&lt;NYC&gt;" in html
    assert "ann@example.com" in html
    assert 'href="/apply/acme"' in html


def test_a_missing_fact_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        render("pages/applied.html", {"org": "Acme"})


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Ann Lee", "Ann Lee"),
        ("Dr. Lee Jr.", "Dr. Lee Jr."),
        ("a.b", "a.\u2060b"),
        ("http://x", "http:\u2060//x"),
        ("a@b", "a@\u2060b"),
        ("\u202eab\u202c", "ab"),
        ("a\n b", "a b"),
        ("10:30", "10:30"),
    ],
)
def test_names_in_emails_are_inert(typed: str, shown: str) -> None:
    assert inert(typed) == shown


def test_questions_that_hang_on_answers_bring_the_script_that_shows_them_and_words_for_people_without_it() -> None:
    html = form(field("a", key="a"), field("b", key="b", show_if='{"fact":"answers.a"}', only_if="Only if so."))
    assert 'data-question="b" data-type="short_text" data-section="" data-show-if="{&#34;fact' in html
    assert "data-only-if>Only if so.</p>" in html
    script = html.partition("<script>")[2].partition("</script>")[0]
    assert "function compile(" in script
    assert not re.search(r"^(import|export) |/\*\*|[{][{%]", script, re.MULTILINE)
    assert "<script" not in form(field("a", key="a"))


@pytest.mark.parametrize("kind", QUESTION_TYPES)
def test_every_type_of_question_has_a_field(kind: str) -> None:
    html = form(field("q", kind, options=["A", "B"], key="q"))
    names = re.findall(r'name="(q[^"]*)"', html)
    assert names
    assert 'id="field-0"' in html


def test_what_is_hidden_is_sent_and_not_shown() -> None:
    html = form(field("campaign", values=("spring",), is_hidden=True, key="campaign"))
    assert '<input type="hidden" name="campaign" value="spring">' in html
    assert "Campaign</bdi>" not in html
