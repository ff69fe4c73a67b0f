"""What holds of every track, whichever there are."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from shared.casework.serving import track_of
from shared.casework.track import named_in
from shared.house import TrackProfile, tracks

each_track = pytest.mark.parametrize("profile", tracks(), ids=lambda profile: profile.package)


@each_track
def test_every_check_that_a_track_defines_is_named_by_its_procedure(profile: TrackProfile) -> None:
    procedure = track_of(profile.package).procedure
    named = {check for command in procedure.commands.values() for check in command.guards}

    assert set(checks_in(f"services.{profile.package}")) - named - set(procedure.alone) == set()


@each_track
def test_what_a_track_says_of_itself_holds_of_its_procedure(profile: TrackProfile) -> None:
    procedure = track_of(profile.package).procedure
    milestones = {name for each in procedure.commands.values() for name in each.sets.milestones}

    assert procedure.service == profile.service
    assert profile.not_yet <= procedure.states.keys()
    assert profile.served.keys() == procedure.served.keys()
    assert profile.taken_since is None or profile.taken_since in milestones
    assert any(profile.officer in command.roles for command in procedure.creating())


def checks_in(package: str) -> Iterator[Callable[..., Any]]:
    """Yield the public functions of a package that look at an attempt and tell what they find."""
    for name, value in vars(named_in(package)).items():
        if not inspect.isfunction(value) or name.startswith("_"):
            continue
        told = str(value.__annotations__.get("return"))
        looks_at = [each.annotation for each in inspect.signature(value).parameters.values()]
        if looks_at == ["Attempt"] and ("Found" in told or "Finding" in told):
            yield value
