"""What the words of an answer about bodies outside mean."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "active": Text("是否在用", "whether it is in use"),
    "body_id": Text("机构的编号", "the id of the body"),
    "BodyAnswer.name": Text("机构名称", "the name of the body"),
}
