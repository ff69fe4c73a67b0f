"""A track: its procedure, loaded and checked, ready to be served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from shared.casework.loading import load_procedure
from shared.casework.procedure import Procedure


@dataclass(frozen=True, slots=True)
class Track:
    """One track and the folder it was loaded from."""

    procedure: Procedure
    folder: Path


def load_track(folder: Path, schemas: ModuleType, guards: ModuleType) -> Track:
    """Load `procedure.yaml` of `folder`; `ProcedureError` names what is wrong with it."""
    text = (folder / "procedure.yaml").read_text(encoding="utf-8")
    return Track(load_procedure(text, schemas, guards), folder)
