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
    "added": Text("是否新增", "whether it is new"),
    "announced_until": Text("已正式公布到哪一年", "the last year that is official"),
    "fired": Text(
        "已自动处理、届满日本应更晚的期限",
        "ended clocks whose effect came by itself, and which would have ended later",
    ),
    "checked": Text("核算的期限数", "how many clocks were looked at"),
    "corrects": Text("所更正的通知", "the notice that it corrects"),
    "make_up_days": Text("调休上班的日子", "the make-up working days"),
    "moved": Text("将变动的期限数", "how many clocks would move"),
    "published_on": Text("公布之日", "the day of publication"),
    "rest_days": Text("放假的日子", "the days off"),
    "unsure": Text("无法核算、可能变动的期限数", "clocks that may move; it cannot be told"),
    "more": Text("是否还有未列出的", "whether the list was cut short"),
    "notice": Text("通知的文号", "the number of the notice"),
}
