"""The petition procedure as a whole: every state and command named, labelled, grounded."""

from __future__ import annotations

import pytest

from shared.casework.assigning import ASSIGN
from shared.casework.correcting import AMENDING
from shared.casework.procedure import Command
from shared.casework.system_commands import system_commands
from tests.services.petitions.builders import PROCEDURE

COMMON = {ASSIGN, *AMENDING, *system_commands(PROCEDURE.states, PROCEDURE.expiry)}
OWN = set(PROCEDURE.commands) - COMMON
COMMANDS = [PROCEDURE.commands[name] for name in sorted(OWN)]


def test_every_state_of_the_procedure_is_there() -> None:
    assert set(PROCEDURE.states) == {
        "registered",
        "taken_up",
        "answered",
        "accepted",
        "concluded",
        "settled",
        "in_review",
        "reviewed",
        "in_reexamination",
        "finalized",
        "declined",
        "transferred",
        "referred",
        "withdrawn",
        "closed",
        "entered_by_mistake",
    }


def test_every_command_of_the_procedure_is_there() -> None:
    wanted = {
        "register",
        "classify",
        "take_up",
        "answer_suggestion",
        "accept",
        "decline",
        "transfer",
        "return_transfer",
        "refer",
        "extend",
        "conclude",
        "request_review",
        "conclude_review",
        "request_reexamination",
        "conclude_reexamination",
        "rate",
        "urge",
        "withdraw",
        "withdraw_request",
        "withdraw_requests",
        "record_hearing",
        "settle",
        "hand_over",
        "close",
    }
    assert wanted <= set(PROCEDURE.commands)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_command_speaks_both_languages_and_cites_its_articles(command: Command) -> None:
    assert command.label.zh
    assert command.label.en
    # To keep a paper with its case is asked by no article.
    assert command.articles or command.own_route
    assert all(article.startswith(("信访工作条例", "内部管理规定")) for article in command.articles)


def test_the_expiry_of_every_clock_has_an_effect() -> None:
    started = {
        rule
        for command in COMMANDS
        for operation in command.clocks
        if operation.verb == "start"
        for rule in operation.rules
    }

    assert started == set(PROCEDURE.expiry)


def test_the_petitioners_rights_lapse_and_the_agencys_duties_do_not() -> None:
    lapsing = {rule for rule, effect in PROCEDURE.expiry.items() if effect.ends}

    assert lapsing == {"XF-04", "XF-06", "XF-08"}


def test_who_is_accused_never_sees_who_reported() -> None:
    assert PROCEDURE.hides is not None
    assert PROCEDURE.hides.roles == {"petitioner", "representative"}
    assert PROCEDURE.hides.from_role == "respondent"
    assert PROCEDURE.hides.when == {"facts.kind": "report"}


def test_the_sender_may_urge_the_agency_that_has_the_petition_now() -> None:
    assert PROCEDURE.commands["urge"].by_involved is True
