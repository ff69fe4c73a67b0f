"""What is said of a terminal: by the administrator who registers it, and by itself."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from services.liaison.terminals.terminal import ACTS, RECEIVES_AS, Terminal
from shared.casework import labels
from shared.casework.answers import TextAnswer
from shared.casework.fields import (
    Choice,
    OrganisationCode,
    Part,
    PlainText,
    RegionCode,
)
from shared.casework.payload_parts import Agency
from shared.http.labels import label
from shared.http.local_addresses import local_origin
from shared.http.schemas import StrictBoolean, StrictInteger, StrictSchema, refusal
from shared.language import Text

_MOST_ITEMS = 10_000_000
_NO_LOCAL_ADDRESS = Text(
    "应为本机地址，如 ws://127.0.0.1:1919。",
    "Must be an address on the terminal itself, such as ws://127.0.0.1:1919.",
)


def is_local_address(value: str) -> None:
    """Refuse an address that leaves the terminal: a card reader is asked on the same machine."""
    if value and local_origin(value) is None:
        raise refusal(_NO_LOCAL_ADDRESS)


class TerminalAgency(Agency):
    """The agency of a terminal, by its code: it decides who sees what comes in."""

    code = OrganisationCode(required=True, metadata=labels.ORGANISATION_CODE)


class NewTerminal(StrictSchema):
    """A terminal that is to stand in a hall."""

    place = PlainText(
        200,
        required=True,
        metadata=label(
            "位置", "place", "如“政务大厅一楼 3 号机”。", "Where in the hall it stands."
        ),
    )
    agency = Part(
        TerminalAgency,
        required=True,
        metadata=label(
            "所属机关",
            "agency",
            "终端收到的信访事项由此机关登记。",
            "What the terminal takes in is registered with this agency.",
        ),
    )
    region = RegionCode(required=True, metadata=labels.REGION)
    receives_as = Choice(
        RECEIVES_AS,
        load_default="petition_office",
        metadata=label(
            "收件身份",
            "received as",
            "信访部门登记分流（第二十二条），其他机关直接收到（第二十三条）。",
            "A petition office routes it (art. 22); another agency received it itself (art. 23).",
        ),
    )
    reader_url = fields.String(
        load_default="",
        validate=[validate.Length(max=200), is_local_address],
        metadata=label(
            "读卡器地址",
            "address of the card reader",
            "终端本机上的读卡服务；没有则留空，用键盘输入。",
            "The service on the terminal itself that reads cards; empty where keys are used.",
        ),
    )
    window = PlainText(
        60,
        load_default="",
        validate=validate.Length(max=60),
        metadata=label(
            "求助窗口",
            "window for help",
            "如“3 号窗口”，显示在终端页面上。",
            "Such as “window 3”, shown on the terminal.",
        ),
    )
    online = StrictBoolean(
        load_default=False,
        metadata=label(
            "网上受理",
            "online",
            "公众在浏览器中向该机关提交信访事项，凭验证码。",
            "Through it the public hands in petitions to the agency in a browser, by a code.",
        ),
    )


class ActAnswer(Schema):
    """What was done to a terminal, by whom and when."""

    what = fields.String(required=True, validate=validate.OneOf(list(ACTS)))
    what_label = fields.Nested(TextAnswer, required=True)
    at = fields.String(required=True)
    by = fields.String(required=True)


class TerminalAnswer(Schema):
    """A terminal, never with its key."""

    id = fields.String(required=True)
    place = fields.String(required=True)
    agency = fields.Nested(Agency, required=True)
    region = fields.String(required=True)
    receives_as = fields.String(required=True, validate=validate.OneOf(list(RECEIVES_AS)))
    receives_as_label = fields.Nested(TextAnswer, required=True)
    reader_url = fields.String(required=True)
    window = fields.String(required=True)
    online = fields.Boolean(required=True)
    revoked = fields.Boolean(required=True)
    seen_at = fields.String(required=True, allow_none=True)
    waiting = fields.Integer(required=True)
    refused = fields.Integer(required=True)
    acts = fields.List(fields.Nested(ActAnswer), required=True)
    version = fields.Integer(required=True)


class TerminalWithKey(TerminalAnswer):
    """A terminal with the key that is shown this once."""

    key = fields.String(required=True)


class TerminalPage(Schema):
    """A page of terminals."""

    items = fields.List(fields.Nested(TerminalAnswer), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


def shown_terminal(terminal: Terminal) -> dict[str, Any]:
    """Return a terminal as an administrator reads it."""
    return {
        "id": terminal.id,
        "place": terminal.place,
        "agency": {"code": terminal.agency_code, "name": terminal.agency_name},
        "region": terminal.region,
        "receives_as": terminal.receives_as,
        "receives_as_label": RECEIVES_AS[terminal.receives_as].as_dict(),
        "reader_url": terminal.reader_url,
        "window": terminal.window,
        "online": terminal.online,
        "revoked": terminal.is_revoked,
        "seen_at": terminal.seen_at.isoformat() if terminal.seen_at else None,
        "waiting": terminal.queue.waiting,
        "refused": terminal.queue.refused,
        "acts": [
            {
                "what": act.what,
                "what_label": ACTS[act.what].as_dict(),
                "at": act.at.isoformat(),
                "by": act.by,
            }
            for act in terminal.acts
        ],
        "version": terminal.version,
    }


class QueueReport(StrictSchema):
    """What a terminal says of its own queue."""

    waiting = StrictInteger(
        required=True,
        validate=validate.Range(0, _MOST_ITEMS),
        metadata=label("待提交的件数", "items that wait"),
    )
    refused = StrictInteger(
        required=True,
        validate=validate.Range(0, _MOST_ITEMS),
        metadata=label("被退回的件数", "items that were refused"),
    )


class KeyAnswer(Schema):
    """A public key: its id, and its point on P-256 in base64."""

    id = fields.String(required=True)
    point = fields.String(required=True)


class OwnAnswer(Schema):
    """What a terminal learns of itself."""

    id = fields.String(required=True)
    place = fields.String(required=True)
    agency = fields.Nested(Agency, required=True)
    reader_url = fields.String(required=True)
    window = fields.String(required=True)
    sealing_key = fields.Nested(KeyAnswer, required=True)
