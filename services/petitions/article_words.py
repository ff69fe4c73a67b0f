"""The items of article 31 of the petition regulation."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text

ARTICLE_31: Mapping[int, Text] = MappingProxyType(
    {
        1: Text(
            "31(1) 应当通过审判机关诉讼程序或者复议程序、检察机关刑事立案程序或者法律监督程序、"
            "公安机关法律程序处理的，涉法涉诉信访事项未依法终结的",
            "31(1) for procedures of courts, procuratorates or the police; "
            "a matter before them that is not ended by law",
        ),
        2: Text("31(2) 应当通过仲裁解决的", "31(2) to be settled by arbitration"),
        3: Text(
            "31(3) 可以通过党员申诉、申请复审等解决的",
            "31(3) can be settled by a party member's appeal or a request for re-examination",
        ),
        4: Text(
            "31(4) 可以通过行政复议、行政裁决、行政确认、行政许可、行政处罚等行政程序解决的",
            "31(4) can be settled by reconsideration, adjudication, confirmation, licensing, "
            "penalty or another administrative procedure",
        ),
        5: Text(
            "31(5) 属于申请查处违法行为、履行保护人身权或者财产权等合法权益职责的",
            "31(5) asks to prosecute unlawful acts or to protect personal or property rights",
        ),
        6: Text("31(6) 不属于以上情形的", "31(6) none of the above"),
    }
)
"""The items of 信访工作条例31 in its own words."""
