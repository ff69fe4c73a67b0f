"""The embedded database takes what the machine can spare, or what the operator says."""

from __future__ import annotations

from pathlib import Path

import pytest

from deploy.embedded.database_cache import VARIABLE, cache_megabytes, share_of
from deploy.embedded.readiness import StartError


@pytest.mark.parametrize(
    ("memory", "cache"),
    [(512, 256), (2_048, 256), (8_192, 1_024), (16_384, 2_048), (65_536, 2_048)],
)
def test_a_machine_gives_an_eighth_of_its_memory_within_bounds(memory: int, cache: int) -> None:
    assert share_of(memory) == cache


def test_without_a_word_of_the_operator_the_memory_of_this_machine_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    total = Path("/proc/meminfo").read_text().split()[1]

    assert cache_megabytes() == share_of(int(total) // 1_024)


def test_the_operator_has_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "96")

    assert cache_megabytes() == 96


@pytest.mark.parametrize("stated", ["0", "-5", "1G", "viel", "1.5", "５１２"])
def test_what_is_no_number_of_megabytes_is_refused(
    monkeypatch: pytest.MonkeyPatch, stated: str
) -> None:
    monkeypatch.setenv(VARIABLE, stated)

    with pytest.raises(StartError, match=VARIABLE):
        cache_megabytes()
