"""What is kept of a case: the tracks tell it, once, and nothing of it is personal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import pytest

from services import litigation, mediation, petitions, reconsideration
from services.reporting.assembly import Reporting
from services.reporting.case_facts import KEPT, STILL_OPEN
from shared.casework.case_events import CaseEvent
from shared.casework.fields import PersonalText
from shared.casework.guarding import SYSTEM, Actor
from shared.casework.procedure import Procedure
from shared.events.envelope import Event
from shared.storage.database import Database
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY, Case, a_party
from tests.services.reporting.world import a_petition, ended, figure, met, running, tell
from tests.support.casework import decided

PROCEDURES = {
    track.procedure.track: track.procedure
    for track in (petitions.track(), mediation.track(), reconsideration.track(), litigation.track())
}
OWN_OFFICERS = {
    name: Actor("officer-1", role, AGENCY["code"], AGENCY["name"])
    for name, role in (
        ("petition", "petition_officer"),
        ("litigation", "litigation_officer"),
    )
}


@pytest.mark.parametrize(
    ("track", "command"), [(track, command) for track, kept in KEPT.items() for command in kept]
)
def test_every_fact_that_is_kept_is_told_by_its_track_and_is_not_personal(
    track: str, command: str
) -> None:
    found = PROCEDURES[track].commands[command]
    fields = found.schema._declared_fields

    for name in KEPT[track][command]:
        assert name in found.event_data
        assert not isinstance(fields[name], PersonalText)


class RealCase:
    """A case that is decided by its own procedure, and tells of it as the track would."""

    def __init__(self, procedure: Procedure, case_id: str) -> None:
        self.procedure = procedure
        self.case_id = case_id
        self.case: Mapping[str, Any] = {}
        self.sequence = 0

    def step(self, command: str, **raw: Any) -> Event:
        actor = OWN_OFFICERS[self.procedure.track]
        if self.procedure.commands[command].roles == {"system"}:
            actor = SYSTEM
        decision = decided(
            self.procedure, self.case, command, raw, actor=actor, today=date(2026, 11, 20)
        )
        self.case = decision.case
        self.sequence += 1
        told = Case(case_id=self.case_id, track=self.procedure.track, sequence=self.sequence - 1)
        plain = told.step(command)
        data = {**decision.event_data, "case_id": self.case_id, "number": self.case_id}
        return Event(
            **{name: getattr(plain, name) for name in plain.__slots__ if name != "data"}, data=data
        )


def a_real_petition() -> Iterator[Event]:
    case = RealCase(PROCEDURES["petition"], "pet-real")
    yield case.step(
        "register",
        channel="visit",
        received_on="2024-05-08",
        received_as="agency",
        petitioners=[{"name": "王小明", "key_group": "retired_workers"}],
        content="反映拖欠工资",
        field="labour",
    )
    yield case.step("classify", on="2024-05-09", kind="appeal", article31_item=6, legal_path="信访")
    yield case.step("accept", on="2024-05-10")
    yield case.step(
        "conclude",
        on="2024-06-10",
        outcome="supported",
        opinion={
            "claims": "支付工资",
            "facts_and_reasons": "欠薪属实",
            "conclusion": "责令支付",
            "legal_basis": "劳动法50",
        },
        served_on="2024-06-11",
    )
    yield case.step("rate", on="2024-06-20", satisfaction=5)


def a_real_suit() -> Iterator[Event]:
    case = RealCase(PROCEDURES["litigation"], "sui-real")
    yield case.step(
        "receive_notice",
        court="示范区人民法院",
        court_case_no="(2024)津0101行初9号",
        plaintiffs=[{"name": "王小明"}],
        docketed_on="2024-05-06",
        served_on="2024-05-08",
        on="2024-05-08",
    )
    yield case.step("submit_answer", on="2024-05-20", evidence=["处罚决定书"])
    yield case.step(
        "schedule_hearing",
        on="2024-05-20",
        hearing_on="2024-06-03",
        place="第三法庭",
        head_notice="shall",
        head_notice_ground="public_health",
        notified_on="2024-05-20",
    )
    yield case.step("record_hearing", on="2024-06-03", head_attended=False, staff_attended=True)
    yield case.step(
        "record_judgment",
        on="2024-06-20",
        kind="judgment",
        outcome="revoked",
        lost=True,
        served_on="2024-06-25",
        opponent_served_on="2024-06-25",
    )
    yield case.step("analyse_loss", on="2024-07-01", causes=["procedure_violated"], measures="培训")
    yield case.step("take_effect", on="2024-07-10")


def test_a_real_petition_is_counted_from_what_its_procedure_decides(
    reporting: Reporting,
) -> None:
    tell(reporting, *a_real_petition())

    for indicator in ("acceptance_on_time", "conclusion_on_time", "petition_satisfaction"):
        assert figure(reporting, indicator) == (["pet-real"], ["pet-real"])
    assert figure(reporting, "first_time_resolution") == (["pet-real"], ["pet-real"])
    kept = reporting.cases.cases.find_one({"_id": "pet-real"})
    assert kept is not None
    assert (kept["channel"], kept["field"]) == ("visit", "labour")
    assert kept["key_groups"] == ["retired_workers"]
    assert kept["opened_on"] == "2024-05-08"


def test_a_real_suit_is_counted_from_what_its_procedure_decides(
    reporting: Reporting,
) -> None:
    tell(reporting, *a_real_suit())

    assert figure(reporting, "head_attendance_required.public_health") == ([], ["sui-real"])
    assert figure(reporting, "litigation_loss") == (["sui-real"], ["sui-real"])
    assert figure(reporting, "mediation_rate") == ([], ["sui-real"])


def test_an_event_that_comes_again_changes_nothing(
    reporting: Reporting, database: Database
) -> None:
    events = list(a_real_petition())
    tell(reporting, *events)
    before = list(database["reported_cases"].find())

    tell(reporting, *events)
    for event in events:
        reporting.cases.record(CaseEvent.read(event))

    assert list(database["reported_cases"].find()) == before


def test_no_name_of_a_person_is_kept(reporting: Reporting, database: Database) -> None:
    tell(reporting, *a_real_petition(), *a_real_suit())

    assert "王小明" not in str(list(database["reported_cases"].find()))


def test_claimants_are_told_apart_by_number_and_else_by_case(
    reporting: Reporting, database: Database
) -> None:
    parties = [
        a_party("petitioner", id_number_index="blind-1"),
        a_party("petitioner", id="p2", id_number_index="blind-1"),
        a_party("petitioner", id="p3"),
        a_party("petitioner", id="p4", kind="organisation", organisation_code="91110000X"),
        a_party("representative", id="p5", id_number_index="blind-5"),
    ]
    tell(reporting, a_petition("pet-1", parties=parties).step("register"))

    kept = database["reported_cases"].find_one({"_id": "pet-1"})
    assert kept is not None
    assert kept["claimants"] == ["91110000X", "blind-1", "pet-1:p3"]


def test_the_agency_concerned_is_who_made_the_act_or_has_to_answer(
    reporting: Reporting, database: Database
) -> None:
    against = a_party("respondent", kind="agency", code="11120101MB0000003X")
    act = {"number": "1", "agency": {"code": "11120101MB0000009X", "name": "某局"}}
    tell(
        reporting,
        a_petition("act", act=act, parties=[against]).step("register"),
        a_petition("party", parties=[against]).step("register"),
        a_petition("nobody").step("register"),
    )

    concerned = {case["_id"]: case["concerned"] for case in database["reported_cases"].find()}
    assert concerned == {
        "act": {"code": "11120101MB0000009X", "name": "某局"},
        "party": {"code": "11120101MB0000003X", "name": None},
        "nobody": None,
    }


def test_a_case_leaves_the_past_when_it_ends_and_nothing_runs_any_more(
    reporting: Reporting,
) -> None:
    case = a_petition()

    def latest() -> str:
        kept = reporting.cases.cases.find_one({"_id": case.case_id})
        assert kept is not None
        return str(kept["latest_on"])

    tell(reporting, case.step("register"))
    assert latest() == STILL_OPEN
    tell(
        reporting,
        ended(case, "concluded").step("conclude", clocks=[running("XF-06", "2024-06-08")]),
    )
    assert latest() == STILL_OPEN
    tell(
        reporting,
        case.step(
            "note_expiry", on="2024-06-08", clocks=[met("XF-06", "2024-06-08", "2024-06-08")]
        ),
    )
    assert latest() == "2024-06-08"
    assert reporting.cases.of_agency(AGENCY["code"], "2024-06-09") == []
    assert reporting.cases.began_on(AGENCY["code"]) == "2024-05-08"


def test_every_agency_that_had_the_case_finds_it_and_nobody_else(
    reporting: Reporting,
) -> None:
    case = a_petition()
    registered = case.step("register")
    case.agency = dict(OTHER_AGENCY)
    tell(reporting, registered, case.step("transfer"))

    def found(code: str) -> list[str]:
        return [each["_id"] for each in reporting.cases.of_agency(code, "2024-01-01")]

    assert found(AGENCY["code"]) == found(OTHER_AGENCY["code"]) == ["pet-1"]
    assert found("11990000000000009Z") == []


def test_a_track_that_nobody_knows_yet_is_counted_by_its_clocks(
    reporting: Reporting,
) -> None:
    arbitration = a_petition("arb-1", track="arbitration", status="open")
    tell(reporting, arbitration.step("open", clocks=[running("FY-18", "2024-06-01")]))

    assert figure(reporting, "conclusion_on_time") == ([], ["arb-1"])


def _kept(reporting: Reporting, case: Case) -> Mapping[str, Any]:
    found = reporting.cases.cases.find_one({"_id": case.case_id})
    assert found is not None
    return found


def test_of_two_steps_of_one_day_only_the_one_that_is_taken_back_goes(
    reporting: Reporting,
) -> None:
    case = Case()
    tell(reporting, case.step("file"))
    tell(reporting, case.step("issue_opinion", on="2024-05-20", to_agency="甲局"))
    tell(reporting, case.step("issue_opinion", on="2024-05-20", to_agency="乙局"))
    gone = [{"command": "issue_opinion", "on": "2024-05-20", "version": 3}]
    tell(reporting, case.step("take_back_entry", on="2024-05-20", taken_back=gone))

    assert [step["to_agency"] for step in _kept(reporting, case)["steps"]] == ["甲局"]


def test_a_step_that_is_corrected_twice_is_kept_once(reporting: Reporting) -> None:
    case = Case()
    tell(reporting, case.step("file"))
    tell(reporting, case.step("issue_opinion", on="2024-05-20", to_agency="甲局"))
    for agency in ("乙局", "丙局"):
        corrects: dict[str, Any] = {"command": "issue_opinion", "on": "2024-05-20", "version": 2}
        corrects["corrected_on"] = "2024-05-20"
        tell(reporting, case.step("correct_entry", corrects=corrects, to_agency=agency))

    assert [step["to_agency"] for step in _kept(reporting, case)["steps"]] == ["丙局"]


def test_a_corrected_beginning_is_the_beginning_that_is_counted(reporting: Reporting) -> None:
    case = Case()
    tell(reporting, case.step("file", channel="visit"))
    corrects = {"command": "file", "on": "2024-05-08", "version": 1, "corrected_on": "2024-05-06"}
    tell(reporting, case.step("correct_entry", on="2024-05-10", corrects=corrects, channel="mail"))

    kept = _kept(reporting, case)
    assert (kept["opened_on"], kept["channel"]) == ("2024-05-06", "mail")


def test_an_answered_clock_stays_answered_whatever_is_corrected(
    reporting: Reporting,
) -> None:
    case = Case()
    tell(reporting, case.step("file"))
    tell(reporting, case.step("issue_opinion", clocks=[running("FY-28", "2024-07-08")]))
    reported = met("FY-28", "2024-07-08", "2024-06-20")
    tell(reporting, case.step("report_rectification", on="2024-06-20", clocks=[reported]))
    for version, command in ((3, "report_rectification"), (2, "issue_opinion")):
        corrects = {"command": command, "on": "2024-05-08", "version": version}
        corrects["corrected_on"] = "2024-05-07"
        anew = met("FY-28", "2024-07-05", "2024-06-19")
        tell(reporting, case.step("correct_entry", corrects=corrects, clocks=[anew]))
        (clock,) = _kept(reporting, case)["clocks"]
        assert (clock["ended_by"], clock["ended_on"]) == ("report_rectification", "2024-06-19")


def test_a_clock_that_an_overtaken_effect_had_ended_is_ended_by_the_act(
    reporting: Reporting,
) -> None:
    case = Case()
    tell(reporting, case.step("file", clocks=[running("FY-08", "2024-05-15")]))
    ended_by_effect = met("FY-08", "2024-05-15", "2024-05-15")
    tell(reporting, case.step("deem_accepted", on="2024-05-15", clocks=[ended_by_effect]))
    gone = [{"command": "deem_accepted", "on": "2024-05-15", "version": 2}]
    earlier = met("FY-08", "2024-05-15", "2024-05-14")
    late = case.step("accept", on="2024-05-14", taken_back=gone, clocks=[earlier])
    tell(reporting, late)

    (clock,) = _kept(reporting, case)["clocks"]
    assert clock["ended_by"] == "accept"
