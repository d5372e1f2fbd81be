"""All settings, from the environment or a `.env` file; docs/settings.md lists them."""

from functools import cache
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict, SettingsError

from app.analytics.constants import Constants
from app.errors import FieldError, Invalid, field_errors

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")


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
    allowed_hosts: tuple[str, ...] = Field(
        default=LOCAL_HOSTS,
        description="Names under which the service may be reached, beside `WINOVER_HOST`; `*` allows every name.",
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
