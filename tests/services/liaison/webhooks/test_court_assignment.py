"""From the court and back to it, through the whole installation (X9)."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from standardwebhooks import Webhook

from deploy.embedded.stack import Stack
from shared.legal_day import today
from tests.services.liaison.webhooks.receiving import COURT, ReceivingServer
from tests.support.events import eventually
from tests.support.stack import Officers, accepted, officers_of

AGENCY_CODE = "11120101000000000E"


@pytest.fixture
def receiver() -> ReceivingServer:
    """The court's server, which fails once before it takes a message."""
    return ReceivingServer("500", "204")


@pytest.fixture
def stack(receiver: ReceivingServer, tmp_path: Path) -> Iterator[Stack]:
    environment = {"WEBHOOK_ALLOWED_HOSTS": receiver.authority}
    with Stack(tmp_path, environment=environment) as running:
        yield running


def send_signed(stack: Stack, secret: str, notice: dict[str, Any], message_id: str) -> Any:
    """Send a notice as the court's own system would."""
    body = json.dumps(notice, ensure_ascii=False)
    now = datetime.now(UTC)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, now, body),
    }
    address = f"{stack.address}/api/v1/court/notices"
    return requests.post(address, data=body.encode(), headers=headers, timeout=30)


def led_to_an_agreement(officers: Officers, case_id: str) -> None:
    """Accept and agree, both today."""
    parties = [party["id"] for party in officers.case("mediations", case_id)["parties"]]
    consents = [{"party": party, "consented": True} for party in parties]
    officers.act("mediations", case_id, "accept", {"consents": consents})
    agreement = {"form": "oral", "terms": "修复排水沟"}
    officers.act("mediations", case_id, "agree", agreement)


@pytest.mark.timeout(240)
def test_the_court_assigns_a_mediation_and_hears_of_its_outcome(
    stack: Stack, receiver: ReceivingServer
) -> None:
    court = json.loads(stack.credentials.read_text("utf-8"))["court"]
    number = f"（2026）示0101诉前调{uuid.uuid4().hex[:6]}号"
    notice = {
        "type": "mediation_assigned",
        "agency": {"code": AGENCY_CODE},
        "court": COURT,
        "court_case_no": number,
        "subject": "相邻排水纠纷",
        "applicants": [{"name": "王小明"}],
        "respondents": [{"name": "李大海"}],
        "received_on": today().isoformat(),
    }
    with officers_of(stack) as officers, receiver:
        taken = send_signed(stack, court["secret"], notice, "msg_assignment")
        assert taken.status_code == 202, taken.text
        body = {
            "url": receiver.url,
            "events": ["mediation.*"],
            "secret": receiver.secret,
            "court": COURT,
        }
        webhook = accepted(officers.post("admin", "/webhooks", body))
        led_to_an_agreement(officers, taken.json()["id"])

        eventually(lambda: len(receiver.received()) == 2)
        deliveries = f"/webhooks/{webhook['id']}/deliveries"
        eventually(
            lambda: officers.get("admin", deliveries).body["items"][0]["state"] == "delivered"
        )
        first, second = receiver.received()

    assert first["signed"]
    assert second["signed"]
    assert first["id"] == second["id"]
    assert second["body"]["type"] == "mediation.agreed"
    told = second["body"]["data"]
    assert (told["court"], told["court_case_no"]) == (COURT, number)
    assert told["case_id"] == taken.json()["id"]
    assert "王小明" not in json.dumps(second, ensure_ascii=False)
