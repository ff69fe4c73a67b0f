"""What the public sends in a browser, and what it is answered."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

from services.liaison.terminals.petition_schemas import CorrectionText, HandedIn, ReceiptQuestion
from shared.casework.fields import PersonalText
from shared.casework.payload_parts import Agency
from shared.casework.telephones import first_number, read_telephones
from shared.http.labels import label
from shared.http.schemas import StrictSchema
from shared.language import Text

_MAIL = validate.Email()
_NOWHERE = Text("请填写一个手机号码或者电子邮箱。", "Give one mobile number or one mailbox.")
_TO = label(
    "手机号码或者电子邮箱",
    "mobile number or mailbox",
    "验证码发到这里。",
    "The code is sent there.",
)
_CODE = label("验证码", "code", "六位数字。", "Six digits.")


class WhereTo(PersonalText):
    """A telephone number, as its digits, or a mailbox."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        written = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if "@" in written:
            try:
                return _MAIL(written).lower()
            except ValidationError as error:
                raise ValidationError([_NOWHERE]) from error
        read = read_telephones(written)
        if read is None:
            raise ValidationError([_NOWHERE])
        return first_number(read)


class CodeWanted(StrictSchema):
    """Where a code is to be sent."""

    to = WhereTo(120, required=True, metadata=_TO)


class CodeSent(Schema):
    """Until when the code is good."""

    ends_at = fields.String(required=True)


class ReceptionAnswer(Schema):
    """An agency that takes petitions in browsers."""

    id = fields.String(required=True)
    place = fields.String(required=True)
    agency = fields.Nested(Agency, required=True)


class ReceptionList(Schema):
    """All of them; `open` says whether codes can be sent."""

    open = fields.Boolean(required=True)
    items = fields.List(fields.Nested(ReceptionAnswer), required=True)


class OnlinePetition(HandedIn):
    """A petition as somebody hands it in with a browser, proven by a code."""

    reception = fields.String(
        required=True,
        validate=validate.Length(1, 60),
        metadata=label("受理机关", "reception", "向哪个机关提交。", "To which agency it goes."),
    )
    to = WhereTo(120, required=True, metadata=_TO)
    code = fields.String(required=True, validate=validate.Regexp(r"[0-9]{6}\Z"), metadata=_CODE)


class OnlineCorrection(CorrectionText, ReceiptQuestion):
    """The same from a browser, with the receipt in hand."""

    receipt_code = fields.String(
        required=True,
        validate=validate.Length(16, 19),
        metadata=label("回执码", "code of the receipt"),
    )


class OnlineCorrectionTaken(Schema):
    """That a correction was put to the petition."""

    id = fields.String(required=True)
