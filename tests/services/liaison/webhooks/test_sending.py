"""Messages to a real server that verifies them, fails, is down, redirects or never ends."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from services.liaison.webhooks.schedule import PAUSES
from tests.services.liaison.webhooks.conftest import Mail
from tests.services.liaison.webhooks.receiving import COURT, COURT_NUMBER, outcome
from tests.support.events import eventually
from tests.support.servers import free_port

DAY = timedelta(hours=27)


def test_a_message_arrives_signed_and_says_nothing_about_a_person(mail: Mail) -> None:
    receiver = mail.receiver("200")
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())

    assert mail.sends() == 1

    [got] = receiver.received()
    assert (got["path"], got["host"]) == ("/hooks?from=concord", receiver.authority)
    assert got["signed"]
    assert set(got["body"]) == {"type", "timestamp", "data"}
    assert got["body"]["type"] == "mediation.agreed"
    assert got["body"]["data"] == {
        "event_id": "m1.1.1",
        "subject": "m1",
        "matter_id": "m1",
        "track": "mediation",
        "case_id": "m1",
        "number": "调解〔2026〕1号",
        "status": "agreed",
        "phase": "ended",
        "on": "2026-07-20",
        "court": COURT,
        "court_case_no": COURT_NUMBER,
    }
    delivery = mail.delivery()
    assert delivery["state"] == "delivered"
    assert delivery["webhook_id"] == got["id"]
    assert "." not in got["id"]
    assert [attempt["status"] for attempt in delivery["attempts"]] == [200]
    assert mail.sends(after=DAY) == 0


def test_an_event_told_twice_is_one_message(mail: Mail) -> None:
    receiver = mail.receiver("200")
    mail.registers(receiver.url)

    for _ in range(2):
        mail.webhooks.recorder.record(outcome())

    assert len(mail.addressed()) == 1


def test_a_failed_message_comes_again_under_the_same_id_after_its_pause(mail: Mail) -> None:
    receiver = mail.receiver("500", "404", "200")
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())

    sent = [mail.sends(after=timedelta(seconds=seconds)) for seconds in (0, 3, 4, 200, 200)]

    assert sent == [1, 0, 1, 0, 1]
    assert len({got["id"] for got in receiver.received()}) == 1
    assert all(got["signed"] for got in receiver.received()[:2])
    delivery = mail.delivery()
    assert [attempt["status"] for attempt in delivery["attempts"]] == [500, 404, 200]
    assert delivery["state"] == "delivered"


def test_a_receiver_that_is_down_gets_its_message_when_it_is_back(mail: Mail) -> None:
    receiver = mail.receiver("200", running=False)
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())

    mail.sends()
    first = mail.delivery()
    mail.start(receiver)
    mail.sends(after=timedelta(seconds=6))

    assert first["state"] == "waiting"
    assert [attempt.get("error") for attempt in first["attempts"]] == ["unreachable"]
    assert mail.delivery()["state"] == "delivered"


def test_a_redirect_is_a_failure_and_is_not_followed(mail: Mail) -> None:
    receiver = mail.receiver("302", "307")
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())

    mail.sends()
    mail.sends(after=timedelta(seconds=6))

    assert [got["path"] for got in receiver.received()] == ["/hooks?from=concord"] * 2
    assert mail.delivery()["state"] == "waiting"


def test_a_receiver_that_asks_for_time_is_given_it(mail: Mail) -> None:
    receiver = mail.receiver("503", "200")
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())

    sent = [mail.sends(after=timedelta(seconds=seconds)) for seconds in (0, 60, 65)]

    assert sent == [1, 0, 1]


def test_a_receiver_that_is_gone_is_disabled_and_what_is_owed_to_a_court_waits(mail: Mail) -> None:
    receiver = mail.receiver("410")
    endpoint = mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())
    mail.sends()

    mail.webhooks.recorder.record(outcome("performed", 2))

    stored = mail.webhooks.endpoints.find(endpoint["_id"])
    assert stored is not None
    assert (stored["state"], stored["reason"]) == ("disabled", "gone")
    assert mail.sends(after=DAY) == 0
    assert [each["state"] for each in mail.addressed()] == ["dead"]
    assert {each["type"] for each in mail.deliveries() if not each["endpoint"]} == {
        "mediation.agreed",
        "mediation.performed",
    }
    assert len(receiver.received()) == 1


def test_after_the_last_attempt_a_message_stays_and_can_be_sent_again(mail: Mail) -> None:
    receiver = mail.receiver(*["500"] * len(PAUSES), "200")
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())

    sent = [mail.sends(after=DAY) for _ in range(len(PAUSES) + 1)]
    dead = mail.delivery()
    mail.webhooks.deliveries.send_again(dead)
    mail.sends(after=timedelta(seconds=1))

    assert sent == [1] * len(PAUSES) + [0]
    assert dead["state"] == "dead"
    assert mail.delivery()["state"] == "delivered"
    assert len(mail.delivery()["attempts"]) == len(PAUSES) + 1
    assert len({got["id"] for got in receiver.received()}) == 1


def test_an_answer_that_never_ends_is_cut_off(mail: Mail) -> None:
    receiver = mail.receiver("drip")
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())

    mail.sends(whole_seconds=0.5)

    [attempt] = mail.delivery()["attempts"]
    assert attempt["status"] is None
    assert attempt["error"] in {"no-http", "unreachable"}


def test_an_address_that_is_not_allowed_any_more_is_not_connected_to(mail: Mail) -> None:
    receiver = mail.receiver("200")
    mail.registers(receiver.url)
    mail.webhooks.recorder.record(outcome())
    mail.allowed.clear()

    mail.sends()

    assert receiver.received() == []
    assert mail.delivery()["attempts"][0]["error"] == "address-refused"


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (["mediation.agreed"], 1),
        (["mediation.*"], 2),
        (["*"], 3),
        (["clock.warned"], 1),
        (["litigation.*", "mediation.failed"], 0),
    ],
)
def test_a_receiver_hears_of_the_types_it_asked_for(
    mail: Mail, asked: list[str], count: int
) -> None:
    mail.registers("https://receiver.example/", *asked)
    warned = replace(outcome("agreed", 3, kind="people"), type="clock.warned")

    for event in (
        outcome("agreed", 1, kind="people"),
        outcome("performed", 2, kind="people"),
        warned,
    ):
        mail.webhooks.recorder.record(event)

    assert len(mail.deliveries()) == count


def test_a_court_hears_of_the_outcomes_of_its_own_assignments_only(mail: Mail) -> None:
    endpoint = mail.registers("https://court.example/", "mediation.*", court=COURT)

    for sequence, name in enumerate(
        ("agreed", "failed", "terminated", "declined", "performed", "accepted"), 1
    ):
        mail.webhooks.recorder.record(outcome(name, sequence))
    mail.webhooks.recorder.record(outcome("agreed", 7, kind="people"))
    mail.webhooks.recorder.record(outcome("agreed", 8, assigned_by="另一法院"))

    to_the_court = [each["type"] for each in mail.deliveries() if each["endpoint"]]
    assert sorted(to_the_court) == [
        "mediation.agreed",
        "mediation.declined",
        "mediation.failed",
        "mediation.performed",
        "mediation.terminated",
    ]
    assert {each["endpoint"] for each in mail.deliveries()} == {endpoint["_id"], None}


def test_an_outcome_owed_to_a_court_waits_until_its_address_is_known(mail: Mail) -> None:
    receiver = mail.receiver("200")
    mail.webhooks.recorder.record(outcome())
    mail.sends()
    [unaddressed] = mail.deliveries()

    endpoint = mail.registers(receiver.url, "mediation.*", court=COURT)
    mail.webhooks.deliveries.adopt(endpoint)
    mail.sends(after=timedelta(seconds=1))

    assert (unaddressed["endpoint"], unaddressed["state"]) == (None, "waiting")
    assert [got["body"]["data"]["court_case_no"] for got in receiver.received()] == [COURT_NUMBER]


def test_the_secret_is_sealed_in_the_database(mail: Mail) -> None:
    endpoint = mail.registers("https://receiver.example/")

    stored = mail.webhooks.database["webhook_endpoints"].find_one({"_id": endpoint["_id"]})

    assert stored is not None
    assert stored["secret"].startswith("sealed:")
    assert "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" not in str(stored)


def test_a_slow_receiver_delays_only_itself(mail: Mail) -> None:
    slow, quick = mail.receiver("drip"), mail.receiver("200")
    mail.registers(slow.url)
    mail.registers(quick.url)
    mail.webhooks.recorder.record(outcome())
    sender, stop = mail.webhooks.sender(), threading.Event()
    sending = threading.Thread(target=sender.errand.run, args=(stop,))

    sending.start()
    eventually(lambda: slow.received() and quick.received())
    states = {each["url"]: each["state"] for each in mail.deliveries()}
    stop.set()
    sender.errand.call()
    sending.join(10)

    assert not sending.is_alive()
    assert states[slow.url] == "waiting"


def test_a_port_where_nobody_listens_is_an_attempt_like_any_other(mail: Mail) -> None:
    port = free_port()
    mail.allowed.add(f"127.0.0.1:{port}")
    mail.registers(f"http://127.0.0.1:{port}/")
    mail.webhooks.recorder.record(outcome())

    mail.sends()

    noted = mail.delivery()["attempts"][0]
    assert datetime.fromisoformat(noted["at"]).tzinfo == UTC
    assert noted["error"] == "unreachable"
