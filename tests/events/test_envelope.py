"""The CloudEvents form of an event."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from shared.events.envelope import Arrival, EnvelopeError, Event, UnknownVersionError
from tests.support.events import NOON, an_arrival, an_event

GOLDEN = sorted((Path(__file__).parents[1] / "contract" / "events").glob("*.json"))


def test_there_are_golden_events() -> None:
    assert len(GOLDEN) >= 3


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_event_is_read_and_written_back_unchanged(path: Path) -> None:
    envelope = json.loads(path.read_text())

    assert Event.from_cloudevent(envelope).as_cloudevent() == envelope


def test_every_attribute_has_its_place_in_the_envelope() -> None:
    event = an_event(7, traceparent="00-" + "a" * 32 + "-" + "b" * 16 + "-01")

    assert event.as_cloudevent() == {
        "specversion": "1.0",
        "id": "c1.7.1",
        "source": "reconsideration",
        "type": "reconsideration.accepted",
        "subject": "c1",
        "time": "2024-01-18T04:00:00Z",
        "datacontenttype": "application/json",
        "sequence": 7,
        "matterid": "m1",
        "casenumber": "津政复〔2024〕1号",
        "traceparent": "00-" + "a" * 32 + "-" + "b" * 16 + "-01",
        "schemaversion": 1,
        "data": {"accepted_on": "2024-01-18"},
    }


def test_an_event_survives_the_journey() -> None:
    event = an_event(3, matter_id=None, case_number=None)

    assert Event.from_cloudevent(json.loads(json.dumps(event.as_cloudevent()))) == event


def test_an_instant_keeps_its_moment_whatever_its_offset() -> None:
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))

    assert an_event(1, time=shanghai).as_cloudevent()["time"] == "2024-01-18T04:00:00Z"


def test_an_unknown_version_is_told_apart_from_a_broken_event() -> None:
    envelope = an_event(1).as_cloudevent() | {"schemaversion": 2}

    with pytest.raises(UnknownVersionError):
        Event.from_cloudevent(envelope)


def test_the_place_of_an_event_of_unknown_version_and_type_is_still_known() -> None:
    envelope = an_event(5, type="reconsideration.dreamt").as_cloudevent()
    del envelope["data"]
    arrival = Arrival.read(envelope | {"schemaversion": 9, "surprise": True})

    assert (arrival.source, arrival.sequence, arrival.lane) == ("reconsideration", 5, "m1")


def test_attributes_added_later_are_left_aside() -> None:
    assert Event.from_cloudevent(an_event(1).as_cloudevent() | {"added": "x"}) == an_event(1)


@pytest.mark.parametrize(
    "change",
    [
        {"specversion": "0.3"},
        {"specversion": None},
        {"id": ""},
        {"id": 5},
        {"source": None},
        {"type": ""},
        {"subject": None},
        {"time": "yesterday"},
        {"time": "2024-01-18T04:00:00"},
        {"time": None},
        {"sequence": 0},
        {"sequence": "1"},
        {"sequence": True},
        {"schemaversion": None},
        {"matterid": 3},
        {"data": "text"},
        {"data": None},
        {"Not-An-Attribute": 1},
    ],
    ids=str,
)
def test_what_is_no_event_of_ours_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(EnvelopeError):
        Event.from_cloudevent(an_event(1).as_cloudevent() | change)


@pytest.mark.parametrize("body", [None, "text", [], 7, {}, {"id": "x"}], ids=str)
def test_a_body_without_a_place_in_the_order_is_refused(body: object) -> None:
    with pytest.raises(EnvelopeError):
        Arrival.read(body)


def test_data_that_is_not_json_is_refused_before_it_is_stored() -> None:
    with pytest.raises(EnvelopeError):
        an_event(1, data={"when": object()}).as_cloudevent()


def test_an_instant_without_offset_is_refused_before_it_is_stored() -> None:
    event = replace(an_event(1), time=datetime(2024, 1, 18))  # noqa: DTZ001  (the fault meant)
    with pytest.raises(EnvelopeError):
        event.as_cloudevent()


def test_without_a_matter_a_case_is_a_lane_of_its_own() -> None:
    assert an_arrival(1, matter_id=None, subject="c9").lane == "c9"
