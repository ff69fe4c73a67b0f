"""Which organ or court a remedy goes to, by the agency whose act it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from shared.language import Text
from shared.remedies.facts import ActingAgency

_LAW_OF_2023 = date(2024, 1, 1)
_SUITS_OF_2014 = date(2015, 5, 1)
_VERTICAL = frozenset({"customs", "finance", "foreign_exchange", "tax", "state_security"})
_COUNTY_AND_ABOVE = frozenset({"county", "city", "province"})


def reconsideration_organ(agency: ActingAgency, on: date) -> Text:
    """Return the organ that reviews an act of the agency (复议法24–28; until 2023 2017法12–15)."""
    if on < _LAW_OF_2023:
        return _organ_of_2017(agency)
    if agency.system in _VERTICAL:
        return Text(
            "作出行为机关的上一级主管部门（行政复议法27）。",
            "The agency's next higher department (行政复议法27).",
        )
    if agency.government:
        return _organ_over_a_government(agency)
    return _organ_over_a_department(agency)


def _organ_over_a_department(agency: ActingAgency) -> Text:
    if agency.level == "state_department":
        return Text(
            "作出行为的国务院部门本身（行政复议法25）。",
            "The department of the State Council itself (行政复议法25).",
        )
    if agency.system == "justice":
        return Text(
            "本级人民政府，或者上一级司法行政部门（行政复议法28）。",
            "The people's government of its level, or the next higher justice department "
            "(行政复议法28).",
        )
    if agency.level is None:
        return Text(
            "一般为作出行为机关的本级人民政府，行为由人民政府作出的为上一级人民政府（行政复议法24）；"
            "海关、金融、外汇、税务、国家安全机关为其上一级主管部门（27）。",
            "As a rule the people's government of the agency's level, for an act of a government "
            "the next higher one (行政复议法24); for customs, finance, foreign exchange, tax and "
            "state security their next higher department (27).",
        )
    return Text(
        "作出行为机关的本级人民政府（行政复议法24¶1(1)）。",
        "The people's government of the agency's level (行政复议法24¶1(1)).",
    )


def _organ_over_a_government(agency: ActingAgency) -> Text:
    if agency.level == "province":
        return Text(
            "作出行为的省级人民政府本身（行政复议法24¶2）。",
            "The provincial government itself (行政复议法24¶2).",
        )
    return Text(
        "上一级人民政府（行政复议法24¶1(2)）。",
        "The next higher people's government (行政复议法24¶1(2)).",
    )


def _organ_of_2017(agency: ActingAgency) -> Text:
    if agency.system in _VERTICAL:
        return Text(
            "作出行为机关的上一级主管部门（2017法12¶2）。",
            "The agency's next higher department (2017法12¶2).",
        )
    if agency.government and agency.level != "province":
        return Text("上一级人民政府（2017法13）。", "The next higher government (2017法13).")
    if agency.government or agency.level == "state_department":
        return Text("原机关本身（2017法14）。", "The agency itself (2017法14).")
    return Text(
        "本级人民政府或者上一级主管部门，由申请人选择（2017法12¶1）。",
        "The government of the agency's level or its next higher department, as the applicant "
        "chooses (2017法12¶1).",
    )


def court(agency: ActingAgency, on: date, *, reconsidered: bool = False) -> Iterator[Text]:
    """
    Yield the level of the court and its place (行诉法14, 15, 18; 解释134¶3).

    None before May 2015: the articles of 1989 on jurisdiction are not held.
    """
    if on < _SUITS_OF_2014:
        return
    yield _level(agency)
    if reconsidered:
        yield Text(
            "由最初作出行为的机关所在地法院管辖，也可以由复议机关所在地法院管辖（行政诉讼法18）；"
            "复议机关作共同被告的，以原机关确定级别（解释134¶3）。",
            "The court at the seat of the original agency, or at that of the reconsideration organ "
            "(行政诉讼法18); with both as defendants the original agency decides the level "
            "(解释134¶3).",
        )
    else:
        yield Text(
            "由作出行为的机关所在地法院管辖（行政诉讼法18；因不动产的，由其所在地法院，20）。",
            "The court at the agency's seat (行政诉讼法18); for real property, at its place (20).",
        )


def _level(agency: ActingAgency) -> Text:
    high = agency.level == "state_department" or agency.system == "customs"
    if high or (agency.government and agency.level in _COUNTY_AND_ABOVE):
        return Text("中级人民法院（行政诉讼法15）。", "The intermediate court (行政诉讼法15).")
    if agency.level is None:
        return Text(
            "一般为基层人民法院（行政诉讼法14）；"
            "国务院部门、县级以上地方人民政府或者海关的案件为中级人民法院（15）。",
            "As a rule the basic court (行政诉讼法14); against a department of the State Council, "
            "a government of county level and above, or customs, the intermediate court (15).",
        )
    return Text("基层人民法院（行政诉讼法14）。", "The basic court (行政诉讼法14).")
