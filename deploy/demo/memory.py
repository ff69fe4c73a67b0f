"""What the demo remembers of an installation, so that it does nothing there twice."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

from deploy.demo.client import InstallationError
from shared.language import Text

FILE = "demo.json"


@dataclass
class Memory:
    """
    What was done on one installation, kept in a file that its owner alone can read.

    `mark` and `day` (a legal date) are those of the living cases: sent again under the same mark
    and day, a step that was done already changes nothing. `officers` are the accounts that the
    demo made: `{username: {username, password, name, role}}`. `done` names what is finished.
    """

    path: Path
    mark: str = ""
    day: str = ""
    officers: dict[str, dict[str, str]] = field(default_factory=dict)
    done: list[str] = field(default_factory=list)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return what the file says; an empty memory where there is none."""
        try:
            return cls(path, **json.loads(path.read_text("utf-8")))
        except FileNotFoundError:
            return cls(path)
        except (OSError, ValueError, TypeError) as error:
            told = Text(f"无法读取演示记录 {path}", f"the memory of the demo {path} is unreadable")
            raise InstallationError(told) from error

    def save(self) -> None:
        """Write it down, whole or not at all."""
        kept = {name: value for name, value in asdict(self).items() if name != "path"}
        # Such a file is made with mode 600.
        descriptor, draft = tempfile.mkstemp(dir=self.path.parent)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(kept, file, ensure_ascii=False, indent=1)
            file.write("\n")
        os.replace(draft, self.path)

    def finish(self, name: str) -> None:
        """Remember that something is done."""
        if name not in self.done:
            self.done.append(name)
            self.save()
