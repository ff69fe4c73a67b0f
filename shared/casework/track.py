"""A track: its procedure, loaded and checked, ready to be served."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import TypeAlias

from shared.casework.loading import load_procedure
from shared.casework.procedure import Procedure
from shared.house import PROCEDURE
from shared.http.blueprint import DocumentedBlueprint
from shared.http.descriptions import Vocabulary

_REACTIONS = "reactions"
Questions: TypeAlias = Callable[..., DocumentedBlueprint]
"""Given the casework of the track, returns routes that read it."""


@dataclass(frozen=True, slots=True)
class Track:
    """
    One track and the folder it was loaded from.

    `questions` gives the routes below a case that this track alone has, beside its procedure's;
    `words` are those of their answers.
    """

    procedure: Procedure
    folder: Path
    questions: Questions | None = None
    words: Vocabulary = field(default_factory=dict)


def load_track(
    package: str, questions: Questions | None = None, words: Vocabulary | None = None
) -> Track:
    """
    Load the `procedure.yaml` of a package; `ProcedureError` names what is wrong with it.

    The payloads and checks that it names stand in the modules of the package, wherever they fit.
    """
    named, folder = named_in(package), folder_of(package)
    text = (folder / PROCEDURE).read_text(encoding="utf-8")
    return Track(load_procedure(text, named, named), folder, questions, words or {})


def folder_of(package: str) -> Path:
    """Return the folder of a package."""
    (folder,) = importlib.import_module(package).__path__
    return Path(folder)


def named_in(package: str) -> ModuleType:
    """
    Return what the modules of a package can be asked for by name, in one namespace.

    What two modules call by one name, and is not the same, is left out: nobody could tell which.
    """
    found: dict[str, list[object]] = {}
    for each in pkgutil.iter_modules([str(folder_of(package))], f"{package}."):
        if each.name.rpartition(".")[2] == _REACTIONS:
            continue
        for name, value in vars(importlib.import_module(each.name)).items():
            known = found.setdefault(name, [])
            if callable(value) and not any(value is other for other in known):
                known.append(value)
    named = ModuleType(package)
    vars(named).update({name: values[0] for name, values in found.items() if len(values) == 1})
    return named
