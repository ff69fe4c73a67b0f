"""The API of an installation as its officers use it."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests
from standardwebhooks import Webhook

from deploy.refusal import RefusalError
from shared.language import Language, Text

API = "/api/v1"
COURT = "court"
TIMEOUT = (3.05, 30)
_RENEW_BEFORE_SECONDS = 60
_TRIES = 4
_TAGS: Mapping[Language, str] = {"zh": "zh-CN", "en": "en"}


class InstallationError(RefusalError):
    """The installation cannot be reached or entered."""


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back: the HTTP status and the JSON document."""

    status: int
    body: Any

    @property
    def ok(self) -> bool:
        """Whether it was not refused."""
        return self.status < HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True)
class _Token:
    value: str
    until: float


class Officers:
    """
    Signs in the officers of `credentials.json` and asks in their names.

    The court of that file is one of the askers: it signs each of its messages instead.

    A context manager, which closes the connections.
    """

    def __init__(self, address: str, credentials: Path, certificate: Path | None = None) -> None:
        self.address = address.rstrip("/")
        self._passwords, self._court_secret = _accounts(credentials)
        self._session = requests.Session()
        # Said with each request: a session's own word yields to REQUESTS_CA_BUNDLE.
        self._trusted = str(certificate) if certificate else None
        self._tokens: dict[str, _Token] = {}
        self._articles: dict[str, str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._session.close()

    def admit(self, name: str, password: str) -> None:
        """Let an officer be asked for by that name, which is their username."""
        self._passwords[name] = {"username": name, "password": password}
        self._tokens.pop(name, None)

    def may_sign_in(self, username: str, password: str) -> bool:
        """Say whether that password is right."""
        account = {"username": username, "password": password}
        content = json.dumps(account).encode()
        return self._ask("POST", "/auth/token", {}, content).ok

    def articles(self) -> Mapping[str, str]:
        """Return the articles on which each command rests, by its path, as the API tells them."""
        if self._articles is None:
            paths = self._ask("GET", "/openapi.json", {}, b"").body["paths"]
            self._articles = {
                path.removeprefix(API): operations["post"].get("description", "")
                for path, operations in paths.items()
                if "post" in operations
            }
        return self._articles

    def get(self, role: str, path: str, language: Language = "zh") -> HttpAnswer:
        """Read `path` (below `/api/v1`) as an officer, in a language."""
        headers = {"Accept-Language": _TAGS[language]}
        return self._call(role, "GET", path, headers, b"", key=f"demo-{uuid.uuid4().hex}")

    def post(self, role: str, path: str, body: Mapping[str, Any], key: str) -> HttpAnswer:
        """
        Send `body` to `path` as an officer, under an idempotency key.

        Where another write came between (409 `changed-meanwhile`), the same request is sent again.
        """
        headers = {"Idempotency-Key": key, "Accept-Language": _TAGS["zh"]}
        content = json.dumps(body, ensure_ascii=False).encode()
        answer = self._call(role, "POST", path, headers, content, key=key)
        for _ in range(_TRIES - 1):
            if answer.ok or answer.body.get("code") != "changed-meanwhile":
                break
            answer = self._call(role, "POST", path, headers, content, key=key)
        return answer

    def _call(
        self,
        role: str,
        method: str,
        path: str,
        headers: Mapping[str, str],
        content: bytes,
        *,
        key: str,
    ) -> HttpAnswer:
        if role == COURT:
            proof = _signed(self._court_secret, key, content)
        else:
            proof = {"Authorization": f"Bearer {self._token(role)}"}
        return self._ask(method, path, {**headers, **proof}, content)

    def _token(self, role: str) -> str:
        token = self._tokens.get(role)
        if token is None or token.until < time.monotonic():
            token = self._tokens[role] = self._sign_in(role)
        return token.value

    def _sign_in(self, role: str) -> _Token:
        if role not in self._passwords:
            raise InstallationError(
                Text(f"账户文件中没有角色 {role}", f"the accounts file has no {role}")
            )
        asked_at = time.monotonic()
        content = json.dumps(self._passwords[role]).encode()
        answer = self._ask("POST", "/auth/token", {}, content)
        if not answer.ok:
            detail = answer.body.get("detail", "")
            raise InstallationError(
                Text(f"{role} 无法登录：{detail}", f"{role} cannot sign in: {detail}")
            )
        until = asked_at + answer.body["expires_in"] - _RENEW_BEFORE_SECONDS
        return _Token(answer.body["access_token"], until)

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], content: bytes
    ) -> HttpAnswer:
        address = f"{self.address}{API}{path}"
        typed = {**headers, "Content-Type": "application/json"} if content else dict(headers)
        try:
            response = self._session.request(
                method,
                address,
                headers=typed,
                data=content or None,
                timeout=TIMEOUT,
                verify=self._trusted,
            )
            return HttpAnswer(response.status_code, response.json() if response.content else {})
        except requests.exceptions.JSONDecodeError as error:
            status = response.status_code
            raise InstallationError(
                Text(f"{address} 的应答不是 JSON（{status}）", f"no JSON from {address} ({status})")
            ) from error
        except requests.RequestException as error:
            raise InstallationError(
                Text(f"无法访问 {address}：{error}", f"{address} cannot be reached: {error}")
            ) from error


def _signed(secret: str, message_id: str, content: bytes) -> dict[str, str]:
    """Return the headers that prove a message of the court (Standard Webhooks 1.0.0)."""
    if not secret:
        raise InstallationError(Text("账户文件中没有法院", "the accounts file has no court"))
    now = datetime.now(UTC)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(secret).sign(message_id, now, content.decode()),
    }


def _accounts(credentials: Path) -> tuple[dict[str, dict[str, str]], str]:
    """Return the passwords of the officers, and the secret by which the court signs, if any."""
    try:
        known = json.loads(credentials.read_text("utf-8"))
        passwords = {
            role: {"username": officer["username"], "password": officer["password"]}
            for role, officer in known["officers"].items()
        }
        return passwords, str(known.get(COURT, {}).get("secret", ""))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InstallationError(
            Text(
                f"无法读取账户文件 {credentials}", f"the accounts file {credentials} is unreadable"
            )
        ) from error
