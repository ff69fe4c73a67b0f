"""What the words of an answer about webhooks mean."""

from __future__ import annotations

from shared.language import Text

ANSWER_WORDS: dict[str, Text] = {
    "webhook_id": Text("接收方的编号", "the id of the receiver"),
    "delivery_id": Text("消息的编号", "the id of the message"),
    "url": Text("接收地址", "the address of the receiver"),
    "events": Text("事件种类", "the kinds of event"),
    "created_at": Text("新建的时刻", "when it was made"),
    "created_by": Text("由谁新建", "who made it"),
    "secret": Text("签名密钥，只显示一次", "the signing secret, shown once"),
    "DeliveryAnswer.endpoint": Text("接收方的编号", "the id of the receiver"),
    "DeliveryAnswer.event_id": Text("事件的编号", "the id of the event"),
    "DeliveryAnswer.attempts": Text("每次发送的结果", "every attempt"),
    "DeliveryAnswer.next_at": Text("下次发送的时刻", "when it is tried next"),
    "DeliveryAnswer.message": Text("所发送的消息", "the message that is sent"),
    "AttemptAnswer.status": Text("收到的 HTTP 状态码", "the HTTP status that came back"),
    "AttemptAnswer.error": Text("没有送达的原因", "why nothing came back"),
}
