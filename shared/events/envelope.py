"""The event and its CloudEvents 1.0 form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, TypeAlias

from cloudevents.core.exceptions import CloudEventValidationError
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent

Envelope: TypeAlias = dict[str, Any]

SCHEMA_VERSION = 1
NOT_NUMBERED = 0


class EnvelopeError(ValueError):
    """What arrived is not a CloudEvent of ours."""


class UnknownVersionError(EnvelopeError):
    """The event is of a `schemaversion` that this release cannot read."""


@dataclass(frozen=True, slots=True)
class Event:
    """
    One fact that a service announces to the others.

    `sequence` counts from 1 without gaps in each producing service (`source`) and is
    `NOT_NUMBERED` until the event log has given it. `data` is a JSON object.
    """

    id: str
    type: str
    source: str
    sequence: int
    subject: str
    time: datetime
    matter_id: str | None
    case_number: str | None
    traceparent: str | None
    schema_version: int
    data: Mapping[str, Any]

    def as_cloudevent(self) -> Envelope:
        """Return the CloudEvents 1.0 JSON object; `EnvelopeError` when it would not be one."""
        extensions = {
            "sequence": self.sequence,
            "matterid": self.matter_id,
            "casenumber": self.case_number,
            "traceparent": self.traceparent,
            "schemaversion": self.schema_version,
        }
        attributes = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": instant(self.time),
            "datacontenttype": "application/json",
            **{name: value for name, value in extensions.items() if value is not None},
        }
        try:
            written = JSONFormat().write(CloudEvent(attributes, dict(self.data)))
        except (CloudEventValidationError, TypeError, ValueError) as error:
            raise EnvelopeError(str(error)) from error
        envelope: Envelope = json.loads(written)
        return envelope

    @classmethod
    def from_cloudevent(cls, envelope: Mapping[str, Any]) -> Event:
        """
        Read what `as_cloudevent` wrote, strictly.

        Attributes that are not known are left aside, because a schema version only grows.
        Raises `UnknownVersionError` for another schema version, else `EnvelopeError`.
        """
        version = _positive(envelope, "schemaversion")
        if version != SCHEMA_VERSION:
            raise UnknownVersionError(f"schemaversion {version} is not known")
        data = envelope.get("data")
        if not isinstance(data, dict):
            raise EnvelopeError("data is not an object")
        time = instant(envelope.get("time"))
        _check_cloudevent(envelope, time, data)
        return cls(
            id=_text(envelope, "id"),
            type=_text(envelope, "type"),
            source=_text(envelope, "source"),
            sequence=_positive(envelope, "sequence"),
            subject=_text(envelope, "subject"),
            time=time,
            matter_id=_optional_text(envelope, "matterid"),
            case_number=_optional_text(envelope, "casenumber"),
            traceparent=_optional_text(envelope, "traceparent"),
            schema_version=version,
            data=data,
        )


@dataclass(frozen=True, slots=True)
class Arrival:
    """
    What the bus or a feed delivered, read only as far as keeping the order needs.

    It stays readable when the rest is of a version or type that this release does not know.
    `lane` groups what must be handled one after the other: the matter, else the case.
    """

    event_id: str
    type: str
    source: str
    sequence: int
    lane: str
    envelope: Envelope

    @classmethod
    def read(cls, envelope: object) -> Arrival:
        """Read a delivered body; `EnvelopeError` when its place in the order cannot be known."""
        if not isinstance(envelope, dict):
            raise EnvelopeError("not an object")
        event_id = _text(envelope, "id")
        matter = _optional_text(envelope, "matterid") or _optional_text(envelope, "subject")
        return cls(
            event_id=event_id,
            type=_text(envelope, "type"),
            source=_text(envelope, "source"),
            sequence=_positive(envelope, "sequence"),
            lane=matter or event_id,
            envelope=envelope,
        )

    def event(self) -> Event:
        """Return the whole event; `UnknownVersionError` or `EnvelopeError` when unreadable."""
        return Event.from_cloudevent(self.envelope)


def instant(value: object) -> datetime:
    """Read an RFC 3339 instant or an aware datetime; `EnvelopeError` for anything else."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else value
    except ValueError as error:
        raise EnvelopeError("time is not an instant") from error
    if not isinstance(read, datetime) or read.tzinfo is None:
        raise EnvelopeError("time is not an instant with an offset")
    return read.astimezone(UTC)


def _check_cloudevent(envelope: Mapping[str, Any], time: datetime, data: dict[str, Any]) -> None:
    attributes = {name: value for name, value in envelope.items() if name != "data"}
    try:
        CloudEvent(attributes | {"time": time}, data)
    except CloudEventValidationError as error:
        raise EnvelopeError(str(error)) from error
    if envelope.get("specversion") != "1.0":
        raise EnvelopeError("specversion is missing")


def _text(envelope: Mapping[str, Any], name: str) -> str:
    value = envelope.get(name)
    if not isinstance(value, str) or not value:
        raise EnvelopeError(f"{name} is not a text")
    return value


def _optional_text(envelope: Mapping[str, Any], name: str) -> str | None:
    return None if envelope.get(name) is None else _text(envelope, name)


def _positive(envelope: Mapping[str, Any], name: str) -> int:
    value = envelope.get(name)
    # True is an int to Python, and would count as the first sequence.
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise EnvelopeError(f"{name} is not a positive integer")
    return value
