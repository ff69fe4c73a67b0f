"""The items of interpretations of law that a payload cites, in their own words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text

Items = Mapping[str, Text]

HEAD_NOTICE_GROUNDS: Items = MappingProxyType(
    {
        "food_and_drug_safety": Text("4¶1 涉及食品药品安全", "4¶1 food and drug safety"),
        "ecology_and_resources": Text(
            "4¶1 涉及生态环境和资源保护", "4¶1 ecology and natural resources"
        ),
        "public_health": Text("4¶1 涉及公共卫生安全", "4¶1 public health"),
        "other_major_public_interest": Text(
            "4¶1 涉及其他重大公共利益", "4¶1 another major public interest"
        ),
        "strong_public_concern": Text("4¶1 社会高度关注", "4¶1 strong public concern"),
        "possible_mass_incident": Text("4¶1 可能引发群体性事件", "4¶1 a mass incident may follow"),
        "major_personal_or_property_rights": Text(
            "4¶2(1) 被诉行政行为涉及公民、法人或者其他组织重大人身、财产权益的",
            "4¶2(1) the act concerns major personal or property rights",
        ),
        "public_interest_litigation": Text(
            "4¶2(2) 行政公益诉讼", "4¶2(2) administrative public interest litigation"
        ),
        "required_by_superior": Text(
            "4¶2(3) 被诉行政机关的上级机关规范性文件要求行政机关负责人出庭应诉的",
            "4¶2(3) a normative document of the superior requires it",
        ),
        "court_finds_necessary": Text(
            "4¶2(4) 人民法院认为需要通知行政机关负责人出庭应诉的其他情形",
            "4¶2(4) another situation in which the court finds it necessary",
        ),
    }
)
"""法释〔2020〕3号4; the kinds of ¶1 are named one by one."""

EXCUSES: Items = MappingProxyType(
    {
        "force_majeure": Text("8(1) 不可抗力", "8(1) force majeure"),
        "accident": Text("8(2) 意外事件", "8(2) an accident"),
        "irreplaceable_duty": Text(
            "8(3) 需要履行他人不能代替的公务", "8(3) a duty in which nobody can stand in"
        ),
        "other_just_cause": Text(
            "8(4) 无法出庭的其他正当事由", "8(4) another just cause for staying away"
        ),
    }
)
"""法释〔2020〕3号8."""
