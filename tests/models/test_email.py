"""Addresses are read as people type them, and two spellings of one are one."""

import pytest

from plutomi.models.email import COMMON_DOMAINS, read_email


@pytest.mark.parametrize(
    ("typed", "address", "key"),
    [
        ("ann@example.com", "ann@example.com", "ann@example.com"),
        ("  Ann.Lee+jobs@EXAMPLE.com\n", "Ann.Lee+jobs@example.com", "ann.lee+jobs@example.com"),
        ("owner@acme.example", "owner@acme.example", "owner@acme.example"),
        ("x@MÜNCHEN.de", "x@münchen.de", "x@xn--mnchen-3ya.de"),
        ("x@xn--mnchen-3ya.de", "x@münchen.de", "x@xn--mnchen-3ya.de"),
        ("jose\u0301@example.com", "jos\u00e9@example.com", "jos\u00e9@example.com"),
        ("\u200bann@example.com\ufeff", "ann@example.com", "ann@example.com"),
        ("a.n.n@gmail.com", "a.n.n@gmail.com", "a.n.n@gmail.com"),
        ("o'brien@example.com", "o'brien@example.com", "o'brien@example.com"),
        ("throwaway@mailinator.com", "throwaway@mailinator.com", "throwaway@mailinator.com"),
    ],
)
def test_an_address_is_read(typed: str, address: str, key: str) -> None:
    email = read_email(typed)
    assert (email.address, email.key) == (address, key)


@pytest.mark.parametrize(("one", "other"), [("straße@x.de", "strasse@x.de"), ("\u017fam@x.de", "sam@x.de")])
def test_two_mailboxes_never_share_a_key(one: str, other: str) -> None:
    assert read_email(one).key != read_email(other).key


@pytest.mark.parametrize(
    "typed",
    [
        "ann",
        "ann@",
        "@example.com",
        "ann@localhost",
        "ann@example",
        "ann@@example.com",
        "ann lee@example.com",
        "ann@exa mple.com",
        "ann@-example.com",
        "ann@example..com",
        "ann@[127.0.0.1]",
        '"ann lee"@example.com',
        "Ann <ann@example.com>",
        "ann@example.com,bob@example.com",
        "ann@example.com\r\nBcc: bob@example.com",
        f"{'a' * 65}@example.com",
    ],
)
def test_what_is_no_address_is_refused_with_an_example(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^Please enter an email address like ann@example\.com\.$"):
        read_email(typed)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b"])
def test_nothing_is_asked_for(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^Please enter an email address\.$"):
        read_email(typed)


def test_an_endless_address_says_it_is_too_long() -> None:
    with pytest.raises(ValueError, match="at most 254"):
        read_email("a" * 300 + "@example.com")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Ann@gamil.com", "Ann@gmail.com"),
        ("ann@gmial.com", "ann@gmail.com"),
        ("ann@gmal.com", "ann@gmail.com"),
        ("ann@gmaill.com", "ann@gmail.com"),
        ("ann@gnail.com", "ann@gmail.com"),
        ("ann@gmail.co", "ann@gmail.com"),
        ("ann@gmail.con", "ann@gmail.com"),
        ("ann@gmail.comm", "ann@gmail.com"),
        ("ann@gamil.con", "ann@gmail.com"),
        ("ann@hotmial.com", "ann@hotmail.com"),
        ("ann@yaho.com", "ann@yahoo.com"),
        ("ann@outlok.com", "ann@outlook.com"),
        ("ann@iclould.com", "ann@icloud.com"),
        ("ann@aol.con", "ann@aol.com"),
        ("ann@acme.con", "ann@acme.com"),
    ],
)
def test_a_slip_is_noticed_and_not_refused(typed: str, meant: str) -> None:
    email = read_email(typed)
    assert (email.address, email.suggestion) == (typed, meant)


@pytest.mark.parametrize("domain", [*sorted(COMMON_DOMAINS), "acme.example", "email.org", "abl.com", "gmail-inc.com"])
def test_a_good_domain_is_no_slip(domain: str) -> None:
    assert read_email(f"ann@{domain}").suggestion == ""
