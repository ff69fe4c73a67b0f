"""What the track of suits, the door of the courts and the reports all say of a suit."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.casework import labels
from shared.casework.act_parts import Act
from shared.casework.fields import ListOf, Part, PersonalText, PlainText
from shared.casework.payload_parts import Agency, Party
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text

COURT_PROCEDURES: Mapping[str, Text] = MappingProxyType(
    {
        "ordinary": Text("普通程序", "ordinary procedure"),
        "simplified": Text("简易程序", "simplified procedure"),
    }
)
PARTS_OF_DEFENDANT: Mapping[str, Text] = MappingProxyType(
    {
        "sole": Text("单独被告", "sole defendant"),
        "joint_original": Text("共同被告：原行政机关", "joint: the original agency"),
        "joint_reconsideration": Text("共同被告：复议机关", "joint: the reconsideration organ"),
    }
)
HEAD_NOTICES: Mapping[str, Text] = MappingProxyType(
    {
        "shall": Text("应当通知负责人出庭", "the head shall be notified (4¶1)"),
        "may": Text("可以通知负责人出庭", "the head may be notified (4¶2)"),
        "none": Text("未通知负责人出庭", "no notice to the head"),
    }
)
"""Whether the court told the agency that its head has to appear (法释〔2020〕3号 4)."""
SCOPES_OF_MEDIATION: Mapping[str, Text] = MappingProxyType(
    {
        "compensation": Text("行政赔偿、补偿", "compensation"),
        "discretion": Text("行使裁量权", "discretion"),
        "other": Text("其他", "other"),
    }
)
SIDES: Mapping[str, Text] = MappingProxyType(
    {
        "agency": Text("本机关", "the agency"),
        "opponent": Text("对方当事人", "the opponent"),
    }
)
"""The two sides of a suit, as the agency that was sued sees them."""
ROLES_OF_SIDES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "agency": frozenset({"defendant"}),
        "opponent": frozenset({"plaintiff", "third_party"}),
    }
)
SPECIAL_GROUNDS_OF_RETRIAL: Mapping[str, Text] = MappingProxyType(
    {
        "110(1)": Text(
            "110(1) 有新的证据，足以推翻原判决、裁定的",
            "110(1) new evidence that suffices to overturn the judgment",
        ),
        "110(2)": Text(
            "110(2) 原判决、裁定认定事实的主要证据是伪造的",
            "110(2) the main evidence of the facts was forged",
        ),
        "110(3)": Text(
            "110(3) 据以作出原判决、裁定的法律文书被撤销或者变更的",
            "110(3) the document on which the judgment rests was revoked or changed",
        ),
        "110(4)": Text(
            "110(4) 审判人员审理该案件时有贪污受贿、徇私舞弊、枉法裁判行为的",
            "110(4) the judges took bribes, bent the law or acted for private ends",
        ),
    }
)
"""法释〔2018〕1号110: on these the six months run from knowing of them."""
BEGINNINGS_OF_RETRIAL: Mapping[str, Text] = MappingProxyType(
    {
        "application": Text("当事人申请（90、91）", "an application (art. 90, 91)"),
        "court": Text("法院依职权（92）", "the courts (art. 92)"),
        "procuratorate": Text(
            "检察院抗诉或者检察建议（93）", "protest or suggestion of a procuratorate (art. 93)"
        ),
    }
)
INSTANCES_OF_RETRIAL: Mapping[str, Text] = MappingProxyType(
    {
        "first": Text("第一审程序", "procedure of first instance"),
        "second": Text("第二审程序（含提审）", "procedure of second instance"),
    }
)
ENDINGS_OF_RETRIAL: Mapping[str, Text] = MappingProxyType(
    {
        "121(1)": Text(
            "121¶1(1) 再审申请人撤回再审请求，人民法院准许的",
            "121¶1(1) the applicant withdrew the application, by leave of the court",
        ),
        "121(2)": Text(
            "121¶1(2) 再审申请人经传票传唤拒不到庭或者中途退庭，按撤回处理的",
            "121¶1(2) the applicant stayed away or left, which counts as withdrawing",
        ),
        "121(3)": Text(
            "121¶1(3) 人民检察院撤回抗诉的", "121¶1(3) the procuratorate withdrew its protest"
        ),
        "121(4)": Text(
            "121¶1(4) 其他应当终结再审程序的情形",
            "121¶1(4) another situation in which the retrial has to end",
        ),
    }
)
"""Why a retrial ends without a judgment, so that the one before stands (法释〔2018〕1号121)."""
GROUNDS_OF_SUSPENSION: Mapping[str, Text] = MappingProxyType(
    {
        "87(1)": Text(
            "87(1) 原告死亡，须等待其近亲属表明是否参加诉讼的",
            "87(1) the plaintiff died, and the close relatives have to say whether they take part",
        ),
        "87(2)": Text(
            "87(2) 原告丧失诉讼行为能力，尚未确定法定代理人的",
            "87(2) the plaintiff lost capacity, and no statutory agent is determined",
        ),
        "87(3)": Text(
            "87(3) 作为一方当事人的行政机关、法人或者其他组织终止，尚未确定权利义务承受人的",
            "87(3) an agency or organisation that is a party ended, its successor undetermined",
        ),
        "87(4)": Text(
            "87(4) 一方当事人因不可抗力的事由不能参加诉讼的",
            "87(4) force majeure keeps a party away",
        ),
        "87(5)": Text(
            "87(5) 案件涉及法律适用问题，需要送请有权机关作出解释或者确认的",
            "87(5) a question of law needs an authoritative interpretation",
        ),
        "87(6)": Text(
            "87(6) 案件的审判须以相关民事、刑事或者其他行政案件的审理结果为依据，"
            "而相关案件尚未审结的",
            "87(6) the case depends on another civil, criminal or administrative case",
        ),
        "87(7)": Text("87(7) 其他应当中止诉讼的情形", "87(7) another situation that needs it"),
    }
)
"""Why a suit is suspended (法释〔2018〕1号 87¶1)."""
CAUSES_OF_LOSS: Mapping[str, Text] = MappingProxyType(
    {
        "facts_unclear": Text("事实不清", "facts unclear"),
        "evidence_insufficient": Text("证据不足", "evidence insufficient"),
        "evidence_late": Text("举证逾期", "evidence late"),
        "law_misapplied": Text("适用法律错误", "law misapplied"),
        "procedure_violated": Text("违反法定程序", "procedure violated"),
        "beyond_authority": Text("超越职权", "beyond authority"),
        "abuse_of_power": Text("滥用职权", "abuse of power"),
        "plainly_improper": Text("明显不当", "plainly improper"),
        "failure_to_act": Text("不履行法定职责", "failure to act"),
        "other": Text("其他", "other"),
    }
)


class SuitBrought(StrictSchema):
    """Who sues whom before which court, and for what."""

    court = PlainText(200, required=True, metadata=labels.COURT)
    court_case_no = PlainText(120, required=True, metadata=labels.COURT_CASE_NUMBER)
    plaintiffs = ListOf(
        Part(Party), least=1, most=500, required=True, metadata=label("原告", "plaintiffs")
    )
    third_parties = ListOf(Part(Party), most=500, metadata=labels.THIRD_PARTIES)
    defendant = Part(Agency, metadata=label("被告", "defendant"))
    co_defendants = ListOf(Part(Agency), most=20, metadata=label("共同被告", "joint defendants"))
    act = Part(Act, metadata=labels.ACT)
    claims = PersonalText(20_000, metadata=label("诉讼请求", "claims"))
