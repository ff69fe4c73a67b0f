"""What the words of an answer about partners, and to them, mean."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "recorded": Text("通知是否记入案件", "whether the notice changed the case"),
    "replies": Text("对建议的回复", "what was replied to the suggestion"),
    "HandedInProgress.received_on": Text("首次收到之日", "the day on which it first came here"),
    "SuggestionReplies.received_on": Text("首次收到之日", "the day on which it first came here"),
    "SuggestionReplies.case_number": Text("本系统案号", "the number of the case here"),
    "ReferredToBody.state": Text("移送的状态", "the state of the referral"),
    "ReferredToBody.state_label": Text("状态的名称", "what the state is called"),
    "ReferredToBody.from": Text("从哪里移送", "where it comes from"),
    "body": Text("系统外机构", "the body outside"),
    "ReferredToBody.subject": Text("事项", "what it is about"),
    "ReferredToBody.reason": Text("移送理由", "why it was referred"),
    "reference": Text("对方的案号", "the number that the body gave it"),
    "offered_on": Text("移送之日", "the day it was referred"),
    "take_up_due_on": Text("应接收的最后一日", "the last day to take it up"),
    "taken_on": Text("接收之日", "the day it was taken up"),
    "feedback_due_on": Text("反馈期限", "the last day for feedback"),
    "ReferredToBody.outcome": Text("结果", "the outcome"),
    "SuggestionReply.outcome": Text("结果", "the outcome"),
    "SuggestionReply.content": Text("答复内容", "the reply"),
    "answer": Text("答辩的文号", "the answer"),
    "cases": Text("各机关的案件", "the case of each agency"),
    "documents": Text("提交的文件", "the documents handed in"),
    "evidence": Text("证据目录", "the list of evidence"),
    "submissions": Text("已提交的答辩和证据", "answers and evidence handed in"),
    "partner_id": Text("合作方的编号", "the id of the partner"),
    "ETag": Text("版本，加引号", "the version, in quotes"),
    "PartnerAnswer.id": Text("合作方的编号", "the id of the partner"),
    "PartnerWithSecret.id": Text("合作方的编号", "the id of the partner"),
    "PartnerAnswer.disabled": Text("是否已移除", "whether it is removed"),
    "PartnerWithSecret.disabled": Text("是否已移除", "whether it is removed"),
    "PartnerWithSecret.secret": Text(
        "签名密钥，只告知一次", "the secret by which it signs, told this once"
    ),
    "PartnerAnswer.created_at": Text(
        "登记的时刻，未记载的为 null", "when it was registered, null where nobody wrote it down"
    ),
    "PartnerWithSecret.created_at": Text("登记的时刻", "when it was registered"),
    "PartnerAnswer.kind_label": Text("种类的名称", "what the kind is called"),
    "PartnerWithSecret.kind_label": Text("种类的名称", "what the kind is called"),
    "speaks_for": Text(
        "可以其名义发送的单位，空为不限", "the bodies in whose name it speaks, none for every one"
    ),
    "rights": Text("可以发送和读取什么", "what it may send and fetch"),
    "heard_at": Text(
        "最近一次收到其有效消息的时刻，精确到分钟",
        "when it last proved itself, to the minute",
    ),
    "former_secret_until": Text(
        "旧密钥有效至何时，没有则为 null",
        "until when a former secret is taken, null when there is none",
    ),
    "PartnerAnswer.acts": Text("登记、更换密钥、移除的记录", "what was done to it"),
    "PartnerWithSecret.acts": Text("登记、更换密钥、移除的记录", "what was done to it"),
    "PartnerAct.by": Text("由谁，用户名", "by whom, as username"),
    "PartnerAct.by_name": Text("由谁，姓名", "by whom, by name"),
    "overlap_hours": Text(
        "旧密钥继续有效的小时数", "hours in which the former secret was still taken"
    ),
    "webhook-id": Text(
        "消息的编号，重复发送只办理一次", "the id of the message: sent again, it is taken once"
    ),
    "webhook-timestamp": Text("发送的时刻，Unix 秒", "when it was sent, in Unix seconds"),
    "webhook-signature": Text(
        "签名，Standard Webhooks 格式", "the signature as of Standard Webhooks"
    ),
}
