"""A hall with terminals: the gateway, liaison and petitions, as an installation runs them."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from deploy.processes import application_of
from tests.gateway.office import AGENCY, Office, bearer
from tests.gateway.processes import WebProcess, addresses, environment

ID_NUMBER = "110101199003070011"
PHONE = "13800138000"
PLACE = "政务大厅 3 号机"


@dataclass
class TerminalHall:
    """The officers of an office and the terminals in its hall, all at the same gateway."""

    office: Office
    petitions: WebProcess
    liaison: WebProcess
    client: FlaskClient

    def registers(self, **changes: Any) -> dict[str, Any]:
        """Register a terminal as the administrator; return it with its key."""
        answer = self.client.post(
            "/api/v1/terminals", json=a_terminal(**changes), headers=self.officer("admin")
        )
        assert answer.status_code == 201, answer.get_json()
        made: dict[str, Any] = answer.get_json()
        return made

    def officer(self, role: str) -> dict[str, str]:
        return bearer(self.client, role)

    def listed(self) -> dict[str, dict[str, Any]]:
        """Return the terminals as the administrator sees them, by id."""
        found = self.client.get("/api/v1/terminals?limit=100", headers=self.officer("admin"))
        return {each["id"]: each for each in found.get_json()["items"]}

    def petitions_of(self, content: str) -> list[dict[str, Any]]:
        """Return the petitions with a text, as the petition officer finds them."""
        headers = self.officer("petition_officer")
        body = {"q": content, "limit": 100}
        found = self.client.post("/api/v1/petitions/search", json=body, headers=headers)
        assert found.status_code == 200, found.get_json()
        items: list[dict[str, Any]] = found.get_json()["items"]
        return items


@contextmanager
def opened_hall(database_url: str, secrets_dir: Path) -> Iterator[TerminalHall]:
    """Open a hall with databases of its own."""

    def process(service: str, services: Mapping[str, str] | None = None) -> WebProcess:
        variables = environment(
            service,
            database_url,
            secrets_dir,
            database_name=f"{service}_{uuid.uuid4().hex[:8]}",
            services=services,
        )
        return WebProcess(application_of(service), variables)

    with process("petitions") as petitions:
        behind = addresses(petitions=petitions.url)
        with process("liaison", behind) as liaison:
            office = Office.opened(
                database_url, secrets_dir, petitions=petitions.url, liaison=liaison.url
            )
            for role in ("admin", "petition_officer", "supervisor"):
                office.employ(role)
            client = office.application().test_client()
            yield TerminalHall(office, petitions, liaison, client)


def a_terminal(**changes: Any) -> dict[str, Any]:
    """Return what an administrator says of a terminal."""
    agency = {"code": AGENCY["agency_code"], "name": AGENCY["agency_name"]}
    return {"place": PLACE, "agency": agency, "region": AGENCY["region"], **changes}


def an_id() -> str:
    return uuid.uuid4().hex


def a_petition(**changes: Any) -> dict[str, Any]:
    """Return a petition as a terminal hands it in."""
    return {
        "id": an_id(),
        "petitioners": [{"name": "王小明", "id_number": ID_NUMBER, "phone": PHONE}],
        "against": {"name": "示范区市场监督管理局"},
        "content": f"请求处理小区噪声 {uuid.uuid4().hex[:8]}",
        **changes,
    }


@dataclass
class ATerminal:
    """A terminal at the gateway, with the key that it was given."""

    client: FlaskClient
    id: str
    key: str

    @classmethod
    def at(cls, hall: TerminalHall, **changes: Any) -> ATerminal:
        made = hall.registers(**changes)
        return cls(hall.client, made["id"], made["key"])

    @property
    def proof(self) -> dict[str, str]:
        return {"Authorization": f"Terminal {self.id}:{self.key}"}

    def own(self) -> TestResponse:
        return self.client.get("/api/v1/terminal", headers=self.proof)

    def hands_in(self, petition: Mapping[str, Any], **headers: str) -> TestResponse:
        return self.client.post(
            "/api/v1/terminal/petitions", json=petition, headers=self.proof | headers
        )

    def corrects(self, correction: Mapping[str, Any]) -> TestResponse:
        return self.client.post("/api/v1/terminal/corrections", json=correction, headers=self.proof)

    def hands_in_file(self, item: Mapping[str, Any] | str, content: bytes) -> TestResponse:
        said = item if isinstance(item, str) else json.dumps(item)
        form = {"item": said, "file": FileStorage(io.BytesIO(content), "blob")}
        boundary, body = encode_multipart(MultiDict(form))
        return self.client.post(
            "/api/v1/terminal/files",
            data=body,
            headers=self.proof,
            content_type=f'multipart/form-data; boundary="{boundary}"',
        )

    def reports(self, waiting: int, refused: int) -> TestResponse:
        body = {"waiting": waiting, "refused": refused}
        return self.client.post("/api/v1/terminal/queue", json=body, headers=self.proof)

    def asks(self, code: str, tail: str) -> TestResponse:
        path = f"/api/v1/terminal/receipts/{code}?phone_tail={tail}"
        return self.client.get(path, headers=self.proof)
