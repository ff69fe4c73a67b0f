"""A receiving server for tests, and events for it to hear of."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import requests

from tests.support.events import an_event
from tests.support.servers import Server

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
COURT = "示范区人民法院"
COURT_NUMBER = "（2026）示0101诉前调1号"


class ReceivingServer(Server):
    """A server on loopback that answers with `statuses` in turn and remembers what it got."""

    def __init__(self, *statuses: str, secret: str = SECRET) -> None:
        super().__init__()
        self.statuses = statuses
        self.secret = secret

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def url(self) -> str:
        return f"http://{self.authority}/hooks?from=concord"

    @property
    def inbox(self) -> Path:
        return self.folder / "received.jsonl"

    def received(self) -> list[dict[str, Any]]:
        if not self.inbox.exists():
            return []
        return [json.loads(line) for line in self.inbox.read_text().splitlines()]

    def _command(self) -> list[str]:
        program = str(Path(__file__).with_name("receiver.py"))
        arguments = [str(self.port), self.secret, str(self.inbox), *self.statuses]
        return [sys.executable, program, *arguments]

    def _answers(self) -> bool:
        try:
            return requests.get(f"http://{self.authority}/", timeout=1).status_code == 204
        except requests.RequestException:
            return False


def outcome(name: str = "agreed", sequence: int = 1, **data: Any) -> Any:
    """Return the event that a mediation assigned by a court ended so."""
    told = {
        "track": "mediation",
        "command": name,
        "case_id": "m1",
        "number": "调解〔2026〕1号",
        "status": name,
        "phase": "ended",
        "on": "2026-07-20",
        "title": "王小明诉李大海相邻排水纠纷",
        "parties": [{"role": "applicant", "id_number_index": "blind"}],
        "kind": "court_assigned",
        "assigned_by": COURT,
        "assigned_case_no": COURT_NUMBER,
    }
    return an_event(
        sequence,
        id=f"m1.{sequence}.1",
        type=f"mediation.{name}",
        source="mediation",
        subject="m1",
        data=told | data,
    )
