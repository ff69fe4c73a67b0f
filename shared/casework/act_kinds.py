"""Words for the kinds of administrative act that the law tells apart; there are others."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text

ACT_KINDS: Mapping[str, Text] = MappingProxyType(
    {
        "penalty": Text("行政处罚", "penalty"),
        "on_the_spot_penalty": Text("当场作出的行政处罚", "penalty on the spot"),
        "electronic_monitoring_penalty": Text(
            "电子技术监控记录的违法行为的处罚", "penalty for what a camera recorded"
        ),
        "warning_or_criticism": Text("警告、通报批评", "warning or public criticism"),
        "government_information": Text("政府信息公开", "disclosure of government information"),
        "resource_right": Text("自然资源权属确认", "right to a natural resource"),
        "petition_handling": Text("信访处理", "handling of a petition"),
        "civil_mediation": Text("对民事纠纷的调解或者处理", "mediation of a civil dispute"),
        "state_act": Text("国防、外交等国家行为", "act of state"),
        "normative_document": Text("规范性文件", "normative document"),
        "personnel": Text("对工作人员的奖惩、任免", "personnel decision"),
        "criminal_procedure": Text("刑事诉讼行为", "act of criminal procedure"),
        "guidance": Text("行政指导", "administrative guidance"),
        "preparatory": Text("过程性行为", "preparatory act"),
        "hierarchical_supervision": Text("内部层级监督", "supervision within the hierarchy"),
        "reconsideration_decision": Text("行政复议决定", "reconsideration decision"),
        "expropriation": Text("征收征用", "expropriation"),
        "licence": Text("行政许可", "licence"),
        "coercion": Text("行政强制", "coercive measure"),
        "certification": Text("行政登记、确认", "registration or certification"),
        "order": Text("责令改正、限期履行等决定", "order"),
        "other": Text("其他行政行为", "another act"),
        "tax_assessment": Text("纳税争议（税款、滞纳金）", "assessment of tax or late fees"),
        "agreement_breach": Text(
            "不依法、不按约定履行行政协议", "breach of an administrative agreement"
        ),
        "agreement_change": Text(
            "变更、解除行政协议", "change or end of an administrative agreement"
        ),
        "inaction": Text("不履行法定职责", "inaction"),
    }
)
