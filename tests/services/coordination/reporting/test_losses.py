"""Lost cases by the agency whose act was judged, each number with the cases behind it (X10)."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.coordination.assembly import Coordination
from services.coordination.reporting.losses import losses_by_agency
from services.coordination.reporting.periods import Period
from tests.services.coordination.asking import Desk
from tests.services.coordination.reporting.world import a_suit
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY, tell

JULY = Period(date(2024, 7, 1), date(2024, 7, 31))
BUREAU = {"code": "11120101MB0000003X", "name": "示范区市场监督管理局"}
SCHOOLS = {"code": "11120101MB0000009X", "name": "示范区教育局"}


def judged(
    coordination: Coordination,
    case_id: str,
    of: dict[str, Any] | None,
    *causes: str,
    on: str = "2024-07-10",
    lost: bool = True,
    **changes: Any,
) -> Any:
    act = {"agency": of} if of else {}
    suit = a_suit(case_id, act=act, **changes)
    tell(coordination, suit.step("record_judgment", on=on, outcome="revoked", lost=lost))
    if causes:
        tell(coordination, suit.step("analyse_loss", on="2024-08-20", causes=list(causes)))
    return suit


def found(coordination: Coordination) -> dict[str, dict[str, Any]]:
    kept = coordination.reported.of_agency(AGENCY["code"], "2024-01-01")
    cases = sorted(kept, key=lambda case: str(case["_id"]))
    losses = losses_by_agency(cases, AGENCY["code"], JULY)
    return {each["agency"]["name"]: each for each in losses}


def test_losses_stand_with_the_agency_whose_act_was_judged(coordination: Coordination) -> None:
    judged(coordination, "one", BUREAU, "procedure_violated", "evidence_late")
    judged(coordination, "two", BUREAU, "procedure_violated")
    judged(coordination, "three", BUREAU)
    judged(coordination, "four", SCHOOLS, "other")
    judged(coordination, "own", None)

    losses = found(coordination)

    assert list(losses) == [BUREAU["name"], AGENCY["name"], SCHOOLS["name"]]
    bureau = losses[BUREAU["name"]]
    assert bureau["lost"] == {"count": 3, "case_ids": ["one", "three", "two"]}
    assert bureau["analysed"]["case_ids"] == ["one", "two"]
    assert bureau["not_analysed"]["case_ids"] == ["three"]
    assert [(each["key"], each["case_ids"]) for each in bureau["causes"]] == [
        ("procedure_violated", ["one", "two"]),
        ("evidence_late", ["one"]),
    ]
    assert bureau["causes"][0]["name"]["zh"] == "违反法定程序"


def test_what_was_won_undone_on_appeal_of_another_month_or_agency_is_no_loss_here(
    coordination: Coordination,
) -> None:
    judged(coordination, "won", BUREAU, lost=False)
    judged(coordination, "june", BUREAU, on="2024-06-30")
    judged(coordination, "theirs", BUREAU, agency=dict(OTHER_AGENCY))
    undone = judged(coordination, "undone", BUREAU)
    tell(coordination, undone.step("record_final_judgment", on="2024-07-20", lost=False))

    assert found(coordination) == {}


def test_the_monthly_report_shows_them(coordination: Coordination, desk: Desk) -> None:
    judged(coordination, "one", BUREAU, "other")

    report = desk.get("/api/v1/reports/monthly?on=2024-07-31").get_json()

    (losses,) = report["losses"]
    assert losses["agency"] == BUREAU
    assert losses["lost"]["case_ids"] == ["one"]
