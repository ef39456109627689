"""Settings: all in the book, safe by default, and wrong ones said in words."""

import re
from pathlib import Path

import pytest

from plutomi.errors import Misconfigured
from plutomi.settings import Settings, asyncpg_url, get_settings, kept_key, sqlalchemy_url

DOCS = Path(__file__).parents[2] / "docs" / "settings.md"
ROW = re.compile(r"^\| `(\w+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)


def refused(**values: str) -> str:
    """What is said of these settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in values.items():
            patch.setenv(name, value)
        get_settings.cache_clear()
        with pytest.raises(Misconfigured) as refusal:
            get_settings()
    get_settings.cache_clear()
    return str(refusal.value)


def test_the_docs_list_every_setting_with_its_default_and_its_words():
    rows = {name: (default.strip("`"), words) for name, default, words in ROW.findall(DOCS.read_text())}
    wanted = {name.upper(): (str(field.default), field.description) for name, field in Settings.model_fields.items()}
    assert rows == wanted


def test_production_does_not_start_without_a_secret_key():
    assert refused(PLUTOMI_ENV="production") == "SECRET_KEY is not set: production does not start without one"


def test_production_does_not_start_without_the_address_people_use():
    words = refused(PLUTOMI_ENV="production", SECRET_KEY="k" * 32)
    assert words == "PUBLIC_URL is not set: production does not start without one"


@pytest.mark.parametrize(
    "url", ["jobs.example", "ftp://jobs.example", "https://jobs.example/apply", "https://", "https://a b"]
)
def test_an_address_that_no_browser_would_send_as_its_origin_is_refused(url: str):
    assert refused(PUBLIC_URL=url) == "PUBLIC_URL: must be http:// or https:// and a host, without a path"


def test_an_address_is_read_as_browsers_write_it():
    settings = Settings(public_url="HTTPS://Jobs.Example:8443/")
    assert (settings.base_url, settings.is_secure) == ("https://jobs.example:8443", True)


def test_a_short_secret_key_is_refused_without_being_repeated():
    words = refused(SECRET_KEY="too-short-to-sign")
    assert words == "SECRET_KEY: must be at least 32 bytes"


def test_production_signs_with_the_key_it_is_given():
    settings = Settings(plutomi_env="production", secret_key="k" * 32, public_url="https://jobs.example")
    assert settings.signing_key == "k" * 32


def test_a_wrong_port_is_named():
    assert refused(PORT="99999").startswith("PORT: ")


def test_development_makes_a_key_once_and_keeps_it_to_itself(tmp_path: Path):
    settings = Settings(plutomi_data=tmp_path)
    key = settings.signing_key
    assert len(key) >= 32
    assert Settings(plutomi_data=tmp_path).signing_key == key
    assert (tmp_path / "keys/secret_key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_a_key_whose_writing_was_cut_off_is_made_again(tmp_path: Path):
    (tmp_path / "key").touch()
    assert len(kept_key(tmp_path / "key")) >= 32


@pytest.mark.parametrize("spelling", ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg"])
def test_any_spelling_of_postgresql_will_do(spelling: str):
    url = sqlalchemy_url(f"{spelling}://me:secret@db.example:5433/plutomi")
    assert url.render_as_string(hide_password=False) == "postgresql+asyncpg://me:secret@db.example:5433/plutomi"


def test_what_hosts_add_for_libpq_is_said_as_asyncpg_wants_it():
    url = sqlalchemy_url("postgres://me@db.example/plutomi?sslmode=require&channel_binding=require")
    assert dict(url.query) == {"ssl": "require"}


@pytest.mark.parametrize("url", ["mysql://me:hidden@db.example/plutomi", "hidden"])
def test_another_kind_of_database_is_refused_without_repeating_the_address(url: str):
    with pytest.raises(Misconfigured) as refusal:
        sqlalchemy_url(url)
    assert "hidden" not in str(refusal.value)


@pytest.mark.parametrize("drop", ["sslmode=require", "sslmode=require&channel_binding=require"])
def test_asyncpg_is_told_of_tls_in_its_own_word(drop):
    url = asyncpg_url(sqlalchemy_url(f"postgres://me:s%40cret@db.example/plutomi?{drop}"))
    assert url == "postgresql://me:s%40cret@db.example/plutomi?sslmode=require"
