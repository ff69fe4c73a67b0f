"""The routes of terminals: each request proves its terminal by id and key."""

from __future__ import annotations

import io
from typing import Any

import segno
from flask import Response, jsonify, request

from services.liaison.terminals.hall import Hall
from services.liaison.terminals.intake import Received
from services.liaison.terminals.proving import BOUNDED, PROOF, calling_terminal
from services.liaison.terminals.receipt_codes import in_groups
from services.liaison.terminals.receipts import Receipts
from services.liaison.terminals.schemas import (
    Correction,
    CorrectionTaken,
    HandedInAtTerminal,
    OwnAnswer,
    PetitionWithReceipt,
    QueueReport,
    ReceiptQuestion,
    SealedItem,
    StandingAnswer,
)
from services.liaison.terminals.sealed_petitions import UnreadableSealError, opened, public_key
from services.liaison.terminals.standing import next_step
from services.liaison.terminals.terminal import Queue, Terminal
from shared.http.blueprint import DocumentedBlueprint, body_of
from shared.http.bodies import MalformedJsonError, parse_json, read_json
from shared.http.language import request_language
from shared.http.problems import invalid
from shared.http.routes import Route, blueprint_of
from shared.http.schemas import load, load_query
from shared.language import Text

_UNREADABLE = Text(
    "封存的内容无法打开：密钥未知，或者内容被改动。",
    "What was sealed does not open: its key is unknown, or it was changed.",
)


class TerminalDoor:
    """Lets terminals in, and serves them; the gateway bounds how often a proof is refused."""

    def __init__(self, hall: Hall) -> None:
        self._terminals = hall.terminals
        self._intake = hall.intake
        self._corrections = hall.corrections
        self._receipts = hall.receipts
        self._keys = hall.keys

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return blueprint_of(
            "terminal",
            Text("自助终端的入口", "for terminals"),
            Route(
                "GET",
                "/terminal",
                self.own_terminal,
                Text("终端的登记信息", "itself"),
                OwnAnswer,
                refuses=BOUNDED,
                open=True,
                headers=PROOF,
            ),
            Route(
                "POST",
                "/terminal/queue",
                self.report_queue,
                Text("报告待提交件数", "tell of its queue"),
                None,
                body=QueueReport,
                statuses=(204,),
                refuses=BOUNDED,
                open=True,
                headers=PROOF,
            ),
            Route(
                "POST",
                "/terminal/petitions",
                self.hand_in,
                Text("登记信访事项", "register a petition"),
                PetitionWithReceipt,
                body=(HandedInAtTerminal, SealedItem),
                statuses=(201,),
                located=False,
                refuses=BOUNDED,
                open=True,
                headers=PROOF,
            ),
            Route(
                "POST",
                "/terminal/corrections",
                self.correct,
                Text("十分钟内更正", "correct within ten minutes"),
                CorrectionTaken,
                body=(Correction, SealedItem),
                statuses=(201,),
                located=False,
                refuses=BOUNDED,
                open=True,
                headers=PROOF,
            ),
            Route(
                "GET",
                "/terminal/receipts/<code>",
                self.terminal_receipt,
                Text("凭回执查询", "look a receipt up"),
                StandingAnswer,
                query=ReceiptQuestion,
                refuses=BOUNDED,
                open=True,
                headers=PROOF,
            ),
        )

    def own_terminal(self) -> Response:
        """Tell what a terminal is registered as, and with which key it seals."""
        terminal = calling_terminal(self._terminals)
        return jsonify(
            {
                "id": terminal.id,
                "place": terminal.place,
                "agency": {"code": terminal.agency_code, "name": terminal.agency_name},
                "reader_url": terminal.reader_url,
                "window": terminal.window,
                "sealing_key": public_key(self._keys),
            }
        )

    def report_queue(self) -> Response:
        """Note how many items wait and were refused."""
        terminal = self._terminals.proven(request.headers.get("Authorization"))
        self._terminals.seen(terminal, Queue(**body_of(QueueReport())))
        return Response(status=204)

    def hand_in(self) -> Response:
        """Register a petition; the same id twice is one petition."""
        terminal = calling_terminal(self._terminals)
        raw, origin = self._read(terminal)
        said = load(HandedInAtTerminal(), raw)
        received = self._intake.take(terminal, said, raw, request_language(), origin=origin)
        response = jsonify({**received.case, "receipt": shown_receipt(received)})
        response.status_code = 201
        response.headers["Cache-Control"] = "no-store"
        return response

    def correct(self) -> Response:
        """Correct within ten minutes what was handed in."""
        terminal = calling_terminal(self._terminals)
        raw, origin = self._read(terminal)
        said = load(Correction(), raw)
        self._corrections.take(origin, said)
        response = jsonify({"id": said["id"], "corrects": said["corrects"]})
        response.status_code = 201
        return response

    def terminal_receipt(self, code: str) -> Response:
        """Tell how a petition stands, by its receipt."""
        calling_terminal(self._terminals)
        return standing_of(self._receipts, code)

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


def standing_of(receipts: Receipts, code: str) -> Response:
    """Answer how the petition of a receipt stands; the query says the last four characters."""
    asked = load_query(ReceiptQuestion(), request.args)
    response = jsonify(receipts.standing(code, asked["phone_tail"]))
    response.headers["Cache-Control"] = "no-store"
    return response


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
