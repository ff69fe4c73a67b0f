"""What marshmallow says about a field, in both languages."""

from __future__ import annotations

import re

from shared.language import Text

# Each pattern is one English message of marshmallow 4; its groups reappear in the Chinese text.
_PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), chinese)
    for pattern, chinese in (
        (r"Missing data for required field\.", "此项必填。"),
        (r"Field may not be null\.", "此项不得为 null。"),
        (r"Invalid value\.", "值无效。"),
        (r"Unknown field\.", "未知字段。"),
        (r"Invalid type\.", "类型不正确。"),
        (r"Invalid input type\.", "类型不正确，应为对象。"),
        (r"Not a valid list\.", "应为数组。"),
        (r"Not a valid tuple\.", "应为定长数组。"),
        (r"Not a valid string\.", "应为字符串。"),
        (r"Not a valid utf-8 string\.", "应为 UTF-8 字符串。"),
        (r"Not a valid UUID\.", "应为 UUID。"),
        (r"Not a valid number\.", "应为数字。"),
        (r"Number too large\.", "数字过大。"),
        (r"Not a valid integer\.", "应为整数。"),
        (r"Not a valid boolean\.", "应为 true 或 false。"),
        (r"Special numeric values \(nan or infinity\) are not permitted\.", "不接受非有限数值。"),
        (r"Not a valid (?:naive |aware )?datetime\.", "应为 RFC 3339 时刻。"),
        (r"Not a valid (?:naive |aware )?time\.", "应为有效的时刻。"),
        (r"Not a valid date\.", "应为有效日期，格式为 YYYY-MM-DD。"),
        (r"Not a valid period of time\.", "应为有效的时长。"),
        (r"(.*) cannot be formatted as a (?:.*)\.", r"\1 的格式不正确。"),
        (r"Not a valid mapping type\.", "应为对象。"),
        (r"Not a valid URL\.", "应为有效的网址。"),
        (r"Not a valid email address\.", "应为有效的电子邮箱。"),
        (r"Not a valid (IP(?:v[46])?) address\.", r"应为有效的 \1 地址。"),
        (r"Not a valid (IP(?:v[46])?) interface\.", r"应为有效的 \1 接口地址。"),
        (r"Must be one of: (.*)\.", r"应为下列之一：\1。"),
        (r"Not a valid choice\.", "不在可选范围内。"),
        (r"One or more of the choices you made was not in: (.*)\.", r"有的选项不在范围内：\1。"),
        (r"One or more of the choices you made was in: (.*)\.", r"有的选项不被允许：\1。"),
        (r"Invalid input\.", "值无效。"),
        (r"String does not match expected pattern\.", "格式不符合要求。"),
        (r"Must be equal to (.*)\.", r"应等于 \1。"),
        (r"Length must be (\d+)\.", r"长度应为 \1。"),
        (r"Length must be between (\d+) and (\d+)\.", r"长度应为 \1 至 \2。"),
        (r"Shorter than minimum length (\d+)\.", r"长度不得少于 \1。"),
        (r"Longer than maximum length (\d+)\.", r"长度不得超过 \1。"),
        (
            r"Must be greater than or equal to (.*) and less than or equal to (.*)\.",
            r"应在 \1 至 \2 之间。",
        ),
        (r"Must be greater than or equal to (.*) and less than (.*)\.", r"应不小于 \1 且小于 \2。"),
        (r"Must be greater than (.*) and less than or equal to (.*)\.", r"应大于 \1 且不大于 \2。"),
        (r"Must be greater than (.*) and less than (.*)\.", r"应大于 \1 且小于 \2。"),
        (r"Must be greater than or equal to (.*)\.", r"应不小于 \1。"),
        (r"Must be less than or equal to (.*)\.", r"应不大于 \1。"),
        (r"Must be greater than (.*)\.", r"应大于 \1。"),
        (r"Must be less than (.*)\.", r"应小于 \1。"),
    )
)


# Where marshmallow speaks of data and fields, a form speaks to the person who fills it in.
_PLAINER = {"Missing data for required field.": "This has to be filled in."}


def translated(message: str) -> Text:
    """Return a message of marshmallow in both languages; an unknown one is quoted."""
    for pattern, chinese in _PATTERNS:
        found = pattern.fullmatch(message)
        if found:
            return Text(found.expand(chinese), _PLAINER.get(message, message))
    return Text(f"值无效（{message}）", message)
