"""What the words of an answer about what is public mean."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "CodeSent.ends_at": Text("验证码有效至", "until when the code is good"),
    "ReceptionList.open": Text("现在能否网上提交", "whether petitions can be handed in now"),
    "ReceptionAnswer.id": Text("提交时填写的受理机关编号", "the reception that a petition names"),
    "agencies": Text("有公开决定的机关", "agencies of which a decision is public"),
    "decision_id": Text("决定的编号", "the id of the decision"),
    "kinds": Text("决定种类", "kinds of decisions"),
    "DecisionHead.id": Text("编号，地址不变", "its id; the address stays"),
    "DecisionAnswer.id": Text("编号，地址不变", "its id; the address stays"),
    "DecisionAnswer.text": Text(
        "公开的文本，撤回后为 null", "the public text, null when withdrawn"
    ),
    "DecisionAnswer.withdrawn": Text("是否已撤回公开", "whether it was withdrawn"),
}
