"""Words for the codes that cases of all tracks show beside their payloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from shared.casework.procedure import Command, Procedure
from shared.http.labels import label_of
from shared.language import Text

_PAYLOAD = "payload."

PARTY_ROLES: Mapping[str, Text] = MappingProxyType(
    {
        "petitioner": Text("信访人", "petitioner"),
        "applicant": Text("申请人", "applicant"),
        "respondent": Text("被申请人", "respondent"),
        "third_party": Text("第三人", "third party"),
        "representative": Text("代表人", "representative"),
        "plaintiff": Text("原告", "plaintiff"),
        "defendant": Text("被告", "defendant"),
        "objector": Text("异议人", "objector"),
        "maker": Text("制定机关", "maker of the document"),
    }
)
CLOCK_STATUSES: Mapping[str, Text] = MappingProxyType(
    {
        "running": Text("进行中", "running"),
        "paused": Text("已中止", "paused"),
        "met": Text("按期完成", "met"),
        "missed": Text("已逾期", "missed"),
        "cancelled": Text("已取消", "cancelled"),
    }
)
PHASES: Mapping[str, Text] = MappingProxyType(
    {
        "open": Text("办理中", "open"),
        "ended": Text("已有结果", "ended"),
        "closed": Text("已归档", "closed"),
    }
)
RELATION_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "referral": Text("转来", "referred here from"),
        "referred_from": Text("转自", "referred from"),
        "referred_to": Text("转往", "referred to"),
        "repeat_of": Text("重复事项", "repeats"),
        "conflict": Text("程序冲突", "in conflict with"),
        "joint-defendant": Text("共同被告", "joint defendant in"),
        "suit-linked": Text("对复议决定的诉讼", "suit on the decision"),
    }
)

OUTSIDE_OUTCOMES: Mapping[str, Text] = MappingProxyType(
    {
        "resolved": Text("已化解", "resolved"),
        "partly_resolved": Text("部分化解", "partly resolved"),
        "not_resolved": Text("未能化解", "not resolved"),
        "rejected": Text("不予支持", "rejected"),
        "withdrawn": Text("当事人撤回", "withdrawn"),
    }
)

FACTS: Mapping[str, Text] = MappingProxyType(
    {
        "transferred_by": Text("转送机关", "passed on by"),
        "transferred_to": Text("转送交办给", "passed on to"),
        "application": Text("司法确认申请的状态", "how the application for confirmation stands"),
        "assigned_by": Text("委派、委托的法院", "court that sent it here"),
        "assigned_case_no": Text("该法院案号", "number of that court"),
        "hearing_time": Text("开庭、听证时间", "time of the hearing"),
        "final_outcome": Text("二审裁判结果", "outcome of the appeal"),
        "tried_again": Text("裁定再审", "tried again"),
        "decided_in_retrial": Text("经再审审结", "decided in retrial"),
    }
)
"""What facts are called where the form that they come from does not say it by itself."""


def party_role(role: str) -> Text:
    """Return what a party of this role is called."""
    return PARTY_ROLES.get(role) or Text(role, role)


def relation_kind(kind: str) -> Text:
    """Return what a relation of this kind is called; kinds that others name keep their name."""
    return RELATION_KINDS.get(kind) or Text(kind, kind)


def fact_name(procedure: Procedure, path: str) -> Text:
    """Return what a person calls the fact at `path`, for example `milestones.served`."""
    root, _, name = path.partition(".")
    found = milestone_name(procedure, name) if root == "milestones" else field_name(procedure, name)
    return found or FACTS.get(name) or Text(name, name)


def milestone_name(procedure: Procedure, name: str) -> Text | None:
    """Return the words of a milestone: the date field it comes from, else the act on that day."""
    for command in procedure.commands.values():
        path = command.sets.milestones.get(name)
        if path == "on":
            return command.label
        if path is not None:
            return _label(command, path.removeprefix(_PAYLOAD)) or command.label
    return None


def field_name(procedure: Procedure, name: str) -> Text | None:
    """Return the label of the first payload field of this name."""
    return next(_labels(procedure, name), None)


def _labels(procedure: Procedure, name: str) -> Iterator[Text]:
    for command in procedure.commands.values():
        found = _label(command, name)
        if found is not None:
            yield found


def _label(command: Command, name: str) -> Text | None:
    field = command.schema._declared_fields.get(name)
    said = label_of(field) if field is not None else None
    return said.name if said else None
