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
}
