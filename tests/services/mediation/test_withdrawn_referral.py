"""A petition that was referred by mistake: the mediation goes first, then the referral, then it."""

from __future__ import annotations

from typing import Any

import pytest

from services import mediation, petitions
from services.mediation.reactions import reactions
from services.petitions.reactions import reactions as reactions_of_petitions
from shared.casework.calendar_shelf import CalendarShelf
from shared.casework.case import ENTERED_BY_MISTAKE
from shared.casework.reacting import Handler, standing_reactions, together
from shared.casework.recounting import Recounting
from shared.http.problems import Problem
from shared.law import official_calendar
from shared.storage.database import Database
from tests.services.mediation.builders import BOTH, consent
from tests.services.mediation.test_reactions import CLERK, MEDIATOR, PETITION, Office

MISTAKE: dict[str, Any] = {"reason": "误转", "approved_by": "负责人"}
REFERRED = 2


class Rooms:
    """Petitions and mediation side by side, each with all of its reactions."""

    def __init__(self, database: Database) -> None:
        self.petitions = Office(petitions.track(), database)
        self.mediation = Office(mediation.track(), database)
        self._hears = {
            self.petitions: self._handlers(self.petitions, database, reactions_of_petitions),
            self.mediation: self._handlers(self.mediation, database, reactions),
        }
        opened = self.petitions.opens(CLERK, "register", **PETITION)
        self.petition = str(opened["_id"])
        refer = {"on": "2026-07-03", "to": "mediation", "article31_item": 6}
        self.petitions.does(CLERK, self.petition, "refer", **refer)
        self.mediation_hears()
        self.case = str(self.mediation.cases()[0]["_id"])

    def _handlers(self, office: Office, database: Database, own: Any) -> dict[str, Handler]:
        shelf = CalendarShelf(database, official_calendar())
        standing = standing_reactions(office.desk, Recounting(office.desk, shelf))
        return together(standing, own(office.desk))

    def mediation_hears(self) -> None:
        self._tell(self.petitions, self.petition, self.mediation)

    def petitions_hear(self) -> None:
        self._tell(self.mediation, self.case, self.petitions)

    def _tell(self, said_by: Office, case_id: str, heard_by: Office) -> None:
        event = said_by.said_last(case_id)
        if handler := self._hears[heard_by].get(event.type):
            handler(event)

    def mediates(self, command: str, **raw: Any) -> None:
        self.mediation.does(MEDIATOR, self.case, command, **raw)
        self.petitions_hear()

    def withdraws_the_referral(self) -> dict[str, Any]:
        said: dict[str, Any] = {**MISTAKE, "entry": REFERRED, "withdrawn": True}
        return self.petitions.does(CLERK, self.petition, "correct_entry", **said)

    def withdraws_the_petition(self) -> dict[str, Any]:
        return self.petitions.does(CLERK, self.petition, "withdraw_case", **MISTAKE)


@pytest.fixture
def rooms(database: Database) -> Rooms:
    return Rooms(database)


def test_while_the_mediation_stands_referral_and_petition_stay(rooms: Rooms) -> None:
    for withdraws in (rooms.withdraws_the_referral, rooms.withdraws_the_petition):
        with pytest.raises(Problem) as caught:
            withdraws()
        problem = caught.value
        assert (problem.status, problem.code, problem.entry) == (409, "conflict", REFERRED)
        assert "撤销该案的登记" in problem.detail.zh
        assert "信访工作条例31" in str(problem.basis)
    assert rooms.petitions.casework.get(rooms.petition)["version"] == REFERRED


def test_a_mediation_that_names_it_as_its_origin_is_named(rooms: Rooms) -> None:
    petition = rooms.petitions.casework.get(rooms.petition)
    origin = {"track": "petition", "case_id": rooms.petition, "kind": "referral"}
    other = {
        "track": "mediation",
        "case_id": rooms.case,
        "number": "调〔2026〕1号",
        "origin": origin,
    }
    store = rooms.petitions.casework.store
    store.set_matter_view(petition["matter_id"], {"cases": [other]})

    with pytest.raises(Problem) as caught:
        rooms.withdraws_the_petition()

    assert "调〔2026〕1号" in caught.value.detail.zh


def test_the_mediation_goes_first_then_the_referral_then_the_petition(rooms: Rooms) -> None:
    rooms.mediates("withdraw_case", **MISTAKE)
    rooms.petitions_hear()  # what comes again changes nothing

    petition = rooms.petitions.casework.get(rooms.petition)
    assert [entry["command"] for entry in petition["history"]][REFERRED:] == ["note_withdrawal"]
    assert rooms.withdraws_the_referral()["status"] == "registered"
    assert rooms.withdraws_the_petition()["status"] == ENTERED_BY_MISTAKE
    assert rooms.petitions.casework.verify_history(rooms.petition).intact


def test_what_the_mediation_had_told_goes_with_it(rooms: Rooms) -> None:
    rooms.mediates("accept", on="2026-07-06", consents=consent(*BOTH))
    petition = rooms.petitions.casework.get(rooms.petition)
    assert [each["outcome"] for each in petition["facts"]["referral_outcomes"]] == ["accepted"]

    rooms.mediates("withdraw_case", **MISTAKE)

    petition = rooms.petitions.casework.get(rooms.petition)
    assert not petition["facts"].get("referral_outcomes")
    assert rooms.withdraws_the_referral()["status"] == "registered"


def test_a_mediation_from_a_petition_is_not_restored_but_registered_anew(rooms: Rooms) -> None:
    rooms.mediates("withdraw_case", **MISTAKE)
    entry = rooms.mediation.casework.get(rooms.case)["version"]

    said: dict[str, Any] = {**MISTAKE, "entry": entry, "withdrawn": True}

    with pytest.raises(Problem, match="registered anew"):
        rooms.mediates("correct_entry", **said)
