"""
What the tracks tell is what their contracts and examples say, no field more and none less.

After a change that is meant, `python -m tests.contract` writes the examples anew; a new command
needs a course in `tests/contract/courses/`.
"""

from __future__ import annotations

from types import ModuleType

import pytest

from shared.casework.correcting import CORRECT
from shared.casework.step_contracts import step_contracts
from shared.casework.told_step import StepData
from shared.events.contract import field_paths
from shared.storage.database import Database
from tests.contract.examples import chosen, examples, paths_in
from tests.contract.leading import TRACKS, told_by

each_track = pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.__name__)


@each_track
def test_a_track_tells_what_its_examples_say(track: ModuleType, database: Database) -> None:
    procedure = track.track().procedure

    told = chosen(told_by(track, database), step_contracts(procedure))

    kept = {
        type_: each for type_, each in examples().items() if type_.startswith(f"{procedure.track}.")
    }
    assert told == kept


@each_track
def test_every_step_of_a_procedure_has_an_example(track: ModuleType) -> None:
    assert step_contracts(track.track().procedure).keys() <= examples().keys()


@each_track
def test_examples_hold_their_contract(track: ModuleType) -> None:
    for contract in step_contracts(track.track().procedure).values():
        for example in examples()[contract.type]:
            contract.check(example)


@each_track
def test_every_field_of_its_own_that_a_step_names_is_told(track: ModuleType) -> None:
    procedure = track.track().procedure
    correction = f"{procedure.track}.{procedure.commands[CORRECT].event}"  # tells as any other

    untold = {
        type_: own
        for type_, contract in step_contracts(procedure).items()
        if type_ != correction
        and (
            own := contract.data.fields.keys()
            - StepData().fields.keys()
            - {name for example in examples()[type_] for name in example}
        )
    }

    assert untold == {}


def test_every_field_that_all_steps_have_is_told_by_some() -> None:
    types = {type_ for track in TRACKS for type_ in step_contracts(track.track().procedure)}
    told = {path for type_ in types for path in paths_in(examples()[type_])}

    assert field_paths(StepData()) - told == set()
