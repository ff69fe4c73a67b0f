"""A client of the trial track that signs its requests as the gateway does."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from shared.http.identity import ASSIGNEE_HEADER, IDENTITY_HEADER, Identity, IdentitySigner
from tests.support.casework import AGENCY, application

ROOT = "/api/v1/reconsiderations"
OFFICER = Identity(
    "officer-1", "张三", "reconsideration_officer", AGENCY["code"], AGENCY["name"], "120101"
)
STRANGER = Identity("officer-2", "李四", "reconsideration_officer", "11310000000000002A", "别处")
MEDIATOR = Identity("officer-3", "赵六", "mediator", AGENCY["code"], AGENCY["name"])
SUPERVISOR = Identity("chief", "钱七", "supervisor", AGENCY["code"], AGENCY["name"])


class Caller:
    """A client that signs its requests as the gateway does."""

    def __init__(self, client: FlaskClient, signer: IdentitySigner) -> None:
        self._client = client
        self._signer = signer

    def get(self, path: str, who: Identity = OFFICER, **options: Any) -> TestResponse:
        return self._client.get(ROOT + path, headers=self._headers(who, options), **options)

    def at(self, path: str, who: Identity) -> TestResponse:
        """Return what the service answers at an address of its own, beside the track's."""
        return self._client.get(path, headers=self._headers(who, {}))

    def post(self, path: str, body: Any, who: Identity = OFFICER, **options: Any) -> TestResponse:
        return self._client.post(
            ROOT + path, json=body, headers=self._headers(who, options), **options
        )

    def raw(self, path: str, data: bytes, content_type: str = "application/json") -> TestResponse:
        headers = self._headers(OFFICER, {})
        return self._client.post(ROOT + path, data=data, content_type=content_type, headers=headers)

    def upload(
        self,
        path: str,
        files: Sequence[tuple[str, bytes]],
        who: Identity = OFFICER,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Send a form with files, as a browser does."""
        form = [("files", FileStorage(io.BytesIO(content), name)) for name, content in files]
        boundary, body = encode_multipart(MultiDict(form))
        return self._client.post(
            ROOT + path,
            data=body,
            content_type=f"multipart/form-data; boundary={boundary}",
            headers={**self._headers(who, {}), **(headers or {})},
        )

    def stream(self, path: str, source: io.RawIOBase, length: int) -> TestResponse:
        """Send a form of a stated length of which nothing is in memory."""
        return self._client.post(
            ROOT + path,
            environ_overrides={"wsgi.input": source, "CONTENT_LENGTH": str(length)},
            content_type="multipart/form-data; boundary=x",
            headers=self._headers(OFFICER, {}),
        )

    def open_case(self, **changes: object) -> str:
        response = self.post("", application(**changes))
        assert response.status_code == 201, response.text
        return str(response.get_json()["id"])

    def _headers(self, who: Identity, options: dict[str, Any]) -> dict[str, str]:
        headers = {IDENTITY_HEADER: self._signer.sign(who, "reconsideration")}
        if assignee := options.pop("assignee", None):
            headers[ASSIGNEE_HEADER] = self._signer.vouch(assignee, "reconsideration")
        return {**headers, **options.pop("headers", {})}


def refusal(response: TestResponse, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status, response.text
    assert response.mimetype == "application/problem+json"
    problem: dict[str, Any] = response.get_json()
    assert problem["code"] == code
    assert problem["detail"]
    return problem
