"""What a step asks of the database, command by command: each one costs every office all day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from pymongo import monitoring

from shared.casework.casework import Casework
from shared.events.doorbell import Call
from shared.events.envelope import Event
from shared.events.relay import Relay
from shared.storage.database import Database
from tests.support.casework import casework_on, opened, performed
from tests.support.database import connected
from tests.support.servers import EmbeddedDatabase


class Commands(monitoring.CommandListener):
    """Writes down what is asked, until the next look."""

    def __init__(self) -> None:
        self._asked: list[str] = []

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        self._asked.append(f"{event.command_name} {event.command[event.command_name]}")

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        """Nothing more."""

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing more."""

    def taken(self) -> list[str]:
        """Return what was asked since the last time."""
        asked, self._asked = self._asked, []
        return asked


class Taking:
    """A bus that takes everything."""

    def publish(self, event: Event) -> None:
        """Take it."""


@dataclass
class Office:
    """Casework and its relay, at work for some time already."""

    casework: Casework
    relay: Relay
    commands: Commands
    calls: list[Call]

    def told_by(self) -> list[str]:
        """Return what telling asked; the place of publishing is kept once a second."""
        return [each for each in self.commands.taken() if each != "update watermarks"]


@pytest.fixture
def office(server: EmbeddedDatabase, database: Database) -> Iterator[Office]:
    commands = Commands()
    with connected(server.url, commands) as client:
        casework = casework_on(client[database.name])
        name = casework.procedure.collection
        follow = {name: casework.store.cards.follow}
        relay = Relay(client[database.name], "reconsideration", [name], Taking(), follow)
        opened(casework)
        relay.number()
        relay.publish()
        commands.taken()
        calls: list[Call] = []
        casework.wake_relay = lambda *called: calls.append(Call(*called))
        yield Office(casework, relay, commands, calls)


def test_opening_a_case_is_a_number_a_case_and_what_finds_it(office: Office) -> None:
    opened(office.casework)

    assert office.commands.taken() == [
        "findAndModify counters",
        "insert reconsiderations",
        "insert case_words",
        "insert case_cards",
    ]


def test_a_step_reads_the_case_once_and_writes_it_once(office: Office) -> None:
    case_id = opened(office.casework)
    office.commands.taken()
    performed(office.casework, case_id, "accept")

    asked = office.commands.taken()
    assert asked.count("find reconsiderations") == 1
    assert asked.count("update reconsiderations") == 1


def test_telling_of_cases_that_were_rung_for_costs_two_commands_however_many_wait(
    office: Office,
) -> None:
    for _ in range(5):
        opened(office.casework)
    office.commands.taken()
    office.relay.number_for(office.calls)
    office.relay.publish()

    assert office.told_by() == ["find reconsiderations", "insert event_log"]
    office.relay.settle()
    assert office.told_by() == ["update reconsiderations"]


def test_telling_of_cases_that_nobody_rang_for_looks_for_their_cards(office: Office) -> None:
    for _ in range(5):
        opened(office.casework)
    office.commands.taken()
    office.relay.number_for([Call("reconsiderations")])
    office.relay.publish()

    assert office.told_by() == [
        "find reconsiderations",
        "insert event_log",
        "find case_cards",
        "update reconsiderations",
    ]
