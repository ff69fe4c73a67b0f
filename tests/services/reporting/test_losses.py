"""Lost cases by the agency whose act was judged, each number with the cases behind it (X10)."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.reporting.assembly import Reporting
from services.reporting.losses import losses_by_agency
from services.reporting.periods import Period
from tests.services.coordination.asking import Desk
from tests.services.coordination.telling import AGENCY, OTHER_AGENCY
from tests.services.reporting.world import a_suit, tell

JULY = Period(date(2024, 7, 1), date(2024, 7, 31))
BUREAU = {"code": "11120101MB0000003X", "name": "示范区市场监督管理局"}
SCHOOLS = {"code": "11120101MB0000009X", "name": "示范区教育局"}


def judged(
    reporting: Reporting,
    case_id: str,
    of: dict[str, Any] | None,
    *causes: str,
    on: str = "2024-07-10",
    lost: bool = True,
    **changes: Any,
) -> Any:
    act = {"agency": of} if of else {}
    suit = a_suit(case_id, act=act, **changes)
    tell(reporting, suit.step("record_judgment", on=on, outcome="revoked", lost=lost))
    if causes:
        tell(reporting, suit.step("analyse_loss", on="2024-08-20", causes=list(causes)))
    return suit


def found(reporting: Reporting) -> dict[str, dict[str, Any]]:
    kept = reporting.cases.of_agency(AGENCY["code"], "2024-01-01")
    cases = sorted(kept, key=lambda case: str(case["_id"]))
    losses = losses_by_agency(cases, AGENCY["code"], JULY)
    return {each["agency"]["name"]: each for each in losses}


def test_losses_stand_with_the_agency_whose_act_was_judged(reporting: Reporting) -> None:
    judged(reporting, "one", BUREAU, "procedure_violated", "evidence_late")
    judged(reporting, "two", BUREAU, "procedure_violated")
    judged(reporting, "three", BUREAU)
    judged(reporting, "four", SCHOOLS, "other")
    judged(reporting, "own", None)

    losses = found(reporting)

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
    reporting: Reporting,
) -> None:
    judged(reporting, "won", BUREAU, lost=False)
    judged(reporting, "june", BUREAU, on="2024-06-30")
    judged(reporting, "theirs", BUREAU, agency=dict(OTHER_AGENCY))
    undone = judged(reporting, "undone", BUREAU)
    tell(reporting, undone.step("record_final_judgment", on="2024-07-20", lost=False))

    assert found(reporting) == {}


def test_the_monthly_report_shows_them(reporting: Reporting, desk: Desk) -> None:
    judged(reporting, "one", BUREAU, "other")

    report = desk.get("/api/v1/reports/monthly?on=2024-07-31").get_json()

    (losses,) = report["losses"]
    assert losses["agency"] == BUREAU
    assert losses["lost"]["case_ids"] == ["one"]
