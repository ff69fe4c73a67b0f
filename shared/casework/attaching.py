"""
Papers of a case (附件): the commands that every track has for them.

A paper is one entry of the history, which holds the SHA-256 of its content in the chain. The
content lies beside the case and never changes. A paper that is withdrawn stays in the list, and
says when, by whom and why; its content is kept and is not handed out any more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import fields

from shared.casework import labels
from shared.casework.fields import PersonalText, PlainText
from shared.casework.guarding import SYSTEM_ROLE, Attempt, Finding, Link
from shared.casework.payloads import Command as Payload
from shared.casework.procedure import Command, Setting, State
from shared.http.identity import OFFICER_ROLES
from shared.http.labels import label
from shared.http.problems import Problem, not_found
from shared.http.schemas import StrictInteger
from shared.language import Text

ATTACH, WITHDRAW = "attach", "withdraw_attachment"
PAPERS, WITHDRAWN = "attachments", "withdrawn_attachments"
ID_LENGTH = 32
_KEPT = ("id", "sha256", "kind", "size", "name", "by")


class Attachment(Payload):
    """A paper: what it is, and the SHA-256 of its content."""

    id = fields.String(required=True, metadata=label("附件", "attachment"))
    sha256 = fields.String(required=True, metadata=label("内容的 SHA-256", "SHA-256 of it"))
    kind = fields.String(required=True, metadata=label("种类", "kind"))
    size = StrictInteger(required=True, metadata=label("字节数", "bytes"))
    name = PersonalText(200, required=True, metadata=label("文件名", "name"))
    by = PersonalText(200, metadata=label("提交人", "handed in by"))


class Withdrawal(Payload):
    """Which paper no longer counts, and why."""

    attachment = fields.String(required=True, metadata=label("附件", "attachment"))
    reason = PlainText(2000, required=True, metadata=labels.REASON)
    by = PersonalText(200, metadata=label("撤下人", "withdrawn by"))


def attaching_commands(
    states: Mapping[str, State], officers: frozenset[str], opening: frozenset[str]
) -> dict[str, Command]:
    """Return the commands for papers; who may open a case may hand in papers for it."""
    attach = Command(
        name=ATTACH,
        label=Text("添加附件", "attach a paper"),
        from_states=frozenset(states),
        targets=(),
        roles=officers | opening - {SYSTEM_ROLE},
        schema=Attachment,
        articles=(),
        event="paper_attached",
        event_data=("id", "kind", "size"),
        guards=(is_new,),
        sets=Setting(append={PAPERS: _KEPT}),
        own_route=True,
    )
    withdraw = Command(
        name=WITHDRAW,
        label=Text("撤下附件", "withdraw a paper"),
        from_states=frozenset(states),
        targets=(),
        roles=officers,
        schema=Withdrawal,
        articles=(),
        event="paper_withdrawn",
        event_data=("attachment",),
        guards=(is_there,),
        sets=Setting(append={WITHDRAWN: ("attachment", "reason", "by")}),
        own_route=True,
    )
    return {command.name: command for command in (attach, withdraw)}


def papers_of(case: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """
    Return the papers of a case by id, in their order.

    `withdrawn` is why one no longer counts, with `withdrawn_on` and `withdrawn_by`, or None: one
    that was handed in again after it was withdrawn counts.
    """
    facts = case["facts"]
    times = Counter(each["id"] for each in facts.get(PAPERS, ()))
    gone: dict[str, Mapping[str, Any]] = {}
    for each in facts.get(WITHDRAWN, ()):
        times[each["attachment"]] -= 1
        gone[each["attachment"]] = each
    papers = {each["id"]: each for each in facts.get(PAPERS, ())}
    return {
        name: {**paper, **_withdrawal(gone[name] if times[name] == 0 else {})}
        for name, paper in papers.items()
    }


def _withdrawal(said: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "withdrawn": said.get("reason"),
        "withdrawn_on": said.get("on"),
        "withdrawn_by": said.get("by"),
    }


def is_new(attempt: Attempt) -> Iterable[Finding | Link]:
    """
    The same content is one paper of a case, however often it is handed in.

    One that was withdrawn comes back by an officer alone: others only repeat what they sent.
    """
    known = papers_of(attempt.case).get(attempt.payload["id"])
    if known is None or (known["withdrawn"] is not None and attempt.actor.role in OFFICER_ROLES):
        return ()
    raise Problem(409, "conflict", Text("本案已有此附件。", "The case has this paper already."))


def is_there(attempt: Attempt) -> Iterable[Finding | Link]:
    """A paper is withdrawn once."""
    found = papers_of(attempt.case).get(attempt.payload["attachment"])
    if found is None:
        raise not_found(Text("本案没有此附件。", "No such paper of the case."))
    if found["withdrawn"] is not None:
        raise Problem(409, "conflict", Text("此附件已经撤下。", "It was withdrawn already."))
    return ()
