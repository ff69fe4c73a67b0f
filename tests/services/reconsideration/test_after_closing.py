"""What may still arrive when the file is closed, or when another party has acted already."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services.reconsideration.builders import accepted, act, filed, people, revoked

OPINION: dict[str, Any] = {
    "to_agency": {"name": "示范区城管局"},
    "content": "规范送达程序",
    "served_on": "2024-06-25",
}


def test_the_report_on_an_opinion_comes_after_the_file_was_closed() -> None:
    review = revoked().does("issue_opinion", on="2024-06-24", **OPINION)
    review.does("close", on="2024-07-20", reason="案卷已齐")
    assert (review.due("FY-28"), review.state_of("FY-28")) == ("2024-08-26", "running")

    review.does("report_rectification", on="2024-08-20", content="已整改")

    assert (review.status, review.state_of("FY-28")) == ("closed", "met")


def test_a_report_after_the_sixty_days_is_late_whether_the_file_is_closed_or_not() -> None:
    review = revoked().does("issue_opinion", on="2024-06-24", **OPINION)
    review.does("close", on="2024-07-20", reason="案卷已齐")
    review.does("report_rectification", on="2024-08-27", content="已整改")

    assert review.codes() == ["rectification-reported-late"]


def test_the_receipt_of_an_opinion_becomes_known_after_the_file_was_closed() -> None:
    unknown = {name: value for name, value in OPINION.items() if name != "served_on"}
    review = revoked().does("issue_opinion", on="2024-06-24", **unknown)
    review.does("close", on="2024-07-20", reason="案卷已齐")
    review.does(
        "record_opinion_receipt", on="2024-07-22", to_agency="示范区城管局", served_on="2024-06-26"
    )

    assert (review.due("FY-28"), review.state_of("FY-28")) == ("2024-08-26", "running")


REDO: dict[str, Any] = {"redo_ordered": True}
PERFORM: dict[str, Any] = {
    "kind": "order_performance",
    "articles": ["66"],
    "performance_due_on": "2024-08-26",
}


@pytest.mark.parametrize(
    ("decision", "rule"),
    [(REDO, "FY-27"), (PERFORM, "POLICY-performance")],
    ids=["redo", "perform"],
)
@pytest.mark.parametrize(
    ("on", "codes"), [("2024-08-26", []), ("2024-08-27", ["performed-late"])], ids=["last", "late"]
)
def test_what_the_respondent_owes_is_owed_though_the_file_was_closed(
    decision: dict[str, Any], rule: str, on: str, codes: list[str]
) -> None:
    """Served on 2024-06-27: a new act in sixty days (2007条例49), or what a day was set for."""
    review = revoked(**decision)
    served: dict[str, Any] = {"party": "p2", "method": "direct", "served_on": "2024-06-27"}
    review.does("serve_decision", on="2024-06-27", **served)
    review.does("close", on="2024-07-20", reason="案卷已齐")
    assert (review.due(rule), review.state_of(rule)) == ("2024-08-26", "running")

    review.does("record_performance", on=on, outcome="performed")

    assert (review.status, review.codes()) == ("closed", codes)


def test_an_instalment_is_owed_though_the_file_was_closed() -> None:
    plan = [{"due_on": "2024-07-01"}, {"due_on": "2024-08-01"}]
    terms: dict[str, Any] = {"terms": "分期", "signed_by_all": True, "instalments": plan}
    review = accepted().does("issue_mediation_statement", on="2024-06-21", **terms)
    review.does("close", on="2024-06-24", reason="案卷已齐")

    review.does("record_instalment", on="2024-07-02", instalment=1)

    assert "performed-late" in review.codes()
    assert review.clock("POLICY-performance", "2")["status"] == "running"


def test_a_closed_decision_is_published() -> None:
    review = revoked().does(
        "serve_decision", on="2024-06-25", method="post", party="p1", served_on="2024-06-25"
    )
    review.does("close", on="2024-07-20", reason="期满")
    review.does("withhold_publication", on="2024-07-22", ground="personal_privacy")

    assert (review.status, review.facts["publication"]) == ("closed", "withheld")


def test_what_was_never_decided_is_not_published() -> None:
    review = filed().does("reject", on="2024-05-13", ground="30(5)", reason="不属于复议范围")
    review.does("close", on="2024-05-20", reason="案卷已齐")
    problem = review.refuses("withhold_publication", on="2024-05-22", ground="personal_privacy")

    assert (problem.status, problem.code) == (422, "missing-fact")


def test_the_second_slip_of_a_correction_notice_comes_after_the_first_applicant_corrected() -> None:
    review = filed(applicants=people(2))
    review.does("request_correction", on="2024-05-10", items=["身份证明"])
    review.does("serve_correction_notice", on="2024-05-13", served_on="2024-05-11", party="p1")
    review.does("correct", on="2024-05-15", description="已补正")
    review.does("serve_correction_notice", on="2024-05-17", served_on="2024-05-14", party="p2")

    assert review.status == "filed"
    services = [(each["party"], each["served_on"]) for each in review.facts["correction_services"]]
    assert services == [("p1", "2024-05-11"), ("p2", "2024-05-14")]
    # The applications were put right for all: nobody's time for corrections runs any more.
    assert "FY-10" not in review.running()
    review.does("accept", on="2024-05-20", procedure="ordinary")
    assert review.status == "accepted"


ENDS: list[tuple[str, dict[str, Any]]] = [
    ("terminate", {"ground": "41(4)"}),
    ("withdraw", {"reason": "已自行和解"}),
    ("issue_mediation_statement", {"terms": "减轻处罚", "signed_by_all": True}),
]


@pytest.mark.parametrize(("command", "raw"), ENDS, ids=[command for command, _ in ENDS])
class TestAnOpinionOutlivesTheReview:
    """An opinion is owed an answer within sixty days, however the review ends (复议法76)."""

    def test_the_agency_reports_after_the_end(self, command: str, raw: dict[str, Any]) -> None:
        review = accepted().does("issue_opinion", on="2024-06-24", **OPINION)
        review.does(command, on="2024-07-01", **raw)
        assert (review.due("FY-28"), review.state_of("FY-28")) == ("2024-08-26", "running")

        review.does("report_rectification", on="2024-08-20", content="已整改")

        assert review.state_of("FY-28") == "met"

    def test_it_is_issued_with_the_end_and_copied_upwards(
        self, command: str, raw: dict[str, Any]
    ) -> None:
        review = accepted().does(command, on="2024-06-21", **raw)
        review.does("issue_opinion", on="2024-06-24", **OPINION)
        review.does(
            "copy_to_superior", on="2024-06-26", about="opinion", to_agency={"name": "市城管局"}
        )

        assert review.due("FY-28") == "2024-08-26"


def test_an_opinion_is_issued_while_the_review_is_suspended() -> None:
    review = accepted().does("suspend", on="2024-06-21", ground="39(8)")
    review.does("issue_opinion", on="2024-06-24", **OPINION)

    assert (review.status, review.due("FY-28")) == ("suspended", "2024-08-26")


def test_who_was_sent_an_opinion_answers_though_a_superior_took_the_case_over() -> None:
    review = filed(
        received_on="2026-07-06", act=act(made_on="2026-06-01", served_on="2026-06-03")
    ).does("accept", on="2026-07-08", procedure="ordinary")
    review.does("issue_opinion", on="2026-07-20", **{**OPINION, "served_on": "2026-07-21"})
    superior: dict[str, Any] = {"name": "某省人民政府", "code": "111200000000000021"}
    review.does(
        "record_elevation", on="2026-08-05", notice_received_on="2026-08-04", superior=superior
    )
    # The sixtieth day is a Saturday, the Sunday after it is worked for the holiday in October.
    assert (review.due("FY-28"), review.state_of("FY-28")) == ("2026-09-20", "running")

    review.does("report_rectification", on="2026-09-15", content="已整改")

    assert (review.status, review.state_of("FY-28")) == ("elevated", "met")
