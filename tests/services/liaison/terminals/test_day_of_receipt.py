"""The legal day of receipt is the day in China at which the server first had the petition."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from deploy.processes import application_of
from deploy.secrets import make_secrets
from services.liaison.assembly import liaison_on
from services.liaison.terminals.corrections import Corrections
from services.liaison.terminals.desk import TerminalDesk
from services.liaison.terminals.intake import Intake, Received, prepare_hall
from services.liaison.terminals.keys import HallKeys
from services.liaison.terminals.petition_schemas import HandedIn
from services.liaison.terminals.terminal import Terminal
from shared.http.identity import Identity
from shared.http.schemas import load
from shared.http.settings import Settings
from tests.gateway.processes import WebProcess, addresses, environment
from tests.gateway.terminal_hall import a_petition
from tests.support.servers import EmbeddedDatabase

AGENCY = "11120101000000000E"
TERMINAL = Terminal(
    "terminal-1", "大厅", AGENCY, "演示区司法局", "120101", "petition_office", None, ()
)
OFFICER = Identity("zhang", "张三", "petition_officer", AGENCY, "演示区司法局", "120101")
LAST_OF_THE_DAY = datetime.fromisoformat("2026-03-12T15:59:59.999+00:00")
FIRST_OF_THE_NEXT = datetime.fromisoformat("2026-03-12T16:00:00+00:00")
THAT_DAY, NEXT_DAY = date(2026, 3, 12), date(2026, 3, 13)


class Hall:
    """Liaison before a running petitions service, at the instants that a test says."""

    def __init__(self, settings: Settings) -> None:
        self._liaison = liaison_on(settings)
        self._keys = HallKeys.of(self._liaison.secrets)
        prepare_hall(self._liaison.database)

    def takes(self, petition: dict[str, Any], at: datetime) -> Received:
        intake = Intake(self._liaison.database, self._keys, self._liaison.client, lambda: at)
        said = load(HandedIn(), petition)
        return intake.take(TERMINAL, said, petition, "zh", origin=TERMINAL.id)

    def listed(self, day: date) -> list[str]:
        corrections = Corrections(self._liaison.database, self._keys)
        desk = TerminalDesk(self._liaison.database, self._keys, corrections)
        return [each["case_id"] for each in desk.of_day(OFFICER, day, after=None, most=100)]


@pytest.fixture(scope="module")
def hall(server: EmbeddedDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hall]:
    secrets: Path = tmp_path_factory.mktemp("secrets")
    make_secrets(secrets)

    def told(service: str, **behind: str) -> dict[str, str]:
        name = f"{service}_{uuid.uuid4().hex}"
        services = addresses(**behind)
        return environment(service, server.url, secrets, database_name=name, services=services)

    with WebProcess(application_of("petitions"), told("petitions")) as petitions:
        with pytest.MonkeyPatch.context() as patch:
            for variable, value in told("liaison", petitions=petitions.url).items():
                patch.setenv(variable, value)
            settings = Settings.from_environment()
        yield Hall(settings)


@pytest.mark.parametrize(
    ("at", "day"), [(LAST_OF_THE_DAY, THAT_DAY), (FIRST_OF_THE_NEXT, NEXT_DAY)]
)
def test_the_day_ends_at_midnight_in_china(hall: Hall, at: datetime, day: date) -> None:
    received = hall.takes(a_petition(), at)

    assert received.received_on == day
    assert received.case["milestones"]["received"] == day.isoformat()
    listed = {each: received.case["id"] in hall.listed(each) for each in (THAT_DAY, NEXT_DAY)}
    assert [each for each, is_there in listed.items() if is_there] == [day]


def test_a_second_try_after_midnight_changes_no_day(hall: Hall) -> None:
    petition = a_petition()

    first = hall.takes(petition, LAST_OF_THE_DAY)
    again = hall.takes(petition, FIRST_OF_THE_NEXT)

    assert (again.received_on, again.case["id"]) == (THAT_DAY, first.case["id"])
    assert again.code == first.code
