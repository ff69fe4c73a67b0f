"""What the words of the answers of the almanac mean, beside those of all cases."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "advice": Text("通俗的说明", "the advice in plain words"),
    "competent": Text("有权受理的机关", "who is competent"),
    "conflicts": Text("法律上不能并存的情形", "what the law does not allow side by side"),
    "differing": Text("不一致的输入", "the inputs that differ"),
    "earlier": Text("较早的规定", "what was in force earlier"),
    "fact": Text("缺少的事实", "the missing fact"),
    "holiday": Text("是否节假日", "whether it is a holiday"),
    "in_force": Text("现行的版本；或是否有效", "the version in force; or whether it is"),
    "last_on": Text("最后一日", "the last day"),
    "make_up": Text("是否调休上班", "whether it is a make-up working day"),
    "missing": Text("缺少的事实", "the facts that are missing"),
    "open": Text("是否可用；或未结的", "whether it is open; or what is open"),
    "opens_on": Text("可以行使的第一日", "the first day on which it can be used"),
    "path": Text("救济途径", "the remedy"),
    "paths": Text("全部救济途径", "all the remedies"),
    "prerequisite": Text("前置程序", "what has to come before"),
    "reasons": Text("理由", "the reasons"),
    "safe_on": Text("稳妥的最后一日", "the last day that is safe"),
    "takes_effect_on": Text("发生效力之日", "the day it takes effect"),
    "valid": Text("是否一致", "whether it follows"),
    "versions": Text("各版本", "the versions"),
    "working": Text("是否工作日", "whether it is a working day"),
    "rule_id": Text("规则的代号", "the id of the rule"),
}
