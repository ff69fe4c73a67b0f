"""Reporting as it is served: what it prepares, and what it asks of coordination."""

from __future__ import annotations

from services.reporting.app import create_app
from services.reporting.assembly import Reporting
from shared.http.settings import Settings
from shared.http.titles import CODES
from shared.storage.database import connect
from tests.services.coordination.asking import Desk, refused
from tests.services.reporting.world import a_petition, tell


def test_the_web_process_prepares_every_collection_before_it_serves(settings: Settings) -> None:
    database = connect(settings)
    assert database.list_collection_names() == []

    create_app(settings)

    indexed = {
        name
        for name in database.list_collection_names()
        if len(database[name].index_information()) > 1
    }
    assert indexed == {"event_log", "parked", "reported_cases", "reported_cases_rebuilt"}


def test_what_stands_at_coordination_is_missing_from_no_report_in_silence(
    reporting: Reporting, lonely_desk: Desk
) -> None:
    tell(reporting, a_petition().step("accept"))

    for report in ("daily", "supervision"):
        answer = lonely_desk.get(f"/api/v1/reports/{report}")
        assert refused(answer)[:2] == (503, CODES[503])
    for report in ("indicators", "warnings"):
        assert lonely_desk.get(f"/api/v1/reports/{report}").status_code == 200
