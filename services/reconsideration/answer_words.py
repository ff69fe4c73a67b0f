"""What the words of answers mean that reconsideration alone gives."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "end": Text("结束位置（字符，不含）", "the character behind its last"),
    "liftable": Text("是否可以说明理由后取消", "whether an officer may lift it with a reason"),
    "marks": Text("隐名标记，按位置排列", "the marks by place"),
    "original": Text("原文", "the decision as it was read"),
    "quoted": Text("被隐去的文字", "the words that are hidden"),
    "replacement": Text("替换为", "what the public reads in their place"),
    "rule_label": Text("规则名称", "the rule in words"),
    "start": Text("起始位置（字符）", "its first character in the original, from 0"),
    "MarkAnswer.rule": Text("依据的规则", "the rule that found it"),
    "PreviewAnswer.text": Text("公众将看到的文本", "the text that the public would read"),
    "PublicationAnswer.state": Text(
        "published 已公开、withdrawn 已撤回、withheld 不公开，未处理时为 null",
        "published, withdrawn or withheld; null while nothing was decided",
    ),
    "PublicationAnswer.text": Text("公众可见的文本", "the text that the public reads"),
}
