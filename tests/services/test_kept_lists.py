"""A case keeps as much of its lists as its guards and reactions ask for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from services import litigation, mediation, petitions, reconsideration
from shared.casework import appeals
from shared.casework.attaching import PAPERS, WITHDRAWN
from shared.casework.track import Track
from shared.casework.withdrawing import WITHDRAWN_ELSEWHERE

_OF_PAYLOADS = ("schemas.py", "schema_parts.py", "article_words.py")
TRACKS = [each.track() for each in (petitions, mediation, reconsideration, litigation)]


def words_in_code(track: Track) -> set[str]:
    """Return every text that stands in the code of a track, but for the labels of its fields."""
    # What appeals leave of the windows is worked out for the track and for the court's door.
    shared = [Path(appeals.__file__)] if "appeals" in track.procedure.keeps else []
    return {
        node.value
        for file in (*track.folder.glob("*.py"), *shared)
        if not file.name.endswith(_OF_PAYLOADS)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize("track", TRACKS, ids=lambda track: track.procedure.track)
def test_a_list_that_is_read_is_said_to_be_kept(track: Track) -> None:
    commands = track.procedure.commands.values()
    lists = {name for command in commands for name in command.sets.append}
    # A field of a payload may go by the name of a list: then it is the field that code reads.
    fields = {name for command in commands for name in command.schema._declared_fields}
    walked = {
        operation.each.removeprefix("facts.")
        for command in commands
        for operation in command.clocks
        if operation.each
    }

    assert (lists - fields) & words_in_code(track) | lists & walked == set(
        track.procedure.keeps
    ) - {
        PAPERS,
        WITHDRAWN,
        WITHDRAWN_ELSEWHERE,
    }
