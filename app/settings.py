"""All settings, from the environment or a `.env` file; docs/settings.md lists them."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from app.analytics.constants import Constants
from app.errors import FieldError, Invalid, field_errors

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


def _web_address(text: str) -> str:
    if urlsplit(text).scheme not in ("http", "https") or not urlsplit(text).hostname:
        msg = "an address begins with https:// (or http://) and a host"
        raise ValueError(msg)
    return text


def _origin(text: str) -> str:
    parts = urlsplit(_web_address(text))
    if parts.username is not None or parts.path.strip("/") or parts.query or parts.fragment:
        msg = "only https:// (or http://), a host and perhaps a port, as in https://winover.example"
        raise ValueError(msg)
    return f"{parts.scheme}://{parts.netloc}"


class OidcSettings(BaseModel):
    """The OpenID provider that people sign in with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    issuer: Annotated[str, AfterValidator(_web_address)] = Field(
        description="The provider's address, below which it has `/.well-known/openid-configuration`."
    )
    client_id: str = Field(min_length=1, description="What the provider calls Winover.")
    client_secret: SecretStr | None = Field(
        default=None, description="By which the provider knows Winover; unset for a public client."
    )
    user_claim: str = Field(default="email", min_length=1, description="The claim that says who somebody is …")
    user_key: Literal["email", "id"] = Field(
        default="email", description="… and what of our users it is compared with; an e-mail address in any case."
    )
    scopes: str = Field(default="openid email profile", description="What is asked for; `openid` always is.")


class Settings(BaseSettings):
    """Where the database is, where we listen, and the constants of the definitions."""

    model_config = SettingsConfigDict(
        env_prefix="WINOVER_", env_file=".env", env_nested_delimiter="__", extra="ignore", frozen=True
    )

    neo4j_uri: str | None = Field(
        default=None,
        validation_alias="NEO4J_URI",
        description="A Neo4j to use (neo4j://, neo4j+s://, bolt://). Unset: the embedded server is started.",
    )
    neo4j_username: str = Field(
        default="neo4j", validation_alias="NEO4J_USERNAME", description="User name for `NEO4J_URI`."
    )
    neo4j_password: SecretStr = Field(
        default=SecretStr(""), validation_alias="NEO4J_PASSWORD", description="Password for `NEO4J_URI`."
    )
    neo4j_database: str | None = Field(
        default=None, validation_alias="NEO4J_DATABASE", description="Database name; unset: the server's default."
    )
    data_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("winover", appauthor=False)),
        description="Where the embedded server keeps its data; two directories are two servers side by side.",
    )
    cache_dir: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("winover", appauthor=False)),
        description="Where downloaded Neo4j jars live, shared by all data directories.",
    )
    host: str = Field(default="127.0.0.1", description="Address that `winover serve` listens on.")
    port: int = Field(
        default=8000, ge=0, le=65535, description="Port that `winover serve` listens on; 0 picks a free one."
    )
    secret_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="Signs the cookies of sessions; services behind one address share it. Unset: one is made and kept.",
    )
    allowed_hosts: tuple[str, ...] = Field(
        default=LOCAL_HOSTS,
        description="Names under which the service may be reached, beside `WINOVER_HOST`; `*` allows every name.",
    )
    max_body_mb: float = Field(
        default=1, gt=0, description="Largest body of a request, in MB of 2^20 bytes; a larger one is refused (413)."
    )
    max_import_mb: float = Field(
        default=500, gt=0, description="Largest body of an import over HTTP, likewise; it is kept on disk meanwhile."
    )
    public_url: Annotated[str, AfterValidator(_origin)] | None = Field(
        default=None,
        description="The address under which people reach the service, e.g. `https://winover.example`; "
        "needed behind a proxy.",
    )
    oidc: OidcSettings | None = Field(
        default=None,
        description="Set, people may sign in with their organisation, whose provider (OpenID Connect) sends them back "
        "to `/sign-in/oidc/callback`.",
    )
    constants: Constants = Field(
        default_factory=Constants,
        description="The constants of the definitions, each as `WINOVER_CONSTANTS__NAME` (lists and tables as JSON).",
    )


@cache
def settings() -> Settings:
    """The settings of this process, read once.

    Raises:
        Invalid: a variable holds something that it cannot; every one is named.
    """
    try:
        return Settings()
    except ValidationError as error:
        raise Invalid.of([FieldError(variable(field.field), field.reason) for field in field_errors(error)]) from error
    except SettingsError as error:
        cause = f" ({error.__cause__})" if error.__cause__ else ""
        msg = f"{error}{cause}; lists and tables are written as JSON"
        raise Invalid(msg) from error


def variable(path: str) -> str:
    """The environment variable of a setting, given as `port` or `constants.influence`."""
    name, *rest = path.split(".")
    field = Settings.model_fields.get(name)
    if field is None or field.validation_alias:
        return str(field.validation_alias if field else path)
    return "__".join(["WINOVER_" + name.upper(), *(part.upper() for part in rest[:1])])
