"""Every setting, typed, with its default; read from the environment once (docs/settings.md lists them all)."""

import fcntl
import os
import re
import secrets
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from plutomi.errors import Misconfigured

MIN_KEY_BYTES = 32


class Settings(BaseSettings):
    """The process's settings. Names in the environment are these names in capitals."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True, populate_by_name=True)

    plutomi_env: Literal["development", "production"] = Field(
        "development", description="`production` insists on SECRET_KEY and PUBLIC_URL, and hides /dev/*."
    )
    port: int = Field(3000, ge=1, le=65535, description="The one port everything is served on.")
    host: str = Field("127.0.0.1", description="The address to listen on; `0.0.0.0` behind a proxy or in a container.")
    public_url: str = Field(
        "", description="How people reach this server; default `http://localhost:PORT`. With https, cookies are Secure."
    )
    plutomi_data: Path = Field(Path("data"), description="All that the program writes: database, mail, files, keys.")
    database_url: str = Field("", description="PostgreSQL 15 or newer; unset: the embedded one under PLUTOMI_DATA.")
    database_pool: int = Field(8, ge=1, le=64, description="Connections each process keeps open.")
    secret_key: str = Field("", description="Signs login links and personal links; at least 32 bytes.")
    run_clock: bool = Field(True, description="Whether `plutomi run` also runs the scheduled jobs.")
    trust_proxy: str = Field("127.0.0.1", description="Addresses whose X-Forwarded-* headers are believed, by commas.")
    mail_from: str = Field("Plutomi <no-reply@plutomi.example>", description="The sender of every email.")
    mail_gateway: Literal["auto", "local", "ses"] = Field(
        "auto", description="`auto`: SES when AWS_REGION is set, else .eml files under PLUTOMI_DATA/mail."
    )
    aws_region: str = Field("", description="The region of SES and S3; keys come from boto3's usual chain.")
    aws_endpoint_url: str = Field("", description="Another endpoint for every AWS service, for tests.")
    ses_configuration_set: str = Field("", description="The SES configuration set to send with.")
    s3_bucket: str = Field("", description="The bucket for files; unset: PLUTOMI_DATA/files.")
    upload_max_mb: int = Field(20, ge=1, le=100, description="The largest file an applicant may send, in MB.")
    uploads_per_ip_per_hour: int = Field(120, ge=1, description="How many files one IP may send to one opening.")
    clamd_url: str = Field(
        "", description="The virus scanner: `tcp://host:3310` or `unix:///path`; unset: files are taken as clean."
    )
    login_links_per_hour: int = Field(10, ge=1, description="How many login links one email address may ask for.")
    login_links_per_ip_per_hour: int = Field(60, ge=1, description="How many login links one IP address may ask for.")
    submissions_per_ip_per_minute: int = Field(60, ge=1, description="How many submissions one IP may send.")
    submissions_per_opening_per_minute: int = Field(1200, ge=1, description="How many one opening may get from all.")
    captcha: Literal["off", "hcaptcha", "turnstile"] = Field("off", description="Who proves applicants to be people.")
    captcha_site_key: str = Field("", description="The key of that service that forms carry.")
    captcha_secret: str = Field("", description="The key with which we ask that service whether a proof is good.")
    captcha_url: str = Field("", description="Where to ask, instead of the service's own address; for tests.")
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="How much is logged.")

    @field_validator("plutomi_data")
    @classmethod
    def absolute(cls, value: Path) -> Path:
        return value.expanduser().absolute()

    @field_validator("public_url")
    @classmethod
    def an_origin(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://[^/?#@\s]+/?", value.lower()):
            raise ValueError("must be http:// or https:// and a host, without a path")
        return value.lower()  # as browsers write it

    @field_validator("secret_key")
    @classmethod
    def long_enough(cls, value: str) -> str:
        if value and len(value.encode()) < MIN_KEY_BYTES:
            raise ValueError(f"must be at least {MIN_KEY_BYTES} bytes")
        return value

    @model_validator(mode="after")
    def production_needs_both(self) -> "Settings":
        for name in ("secret_key", "public_url"):
            if self.is_production and not getattr(self, name):
                raise ValueError(f"{name.upper()} is not set: production does not start without one")
        return self

    @model_validator(mode="after")
    def captcha_needs_keys(self) -> "Settings":
        if self.captcha != "off" and not (self.captcha_site_key and self.captcha_secret):
            raise ValueError("CAPTCHA needs CAPTCHA_SITE_KEY and CAPTCHA_SECRET")
        return self

    @property
    def is_production(self) -> bool:
        return self.plutomi_env == "production"

    @property
    def upload_max_bytes(self) -> int:
        return self.upload_max_mb * 1024 * 1024

    @property
    def bucket_origins(self) -> list[str]:
        """Where browsers may send files straight to; none when they come through us."""
        if not self.s3_bucket:
            return []
        if self.aws_endpoint_url:
            return [self.aws_endpoint_url.rstrip("/")]
        hosts = (f"{self.s3_bucket}.s3.amazonaws.com", f"{self.s3_bucket}.s3.{self.aws_region}.amazonaws.com")
        return [f"https://{host}" for host in hosts]

    @property
    def form_max_bytes(self) -> int:
        """A plain form with the files in it."""
        return 3 * self.upload_max_bytes

    @property
    def is_secure(self) -> bool:
        """Whether people reach us over TLS, so that cookies can insist on it."""
        return self.base_url.startswith("https://")

    @property
    def base_url(self) -> str:
        """The address people use, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def origins(self) -> list[str]:
        """The origins whose pages may talk to us; in development this machine's other name too."""
        local = [f"http://{name}:{self.port}" for name in ("localhost", "127.0.0.1")]
        return [self.base_url] if self.is_production else list(dict.fromkeys([self.base_url, *local]))

    @property
    def signing_key(self) -> str:
        """SECRET_KEY, or in development one made once and kept under PLUTOMI_DATA."""
        return self.secret_key or kept_key(self.plutomi_data / "keys" / "secret_key")


