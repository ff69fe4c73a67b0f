"""The procedure as a whole: what it names, who may act, what expiry does."""

from __future__ import annotations

from shared.law import load_rules
from tests.services.reconsideration.builders import PROCEDURE

STATES = {
    "invited",
    "filed",
    "correction_requested",
    "accepted",
    "suspended",
    "taken_over",
    "elevated",
    "handed_up",
    "decided",
    "settled",
    "rejected",
    "lapsed",
    "self_corrected",
    "terminated",
    "closed",
}
COMMANDS = {
    "file",
    "request_correction",
    "correct",
    "lapse",
    "accept",
    "deem_accepted",
    "reject",
    "serve_respondent",
    "reply",
    "assign_officers",
    "hear_parties",
    "schedule_hearing",
    "hold_hearing",
    "consult_committee",
    "suspend",
    "resume",
    "exclude_time",
    "request_norm_review",
    "start_mediation",
    "extend",
    "convert_procedure",
    "decide",
    "issue_mediation_statement",
    "terminate",
    "withdraw",
    "serve_decision",
    "issue_opinion",
    "report_rectification",
    "record_performance",
    "order_performance",
    "publish",
    "close",
}


def test_every_state_and_command_of_the_law_is_there() -> None:
    assert set(PROCEDURE.states) == STATES | {"entered_by_mistake"}
    assert set(PROCEDURE.commands) >= COMMANDS


def test_every_command_cites_its_article() -> None:
    assert all(PROCEDURE.commands[name].articles for name in COMMANDS)


def test_every_clock_that_runs_says_what_its_expiry_does() -> None:
    windows = {"FY-01", "FY-02", "FY-03a", "FY-03b", "FY-05", "FY-31"}
    judged_at_once = windows | {"FY-09", "FY-17"}
    started = {
        operation.rules[0]
        for command in PROCEDURE.commands.values()
        for operation in command.clocks
        if operation.verb == "start"
    }

    assert started - judged_at_once == set(PROCEDURE.expiry)
    assert all(rule in load_rules() for rule in started)


def test_what_the_law_does_by_itself_no_officer_does() -> None:
    for name in ("invite", "deem_accepted", "lapse", "record_mediation_outcome", "take_over"):
        assert PROCEDURE.commands[name].roles == {"system"}
