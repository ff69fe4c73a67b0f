"""What a page asks of the database: how many questions, and how many rows these look at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pymongo.monitoring import (
    CommandFailedEvent,
    CommandListener,
    CommandStartedEvent,
    CommandSucceededEvent,
)

from shared.storage.database import Database

_CONDITION = {
    "find": lambda command: command["filter"],
    "aggregate": lambda command: command["pipeline"][0].get("$match", {}),
}


QUESTION = 14
"""As many rows cost the server as much as one question: 0.13 ms against 0.0094."""


@dataclass(frozen=True, slots=True)
class Looked:
    """How many questions were asked, and how many rows their indexed conditions meet."""

    questions: float
    rows: float

    @property
    def weight(self) -> float:
        """Both in one figure, in rows."""
        return QUESTION * self.questions + self.rows


class Watch(CommandListener):
    """
    Notes the questions of a client, each with the condition that an index answers.

    The embedded database builds every row that meets it, whatever else is asked: so this is what
    a page costs, and it is the same in every run, however busy the machine is.
    """

    def __init__(self) -> None:
        self._asked: list[tuple[str, dict[str, Any]]] | None = None

    def started(self, event: CommandStartedEvent) -> None:
        """Note a question."""
        condition = _CONDITION.get(event.command_name)
        if self._asked is not None and condition is not None:
            self._asked.append((event.command[event.command_name], condition(event.command)))

    def succeeded(self, event: CommandSucceededEvent) -> None:
        """Note nothing more."""

    def failed(self, event: CommandFailedEvent) -> None:
        """Note nothing more."""

    def of(self, database: Database, ask: Callable[[], object]) -> Looked:
        """Return what `ask` looks at when it is done for the second time."""
        ask()
        asked: list[tuple[str, dict[str, Any]]] = []
        self._asked = asked
        ask()
        self._asked = None
        rows: int = sum(database[name].count_documents(condition) for name, condition in asked)
        return Looked(len(asked), rows)
