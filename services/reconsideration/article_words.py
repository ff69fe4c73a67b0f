"""The items of 行政复议法 (2023) that a payload cites, in the law's own words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shared.language import Text

Items = Mapping[str, Text]


def _items(article: str, *items: Text) -> Items:
    """Return the items of an article's list as they are cited: `39(1)`, `39(2)`, …"""
    cited = {f"{article}({number})": item for number, item in enumerate(items, start=1)}
    return MappingProxyType(
        {code: Text(f"{code} {item.zh}", f"{code} {item.en}") for code, item in cited.items()}
    )


GROUNDS_OF_STAY = _items(
    "42",
    Text("被申请人认为需要停止执行", "the respondent holds it to be needed"),
    Text("行政复议机关认为需要停止执行", "the reconsideration organ holds it to be needed"),
    Text(
        "申请人、第三人申请停止执行，行政复议机关认为其要求合理",
        "applicant or third party ask for it, and the organ finds that reasonable",
    ),
    Text("法律、法规、规章规定停止执行的其他情形", "another case provided for by law or rules"),
)
CONDITIONS_OF_ACCEPTANCE = _items(
    "30",
    Text(
        "有明确的申请人和符合本法规定的被申请人",
        "a definite applicant and a respondent as the law provides",
    ),
    Text(
        "申请人与被申请行政复议的行政行为有利害关系",
        "the applicant has an interest in the act",
    ),
    Text("有具体的行政复议请求和理由", "a definite request with reasons"),
    Text("在法定申请期限内提出", "made within the statutory window"),
    Text("属于本法规定的行政复议范围", "within the scope of reconsideration"),
    Text("属于本机关的管辖范围", "within the competence of this organ"),
    Text(
        "行政复议机关未受理过该申请人就同一行政行为提出的行政复议申请，"
        "并且人民法院未受理过该申请人就同一行政行为提起的行政诉讼",
        "no application and no suit of this applicant on the same act accepted before",
    ),
)
"""行政复议法30¶1; a rejection cites the condition that is not met."""

GROUNDS_OF_SUSPENSION = _items(
    "39",
    Text(
        "作为申请人的公民死亡，其近亲属尚未确定是否参加行政复议",
        "the applicant died, and the close relatives have not decided whether to take part",
    ),
    Text(
        "作为申请人的公民丧失参加行政复议的行为能力，尚未确定法定代理人参加行政复议",
        "the applicant lost capacity, and no statutory agent is determined",
    ),
    Text("作为申请人的公民下落不明", "the applicant is missing"),
    Text(
        "作为申请人的法人或者其他组织终止，尚未确定权利义务承受人",
        "the applicant organisation ended, and its successor is not determined",
    ),
    Text(
        "申请人、被申请人因不可抗力或者其他正当理由，不能参加行政复议",
        "force majeure or another just reason keeps applicant or respondent away",
    ),
    Text(
        "依照本法规定进行调解、和解，申请人和被申请人同意中止",
        "mediation or settlement, and both sides agree to the suspension",
    ),
    Text(
        "行政复议案件涉及的法律适用问题需要有权机关作出解释或者确认",
        "a question of law needs an authoritative interpretation",
    ),
    Text(
        "行政复议案件审理需要以其他案件的审理结果为依据，而其他案件尚未审结",
        "the case depends on another that is not concluded",
    ),
    Text(
        "有本法第五十六条或者第五十七条规定的情形",
        "a norm is reviewed under article 56 or 57",
    ),
    Text("需要中止行政复议的其他情形", "another situation that needs a suspension"),
)
"""行政复议法39¶1."""

GROUNDS_OF_TERMINATION = _items(
    "41",
    Text(
        "申请人撤回行政复议申请，行政复议机构准予撤回",
        "the applicant withdraws, and the office permits it",
    ),
    Text(
        "作为申请人的公民死亡，没有近亲属或者其近亲属放弃行政复议权利",
        "the applicant died without close relatives, or they gave the right up",
    ),
    Text(
        "作为申请人的法人或者其他组织终止，没有权利义务承受人或者其权利义务承受人放弃行政复议权利",
        "the applicant organisation ended without successor, or the successor gave the right up",
    ),
    Text(
        "申请人对行政拘留或者限制人身自由的行政强制措施不服申请行政复议后，"
        "因同一违法行为涉嫌犯罪，被采取刑事强制措施",
        "criminal coercive measures for the same act for which the applicant was detained",
    ),
    Text(
        "依照本法第三十九条第一款第一项、第二项、第四项的规定中止行政复议满六十日，"
        "行政复议中止的原因仍未消除",
        "sixty days of suspension under 39¶1(1), (2) or (4), and the cause has not ceased",
    ),
)
"""行政复议法41."""

COMMITTEE_CASES = _items(
    "52",
    Text("案情重大、疑难、复杂", "major, difficult or complex"),
    Text("专业性、技术性较强", "specialised or technical"),
    Text(
        "本法第二十四条第二款规定的行政复议案件",
        "a provincial government's own act (24¶2)",
    ),
    Text("行政复议机构认为有必要", "the office finds it necessary"),
)
"""行政复议法52¶2."""

SIMPLIFIED_CASES: Items = MappingProxyType(
    {
        **_items(
            "53",
            Text(
                "被申请行政复议的行政行为是当场作出",
                "the act was made on the spot",
            ),
            Text(
                "被申请行政复议的行政行为是警告或者通报批评",
                "the act is a warning or a public criticism",
            ),
            Text("案件涉及款额三千元以下", "it concerns no more than 3,000 yuan"),
            Text("属于政府信息公开案件", "it concerns government information"),
        ),
        "53¶2": Text("53¶2 当事人各方同意适用简易程序", "53¶2 all parties agree"),
    }
)
"""行政复议法53."""
