"""One OpenAPI document out of the gateway's and those of the services."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

import requests
import structlog

from shared.http.client import ServiceClient, ServiceUnavailableError

Document: TypeAlias = dict[str, Any]

FRESH_SECONDS = 30.0
RETRY_SECONDS = 2.0
TIMEOUT = (0.5, 2.0)
PUBLIC_PREFIX = "/api/v1/"
BEARER = {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
_COMPONENT = re.compile(r"^#/components/([A-Za-z]+)/([A-Za-z0-9._-]+)")
_log = structlog.get_logger(__name__)


class ServiceDocuments:
    """The services' documents, asked for anew after thirty seconds (two when there was none)."""

    def __init__(self, client: ServiceClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[str, tuple[float, Document | None]] = {}
        self._lock = threading.Lock()

    def of(self, service: str) -> Document | None:
        """Return the document of `service`, or None while it cannot be had."""
        with self._lock:
            until, document = self._known.get(service, (float("-inf"), None))
            if self._clock() >= until:
                document = self._ask(service)
                seconds = FRESH_SECONDS if document else RETRY_SECONDS
                self._known[service] = (self._clock() + seconds, document)
            return document

    def _ask(self, service: str) -> Document | None:
        try:
            answer = self._client.request(service, "GET", "/openapi.json", timeout=TIMEOUT)
            document = answer.json() if answer.status_code == 200 else None
        except (ServiceUnavailableError, requests.exceptions.JSONDecodeError):
            document = None
        if not isinstance(document, dict) or not isinstance(document.get("paths"), dict):
            _log.warning("service_document_missing", callee=service)
            return None
        return document


def merged(own: Document, documents: Mapping[str, Document | None]) -> Document:
    """
    Return `own` with the public paths of every document added.

    Components are named after their service, so that two schemas of one name stay two; a service
    without a document is listed under `x-unavailable-services`.
    """
    whole = {**own, "paths": dict(own.get("paths", {}))}
    whole["components"] = {kind: dict(named) for kind, named in own["components"].items()}
    for service, document in documents.items():
        if document is not None:
            _add(whole, service, _renamed(document, service))
    whole["x-unavailable-services"] = [name for name, found in documents.items() if found is None]
    return whole


def _add(whole: Document, service: str, document: Document) -> None:
    for path, item in document["paths"].items():
        if path.startswith(PUBLIC_PREFIX):
            whole["paths"].setdefault(path, _tagged(item, service))
    for kind, named in document.get("components", {}).items():
        # How a caller proves itself is the gateway's matter; what services use is internal.
        if kind != "securitySchemes":
            mine = whole["components"].setdefault(kind, {})
            mine.update({f"{service}.{name}": value for name, value in named.items()})


def _tagged(item: Mapping[str, Any], service: str) -> Document:
    return {
        method: _public_operation(operation, service) if _is_operation(operation) else operation
        for method, operation in item.items()
    }


def _public_operation(operation: Mapping[str, Any], service: str) -> Document:
    # Of its own proofs a service tells nothing outside, but that a route asks for no token.
    public = {name: value for name, value in operation.items() if name != "security" or not value}
    if "operationId" in public:
        public["operationId"] = f"{service}.{public['operationId']}"
    return {**public, "tags": public.get("tags") or [service]}


def _is_operation(value: object) -> bool:
    return isinstance(value, dict) and "responses" in value


def _renamed(value: Any, service: str) -> Any:
    if isinstance(value, dict):
        return {name: _reference(name, inner, service) for name, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, service) for inner in value]
    return value


def _reference(name: str, value: object, service: str) -> object:
    if name == "$ref" and isinstance(value, str):
        return _COMPONENT.sub(rf"#/components/\1/{service}.\2", value)
    return _renamed(value, service)


def all_of(documents: ServiceDocuments, services: Iterable[str]) -> dict[str, Document | None]:
    """Return the document of each service by name."""
    return {service: documents.of(service) for service in services}