def kept_key(path: Path) -> str:
    """The secret in this file, made the first time; private to us, and one for all even when two start at once."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(path, "a+", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        if not (key := file.read()):
            key = secrets.token_urlsafe(48)
            file.write(key)
    return key


def sqlalchemy_url(url: str) -> URL:
    """Any spelling of a PostgreSQL address, with libpq's `sslmode` or without, as SQLAlchemy and asyncpg want it."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Misconfigured("DATABASE_URL is no address: postgresql://user:password@host/database") from error
    if parsed.drivername.split("+")[0] not in ("postgresql", "postgres"):
        raise Misconfigured(f"DATABASE_URL names {parsed.drivername}: only PostgreSQL will do")
    if mode := parsed.query.get("sslmode"):
        parsed = parsed.update_query_dict({"ssl": mode})
    return parsed.difference_update_query(("sslmode", "channel_binding")).set(drivername="postgresql+asyncpg")


def asyncpg_url(url: str | URL) -> str:
    """The same address as asyncpg itself reads it: it takes `ssl` for a variable of the server, and is refused."""
    parsed = sqlalchemy_url(url.render_as_string(hide_password=False) if isinstance(url, URL) else url)
    if mode := parsed.query.get("ssl"):
        parsed = parsed.difference_update_query(["ssl"]).update_query_dict({"sslmode": mode})
    return parsed.set(drivername="postgresql").render_as_string(hide_password=False)


@cache
def get_settings() -> Settings:
    """The settings of this process; Misconfigured says which one is wrong and how."""
    try:
        return Settings()
    except ValidationError as error:
        # Not pydantic's own text, and no cause: both repeat the value, which may be a secret.
        raise Misconfigured("; ".join(map(_in_words, error.errors()))) from None


def _in_words(wrong: ErrorDetails) -> str:
    name = "".join(f"{part}: ".upper() for part in wrong["loc"])
    return name + wrong["msg"].removeprefix("Value error, ")
