"""Whatever may be posted says when and how, and came after it: in every track, with the article."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import ValidationError

from services import litigation, mediation, petitions, reconsideration
from shared.casework.payloads import Command

TRACKS = [each.track().procedure for each in (petitions, mediation, reconsideration, litigation)]
POSTED: dict[str, type[Command]] = {
    f"{procedure.track} {name}": command.schema
    for procedure in TRACKS
    for name, command in procedure.commands.items()
    if "posted_on" in command.schema().fields
}


@pytest.mark.parametrize("schema", POSTED.values(), ids=POSTED)
@pytest.mark.parametrize(
    ("posting", "field", "said"),
    [
        ({"posted_on": "2026-10-08"}, "posted_by", "how it was posted"),
        ({"posted_by": "express_mail"}, "posted_on", "on which day"),
        (
            {"on": "2026-10-12", "posted_on": "2026-10-13", "posted_by": "express_mail"},
            "posted_on",
            "after it was received",
        ),
    ],
    ids=["no means", "no day", "after receipt"],
)
def test_a_posting_that_cannot_be_is_refused_with_its_article(
    schema: type[Command], posting: dict[str, Any], field: str, said: str
) -> None:
    with pytest.raises(ValidationError) as refused:
        schema(partial=True).load(posting)

    messages = refused.value.messages
    assert isinstance(messages, dict)
    [text] = messages[field]
    assert said in text.en
    assert all("民事诉讼法85¶4" in words for words in (text.zh, text.en))


@pytest.mark.parametrize("schema", POSTED.values(), ids=POSTED)
def test_what_was_posted_on_the_day_of_its_receipt_is_taken(schema: type[Command]) -> None:
    day = {"on": "2026-10-12", "posted_on": "2026-10-12", "posted_by": "registered_mail"}

    assert schema(partial=True).load(day)["posted_by"] == "registered_mail"


def test_every_act_of_a_party_that_a_period_runs_against_may_be_posted() -> None:
    assert set(POSTED) == {
        "petition request_review",
        "petition request_reexamination",
        "mediation apply_confirmation",
        "reconsideration file",
        "reconsideration record_forwarding",
        "reconsideration correct",
        "reconsideration reply",
        "reconsideration hand_file_up",
        "reconsideration report_rectification",
        "reconsideration apply_for_enforcement",
        "reconsideration record_enforcement_objection",
        "litigation request_evidence_extension",
        "litigation submit_answer",
        "litigation submit_evidence",
        "litigation appeal",
        "litigation record_enforcement_application",
        "litigation record_retrial_application",
        "litigation submit_retrial_comment",
        "litigation reply_suggestion",
    }
