"""Calls from one process to another."""

from __future__ import annotations

import io
import time
from collections.abc import Iterable, Mapping
from http.cookiejar import DefaultCookiePolicy
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from shared.http.identity import ASSIGNEE_HEADER, IDENTITY_HEADER, Identity, IdentitySigner
from shared.http.settings import Settings
from shared.http.tracing import (
    REQUEST_ID_HEADER,
    TRACEPARENT_HEADER,
    current_request_id,
    current_traceparent,
)

CONNECT_SECONDS = 2.0
READ_SECONDS = 10.0
POOL_SIZE = 32
MAX_ANSWER_BYTES = 32 * 1024 * 1024
WHOLE_ANSWER_SECONDS = 30.0
_NO_ANSWER = (
    requests.ConnectionError,
    requests.Timeout,
    requests.exceptions.ChunkedEncodingError,
    requests.exceptions.ContentDecodingError,
)


class ServiceUnavailableError(Exception):
    """A service cannot be reached or does not answer in time."""

    def __init__(self, service: str) -> None:
        super().__init__(f"{service} does not answer")
        self.service = service


class ServiceClient:
    """
    Calls other processes over pooled connections, as somebody, with time-outs and no retries.

    Make one per process, after forking: connections must not be shared between processes.
    """

    def __init__(
        self,
        settings: Settings,
        signer: IdentitySigner,
        *,
        timeout: tuple[float, float] = (CONNECT_SECONDS, READ_SECONDS),
    ) -> None:
        self._settings = settings
        self._signer = signer
        self._timeout = timeout
        self._session = pooled_session()

    def request(
        self,
        service: str,
        method: str,
        path: str,
        *,
        identity: Identity | None = None,
        assignee: Identity | None = None,
        json: Mapping[str, Any] | None = None,
        data: bytes | Iterable[bytes] | None = None,
        params: Mapping[str, str | int] | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: tuple[float, float] | None = None,
    ) -> requests.Response:
        """
        Return the answer of `service`, whatever its status; `ServiceUnavailableError` when none.

        `identity` is who asks, by default this process itself; `assignee` the officer whom the
        request names as such, for whom this process vouches. `timeout` is (connect, read) in
        seconds.
        """
        sent = self._proven(service, identity, headers)
        if assignee is not None:
            sent[ASSIGNEE_HEADER] = self._signer.vouch(assignee, service)
        try:
            response = self._session.request(
                method,
                self._settings.address_of(service) + path,
                json=json,
                data=data,
                params=params,
                headers=sent,
                timeout=timeout or self._timeout,
                allow_redirects=False,
                stream=True,
            )
            return _read_whole(response)
        except _NO_ANSWER as error:
            raise ServiceUnavailableError(service) from error

    def stream(
        self,
        service: str,
        path: str,
        *,
        identity: Identity,
        headers: Mapping[str, str],
        timeout: tuple[float, float],
    ) -> requests.Response:
        """Return the answer to a GET, its body not yet read: read and close it; as `request`."""
        try:
            return self._session.get(
                self._settings.address_of(service) + path,
                headers=self._proven(service, identity, headers),
                timeout=timeout,
                allow_redirects=False,
                stream=True,
            )
        except _NO_ANSWER as error:
            raise ServiceUnavailableError(service) from error

    def whole(self, response: requests.Response) -> requests.Response:
        """Return an answer of `stream` with its body read."""
        return _read_whole(response)

    def _proven(
        self, service: str, identity: Identity | None, headers: Mapping[str, str] | None
    ) -> dict[str, str]:
        asks = identity or Identity.of_service(self._signer.issuer)
        return {
            **(headers or {}),
            IDENTITY_HEADER: self._signer.sign(asks, service),
            TRACEPARENT_HEADER: current_traceparent(),
            REQUEST_ID_HEADER: current_request_id(),
        }

    def close(self) -> None:
        """Close the pooled connections."""
        self._session.close()


def _read_whole(response: requests.Response) -> requests.Response:
    # Even a service of ours may not fill this process's memory, nor drip for ever.
    with response:
        deadline = time.monotonic() + WHOLE_ANSWER_SECONDS
        body = bytearray()
        for chunk in response.iter_content(64 * 1024):
            body += chunk
            if len(body) > MAX_ANSWER_BYTES or time.monotonic() > deadline:
                raise requests.exceptions.ContentDecodingError("the answer is too much")
    whole = requests.Response()
    whole.status_code, whole.headers, whole.url = (
        response.status_code,
        response.headers,
        response.url,
    )
    whole.request, whole.reason = response.request, response.reason
    whole.raw = io.BytesIO(bytes(body))
    return whole


def pooled_session() -> requests.Session:
    """Return a session that keeps connections and nothing else: no cookies, proxies or netrc."""
    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    session.headers.clear()
    session.headers.update({"Accept-Encoding": "identity", "User-Agent": "concord"})
    adapter = HTTPAdapter(pool_maxsize=POOL_SIZE, max_retries=0)
    session.mount("http://", adapter)
    session.mount("https://", adapter)
    return session
