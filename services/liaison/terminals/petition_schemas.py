"""What is handed in at a terminal, sealed or as it is, and what the person is answered."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shared.casework.answers import CaseAnswer, TextAnswer
from shared.casework.fields import Part, PersonalText
from shared.casework.petition_parts import PetitionSaid
from shared.http.labels import label
from shared.http.schemas import StrictInteger, StrictSchema

LONGEST_ITEM_ID = 64
_MOST_ANNOUNCED = 20
_ITEM_ID = label(
    "终端编号",
    "id made by the terminal",
    "每件一个，8 至 64 个字母、数字、下划线或连字符；同一编号再次提交仍是同一件。",
    "One for each item, 8 to 64 letters, digits, underscores or hyphens; sent again it is the "
    "same item.",
)
_CLOCK = label(
    "终端时钟",
    "clock of the terminal",
    "提交时终端的时间，只作备注；收到日期以服务器为准。",
    "What the terminal's clock said when it sent this: a remark. The day of receipt is ours.",
)
_HANDED_IN = label(
    "终端记录的提交时间",
    "handed in at, by the terminal's clock",
    "来访人在终端上按下提交的时间。",
    "When the person pressed the button.",
)


class ItemId(fields.String):
    """The id that a terminal makes for one item."""

    def __init__(self, **kwargs: Any) -> None:
        written = validate.Regexp(rf"[A-Za-z0-9_-]{{8,{LONGEST_ITEM_ID}}}\Z")
        super().__init__(validate=written, metadata=_ITEM_ID, **kwargs)


class HandedIn(PetitionSaid):
    """A petition as it is handed in: the person, against whom, what; no more is theirs."""

    id = ItemId(required=True)
    sent_at = fields.AwareDateTime(metadata=_CLOCK)
    handed_in_at = fields.AwareDateTime(metadata=_HANDED_IN)
    receipt_code = fields.String(
        validate=validate.Length(16, 19),
        metadata=label(
            "回执码",
            "code of the receipt",
            "断网时由终端抽取并打印的回执码；不填则由服务器抽取。",
            "Drawn and printed by the terminal where the line was cut; else drawn by the server.",
        ),
    )


class HandedInAtTerminal(HandedIn):
    """A petition that files may follow, one by one."""

    files_announced = StrictInteger(
        load_default=0,
        validate=validate.Range(0, _MOST_ANNOUNCED),
        metadata=label(
            "随后的材料份数",
            "files that follow",
            "登记后逐份提交；窗口据此知道是否到齐。",
            "Handed in one by one afterwards; by it the desk knows whether all have come.",
        ),
    )


PETITION = tuple(PetitionSaid().fields)
"""What of an item goes into the petition."""


class SealBeside(StrictSchema):
    """With what something was sealed (ECDH P-256, HKDF-SHA-256, AES-256-GCM); it travels beside."""

    key = fields.String(
        required=True,
        validate=validate.Length(1, 60),
        metadata=label("密钥编号", "id of our key"),
    )
    terminal = fields.String(
        required=True,
        validate=validate.Length(1, 60),
        metadata=label(
            "封存时的终端",
            "terminal at which it was sealed",
            "终端换了编号，此前封存的仍按原编号登记。",
            "A terminal that was registered anew still hands in what it sealed before.",
        ),
    )
    point = fields.String(
        required=True,
        validate=validate.Length(1, 200),
        metadata=label("临时公钥", "public key of the moment", "base64。", "In base64."),
    )
    nonce = fields.String(
        required=True,
        validate=validate.Length(1, 40),
        metadata=label("随机数", "nonce", "12 字节，base64。", "12 bytes in base64."),
    )


class Seal(SealBeside):
    """What was sealed with our public key."""

    text = fields.String(
        required=True,
        validate=validate.Length(1, 900_000),
        metadata=label("密文", "sealed text", "base64。", "In base64."),
    )


class SealedItem(StrictSchema):
    """An item that the terminal sealed as soon as it was handed in."""

    id = ItemId(required=True)
    sent_at = fields.AwareDateTime(metadata=_CLOCK)
    sealed = Part(Seal, required=True, metadata=label("封存的内容", "what was sealed"))


class CorrectionText(StrictSchema):
    """What somebody corrects of what they handed in ten minutes ago or less."""

    id = ItemId(required=True)
    text = PersonalText(2000, required=True, metadata=label("更正说明", "what is corrected"))


class Correction(CorrectionText):
    """The same from a terminal, which names the item by its own id."""

    sent_at = fields.AwareDateTime(metadata=_CLOCK)
    handed_in_at = fields.AwareDateTime(metadata=_HANDED_IN)
    corrects = fields.String(
        required=True,
        validate=validate.Length(8, LONGEST_ITEM_ID),
        metadata=label("更正哪一件", "id of the item that it corrects"),
    )


class ReceiptAnswer(Schema):
    """A receipt: shown and printed, told again to whoever sends the same item again."""

    code = fields.String(required=True)
    qr_svg = fields.String(required=True)
    asked_with = fields.String(required=True, validate=validate.OneOf(["phone", "id_number"]))
    received_on = fields.String(required=True)
    next_step = fields.Nested(TextAnswer, required=True)


class PetitionWithReceipt(CaseAnswer):
    """The petition as it was registered, with its receipt."""

    receipt = fields.Nested(ReceiptAnswer, required=True)


class CorrectionTaken(Schema):
    """That a correction was put to the petition."""

    id = fields.String(required=True)
    corrects = fields.String(required=True)


class ReceiptQuestion(StrictSchema):
    """By what a receipt is asked for, beside its code."""

    phone_tail = fields.String(
        required=True,
        validate=validate.Length(4, 4),
        metadata=label(
            "手机后四位",
            "last four of the telephone",
            "没有留电话的，为证件号码后四位。",
            "Where no telephone was left, the last four of the identity number.",
        ),
    )


class StandingAnswer(Schema):
    """How a petition stands, in plain words and about nobody."""

    state = fields.Nested(TextAnswer, required=True)
    next_step = fields.Nested(TextAnswer, required=True)
    received_on = fields.String(required=True, allow_none=True)
    question = fields.String(required=True, allow_none=True)
