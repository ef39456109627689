"""What pages say of emails."""

import pytest

from plutomi.state.letters import has_local_mail, in_words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 second"), (60, "60 seconds"), (90, "2 minutes"), (120, "2 minutes"), (901, "16 minutes")],
)
def test_a_wait_is_said_in_round_words(seconds: int, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.parametrize(
    ("settings", "is_local"),
    [
        ({}, True),
        ({"AWS_REGION": "us-east-1"}, False),
        ({"AWS_REGION": "us-east-1", "MAIL_GATEWAY": "local"}, True),
        ({"MAIL_GATEWAY": "ses"}, False),
        ({"PLUTOMI_ENV": "production", "SECRET_KEY": "x" * 32, "PUBLIC_URL": "https://jobs.example"}, False),
    ],
)
def test_only_development_shows_its_mail(set_environment, settings: dict[str, str], is_local: bool) -> None:
    set_environment(**settings)
    assert has_local_mail() is is_local
