"""Every operation of the OpenAPI document, asked as every role and held to what it says."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeAlias

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from requests.auth import AuthBase
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.core.result import Err
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.gateway.court_messages import signed
from tests.support.stack import Officers
from tests.system.plausible import Known

Document = dict[str, Any]
APIOperation: TypeAlias = schemathesis.APIOperation[Any, Any, Any, Any]
Case: TypeAlias = schemathesis.Case[Any]
TIMEOUT = (3.05, 30)
ENDS_THE_CALLERS = frozenset({"me.end_sessions"})
PROBLEM = {"type", "title", "status", "detail", "code"}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


class Proof(AuthBase):
    """Proves who asks, once the request is whole."""

    def __init__(self, headers: Callable[[bytes], Mapping[str, str]]) -> None:
        self._headers = headers

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        request.headers.update(self._headers(body if isinstance(body, bytes) else body.encode()))
        return request


def proofs(officers: Officers, credentials: Mapping[str, Any]) -> dict[str, Proof]:
    """Return how each caller proves itself: officers, court, terminal and nobody."""

    def officer(role: str) -> Proof:
        return Proof(lambda _body: {"Authorization": f"Bearer {officers.token(role)}"})

    terminal = f"Terminal {credentials['terminal']['id']}:{credentials['terminal']['key']}"
    court = partial(signed, credentials["court"]["secret"])
    return {role: officer(role) for role in officers.passwords} | {
        "court": Proof(court),
        "terminal": Proof(lambda _body: {"Authorization": terminal}),
        "nobody": Proof(lambda _body: {}),
    }


@dataclass
class Findings:
    """What was asked, how it was answered, and what was not as described."""

    asked: int = 0
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def done(self) -> list[str]:
        """Return the operations that were not refused at least once."""
        return sorted(self.statuses.keys() - set(self.never_done()))

    def never_done(self) -> list[str]:
        """Return the operations that were refused whenever they were asked."""
        return sorted(
            name
            for name, counted in self.statuses.items()
            if not any(status < 300 for status in counted)
        )


class Asking:
    """Asks one installation, and remembers what it learns from the answers."""

    def __init__(self, address: str, document: Document, callers: dict[str, Proof]) -> None:
        self._address = address
        self._schema = schemathesis.openapi.from_dict(document)
        self._schema.config.update(base_url=address)
        self.callers = callers
        self.known = Known(random.Random(7))
        self.findings = Findings()
        self._session = requests.Session()
        self._session.trust_env = False

    def operations(self) -> Iterator[APIOperation]:
        """Yield every operation after which the callers are still who they are."""
        for found in self._schema.get_all_operations():
            if isinstance(found, Err):
                raise found.err()
            operation = found.ok()
            if operation.definition.raw["operationId"] not in ENDS_THE_CALLERS:
                yield operation

    def ask(
        self,
        operation: APIOperation,
        caller: str,
        mode: GenerationMode,
        count: int,
        *,
        others: bool = False,
    ) -> None:
        """Ask an operation with so many generated requests; the last one as the others too."""
        last: list[Case] = []

        @seed(1)
        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case: Case) -> None:
            if mode is GenerationMode.POSITIVE:
                self._make_plausible(case)
            last[:] = [case]
            self._send(case, caller)

        # What cannot be made wrong, as a request without any parameter, is not sent wrong.
        try:
            asked()
        except Unsatisfiable:
            if mode is GenerationMode.POSITIVE:
                raise
        for other in sorted(self.callers.keys() - {caller}) if others else ():
            self._send(last[0], other)

    def _make_plausible(self, case: Case) -> None:
        path, known = case.operation.path, self.known
        for name in case.path_parameters or {}:
            value = known.value_of(name, path)
            if value is not None and known.pick.random() < 0.95:
                case.path_parameters[name] = value
        for name in ("If-Match", "Idempotency-Key"):
            if known.pick.random() < 0.9:
                case.headers.pop(name, None)
        case.body = known.body_for(path, case.body)
        case.query = {k: v for k, v in (case.query or {}).items() if known.pick.random() < 0.3}

    def _send(self, case: Case, caller: str) -> None:
        kwargs = case.as_transport_kwargs(base_url=self._address)
        try:
            response = self._session.request(**kwargs, auth=self.callers[caller], timeout=TIMEOUT)
        except (requests.exceptions.InvalidHeader, UnicodeError):
            return  # no client can send it
        label = case.operation.definition.raw["operationId"]
        self.findings.asked += 1
        self.findings.statuses.setdefault(label, Counter())[response.status_code] += 1
        for wrong in self._wrongs(case, response):
            key = f"{label}: {response.status_code} {wrong.partition(chr(10))[0][:200]}"
            self.findings.wrong.setdefault(key, _told(caller, response, wrong))
        if response.ok and response.headers.get("Content-Type") == "application/json":
            self.known.learn(response.json())

    def _wrongs(self, case: Case, response: requests.Response) -> Iterator[str]:
        try:
            case.validate_response(response, checks=CHECKS)
        except FailureGroup as group:
            yield from (str(each) for each in group.exceptions)
        except Failure as failure:
            yield str(failure)
        if response.status_code >= 400:
            problem = response.json() if "json" in response.headers["Content-Type"] else {}
            if not problem.keys() >= PROBLEM or "Traceback" in response.text:
                yield "is no problem of the house"


def _told(caller: str, response: requests.Response, wrong: str) -> str:
    sent = response.request
    body = sent.body[:600] if sent.body else b""
    return f"{caller}: {sent.method} {sent.url} {body!r}\n-> {response.text[:600]}\n{wrong[:1500]}"
