"""The labels of fields that several payloads carry with one and the same meaning."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.http.labels import YES_OR_NO, label
from shared.language import Text

ON = label(
    "行为发生日",
    "day of the act",
    "该行为在法律上发生的日期；不填为今天。",
    "The day on which the act took place in law; today when empty.",
)
REASON = label("理由", "reason")
CLOSING_REASON = label(
    "归档说明",
    "note on closing",
    "尚有未了结的权利或者事项的，说明理由。",
    "Why, where a right or a task is still open.",
)
SERVED_ON = label("送达日期", "served on")
RECEIVED_ON = label("收到日期", "received on")
PERFORMANCE_DUE_ON = label(
    "履行期限", "to be performed by", "应当履行完毕的最后一日。", "The last day for performance."
)
ORGANISATION_CODE = label(
    "统一社会信用代码",
    "unified social credit code",
    "十八位，末位为校验码。",
    "Eighteen characters, the last one a check digit.",
)
ID_KIND = label(
    "证件种类",
    "kind of document",
    "不填的，按居民身份证号码核对。",
    "Empty: the number is checked as that of a resident identity card.",
)
ID_NUMBER = label(
    "证件号码",
    "identity number",
    "只用于自然人；密封保存，显示时遮盖。",
    "Of a natural person only; stored sealed and shown masked.",
)
REGION = label(
    "行政区划代码", "region", "六位，例如 120101。", "Six digits of GB/T 2260, for example 120101."
)
AGENCY_CODE = label("机关代码", "code of the agency")
ASSIGNEE = label("承办人", "officer in charge")
ASSIGNEE_OR_NOBODY = label(
    "承办人", "officer in charge", "未分派的填 none。", "none for cases that nobody has."
)
EXPLANATION = label("具体说明", "explanation")
TRACK = label("程序", "track")
CASE_ID = label("案件标识", "id of the case")
CASE_NUMBER = label("案号", "number of the case")
RELATION_KIND = label("关联种类", "kind of relation")
MATTER_ID = label(
    "所属事项",
    "matter",
    "同一争议的各案归入同一事项；不填时由系统判断。",
    "Cases of one dispute belong to one matter; the system decides when empty.",
)

APPLICANTS = label("申请人", "applicants")
RESPONDENTS = label("被申请人", "respondents")
THIRD_PARTIES = label("第三人", "third parties")
REPRESENTATIVES = label("代表人", "representatives of many")
ACT = label("所涉行政行为", "administrative act in dispute")
COURT = label("法院", "court")
COURT_CASE_NUMBER = label("法院案号", "number of the court")
TIME = label("时间", "time", "二十四小时制，例如 14:30。", "For example 14:30.")
PLACE = label("地点", "place")
MEDIATION_KIND = label("调解种类", "kind of mediation")
# What another track reports by itself: an officer knows its number, and no form asks for the id.
MEDIATION_ID = label("调解案件标识", "id of the mediation") | {"x-reported": True}
MEDIATION_NUMBER = label("调解案号", "number of the mediation")
MEDIATION_OUTCOME = label("调解结果", "outcome of the mediation")
DUE_BEFORE = label("到期早于", "due before")
STATE = label("状态", "state")
TRUE_OR_FALSE: Mapping[str, Text] = MappingProxyType(
    {"true": YES_OR_NO[True], "false": YES_OR_NO[False]}
)
"""Yes and no as a query string writes them."""
