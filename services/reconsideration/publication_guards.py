"""The checks before a decision becomes public, and before it ceases to be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from services.reconsideration.case_reading import fact, in_effect_since
from services.reconsideration.publication import marks_on, people_of
from services.reconsideration.publication_schemas import CLASSIFIED
from shared.casework.guarding import Attempt, Finding, StandingGuard, conflict, invalid, irregular
from shared.language import Text
from shared.redaction import redacted

BASIS = "复议法79¶1"
SECRETS = "政府信息公开条例14"
PUBLISHED = "published"


def secrets_of_state_are_not_published(attempt: Attempt) -> Iterable[Finding]:
    """A decision that holds a state secret stays out of the public, whatever is hidden of it."""
    if fact(attempt, "publication_withheld_for") == CLASSIFIED:
        raise irregular(
            Text(
                "本案已登记涉及国家秘密，不予公开。",
                "The case is on record as holding state secrets; it is not published.",
            ),
            basis=SECRETS,
        )
    return []


def what_is_published_is_the_redacted_text(attempt: Attempt) -> Iterable[Finding]:
    """The public reads the decision with every mark applied, and nothing else (79¶1)."""
    payload = attempt.payload
    marks = marks_on(payload, people_of(attempt.case), attempt.on)
    if redacted(payload["original"], marks) != payload["text"]:
        raise invalid(
            "text",
            Text(
                "公开文本与隐名处理的结果不一致，请重新预览后再公开。",
                "The public text is not what the marks leave; preview it again.",
            ),
            basis=BASIS,
        )
    return []


def a_published_decision_is_served(attempt: Attempt) -> Iterator[Finding]:
    """A decision has no effect before it is served (复议法75¶2)."""
    if in_effect_since(attempt) is None:
        yield Finding(
            "published-before-service",
            "复议法75¶2",
            Text(
                "决定书尚未登记送达，尚未生效即已公开。",
                "The decision is published although no service, and so no effect, is on record.",
            ),
        )


@StandingGuard
def something_is_published(case: Mapping[str, Any], _today: date) -> None:
    """Only what the public reads can be withdrawn from it."""
    if case["facts"].get("publication") != PUBLISHED:
        raise conflict(
            Text("本案没有正在公开的决定书。", "No decision of this case is public."), basis=BASIS
        )


def what_the_public_reads_is_no_more(attempt: Attempt) -> Iterator[Finding]:
    """Show that the public still reads a decision that was set aside (复议法79¶1)."""
    if fact(attempt, "publication") == PUBLISHED:
        yield Finding(
            "published-decision-set-aside",
            BASIS,
            Text(
                "已公开的决定已被撤销，请撤回公开。",
                "The decision that the public reads was set aside; withdraw the publication.",
            ),
        )


def nothing_is_published(attempt: Attempt) -> Iterable[Finding]:
    """What the public reads is withdrawn first."""
    if fact(attempt, "publication") == PUBLISHED:
        raise conflict(
            Text("决定书正在公开，请先撤回公开。", "The decision is public; withdraw it first."),
            basis=BASIS,
        )
    return []
