"""What the words mean that only the gateway's own document uses."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "field_labels": Text("查看了什么，文字", "what was seen, in words"),
    "AccessAnswer.action": Text("做了什么：查看号码或者下载附件", "what was done"),
    "AccessAnswer.action_label": Text("做了什么，文字", "what was done, in words"),
    "AccessAnswer.attachment": Text("下载的附件的编号", "the id of the paper downloaded"),
    "AccessAnswer.fields": Text("查看了什么", "what was seen"),
    "assignee_name": Text("承办人的姓名", "the name of the officer in charge"),
    "created_by_name": Text("新建者的姓名", "the name of who made it"),
    "SetAsideAnswer.by": Text("搁置者的账号", "the username of who set it aside"),
    "by_name": Text("决定者的姓名", "the name of who decided"),
    "note": Text("目的说明", "what it was for, in words"),
    "officer": Text("查看人", "who saw it"),
    "party_role": Text("当事人的地位", "the role of the party"),
    "party_role_label": Text("当事人地位的名称", "what the role of the party is called"),
    "purpose": Text("查看目的", "what it was for"),
    "purpose_label": Text("查看目的的名称", "what the purpose is called"),
    "recorded": Text("通知是否记入案件", "whether the notice changed the case"),
    "replies": Text("对建议的回复", "what was replied to the suggestion"),
    "received_on": Text("首次收到之日", "the day on which it first came here"),
    "case_number": Text("本系统案号", "the number of the case here"),
    "state": Text("移送的状态", "the state of the referral"),
    "state_label": Text("状态的名称", "what the state is called"),
    "from": Text("从哪里移送", "where it comes from"),
    "body": Text("系统外机构", "the body outside"),
    "subject": Text("事项", "what it is about"),
    "reason": Text("移送理由", "why it was referred"),
    "reference": Text("对方的案号", "the number that the body gave it"),
    "offered_on": Text("移送之日", "the day it was referred"),
    "take_up_due_on": Text("应接收的最后一日", "the last day to take it up"),
    "taken_on": Text("接收之日", "the day it was taken up"),
    "feedback_due_on": Text("反馈期限", "the last day for feedback"),
    "outcome": Text("结果", "the outcome"),
    "SuggestionReply.content": Text("答复内容", "the reply"),
    "available": Text("该程序是否应答", "whether the track answered"),
    "tracks": Text("各程序找到的案件", "what each track found"),
    "access_token": Text("访问令牌", "the access token"),
    "token_type": Text("令牌种类，总是 Bearer", "the kind of token, always Bearer"),
    "expires_in": Text("有效的秒数", "for how many seconds it is valid"),
    "username": Text("用户名", "the username"),
    "password": Text("口令", "the password"),
    "disabled": Text("账号是否已停用", "whether the account is closed"),
    "full_name": Text("连同上级区划的全称", "the name with those of the areas around it"),
    "OfficerAnswer.id": Text("账号（用户名）", "the username"),
    "KnownAgencyAnswer.code": Text(
        "统一社会信用代码，法院为 null", "the unified social credit code, null for a court"
    ),
    "RegionAnswer.code": Text("行政区划代码，六位", "the six digits of the area"),
    "RegionAnswer.level": Text(
        "层级：省级、地级、县级", "whether it is a province, a prefecture or a county"
    ),
    "RegionPage.source": Text("数据来源", "where the list comes from"),
    "one_time": Text(
        "口令由他人设置，须先修改",
        "whether the password was set by somebody else and has first to be changed",
    ),
    "OwnAccount.id": Text("账号（用户名）", "the username"),
    "AccountAnswer.id": Text("账号（用户名）", "the username"),
    "NewAccountAnswer.id": Text("账号（用户名）", "the username"),
    "NewAccountAnswer.password": Text("首次口令，只告知一次", "the first password, told this once"),
    "NewPasswordAnswer.password": Text("新口令，只告知一次", "the password, told this once"),
    "OwnSession.id": Text("会话的短编号", "a short name of the session"),
    "began_at": Text("开始的时刻", "when it began"),
    "seen_at": Text("最近一次使用的时刻", "when it was last used"),
    "key": Text("名称，由保存者自定", "the name under which it is kept"),
    "content": Text("草稿内容", "what was typed"),
    "saved_at": Text("保存的时刻", "when it was saved"),
    "ViewAnswer.address": Text("列表的地址", "the address of the list"),
    "ended": Text("结束的会话数", "how many sessions ended"),
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
    "kind_label": Text("种类的名称", "what the kind is called"),
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
    "acts": Text("登记、更换密钥、移除的记录", "what was done to it"),
    "what": Text("做了什么", "what was done"),
    "what_label": Text("做了什么，文字", "what was done, in words"),
    "ActAnswer.by": Text("由谁，用户名", "by whom, as username"),
    "ActAnswer.by_name": Text("由谁，姓名", "by whom, by name"),
    "overlap_hours": Text(
        "旧密钥继续有效的小时数", "hours in which the former secret was still taken"
    ),
    "effect": Text(
        "未能发生的效果，不能确定时为 null", "the effect it could not have, null when unknown"
    ),
    "parked_id": Text("搁置事项的编号", "the id of what is parked"),
    "error": Text("未能处理的原因", "why it could not be dealt with"),
    "last_attempt_at": Text("最后一次尝试的时刻", "when it was last tried"),
    "parked_at": Text("搁置的时刻", "when it was parked"),
    "retry_requested": Text("是否已要求再试", "whether another attempt is asked for"),
    "sequence": Text("事件的序号", "the number of the event"),
    "service": Text("接收事件的服务", "the service that received it"),
    "set_aside": Text("由谁因何搁置", "who set it aside, and why"),
    "source": Text("事件的来源", "where the event comes from"),
    "unavailable": Text("没有应答的服务", "the services that did not answer"),
    "event_id": Text("事件的编号", "the id of the event"),
    "webhook-id": Text(
        "消息的编号，重复发送只办理一次", "the id of the message: sent again, it is taken once"
    ),
    "webhook-timestamp": Text("发送的时刻，Unix 秒", "when it was sent, in Unix seconds"),
    "webhook-signature": Text(
        "签名，Standard Webhooks 格式", "the signature as of Standard Webhooks"
    ),
}
