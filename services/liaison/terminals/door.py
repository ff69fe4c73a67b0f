"""The routes of terminals: each request proves its terminal by id and key."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import segno
from flask import request

from services.liaison.terminals.hall import Hall
from services.liaison.terminals.intake import Received
from services.liaison.terminals.petition_schemas import (
    Correction,
    CorrectionTaken,
    HandedInAtTerminal,
    PetitionWithReceipt,
    ReceiptQuestion,
    SealedItem,
    StandingAnswer,
)
from services.liaison.terminals.proving import PROOF, calling_terminal
from services.liaison.terminals.receipt_codes import in_groups
from services.liaison.terminals.schemas import OwnAnswer, QueueReport
from services.liaison.terminals.sealed_petitions import UnreadableSealError, opened, public_key
from services.liaison.terminals.standing import next_step
from services.liaison.terminals.terminal import Queue, Terminal
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.bodies import MalformedJsonError, parse_json, read_json
from shared.http.language import request_language
from shared.http.problems import invalid
from shared.http.schemas import load
from shared.language import Text

_UNREADABLE = Text(
    "封存的内容无法打开：密钥未知，或者内容被改动。",
    "What was sealed does not open: its key is unknown, or it was changed.",
)


class TerminalDoor:
    """Lets terminals in, and serves them; the gateway bounds how often a proof is refused."""

    routes = DocumentedBlueprint(
        "terminal", __name__, url_prefix=API, description="自助终端的入口 for terminals"
    )

    def __init__(self, hall: Hall) -> None:
        self._terminals = hall.terminals
        self._intake = hall.intake
        self._corrections = hall.corrections
        self._receipts = hall.receipts
        self._keys = hall.keys

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    def _calling(self) -> Terminal:
        return calling_terminal(self._terminals)

    @routes.get("/terminal")
    @routes.headers(*PROOF)
    @routes.asked_as(_calling)
    @routes.response(200, OwnAnswer)
    @routes.alt_response(429)
    @routes.doc(summary="终端的登记信息 / itself", security=[])
    def own_terminal(self, terminal: Terminal) -> dict[str, Any]:
        """Tell what a terminal is registered as, and with which key it seals."""
        return {
            "id": terminal.id,
            "place": terminal.place,
            "agency": {"code": terminal.agency_code, "name": terminal.agency_name},
            "reader_url": terminal.reader_url,
            "window": terminal.window,
            "sealing_key": public_key(self._keys),
        }

    def _proven(self) -> Terminal:
        return self._terminals.proven(request.headers.get("Authorization"))

    @routes.post("/terminal/queue")
    @routes.headers(*PROOF)
    @routes.asked_as(_proven)
    @routes.arguments(QueueReport)
    @routes.response(204)
    @routes.alt_response(429)
    @routes.doc(summary="报告待提交件数 / tell of its queue", security=[])
    def report_queue(self, terminal: Terminal, queue: dict[str, Any]) -> None:
        """Note how many items wait and were refused."""
        self._terminals.seen(terminal, Queue(**queue))

    @routes.post("/terminal/petitions")
    @routes.headers(*PROOF)
    @routes.asked_as(_calling)
    @routes.reads(HandedInAtTerminal, SealedItem)
    @routes.unstored
    @routes.response(201, PetitionWithReceipt)
    @routes.alt_response(429)
    @routes.doc(summary="登记信访事项 / register a petition", security=[])
    def hand_in(self, terminal: Terminal) -> dict[str, Any]:
        """Register a petition; the same id twice is one petition."""
        raw, origin = self._read(terminal)
        said = load(HandedInAtTerminal(), raw)
        received = self._intake.take(terminal, said, raw, request_language(), origin=origin)
        return {**received.case, "receipt": shown_receipt(received)}

    @routes.post("/terminal/corrections")
    @routes.headers(*PROOF)
    @routes.asked_as(_calling)
    @routes.reads(Correction, SealedItem)
    @routes.response(201, CorrectionTaken)
    @routes.alt_response(429)
    @routes.doc(summary="十分钟内更正 / correct within ten minutes", security=[])
    def correct(self, terminal: Terminal) -> dict[str, Any]:
        """Correct within ten minutes what was handed in."""
        raw, origin = self._read(terminal)
        said = load(Correction(), raw)
        self._corrections.take(origin, said)
        return {"id": said["id"], "corrects": said["corrects"]}

    @routes.get("/terminal/receipts/<code>")
    @routes.headers(*PROOF)
    @routes.asked_as(_calling)
    @routes.arguments(ReceiptQuestion, location="query")
    @routes.unstored
    @routes.response(200, StandingAnswer)
    @routes.alt_response(429)
    @routes.doc(summary="凭回执查询 / look a receipt up", security=[])
    def terminal_receipt(
        self, _terminal: Terminal, asked: Mapping[str, Any], code: str
    ) -> Mapping[str, Any]:
        """Tell how a petition stands, by its receipt."""
        return self._receipts.standing(code, asked["phone_tail"])

    def _read(self, terminal: Terminal) -> tuple[dict[str, Any], str]:
        """
        Return what was sent, opened where it was sealed, and the terminal that made its id.

        One that was registered anew hands in what it sealed under its former name.
        """
        raw = read_json(request)
        if "sealed" not in raw:
            return raw, terminal.id
        item = load(SealedItem(), raw)
        origin = item["sealed"]["terminal"]
        try:
            text = opened(item["sealed"], self._keys, terminal=origin, item=item["id"])
            inner = parse_json(text)
        except (UnreadableSealError, MalformedJsonError) as error:
            raise invalid({"sealed": [_UNREADABLE]}) from error
        if not isinstance(inner, dict):
            raise invalid({"sealed": [_UNREADABLE]})
        outer: dict[str, Any] = {name: raw[name] for name in ("id", "sent_at") if name in raw}
        return {**inner, **outer}, origin


def shown_receipt(received: Received) -> dict[str, Any]:
    """Return the receipt as it is shown and printed."""
    return {
        "code": in_groups(received.code),
        "qr_svg": qr_picture(received.code),
        "asked_with": received.asked_with,
        "received_on": received.received_on.isoformat(),
        "next_step": next_step(received.case).as_dict(),
    }


def qr_picture(code: str) -> str:
    """Return a picture of a code as SVG; a tenth of it may be unreadable on paper."""
    drawn = io.BytesIO()
    picture = segno.make(code, error="m", micro=False)
    picture.save(drawn, kind="svg", xmldecl=False, omitsize=True, border=4, nl=False)
    return drawn.getvalue().decode()
