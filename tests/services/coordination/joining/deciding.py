"""An officer's decisions about a matter over HTTP, and what the matter then shows."""

from __future__ import annotations

from typing import Any

from tests.services.coordination.asking import Desk

RECON, PETIT, SUIT = "/api/v1/matters/matter-recon", "/api/v1/matters/matter-petit", "matter-suit0"


WHY = "同一处罚引起的纠纷"


OFFICER = {"role": "petition_officer"}


THE_PETITION = {"track": "petition", "case_id": "018f0000c3"}


def matter(desk: Desk, path: str = RECON, **caller: str) -> dict[str, Any]:
    answer = desk.get(path, **caller)
    assert answer.status_code == 200, answer.get_json()
    shown: dict[str, Any] = answer.get_json()
    return shown


def done(desk: Desk, path: str, body: dict[str, Any], **caller: str) -> dict[str, Any]:
    answer = desk.post(path, body, **(OFFICER | caller))
    assert answer.status_code == 200, answer.get_json()
    shown: dict[str, Any] = answer.get_json()
    return shown


def history(desk: Desk, path: str = RECON) -> list[tuple[str, str | None]]:
    items = desk.get(f"{path}/history").get_json()["items"]
    return [(item["kind"], item.get("reason")) for item in items]
