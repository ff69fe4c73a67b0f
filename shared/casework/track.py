"""A track: its procedure, loaded and checked, ready to be served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

from shared.casework.loading import load_procedure
from shared.casework.procedure import Procedure
from shared.http.openapi import DocumentedBlueprint

Questions: TypeAlias = Callable[..., DocumentedBlueprint]
"""Given the casework of the track, returns routes that read it."""


@dataclass(frozen=True, slots=True)
class Track:
    """
    One track and the folder it was loaded from.

    `questions` gives the routes below a case that this track alone has, beside its procedure's.
    """

    procedure: Procedure
    folder: Path
    questions: Questions | None = None


def load_track(
    folder: Path, schemas: ModuleType, guards: ModuleType, questions: Questions | None = None
) -> Track:
    """Load `procedure.yaml` of `folder`; `ProcedureError` names what is wrong with it."""
    text = (folder / "procedure.yaml").read_text(encoding="utf-8")
    return Track(load_procedure(text, schemas, guards), folder, questions)
