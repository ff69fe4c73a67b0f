"""What an event of a track tells about its case."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from shared.casework.procedure import VOID
from shared.events.envelope import Event


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """
    One step of one case, as its owner announced it.

    `sequence` counts in the owner's log, so of two events of a case the later has the higher.
    `clocks` are those that the step changed; `data` is everything that was told.
    """

    id: str
    type: str
    sequence: int
    at: datetime
    track: str
    case_id: str
    number: str
    matter_id: str
    command: str
    on: str
    status: str
    phase: str
    traceparent: str | None
    clocks: Sequence[Mapping[str, Any]]
    data: Mapping[str, Any]

    @classmethod
    def read(cls, event: Event) -> Self:
        """Read an event of a track; `KeyError` names what one of them lacks."""
        data = event.data
        return cls(
            id=event.id,
            type=event.type,
            sequence=event.sequence,
            at=event.time,
            track=data["track"],
            case_id=event.subject,
            number=data["number"],
            # A case is always about something: alone, it is a matter of its own.
            matter_id=event.matter_id or event.subject,
            command=data["command"],
            on=data["on"],
            status=data["status"],
            phase=data["phase"],
            traceparent=event.traceparent,
            clocks=data["clocks"],
            data=data,
        )

    @property
    def corrects(self) -> Mapping[str, Any] | None:
        """The step that this one corrects: command, day and version as recorded, `corrected_on`."""
        found: Mapping[str, Any] | None = self.data.get("corrects")
        return found

    @property
    def told_on(self) -> str:
        """The legal day of the step whose facts are told, as `told_command`."""
        return self.corrects["corrected_on"] if self.corrects else self.on

    @property
    def told_command(self) -> str:
        """The command whose facts are told: of a correction, that of the step that it corrects."""
        return self.corrects["command"] if self.corrects else self.command

    @property
    def told_version(self) -> int:
        """The entry whose facts are told, as `told_command`; the id of an event names its own."""
        return self.corrects["version"] if self.corrects else int(self.id.split(".")[-2])

    @property
    def told_id(self) -> str:
        """The id of the event that first told of the step whose facts are told."""
        return step_event(self.case_id, self.corrects["version"]) if self.corrects else self.id

    @property
    def is_void(self) -> bool:
        """Whether the case is one that was entered by mistake: it counts nowhere."""
        return self.phase == VOID

    @property
    def opens(self) -> bool:
        """Whether the step opens its case, so that nothing was told of it before."""
        return self.corrects is None and self.told_version == 1

    @property
    def corrects_the_beginning(self) -> bool:
        """Whether the step that opened the case is corrected."""
        return self.corrects is not None and self.corrects["version"] == 1

    @property
    def gone(self) -> list[Mapping[str, Any]]:
        """The steps that no longer stand as they were recorded, each with command and day."""
        return [*self.data.get("taken_back", ()), *([self.corrects] if self.corrects else ())]

    @property
    def gone_ids(self) -> frozenset[str]:
        """The ids of the events that first told of the steps in `gone`."""
        return frozenset(step_event(self.case_id, each["version"]) for each in self.gone)

    @property
    def taken_back_ids(self) -> frozenset[str]:
        """The ids of the events that told of the steps that do not count any more."""
        taken_back = self.data.get("taken_back", ())
        return frozenset(step_event(self.case_id, each["version"]) for each in taken_back)

    def takes_back(self, command: str) -> bool:
        """Say whether a step of that command is taken back for good, not only corrected."""
        return any(each["command"] == command for each in self.data.get("taken_back", ()))

    def opened_on_after(self, before: str | None) -> str:
        """Return the day on which the case was opened, as it stands after the step."""
        return before if before and not self.corrects_the_beginning else self.told_on

    def milestones_after(self, before: Mapping[str, str]) -> dict[str, str]:
        """Return the milestones of the case after the step, without those that it withdrew."""
        withdrawn = self.data.get("withdrawn_milestones", ())
        known = {**before, **self.data.get("milestones", {})}
        return {name: on for name, on in known.items() if name not in withdrawn}


def step_event(case_id: str, version: int) -> str:
    """Return the id of the event that tells of an entry: the first of its events."""
    return f"{case_id}.{version}.1"


def version_of_step(event_id: str | None, case_id: str) -> int | None:
    """Return the entry of a case of which an event told, None for an event of anything else."""
    found = re.fullmatch(rf"{re.escape(case_id)}\.([1-9][0-9]*)\.1", event_id or "", re.ASCII)
    return int(found.group(1)) if found else None


def tells_of_a_case(event: Event) -> bool:
    """Say whether the event is a step of a case: its type begins with the track it names."""
    return event.type.partition(".")[0] == event.data.get("track")
