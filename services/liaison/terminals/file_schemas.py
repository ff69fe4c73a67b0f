"""What a terminal says of a file that it hands in, and what it is answered."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from services.liaison.terminals.files import ATTACHED, REFUSED
from services.liaison.terminals.petition_schemas import LONGEST_ITEM_ID, ItemId, SealBeside
from shared.casework.fields import Part, PersonalText
from shared.http.labels import label
from shared.http.schemas import StrictSchema


class FileByReceipt(StrictSchema):
    """A file that goes with the petition of a receipt."""

    id = ItemId(required=True)
    name = PersonalText(200, required=True, metadata=label("文件名", "name of the file"))


class HandedInFile(FileByReceipt):
    """A file that goes with a petition."""

    petition = fields.String(
        required=True,
        validate=validate.Length(8, LONGEST_ITEM_ID),
        metadata=label("随哪一件提交", "id of the petition that it goes with"),
    )


class SealedFile(StrictSchema):
    """A file that the terminal sealed as soon as it was handed in."""

    id = ItemId(required=True)
    sealed = Part(SealBeside, required=True, metadata=label("封存的内容", "what was sealed"))


class ReceiptFileOutcome(Schema):
    """What became of a file that was handed in with a receipt."""

    id = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf([ATTACHED, REFUSED]))
    why = fields.String(required=True, allow_none=True)


class FileOutcome(ReceiptFileOutcome):
    """What became of a file."""

    petition = fields.String(required=True)
