from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared.http.settings import Settings, SettingsError, parse_services

COMPLETE = {
    "CONCORD_SERVICE": "petitions",
    "DATABASE_URL": "mongodb://127.0.0.1:1",
    "BROKER_URL": "redis://127.0.0.1:2",
    "SECRETS_DIR": "/run/secrets",
    "SERVICES": "petitions=http://127.0.0.1:8101,mediation=http://127.0.0.1:8102/",
}


def test_settings_come_from_the_environment() -> None:
    settings = Settings.from_environment(COMPLETE)

    assert settings.service == "petitions"
    assert settings.secrets_dir == Path("/run/secrets")
    assert settings.database_name == "concord_petitions"
    assert settings.address_of("mediation") == "http://127.0.0.1:8102"
    assert settings.log_level == "INFO"


@pytest.mark.parametrize(
    "variable", ["CONCORD_SERVICE", "DATABASE_URL", "BROKER_URL", "SECRETS_DIR"]
)
def test_a_missing_setting_is_named(variable: str) -> None:
    incomplete = {name: value for name, value in COMPLETE.items() if name != variable}

    with pytest.raises(SettingsError, match=variable):
        Settings.from_environment(incomplete)


def test_the_gateway_needs_no_bus() -> None:
    without = {name: value for name, value in COMPLETE.items() if name != "BROKER_URL"}

    assert Settings.from_environment(without | {"CONCORD_SERVICE": "gateway"}).broker_url == ""


@pytest.mark.parametrize("entry", ["petitions", "=http://host", "petitions=host:1", "a=ftp://b"])
def test_an_address_that_is_none_is_named(entry: str) -> None:
    with pytest.raises(SettingsError, match="SERVICES"):
        parse_services(entry)


def test_a_service_without_an_address_is_named() -> None:
    with pytest.raises(SettingsError, match="coordination"):
        Settings.from_environment(COMPLETE).address_of("coordination")


@pytest.mark.parametrize(
    ("variable", "value"), [("LOG_LEVEL", "LOUD"), ("PROXY_HOPS", "-1"), ("PROXY_HOPS", "1000")]
)
def test_a_setting_that_cannot_be_meant_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        Settings.from_environment(COMPLETE | {variable: value})


def test_settings_cannot_be_changed_afterwards() -> None:
    services: Any = Settings.from_environment(COMPLETE).services

    with pytest.raises(TypeError):
        services["petitions"] = "http://elsewhere"
