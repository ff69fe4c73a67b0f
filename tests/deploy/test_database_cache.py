"""The embedded database takes what the machine can spare, or what the operator says."""

from __future__ import annotations

import pytest

from deploy.embedded.database_cache import (
    LEAST_MEGABYTES,
    MOST_MEGABYTES,
    VARIABLE,
    cache_megabytes,
)
from deploy.embedded.readiness import StartError


def test_a_machine_of_any_size_gives_a_cache_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)

    assert LEAST_MEGABYTES <= cache_megabytes() <= MOST_MEGABYTES


def test_the_operator_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "96")

    assert cache_megabytes() == 96


@pytest.mark.parametrize("stated", ["0", "-5", "1G", "viel", "1.5"])
def test_what_is_no_number_of_megabytes_is_refused(
    monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv(VARIABLE, stated)

    with pytest.raises(StartError, match=VARIABLE):
        cache_megabytes()
